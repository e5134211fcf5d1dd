"""A small integer programme, solved by HiGHS (floating point), its solutions checked with exact arithmetic.

The solver rounds, so its answer alone proves nothing about a score of exactly the pass mark. Every constraint is
therefore relaxed by SLACK, far more than the solver's rounding: a cost that the relaxed programme cannot reach cannot
be reached at all. Its solution is then checked exactly; one that falls short is excluded by a cut, together with every
smaller one, and the search goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

SLACK = 1e-7
_CLOSE = 1e-9  # the solver's own tolerance on rows and on whole numbers


@dataclass(frozen=True, slots=True)
class Constraint:
    """The linear constraint Σ coefficient x variable >= `at_least`, relaxed by SLACK. Keys of `coefficients` are
    indices of variables.
    """

    coefficients: Mapping[int, Fraction | int]
    at_least: Fraction | int


@dataclass(frozen=True, slots=True)
class Programme:
    """Integer variables from 0 to `upper_bounds`, then auxiliary variables from 0 to 1, integer where `auxiliary` is
    True.
    """

    upper_bounds: Sequence[int]
    constraints: Sequence[Constraint]
    auxiliary: Sequence[bool] = ()


def minimise(
    programme: Programme, objectives: Sequence[Sequence[int]], feasible: Callable[[Sequence[int]], bool]
) -> tuple[int, ...]:
    """The values of the integer variables that minimise the first objective, then the second, and so on, and are
    feasible.

    Each objective holds one integer cost a variable. `feasible` checks feasibility exactly; it must be monotone
    (raising a variable keeps a solution feasible) and true for the upper bounds. Raises RuntimeError where the solver
    fails.
    """
    search = _Search(programme)
    values: tuple[int, ...] = ()
    for objective in objectives:
        values = search.run(objective)
        while not feasible(values):
            search.cut(values)
            values = search.run(objective)
        search.keep(objective, values)
    return values


@cache
def _highs() -> Any:
    import highspy._core  # type: ignore[import-not-found,import-untyped,unused-ignore]  # heavy: loaded when needed

    return highspy


class _Search:
    """The programme as a HiGHS model, to which constraints are added between runs."""

    def __init__(self, programme: Programme) -> None:
        highs = _highs()
        self._upper_bounds, self._inf, self._whole = (
            programme.upper_bounds,
            highs.kHighsInf,
            highs.HighsVarType.kInteger,
        )
        self._solver = (
            highs._core._Highs()
        )  # highspy.Highs prints a banner as it is made, before any option can stop it
        options = {
            "output_flag": False,
            "presolve": "off",
            "threads": 1,
            "random_seed": 1,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.99,
        }
        options |= {"mip_feasibility_tolerance": _CLOSE, "primal_feasibility_tolerance": _CLOSE}
        for option, value in options.items():
            self._solver.setOptionValue(option, value)
        for upper in programme.upper_bounds:
            self._add(upper, whole=True)
        for whole in programme.auxiliary:
            self._add(1, whole=whole)
        for constraint in programme.constraints:
            self._constrain(constraint.coefficients, float(constraint.at_least) - SLACK)

    def run(self, objective: Sequence[int]) -> tuple[int, ...]:
        """The values of the integer variables with the least cost under `objective`. Raises RuntimeError unless
        optimal.
        """
        count = self._solver.getNumCol()
        costs = np.zeros(count)
        costs[: len(objective)] = objective
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != _highs().HighsModelStatus.kOptimal:
            raise RuntimeError(f"the integer programme ended with {self._solver.modelStatusToString(status)}")
        return tuple(round(value) for value in self._solver.getSolution().col_value[: len(self._upper_bounds)])

    def keep(self, objective: Sequence[int], values: Sequence[int]) -> None:
        """Add a constraint: the cost under `objective` is at most that of `values`."""
        spent = sum(cost * value for cost, value in zip(objective, values, strict=True))
        self._constrain({place: -cost for place, cost in enumerate(objective) if cost}, -spent - 0.5)

    def cut(self, values: Sequence[int]) -> None:
        """Add constraints: at least one variable is higher than in `values`."""
        higher = {}
        for place, (value, upper) in enumerate(zip(values, self._upper_bounds, strict=True)):
            if value < upper:
                switch = self._add(1, whole=True)
                self._constrain({place: 1, switch: -(value + 1)}, 0)
                higher[switch] = 1
        self._constrain(higher, 1)

    def _add(self, upper: int, *, whole: bool) -> int:
        place: int = self._solver.getNumCol()
        self._solver.addVar(0.0, float(upper))
        if whole:
            self._solver.changeColIntegrality(place, self._whole)
        return place

    def _constrain(self, coefficients: Mapping[int, Fraction | int], at_least: float) -> None:
        places = np.array(list(coefficients), dtype=np.int32)
        values = np.array([float(value) for value in coefficients.values()])
        self._solver.addRow(at_least, self._inf, len(places), places, values)
