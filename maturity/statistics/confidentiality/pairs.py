"""What is shown of a linked system, and which intervals for pairs may stand beside it.

An interval of a change in the matched panel discloses how many came into a group of levels and how many left it. It is
decided last: what else a release shows does not depend on it, and where its numbers would not be safe beside all that,
it is left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...disclosure.protect import follow, leaks
from ...disclosure.rules import Rules
from ...disclosure.system import Flags, Line
from ..breakdowns import Group
from .footprint import Footprint
from .linked import Linked


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a system: cells, and the breakdowns and means of its lines."""

    of: Linked
    published: Flags
    detailed: Flags

    def within(self, wider: Linked) -> "Shown":
        """The same beside what else `wider` holds: what earlier releases showed, and the numbers of pairs."""
        system = wider.system
        published = np.zeros(len(system.cells), bool)
        published[list(system.kept)] = True
        published[[cell for cells in wider.pairs.values() for cell in cells]] = True
        detailed = np.array([bool(line.shown_earlier) for line in system.lines], bool)
        for (table, key), place in wider.lines.items():
            mine, theirs = self.of.lines[table, key], system.lines[place]
            line = self.of.system.lines[mine]
            detailed[place] |= self.detailed[mine]
            for old, new in zip((line.n, *line.parts), (theirs.n, *theirs.parts), strict=True):
                published[new] |= self.published[old]
        return Shown(wider, published, detailed)

    @property
    def footprint(self) -> Footprint:
        """The numbers and rows of the release itself, those of earlier releases or only watched left out."""
        lines = [(line, bool(shown)) for line, shown in zip(self.of.system.lines, self.detailed, strict=True)]
        own = [(line, shown) for line, shown in lines if line.shown_earlier is None and not line.change]
        used = sorted({cell for line, _ in own for cell in (line.n, *line.parts, *line.levels)})
        place = {cell: number for number, cell in enumerate(used)}

        def moved(line: Line) -> Line:
            parts, levels = (tuple(place[cell] for cell in cells) for cells in (line.parts, line.levels))
            return replace(line, n=place[line.n], parts=parts, levels=levels, optional=False, state=0)

        values = self.of.system.values
        return Footprint(
            tuple(replace(self.of.counts[cell], state=0) for cell in used),
            tuple(int(values[cell]) for cell in used),
            tuple(bool(self.published[cell]) for cell in used),
            tuple(moved(line) for line, _ in own),
            tuple(shown for _, shown in own),
        )

    def leaks(self, rules: Rules) -> tuple[int, ...]:
        """See :func:`maturity.disclosure.protect.leaks`."""
        return leaks(self.of.system, rules, self.published, self.detailed)


def with_pairs(
    shown: Shown,
    groups: Sequence[Group],
    wider: Callable[[Sequence[Group]], Linked],
    rules: Rules,
) -> Shown:
    """`shown` with the pairs of as many of the `groups` of levels as are safe beside it, all of them at best. `wider`
    gives the system with the pairs of some.
    """
    whole = _tried(shown, wider(groups), rules) if groups else None
    if whole or len(groups) < 2:
        return whole or shown
    found, kept = shown, list[Group]()
    for group in groups:
        more = _tried(shown, wider([*kept, group]), rules)
        if more:
            found, kept = more, [*kept, group]
    return found


def _tried(shown: Shown, wider: Linked, rules: Rules) -> Shown | None:
    """What is shown with the pairs of `wider`; None where that would disclose."""
    more = shown.within(wider)
    paired = {cell for cells in wider.pairs.values() for cell in cells}
    return more if follow(wider.system, rules, more.published, paired) or not more.leaks(rules) else None
