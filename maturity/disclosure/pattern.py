"""Which cells are published: chosen by elimination, later only ever taken back."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from .elimination import Basis, take
from .means import ShownMeans
from .rules import Rules, Secrets
from .system import Flags, Floats, Line, System


class Pattern:
    """`published` says for every cell, `detailed` for every line's breakdown and means, whether it may be shown.
    `left_out` are lines whose rows must not even be seen to be there.
    """

    def __init__(self, system: System, secrets: Secrets, published: Flags, detailed: Flags) -> None:
        self._system, self._secrets, self._values = system, secrets, system.values
        self._lines = system.lines  # the rows that readers see to be there
        self.published, self.detailed = published, detailed
        self.left_out: set[int] = set()
        self._forbidden = frozenset(secrets.cell)
        earlier = [line for line in system.lines if line.shown_earlier is not None]
        self._known_there = {line.n for line in earlier if line.listed}.union(
            *(x.parts for x in earlier if x.shown_earlier)
        )
        self._rows: defaultdict[int, list[int]] = defaultdict(list)  # those of this release, by their number's cell
        for place, line in enumerate(system.lines):
            if line.shown_earlier is None:
                self._rows[line.n].append(place)

    @classmethod
    def chosen(cls, system: System, rules: Rules, secrets: Secrets) -> "Pattern":
        """As much as leaves every secret out of the span, beside earlier releases: rows first, then breakdowns."""
        self = cls.of_earlier(system, secrets)
        self._lines = system.lines
        numbers = self.basis()
        rows = [line.n for line in system.lines if line.listed and line.shown_earlier is None]
        self._publish(numbers, [*system.kept, *rows])
        self._detail(rules)
        self._publish(numbers, [part for line in self._shown() for part in line.parts])
        return self

    @classmethod
    def of_earlier(cls, system: System, secrets: Secrets) -> "Pattern":
        """What is known before this release: what earlier ones showed."""
        published = np.zeros(len(system.cells), bool)
        published[list(system.published_earlier)] = True
        self = cls(system, secrets, published, np.array([bool(line.shown_earlier) for line in system.lines], bool))
        self._lines = tuple(line for line in system.lines if line.shown_earlier is not None)
        return self

    def show_known(self) -> None:
        """Publish what follows exactly from what is published: hiding it protects nothing."""
        basis = self.basis()
        rows = [line.n for line in self._system.lines if line.listed and line.shown_earlier is None]
        for cell in (*rows, *(part for line in self._shown() for part in line.parts)):
            if cell not in self._forbidden and not basis.reduced(self._system.cells.vector(cell)):
                self.published[cell] = True

    def leaked_means(self, rules: Rules, before: "Pattern") -> list[int]:
        """Cells of rows whose mean, or that of few enterprises they leave over, follows from the means shown and not
        from those shown `before`.
        """
        return ShownMeans(self._system, rules).leaked(self.detailed, before.detailed)

    def basis(self) -> Basis:
        """What the published cells and the links determine, with the secrets watched."""
        system = self._system
        basis = Basis(self._secrets.sums.vector(row) for row in range(len(self._secrets)))
        known = [system.links.vector(link) for link in range(len(system.links))]
        known += [system.cells.vector(cell) for cell in np.flatnonzero(self.published).tolist()]
        for vector in sorted(known, key=len):  # short ones first keep the others short
            take(basis, vector)
        return basis

    def floor(self) -> Floats:
        """What readers know a hidden cell to be at least: a row that is there has somebody in it, and a single figure
        is never hidden for being 0."""
        floor = np.zeros(len(self._values))
        rows = set(self._lines)
        for place, (line, detailed) in enumerate(zip(self._system.lines, self.detailed, strict=True)):
            there = line in rows and line.listed and place not in self.left_out
            known = ([line.n] if there else []) + (list(line.parts) if detailed else [])
            floor[known] = np.minimum(1, self._values[known])
        return floor

    def hide(self, cell: int) -> list[int]:
        """Take a cell back, with all that stands or falls with it; returns the cells that were published."""
        gone = [cell] if self.published[cell] else []
        self.published[cell] = False
        for place in self._rows.get(cell, ()):
            gone += self.hide_detail(place)
        return gone

    def leave_out(self, cell: int) -> bool:
        """Leave the rows of a hidden number out, where their tables may do without all of them and no earlier release
        showed that somebody is there; False where not.
        """
        lines = self._system.lines
        rows = {place for place in self._rows.get(cell, ()) if lines[place].listed} - self.left_out
        if self.published[cell] or cell in self._known_there or not rows:
            return False
        if not all(lines[place].optional for place in rows):
            return False
        self.left_out |= rows
        return True

    def hide_detail(self, place: int) -> list[int]:
        """Take a line's breakdown and means back; returns the cells that were published."""
        self.detailed[place] = False
        gone = []
        for part in self._system.lines[place].parts:
            if self.published[part] and self._values[part] and part not in self._system.kept:  # 0 is shared by rows
                gone += self.hide(part)
        return gone

    def _publish(self, basis: Basis, cells: list[int]) -> None:
        """What is known anyway first, zeros, then the largest; each that leaves every secret out of the span."""
        kept, values = self._system.kept, self._values
        order = sorted(set(cells), key=lambda cell: (cell not in kept, values[cell] > 0, -values[cell], cell))
        for cell in order:
            if cell not in self._forbidden and not self.published[cell]:
                reduced = basis.reduced(self._system.cells.vector(cell))
                if reduced and cell not in kept and basis.reveals(reduced):
                    continue
                if reduced:
                    basis.publish(reduced)
                self.published[cell] = True

    def _detail(self, rules: Rules) -> None:
        """Breakdowns and means, largest lines first; those of few enterprises must not follow from others' means."""
        lines, values = self._system.lines, self._values
        shown = ShownMeans(self._system, rules)
        basis, small = shown.basis(), set(shown.small)
        for place in np.flatnonzero(self.detailed).tolist():
            take(basis, shown.means.rows.vector(place))
        for place in sorted(range(len(lines)), key=lambda place: (-values[lines[place].n], place)):
            line = lines[place]
            if not line.listed or line.shown_earlier is not None or line.n in small or not self.published[line.n]:
                continue
            reduced = basis.reduced(shown.means.rows.vector(place))
            if values[line.n] and reduced:
                if basis.reveals(reduced):
                    continue
                basis.publish(reduced)
            self.detailed[place] = True
        while True:
            found = [self._least(union.lines) for union in shown.unions(self.detailed)]
            gone = {place for place in found if place is not None}
            if not gone:
                return
            self.detailed[list(gone)] = False

    def _least(self, lines: Iterable[int]) -> int | None:
        """Of the lines among these that this release adds, the one of fewest enterprises; None where there is none."""
        own = [place for place in lines if self._system.lines[place].shown_earlier is None]
        return min(own, key=lambda place: self._values[self._system.lines[place].n], default=None)

    def _shown(self) -> list[Line]:
        """The lines of this release whose breakdown is shown."""
        lines = zip(self._system.lines, self.detailed, strict=True)
        return [line for line, detailed in lines if detailed and line.shown_earlier is None]
