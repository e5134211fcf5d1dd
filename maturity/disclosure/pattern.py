"""Which cells are published: chosen by elimination, later only ever taken back."""

import numpy as np

from .elimination import Basis
from .rules import Rules, Secrets, bare
from .system import Flags, Floats, System


class Pattern:
    """`published` says for every cell, `detailed` for every line's breakdown and means, whether it may be shown."""

    def __init__(self, system: System, secrets: Secrets, published: Flags, detailed: Flags) -> None:
        self._system, self._secrets, self._values = system, secrets, system.values
        self.published, self.detailed = published, detailed
        self._forbidden = frozenset(secrets.cell)

    @classmethod
    def chosen(cls, system: System, rules: Rules, secrets: Secrets) -> "Pattern":
        """As much as leaves every secret out of the span: rows first, then their breakdowns."""
        self = cls(system, secrets, np.zeros(len(system.cells), bool), np.zeros(len(system.lines), bool))
        numbers = self.basis()
        self._publish(numbers, [line.n for line in system.lines if line.listed])
        self._detail(rules)
        shown = (line for line, detailed in zip(system.lines, self.detailed, strict=True) if detailed)
        self._publish(numbers, [part for line in shown for part in line.parts])
        return self

    def leaked_means(self, rules: Rules) -> list[int]:
        """Cells of rows too small for a mean whose mean follows from the means that are shown."""
        cells, leaked = self._bare(rules), list[int]()
        for score in self._scores():
            means = self._means(cells)
            for place in np.flatnonzero(self.detailed).tolist():
                if self._system.lines[place].score == score:
                    _take(means, self._system.cells.vector(self._system.lines[place].n))
            leaked += [cells[place] for place in means.known()]
        return leaked

    def basis(self) -> Basis:
        """What the published cells and the links determine, with the secrets watched."""
        system = self._system
        basis = Basis(self._secrets.sums.vector(row) for row in range(len(self._secrets)))
        for link in range(len(system.links)):
            _take(basis, system.links.vector(link))
        for cell in np.flatnonzero(self.published).tolist():
            _take(basis, system.cells.vector(cell))
        return basis

    def floor(self) -> Floats:
        """What readers know a hidden cell to be at least: a row that is there has somebody in it, and a single figure
        is never hidden for being 0."""
        floor = np.zeros(len(self._values))
        for line, detailed in zip(self._system.lines, self.detailed, strict=True):
            known = ([line.n] if line.listed and line.named else []) + (list(line.parts) if detailed else [])
            floor[known] = np.minimum(1, self._values[known])
        return floor

    def hide(self, cell: int) -> list[int]:
        """Take a cell back, with all that stands or falls with it; returns the cells that were published."""
        gone = [cell] if self.published[cell] else []
        self.published[cell] = False
        for place, line in enumerate(self._system.lines):
            if line.n == cell:
                gone += self.hide_detail(place)
        return gone

    def hide_detail(self, place: int) -> list[int]:
        """Take a line's breakdown and means back; returns the cells that were published."""
        self.detailed[place] = False
        gone = []
        for part in self._system.lines[place].parts:
            if self.published[part] and part not in self._system.kept:
                gone += self.hide(part)
        return gone

    def _publish(self, basis: Basis, cells: list[int]) -> None:
        """What is known anyway first, zeros, then the largest; each that leaves every secret out of the span."""
        kept, values = self._system.kept, self._values
        order = sorted(set(cells), key=lambda cell: (cell not in kept, values[cell] > 0, -values[cell], cell))
        for cell in order:
            if cell not in self._forbidden and not self.published[cell]:
                reduced = basis.reduced(self._system.cells.vector(cell))
                if reduced and basis.reveals(reduced):
                    continue
                if reduced:
                    basis.publish(reduced)
                self.published[cell] = True

    def _detail(self, rules: Rules) -> None:
        """Breakdowns and means, largest lines first; those of small lines must not follow from others' means."""
        system, values = self._system, self._values
        cells = self._bare(rules)
        of_score = {score: self._means(cells) for score in self._scores()}
        small = [line.n in cells for line in system.lines]
        for place in sorted(range(len(small)), key=lambda place: (-values[system.lines[place].n], place)):
            line = system.lines[place]
            if not line.listed or small[place] or not self.published[line.n]:
                continue
            means = of_score[line.score]
            reduced = means.reduced(system.cells.vector(line.n))
            if values[line.n] and reduced and means.reveals(reduced):
                continue
            if values[line.n] and reduced:
                means.publish(reduced)
            self.detailed[place] = True

    def _scores(self) -> list[str]:
        """What there are means of."""
        return sorted({line.score for line in self._system.lines})

    def _bare(self, rules: Rules) -> list[int]:
        """The rows whose sums of scores are secret."""
        return sorted({line.n for line in self._system.lines if bare(line, self._values, rules)})

    def _means(self, cells: list[int]) -> Basis:
        """A basis of what is known of sums of one score, with those of `cells` watched."""
        system = self._system
        means = Basis(system.cells.vector(cell) for cell in cells)
        for link in range(len(system.links)):
            _take(means, system.links.vector(link))
        return means


def _take(basis: Basis, vector: dict[int, int]) -> None:
    reduced = basis.reduced(vector)
    if reduced:
        basis.publish(reduced)
