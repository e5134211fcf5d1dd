"""Means as secrets: of every row too small for one, and of unions of few enterprises that shown rows leave over."""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from .elimination import Basis, take
from .intruder import highs, solver
from .rules import Rules, bare
from .system import Flags, Integers, Line, Means, System, means_of

_TINY = 1e-9  # of a dual value


class Union(NamedTuple):
    """A sum of scores of few enterprises, {variable: coefficient}, the cell of the row that they are a part of, and the
    lines from whose means it follows.
    """

    vector: dict[int, int]
    cell: int
    lines: tuple[int, ...] = ()


class Reach(NamedTuple):
    """How far a sum of scores can be off, in points, from the middle of all that it may be, and the lines whose means
    bound it.
    """

    error: float
    lines: tuple[int, ...] = ()


_ANYTHING = Reach(np.inf)


class ShownMeans:
    """What follows from the means of some lines together."""

    def __init__(self, system: System, rules: Rules) -> None:
        self._system, self._rules, self._values = system, rules, system.values
        self.means: Means = means_of(system)
        rows = [line for line in system.lines if not line.change and bare(line, self._values, rules)]
        self.small = sorted({line.n for line in rows})
        named = set(rows)
        self._watched = [place for place, line in enumerate(system.lines) if line in named]
        self._safe: dict[frozenset[tuple[int, int]], Flags] = {}  # unions that do not follow from these lines

    def basis(self) -> Basis:
        """What is known of sums of scores before any mean is shown, with those of small rows watched."""
        basis = Basis(self.means.rows.vector(place) for place in self._watched)
        for link in range(len(self.means.links)):
            take(basis, self.means.links.vector(link))
        return basis

    def leaked(self, detailed: Flags, before: Flags) -> list[int]:
        """Cells of the rows whose mean must not follow from the means of the lines `detailed`, and does; but for what
        follows from the lines `before` by themselves.
        """
        known = sorted({*self._known(detailed)}.difference(self._known(before)))
        found = self.unions(detailed)
        intruder = self._intruder(before)
        new = [union for union in found if not self._disclosed(union, intruder.reach(union.vector) or _ANYTHING)]
        return [self._system.lines[self._watched[place]].n for place in known] + [union.cell for union in new]

    def _known(self, detailed: Flags) -> list[int]:
        basis = self.basis()
        for place in np.flatnonzero(detailed).tolist():
            take(basis, self.means.rows.vector(place))
        return basis.known()

    def _intruder(self, detailed: Flags) -> "_Intruder":
        return _Intruder(self.means, detailed, self._values[[line.n for line in self._system.lines]])

    def _disclosed(self, union: Union, reach: "Reach") -> bool:
        return reach.error < self.means.precision.near * self._firms(union.vector)

    def unions(self, detailed: Flags) -> list[Union]:
        """Unions of few enterprises whose mean follows from the lines `detailed` more closely than rounding allows."""
        found = {frozenset(union.vector.items()): union for union in self._unions(detailed)}
        left = {key: union for key, union in found.items() if not self._known_safe(key, detailed)}
        if not left:
            return []
        disclosed, intruder = [], self._intruder(detailed)
        for key, union in left.items():
            reach = intruder.reach(union.vector) or Reach(0.0, intruder.lines)  # no answer is no proof
            if self._disclosed(union, reach):
                disclosed.append(union._replace(lines=reach.lines))
            else:
                self._safe[key] = detailed.copy()
        return disclosed

    def _known_safe(self, key: frozenset[tuple[int, int]], detailed: Flags) -> bool:
        """Whether a union was found to be safe beside these lines and others: less follows from fewer means."""
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


class _Intruder:
    """How far the sum of a union's scores can be off while every mean shown stays as it is printed.

    A sum that is no combination of those shown can be anything: most are such, and elimination finds them. Only the
    others are asked about. Their sums are bounded by the means alone: variables without ends of their own, which would
    take the solver long ways from end to end, often to no answer.
    """

    def __init__(self, means: Means, detailed: Flags, n: Integers) -> None:
        shown = np.flatnonzero(detailed)
        self.lines: tuple[int, ...] = tuple(shown.tolist())
        self._means, self._n = means, n[shown]
        self._basis = Basis(())
        known = [means.links.vector(link) for link in range(len(means.links))]
        for vector in sorted([*known, *map(means.rows.vector, self.lines)], key=len):  # short ones keep others short
            take(self._basis, vector)

    def reach(self, vector: dict[int, int]) -> Reach | None:
        """The reach of the sum of `vector`; None without an answer."""
        return self._asked(vector) if not self._basis.reduced(vector) else _ANYTHING

    def _asked(self, vector: dict[int, int]) -> Reach | None:
        size = len(self._means.firms)
        costs = np.zeros(size)
        costs[list(vector)] = list(vector.values())
        self._solver.changeColsCost(size, np.arange(size, dtype=np.int32), costs)
        ends, bounding = [], np.zeros(len(self.lines), bool)
        for sense in (highs().ObjSense.kMaximize, highs().ObjSense.kMinimize):
            self._solver.changeObjectiveSense(sense)
            self._solver.run()
            if self._solver.getModelStatus() != highs().HighsModelStatus.kOptimal:
                return None
            bounding |= np.abs(np.array(self._solver.getSolution().row_dual)[len(self._means.links) :]) > _TINY
            ends.append(float(self._solver.getObjectiveValue()))
        return Reach((ends[0] - ends[1]) / 2, tuple(np.array(self.lines, np.int64)[bounding].tolist()))

    @cached_property
    def _solver(self) -> Any:
        made, means = solver(), self._means
        made.setOptionValue("presolve", "on")
        size = len(means.firms)
        made.addVars(size, np.full(size, -np.inf), np.full(size, np.inf))
        off, slack = means.off[list(self.lines)], means.precision.unit / 2 * self._n
        none = np.zeros(len(means.links))
        low, high = np.concatenate([none, off - slack]), np.concatenate([none, off + slack])
        vectors = [*map(means.links.vector, range(len(means.links))), *map(means.rows.vector, self.lines)]
        for vector, *ends in zip(vectors, low.tolist(), high.tolist(), strict=True):
            columns = np.fromiter(vector, np.int32, len(vector))
            made.addRow(*ends, len(vector), columns, np.fromiter(vector.values(), float, len(vector)))
        return made
