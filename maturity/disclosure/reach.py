"""What is known of amounts that add up to sums shown: how far each can be off, by a linear programme."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .intruder import answer, highs, solver
from .system import Floats, Integers

if TYPE_CHECKING:
    from .magnitudes import Cell

_SCALE = 1e6  # what all amounts together are made, so that the tolerances of the solver are small beside them
_EDGE = 1e-9


class Answer(NamedTuple):
    """By how much what was asked for can be off, how all atoms move then, and the cells that hold it back."""

    gain: float
    moves: Floats
    by: list[int]


class Knowledge:
    """The sums of `rows` over atoms with these `totals`, where `shown`; nothing is negative.

    Raises Refusal disclosure-no-solver, disclosure-solver.
    """

    def __init__(self, totals: Floats, rows: "Sequence[Cell]", shown: NDArray[np.bool_]) -> None:
        self.shown, self._totals = shown.copy(), totals
        self._unit = _SCALE / max(float(totals.sum()), 1.0)
        self._true = totals * self._unit
        self._most = 4 * _SCALE
        self._solver = solver()
        self._solver.passModel(_written(self._true, rows, self._most))
        self._asked = list[int]()
        for cell in np.flatnonzero(~shown).tolist():
            self.hide(cell)

    def hide(self, cell: int) -> None:
        """Have nobody know the sum of a cell any more."""
        self.shown[cell] = False
        self._solver.changeRowBounds(cell, -np.inf, np.inf)

    def reach(
        self,
        atoms: Integers,
        factors: Floats,
        *,
        up: bool,
        fixed: Collection[int] = (),
        least: Mapping[int, float] | None = None,
    ) -> Answer:
        """How much larger (`up`) or smaller some atoms, times `factors`, can be together, with the atoms `fixed` known
        and others known to be at `least` so much.
        """
        low = np.zeros(len(self._true))
        high = np.full(len(low), self._most)
        for place, value in (least or {}).items():
            low[place] = value * self._unit
        known = np.fromiter(fixed, np.int64, len(fixed))
        low[known] = high[known] = self._true[known]
        changed = np.union1d(np.fromiter(least or (), np.int64), known).astype(np.int32)
        self._bound(changed, low, high)
        found = self._solved(atoms, factors, up=up)
        self._bound(changed, np.zeros(len(low)), np.full(len(low), self._most))
        return found

    def _bound(self, atoms: NDArray[np.int32], low: Floats, high: Floats) -> None:
        if len(atoms):
            self._solver.changeColsBounds(len(atoms), atoms, low[atoms], high[atoms])

    def _solved(self, atoms: Integers, factors: Floats, *, up: bool) -> Answer:
        library = highs()
        for atom in self._asked:
            self._solver.changeColCost(atom, 0.0)
        for atom, factor in zip(atoms.tolist(), factors.tolist(), strict=True):
            self._solver.changeColCost(atom, factor)
        self._asked = atoms.tolist()
        self._solver.changeObjectiveSense(library.ObjSense.kMaximize if up else library.ObjSense.kMinimize)
        answer(self._solver)
        solution = self._solver.getSolution()
        moves = (np.asarray(solution.col_value) - self._true) / self._unit
        by = np.flatnonzero((np.abs(np.asarray(solution.row_dual)) > _EDGE) & self.shown)
        return Answer(abs(float(moves[atoms] @ factors)), moves, by.tolist())


def _written(true: Floats, rows: "Sequence[Cell]", most: float) -> Any:
    """The programme: a column an atom, a row a cell."""
    lp = highs().HighsLp()
    lp.num_col_, lp.num_row_ = len(true), len(rows)
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_ = np.zeros(lp.num_col_), np.full(lp.num_col_, most)
    sums = np.array([float(true[row.amounts] @ row.factors) for row in rows])
    lp.row_lower_ = lp.row_upper_ = sums
    lengths = [len(row.amounts) for row in rows]
    lp.a_matrix_.format_ = highs().MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    empty: list[Any] = [np.empty(0)]
    lp.a_matrix_.index_ = np.concatenate([*(row.amounts for row in rows), *empty]).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate([*(row.factors for row in rows), *empty]).astype(float)
    return lp
