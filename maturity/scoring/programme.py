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
class Row:
    """The linear constraint Σ coefficient x variable >= `least`, relaxed by SLACK. Keys of `coefficients` are indices
    of variables.
    """

    coefficients: Mapping[int, Fraction | int]
    least: Fraction | int


@dataclass(frozen=True, slots=True)
class Programme:
    """Integer variables from 0 to `most` each, then auxiliary variables from 0 to 1, integer where `helpers` is True."""

    most: Sequence[int]
    rows: Sequence[Row]
    helpers: Sequence[bool] = ()


def least(
    programme: Programme, goals: Sequence[Sequence[int]], enough: Callable[[Sequence[int]], bool]
) -> tuple[int, ...]:
    """The values of the integer variables that minimise the first objective, then the second, and so on, and are
    feasible.

    Each objective holds one integer cost a variable. `enough` checks feasibility exactly; it must be monotone (raising
    a variable keeps a solution feasible) and true for the upper bounds. Raises RuntimeError where the solver fails.
    """
    search = _Search(programme)
    values: tuple[int, ...] = ()
    for goal in goals:
        values = search.run(goal)
        while not enough(values):
            search.cut(values)
            values = search.run(goal)
        search.keep(goal, values)
    return values


@cache
def _highs() -> Any:
    import highspy._core  # type: ignore[import-not-found,import-untyped,unused-ignore]  # heavy: loaded when needed

    return highspy


class _Search:
    """The programme as a HiGHS model, to which constraints are added between runs."""

    def __init__(self, programme: Programme) -> None:
        highs = _highs()
        self._most, self._inf, self._whole = programme.most, highs.kHighsInf, highs.HighsVarType.kInteger
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
        for most in programme.most:
            self._add(most, whole=True)
        for whole in programme.helpers:
            self._add(1, whole=whole)
        for row in programme.rows:
            self._row(row.coefficients, float(row.least) - SLACK)

    def run(self, goal: Sequence[int]) -> tuple[int, ...]:
        """The values of the integer variables with the least cost under `goal`. Raises RuntimeError unless optimal."""
        count = self._solver.getNumCol()
        costs = np.zeros(count)
        costs[: len(goal)] = goal
        self._solver.changeColsCost(count, np.arange(count, dtype=np.int32), costs)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != _highs().HighsModelStatus.kOptimal:
            raise RuntimeError(f"the integer programme ended with {self._solver.modelStatusToString(status)}")
        return tuple(round(value) for value in self._solver.getSolution().col_value[: len(self._most)])

    def keep(self, goal: Sequence[int], values: Sequence[int]) -> None:
        """Add a constraint: the cost under `goal` is at most that of `values`."""
        spent = sum(cost * value for cost, value in zip(goal, values, strict=True))
        self._row({place: -cost for place, cost in enumerate(goal) if cost}, -spent - 0.5)

    def cut(self, values: Sequence[int]) -> None:
        """Add constraints: at least one variable is higher than in `values`."""
        higher = {}
        for place, (value, most) in enumerate(zip(values, self._most, strict=True)):
            if value < most:
                switch = self._add(1, whole=True)
                self._row({place: 1, switch: -(value + 1)}, 0)
                higher[switch] = 1
        self._row(higher, 1)

    def _add(self, most: int, *, whole: bool) -> int:
        place: int = self._solver.getNumCol()
        self._solver.addVar(0.0, float(most))
        if whole:
            self._solver.changeColIntegrality(place, self._whole)
        return place

    def _row(self, coefficients: Mapping[int, Fraction | int], least: float) -> None:
        places = np.array(list(coefficients), dtype=np.int32)
        values = np.array([float(value) for value in coefficients.values()])
        self._solver.addRow(least, self._inf, len(places), places, values)
