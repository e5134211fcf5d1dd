"""All published counts of a release as one linked system: every cell is a sum of atoms, every link a known zero.

An atom is one cell of the finest cross-classification that any sheet uses. Sheets that cross different things have
atoms of their own; links say that both describe the same enterprises: the difference of two equal margins is 0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
    ranking has a last place); that a row is listed shows that somebody is in it. An `optional` row may be
    left out to keep even that: its table lists no rows of nobody, and one that is not there may be either. `score` is
    what its means are of: the means of one score say nothing about another. `shown_earlier` is None for a row of this
    release; for one of an earlier release it says whether its breakdown and means were shown. `change` marks the
    enterprises of a row that came, went or changed between two states of the data; `state` is the row's own.
    """

    n: int
    parts: tuple[int, ...]
    levels: tuple[int, ...] = ()
    listed: bool = True
    optional: bool = False
    score: str = ""
    shown_earlier: bool | None = None
    change: bool = False
    state: int = 0


@dataclass(frozen=True, slots=True)
class Family:
    """A row and rows that are parts of it, of this release or an earlier one. The enterprises that no shown child has
    are a union whose mean follows. `row` is the parent's row of :class:`Means` and `rows` the children's, over the same
    variables.
    """

    parent: int
    row: int
    children: tuple[int, ...]
    rows: tuple[int, ...]


class Precision(NamedTuple):
    """By what printed means are rounded, and by how many points an intruder's estimate of a mean must be able to be off
    to either side.
    """

    unit: float
    near: float


OF_LEVELS = Precision(0.01, 0.2)  # scores of up to 5 points with two decimals


@dataclass(frozen=True, slots=True)
class Means:
    """Sums of scores: every variable is the sum for some enterprises, by the record (`slot`) that their score is from.

    `firms` are the enterprises of each variable. Row i of `rows` is line i's sum for i below the number of lines, and
    `off[i]` is by how much its mean as printed, times its enterprises, is off that sum (0 where that is not known).
    """

    firms: Integers
    slot: Integers
    links: Sums
    rows: Sums
    families: tuple[Family, ...]
    off: Floats
    precision: Precision = OF_LEVELS


@dataclass(frozen=True, slots=True)
class System:
    """`counts` are the true values of the atoms; `cells` have each sum once, however many sheets show it.

    `kept` are cells that are never hidden, such as the number of all enterprises; `published_earlier` are
    those of them that earlier releases showed.
    """

    counts: Integers
    links: Sums
    cells: Sums
    lines: tuple[Line, ...]
    kept: frozenset[int] = frozenset()
    published_earlier: frozenset[int] = frozenset()
    means: Means | None = None

    @property
    def values(self) -> Integers:
        """The true value of every cell."""
        return self.cells.of(self.counts)


def means_of(system: System) -> Means:
    """The sums of scores of `system`; where none are given, each score has a variable an atom."""
    if system.means is not None:
        return system.means
    scores = {score: place for place, score in enumerate(dict.fromkeys(line.score for line in system.lines))}
    size = len(system.counts)
    shifts = [place * size for place in scores.values()]
    rows = [system.cells.atoms(line.n) + scores[line.score] * size for line in system.lines]
    links = [system.links.atoms(row) + shift for shift in shifts for row in range(len(system.links))]
    signs = [list(system.links.vector(row).values()) for _ in shifts for row in range(len(system.links))]
    slot = np.repeat(np.arange(len(shifts)), size)
    return Means(np.tile(system.counts, len(shifts)), slot, sums(links, signs), sums(rows), (), np.zeros(len(rows)))


def merged(system: System, means: Means) -> System:
    """`system` with `means`, atoms that no cell and no link separates added up: no more can follow about them."""
    nothing = np.zeros(len(system.counts), np.int64)
    place = _alike(nothing, (system.cells, system.links))
    slots = _alike(means.slot, (means.rows, means.links))
    first = np.unique(slots, return_index=True)[1]
    return System(
        _added(system.counts, place),
        _moved(system.links, place),
        _moved(system.cells, place),
        system.lines,
        system.kept,
        system.published_earlier,
        Means(
            _added(means.firms, slots),
            means.slot[first],
            _moved(means.links, slots),
            _moved(means.rows, slots),
            means.families,
            means.off,
            means.precision,
        ),
    )


def _alike(kinds: Integers, rows: Iterable[Sums]) -> Integers:
    """A number for every variable, equal for those of one kind that all rows hold alike."""
    random = np.random.default_rng(61)
    marks = random.integers(1 << 62, size=int(kinds.max(initial=0)) + 1)[kinds]
    for each in rows:
        drawn = random.integers(1 << 62, size=len(each))
        np.add.at(marks, each.atom, np.repeat(drawn, each.lengths()) * each.sign)
    return np.unique(marks, return_inverse=True)[1].astype(np.int64).ravel()


def _added(values: Integers, place: Integers) -> Integers:
    summed = np.zeros(int(place.max(initial=-1)) + 1, np.int64)
    np.add.at(summed, place, values)
    return summed


def _moved(rows: Sums, place: Integers) -> Sums:
    """`rows` over the new numbers; every new number stands once in a row, with the sign that all its old ones have."""
    row = np.repeat(np.arange(len(rows)), rows.lengths())
    pairs = row * (int(place.max(initial=0)) + 1) + place[rows.atom]
    _, first = np.unique(pairs, return_index=True)
    start = np.concatenate([[0], np.cumsum(np.bincount(row[first], minlength=len(rows)))]).astype(np.int64)
    return Sums(start, place[rows.atom][first], rows.sign[first])
