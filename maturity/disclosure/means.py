"""Means as secrets: of every row too small for one, and of unions of few enterprises that shown rows leave over."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import NamedTuple

import numpy as np

from .attack import highs, solver
from .elimination import Basis, take
from .rules import Rules, bare
from .system import Flags, Integers, Line, Means, System, means_of

_UNIT = 0.01  # means are shown with two decimals
_MOST = 1e6  # beyond every sum of scores
_TINY = 1e-9  # of a dual value
_NEAR = 0.2  # points of S that an attacker's estimate of a mean must be able to be off by, to either side


class Union(NamedTuple):
    """A sum of scores of few enterprises, {variable: coefficient}, the cell of the row that they are a part of, and the
    lines from whose means it follows.
    """

    vector: dict[int, int]
    cell: int
    lines: tuple[int, ...] = ()


class ShownMeans:
    """What the means of some lines tell together."""

    def __init__(self, system: System, rules: Rules) -> None:
        self._system, self._rules, self._values = system, rules, system.values
        self.means: Means = means_of(system)
        rows = [line for line in system.lines if not line.change and bare(line, self._values, rules)]
        self.small = sorted({line.n for line in rows})
        named = set(rows)
        self._watched = [place for place, line in enumerate(system.lines) if line in named]
        self._safe: dict[frozenset[tuple[int, int]], Flags] = {}  # unions that no lines among these tell

    def basis(self) -> Basis:
        """What is known of sums of scores before any mean is shown, with those of small rows watched."""
        basis = Basis(self.means.rows.vector(place) for place in self._watched)
        for link in range(len(self.means.links)):
            take(basis, self.means.links.vector(link))
        return basis

    def leaked(self, detailed: Flags, before: Flags) -> list[int]:
        """Cells of the rows whose mean must not follow from the means of the lines `detailed`, and does; but for what
        the lines `before` tell by themselves.
        """
        known = sorted({*self._known(detailed)}.difference(self._known(before)))
        found = self.unions(detailed)
        attack = self._attack(before) if found else None
        new = [union for union in found if attack is None or not self._told(union, attack.reach(union.vector)[0])]
        return [self._system.lines[self._watched[place]].n for place in known] + [union.cell for union in new]

    def _known(self, detailed: Flags) -> list[int]:
        basis = self.basis()
        for place in np.flatnonzero(detailed).tolist():
            take(basis, self.means.rows.vector(place))
        return basis.known()

    def _attack(self, detailed: Flags) -> "_Attack":
        return _Attack(self.means, detailed, self._values[[line.n for line in self._system.lines]])

    def _told(self, union: Union, error: float) -> bool:
        return error < _NEAR * self._firms(union.vector)

    def unions(self, detailed: Flags) -> list[Union]:
        """Unions of few enterprises whose mean the lines `detailed` tell, more closely than their rounding allows."""
        found = {frozenset(union.vector.items()): union for union in self._unions(detailed)}
        left = {key: union for key, union in found.items() if not self._known_safe(key, detailed)}
        if not left:
            return []
        told, attack = [], self._attack(detailed)
        for key, union in left.items():
            error, lines = attack.reach(union.vector)
            if self._told(union, error):
                told.append(union._replace(lines=lines))
            else:
                self._safe[key] = detailed.copy()
        return told

    def _known_safe(self, key: frozenset[tuple[int, int]], detailed: Flags) -> bool:
        """Whether a union was found to be safe beside these lines and others: fewer means tell no more."""
        before = self._safe.get(key)
        return before is not None and not (detailed & ~before).any()

    def _unions(self, detailed: Flags) -> Iterator[Union]:
        """Of every row, those whom no shown part has, and those who came, went or changed since an earlier state. The
        row's own mean need not be shown: it may follow from its parts.
        """
        lines = self._system.lines
        shown = {_mean(line) for line, one in zip(lines, detailed, strict=True) if one}
        for family in self.means.families:
            parent = lines[family.parent]
            parts = [
                row
                for child, row in zip(family.children, family.rows, strict=True)
                if lines[child].state != parent.state or _mean(lines[child]) in shown
            ]
            vector = self._left(family.row, parts)
            if 0 < self._firms(vector) < self._rules.statistics:
                yield Union(vector, parent.n)

    def _left(self, row: int, rows: Collection[int]) -> dict[int, int]:
        left = Counter(self.means.rows.vector(row))
        for child in rows:
            left.subtract(self.means.rows.vector(child))
        return {variable: factor for variable, factor in left.items() if factor}

    def _firms(self, vector: dict[int, int]) -> int:
        """The enterprises of a union; one whose score is in it twice, before and after a change, counts once."""
        firms: Counter[int] = Counter()
        for variable in vector:
            firms[int(self.means.slot[variable])] += int(self.means.firms[variable])
        return max(firms.values(), default=0)


def _mean(line: Line) -> tuple[str, int, int]:
    """What lines of one mean share."""
    return line.score, line.n, line.state


class _Attack:
    """How far the sum of a union's scores can be off while every mean shown stays as it is printed."""

    def __init__(self, means: Means, detailed: Flags, n: Integers) -> None:
        self._links, self._shown = len(means.links), np.flatnonzero(detailed)
        self._solver = solver()
        self._solver.setOptionValue("presolve", "on")
        size = len(means.firms)
        self._solver.addVars(size, np.full(size, -_MOST), np.full(size, _MOST))
        for link in range(self._links):
            self._row(means.links.vector(link), 0.0, 0.0)
        for place in self._shown.tolist():
            self._row(means.rows.vector(place), float(means.off[place]), _UNIT / 2 * float(n[place]))

    def _row(self, vector: dict[int, int], off: float, slack: float) -> None:
        columns = np.fromiter(vector, np.int32, len(vector))
        self._solver.addRow(
            off - slack, off + slack, len(vector), columns, np.fromiter(vector.values(), float, len(vector))
        )

    def reach(self, vector: dict[int, int]) -> tuple[float, tuple[int, ...]]:
        """How far the sum of `vector` can be off from the middle of all that it may be, 0 without an answer, and the
        lines whose means bound it.
        """
        size = self._solver.getNumCol()
        costs = np.zeros(size)
        costs[list(vector)] = list(vector.values())
        self._solver.changeColsCost(size, np.arange(size, dtype=np.int32), costs)
        ends, bounding = [], np.zeros(len(self._shown), bool)
        for sense in (highs().ObjSense.kMaximize, highs().ObjSense.kMinimize):
            self._solver.changeObjectiveSense(sense)
            self._solver.run()
            if self._solver.getModelStatus() != highs().HighsModelStatus.kOptimal:
                return 0.0, tuple(self._shown.tolist())  # no answer is no proof
            bounding |= np.abs(np.array(self._solver.getSolution().row_dual)[self._links :]) > _TINY
            ends.append(float(self._solver.getObjectiveValue()))
        return (ends[0] - ends[1]) / 2, tuple(self._shown[bounding].tolist())
