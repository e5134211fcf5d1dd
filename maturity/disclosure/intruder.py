"""The intruder: knows everything published and that no number is negative, and asks how large a secret can be.

The model is handed to the solver once; then only the question changes, so that an answer can start from the last.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import refuse
from .system import Flags, Floats, System

_EDGE = 1e-7  # a published cell whose price is smaller does not bound the answer
_BEYOND = 10_000.0
_LARGE = 8_000  # atoms of a system; in a smaller one each answer starts from the last, and patterns stay as they were
_FEW = 100  # the answer to a question about more atoms than these is far from the last answer
_Options = Mapping[str, str | int]
_FROM_LAST: _Options = {"solver": "simplex", "presolve": "off", "simplex_strategy": 4}
_INTERIOR: _Options = {"solver": "ipm", "presolve": "on"}  # where the last answer is far, a fraction of the time
_DUAL: _Options = {"solver": "simplex", "presolve": "on", "simplex_strategy": 1}
_NODES, _SECONDS = 100, 60.0  # for one question in whole numbers; without an answer the cell counts as unsafe


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of the interval, the values of all atoms there, and the published cells that hold the intruder back."""

    end: float
    atoms: Floats
    by: NDArray[np.int64]


class Intruder:
    """A linear programme over the atoms of `system`, with the cells of `published` known.

    `floor` is, a cell, what the intruder knows it to be at least when it is hidden. Raises Refusal
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
        """Take `cells` back: the intruder knows no more than that each is at least its `floor`."""
        self._bound(cells, floor, np.full(len(cells), self._most))

    def reach(self, vector: dict[int, int], *, up: bool) -> Answer:
        """The greatest (`up`) or least value of a sum of atoms. Raises Refusal disclosure-solver without an answer."""
        library = highs()
        atoms = np.fromiter(vector, np.int32, len(vector))
        self._solver.changeColsCost(len(self._asked), self._asked, np.zeros(len(self._asked)))
        self._solver.changeColsCost(len(atoms), atoms, np.fromiter(vector.values(), float, len(vector)))
        self._asked = atoms
        self._solver.changeObjectiveSense(library.ObjSense.kMaximize if up else library.ObjSense.kMinimize)
        far = len(self._system.counts) > _LARGE and len(vector) > _FEW
        answer(self._solver, far=far)
        solution = self._solver.getSolution()
        prices = np.where(
            self._row >= 0,
            np.append(np.asarray(solution.row_dual), 0.0)[self._row],
            np.append(np.asarray(solution.col_dual), 0.0)[self._column],
        )
        values = np.asarray(solution.col_value)
        return Answer(float(self._solver.getObjectiveValue()), values, np.flatnonzero(np.abs(prices) > _EDGE))

    def whole(self, vector: dict[int, int], by: float) -> Floats | None:
        """Whole numbers of all atoms that fit what the intruder knows, the sum of `vector` being larger than it is by
        `by` at least (smaller, for a negative one). None where there are none, or none are found.

        They are sought near the true ones: the fewer enterprises are moved, the sooner the numbers are whole.
        """
        library, solving, size = highs(), solver(), len(self._system.counts)
        options = {"presolve": "on", "time_limit": _SECONDS, "mip_max_nodes": _NODES, "mip_rel_gap": 1.0}
        for option, value in options.items():
            solving.setOptionValue(option, value)
        solving.passModel(self._moves())
        atoms, signs = np.fromiter(vector, np.int32, len(vector)), np.fromiter(vector.values(), float, len(vector))
        columns = np.concatenate([atoms, atoms + size]).astype(np.int32)
        ends = (by, np.inf) if by > 0 else (-np.inf, by)
        solving.addRow(*ends, len(columns), columns, np.concatenate([signs, -signs]))
        solving.run()
        if solving.getModelStatus() != library.HighsModelStatus.kOptimal:
            return None
        moves: Floats = np.rint(np.asarray(solving.getSolution().col_value))
        return self._system.counts + moves[:size] - moves[size:]

    def _moves(self) -> Any:
        """The programme over how many enterprises come into each atom and how many leave it: as few as possible."""
        lp, library, counts = self._solver.getLp(), highs(), self._system.counts
        matrix, lower, upper = lp.a_matrix_, np.asarray(lp.col_lower_), np.asarray(lp.col_upper_)
        if matrix.format_ != library.MatrixFormat.kColwise:
            raise ValueError("a matrix by rows")
        start, index, value = np.asarray(matrix.start_), np.asarray(matrix.index_), np.asarray(matrix.value_)
        now = np.bincount(index, value * np.repeat(counts, np.diff(start)), lp.num_row_)
        moves = library.HighsLp()
        moves.num_col_, moves.num_row_ = 2 * lp.num_col_, lp.num_row_
        moves.col_cost_, moves.col_lower_ = np.ones(2 * lp.num_col_), np.zeros(2 * lp.num_col_)
        moves.col_upper_ = np.concatenate([upper - counts, counts - lower])
        moves.row_lower_, moves.row_upper_ = np.asarray(lp.row_lower_) - now, np.asarray(lp.row_upper_) - now
        moves.a_matrix_.format_ = matrix.format_
        moves.a_matrix_.start_ = np.concatenate([start, start[1:] + len(index)]).astype(np.int32)
        moves.a_matrix_.index_ = np.concatenate([index, index]).astype(np.int32)
        moves.a_matrix_.value_ = np.concatenate([value, -value])
        moves.integrality_ = [library.HighsVarType.kInteger] * moves.num_col_
        return moves

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


def answer(solver: Any, *, far: bool = False) -> None:
    """Have the solver answer: from its last answer, or where that is `far`, anew; and by other methods where rounding
    errors lead one astray. Raises Refusal disclosure-solver where none answers.
    """
    ways = [(_FROM_LAST, False), (_FROM_LAST, True), (_DUAL, True), (_INTERIOR, True)]
    for options, anew in [(_INTERIOR, True), *ways] if far else ways:
        if anew:
            solver.clearSolver()
        for option, value in options.items():
            solver.setOptionValue(option, value)
        solver.run()
        if solver.getModelStatus() == highs().HighsModelStatus.kOptimal:
            return
    raise refuse("disclosure-solver", detail=solver.modelStatusToString(solver.getModelStatus()))
