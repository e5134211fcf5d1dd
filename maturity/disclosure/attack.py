"""The attacker: knows everything published and that no number is negative, and asks how large a secret can be.

The model is handed to the solver once; then only the question changes, so that each answer starts from the last.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import refuse
from .system import Flags, Floats, System

_EDGE = 1e-7  # a published cell whose price is smaller does not bound the answer
_BEYOND = 10_000.0
_SECONDS = 20.0  # for one question in whole numbers; without an answer the cell counts as unsafe


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of the interval, the values of all atoms there, and the published cells that hold the attacker back."""

    end: float
    atoms: Floats
    by: NDArray[np.int64]


class Attacker:
    """A linear programme over the atoms of `system`, with the cells of `published` known.

    `floor` is, a cell, what the attacker knows it to be at least when it is hidden. Raises Refusal
    `disclosure-no-solver` where HiGHS is not installed.
    """

    def __init__(self, system: System, published: Flags, floor: Floats) -> None:
        self._system = system
        # Finite, and far beyond the true numbers: the sum of a hidden cell must be free to be more than it is.
        self._most = 2.0 * float(system.counts.sum()) + _BEYOND
        single = system.cells.lengths() == 1
        self._column = np.where(single, system.cells.atom[system.cells.start[:-1]], -1)
        # A hidden sum of which nothing is known is no row: each would make every step of the solver dearer.
        bounding = ~single & (published | (floor > 0))
        self._row = np.full(len(single), -1)
        self._row[bounding] = len(system.links) + np.arange(int(bounding.sum()))
        self._model = self._written()
        self._solver = solver()
        self._solver.passModel(self._model)
        self._asked = np.empty(0, np.int32)
        hidden = np.flatnonzero(~published)
        self.hide(hidden, floor[hidden])

    def hide(self, cells: NDArray[np.int64], floor: Floats) -> None:
        """Take `cells` back: the attacker knows no more than that each is at least its `floor`."""
        self._bound(cells, floor, np.full(len(cells), self._most))

    def reach(self, vector: dict[int, int], *, up: bool) -> Answer:
        """The greatest (`up`) or least value of a sum of atoms. Raises Refusal disclosure-solver without an answer."""
        library = highs()
        atoms = np.fromiter(vector, np.int32, len(vector))
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._solver.changeColsCost(len(atoms), atoms, np.fromiter(vector.values(), float, len(vector)))
        self._asked = atoms
        self._solver.changeObjectiveSense(library.ObjSense.kMaximize if up else library.ObjSense.kMinimize)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != library.HighsModelStatus.kOptimal:
            raise refuse("disclosure-solver", detail=self._solver.modelStatusToString(status))
        solution = self._solver.getSolution()
        prices = np.where(
            self._row >= 0,
            np.append(np.asarray(solution.row_dual), 0.0)[self._row],
            np.append(np.asarray(solution.col_dual), 0.0)[self._column],
        )
        values = np.asarray(solution.col_value)
        return Answer(float(self._solver.getObjectiveValue()), values, np.flatnonzero(np.abs(prices) > _EDGE))

    def whole(self, vector: dict[int, int], *, up: bool) -> float | None:
        """As :meth:`reach`, for an attacker who also thinks in whole numbers; None without an answer."""
        library, solving = highs(), solver()
        solving.setOptionValue("presolve", "on")
        solving.setOptionValue("time_limit", _SECONDS)
        lp = self._solver.getLp()
        lp.integrality_ = [library.HighsVarType.kInteger] * lp.num_col_
        solving.passModel(lp)
        solving.changeObjectiveSense(library.ObjSense.kMaximize if up else library.ObjSense.kMinimize)
        costs = np.zeros(lp.num_col_)
        costs[list(vector)] = list(vector.values())
        solving.changeColsCost(lp.num_col_, np.arange(lp.num_col_, dtype=np.int32), costs)
        solving.run()
        if solving.getModelStatus() != library.HighsModelStatus.kOptimal:
            return None
        return round(float(solving.getObjectiveValue()))

    def _bound(self, cells: NDArray[np.int64], low: Floats, high: Floats) -> None:
        for where, change in ((self._column, "changeColsBounds"), (self._row, "changeRowsBounds")):
            some = where[cells] >= 0
            places = where[cells][some].astype(np.int32)
            if len(places):
                getattr(self._solver, change)(len(places), places, low[some], high[some])

    def _written(self) -> Any:
        """Everything published: links are 0, cells have their values; an atom's own cell is its column's bound."""
        system, lp = self._system, highs().HighsLp()
        single, bounding, values = self._column >= 0, self._row >= 0, system.values.astype(float)
        known = self._column[single]
        lp.num_col_, lp.num_row_ = len(system.counts), len(system.links) + int(bounding.sum())
        lp.col_cost_ = np.zeros(lp.num_col_)
        lower, upper = np.zeros(lp.num_col_), np.full(lp.num_col_, self._most)
        lower[known] = upper[known] = values[single]
        lp.col_lower_, lp.col_upper_ = lower, upper
        sides = np.concatenate([np.zeros(len(system.links)), values[bounding]])
        lp.row_lower_ = lp.row_upper_ = sides
        wanted = np.repeat(bounding, system.cells.lengths())
        lengths = np.concatenate([system.links.lengths(), system.cells.lengths()[bounding]])
        lp.a_matrix_.format_ = highs().MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        lp.a_matrix_.index_ = np.concatenate([system.links.atom, system.cells.atom[wanted]]).astype(np.int32)
        lp.a_matrix_.value_ = np.concatenate([system.links.sign, system.cells.sign[wanted]]).astype(float)
        return lp


def highs() -> Any:
    """The HiGHS library. Raises Refusal disclosure-no-solver where it is not installed."""
    try:
        import highspy._core  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError:
        raise refuse("disclosure-no-solver") from None
    return highspy


def solver() -> Any:
    """A quiet solver of one thread that answers question after question from the last answer."""
    solver = highs()._core._Highs()  # highspy.Highs prints a banner as it is made, before any option can stop it
    for option, value in {"output_flag": False, "presolve": "off", "simplex_strategy": 4, "threads": 1}.items():
        solver.setOptionValue(option, value)
    return solver
