"""A small integer programme, solved by HiGHS and held against exact arithmetic.

The solver computes in floating point, so its answer alone proves nothing about a score of exactly the pass mark. Every
row is therefore relaxed by `SLACK`, far more than the solver's rounding: what the relaxed programme says cannot be done
for less cannot be done for less at all. Its solution is then judged exactly; where it falls short by a hair it is cut
off, with everything below it, and the search goes on.
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
    """Σ coefficient x variable >= `least`, up to SLACK. Coefficients by the variable's place."""

    coefficients: Mapping[int, Fraction | int]
    least: Fraction | int


@dataclass(frozen=True, slots=True)
class Programme:
    """Whole variables from 0 to `most` each, then `helpers` variables from 0 to 1, whole where True."""

    most: Sequence[int]
    rows: Sequence[Row]
    helpers: Sequence[bool] = ()


def least(
    programme: Programme, goals: Sequence[Sequence[int]], enough: Callable[[Sequence[int]], bool]
) -> tuple[int, ...]:
    """The values of the whole variables that are `enough` and make the first goal least, then the second, and so on.

    A goal holds one whole cost a variable. `enough` judges exactly; raising a variable never spoils it, and all
    variables together at a value within `most` must satisfy it. Raises RuntimeError should the solver give up.
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
        """A solution whose cost under `goal` is proven least."""
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
        """From now on `goal` may not cost more than it does with `values`."""
        spent = sum(cost * value for cost, value in zip(goal, values, strict=True))
        self._row({place: -cost for place, cost in enumerate(goal) if cost}, -spent - 0.5)

    def cut(self, values: Sequence[int]) -> None:
        """At least one variable must be higher than in `values`."""
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
