"""All published counts of a release as one linked system: every cell is a sum of atoms, every link a known zero.

An atom is one cell of the finest cross-classification that any sheet uses. Sheets that cross different things have
atoms of their own; links say that both describe the same enterprises: the difference of two equal margins is 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sums:
    """Sparse rows: row i is the sum over `start[i]:start[i + 1]` of `sign` times the atom's value; no row is empty."""

    start: Integers
    atom: Integers
    sign: Integers

    def __len__(self) -> int:
        return len(self.start) - 1

    def atoms(self, row: int) -> Integers:
        """The atoms of one row."""
        return self.atom[self.start[row] : self.start[row + 1]]

    def vector(self, row: int) -> dict[int, int]:
        """One row as {atom: coefficient}."""
        span = slice(self.start[row], self.start[row + 1])
        return dict(zip(self.atom[span].tolist(), self.sign[span].tolist(), strict=True))

    def of(self, values: NDArray[Any]) -> NDArray[Any]:
        """Every row's sum, for one value an atom."""
        if not len(self):
            return values[:0]
        summed: NDArray[Any] = np.add.reduceat(values[self.atom] * self.sign, self.start[:-1])
        return summed

    def lengths(self) -> Integers:
        """How many atoms every row has."""
        return np.diff(self.start)


def sums(rows: Iterable[Sequence[int] | Integers], signs: Iterable[Sequence[int]] | None = None) -> Sums:
    """Rows from lists of atoms; every sign is 1 unless `signs` says otherwise."""
    lists = [np.asarray(row, np.int64) for row in rows]
    start = np.concatenate([[0], np.cumsum([len(row) for row in lists])]).astype(np.int64)
    atom = np.concatenate([*lists, np.empty(0, np.int64)])
    if signs is None:
        return Sums(start, atom, np.ones(len(atom), np.int64))
    return Sums(start, atom, np.concatenate([*(np.asarray(row, np.int64) for row in signs), np.empty(0, np.int64)]))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: the cell of its number of enterprises, and those of the level groups that it shows.

    `levels` are the cells of its single levels, shown or not. `listed` is False for a row that a table leaves out (a
    ranking has a last place). `named` says that readers take from the row being there that its number is not 0. `score`
    is what its means are of: the means of one score tell nothing about another.
    """

    n: int
    parts: tuple[int, ...]
    levels: tuple[int, ...] = ()
    listed: bool = True
    named: bool = True
    score: str = ""


@dataclass(frozen=True, slots=True)
class System:
    """`counts` are the true values of the atoms; `cells` have each sum once, however many sheets show it.

    `kept` are cells that every reader knows, such as the number of all enterprises: they are never hidden.
    """

    counts: Integers
    links: Sums
    cells: Sums
    lines: tuple[Line, ...]
    kept: frozenset[int] = frozenset()

    @property
    def values(self) -> Integers:
        """The true value of every cell."""
        return self.cells.of(self.counts)
