"""The distribution over levels that published tables show for an enterprise's peers, from the most detailed row they
have.

Only published numbers are read, so that no minimum group size and no submission is required.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..assessment.peers import KINDS, Kind
from ..statistics.breakdowns import Breakdowns, Group


class Part(NamedTuple):
    """The number of enterprises in a group of levels; level 1 includes those below it."""

    group: Group
    enterprises: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """The number of enterprises of a peer group by groups of levels, as published for `year`."""

    kind: Kind
    year: int
    enterprises: int
    parts: tuple[Part, ...]


def distribution(
    by: Breakdowns,
    ledger: Iterable[tuple[int, Mapping[str, Any]]],
    division: str | None,
    production_type: str | None,
) -> Distribution | None:
    """The most detailed distribution of the first year in `ledger` that has one; None where no table shows any.

    `ledger` holds (year, document), the newest first; see
    :meth:`.statistics.confidentiality.footprint.Footprint.document`. Codes are None where the enterprise states none.
    """
    best: Distribution | None = None
    for year, document in ledger:
        if best and year != best.year:
            break
        for found in _shown(by, year, document, division, production_type):
            if best is None or KINDS.index(found.kind) < KINDS.index(best.kind):
                best = found
    return best


def _shown(
    by: Breakdowns, year: int, document: Mapping[str, Any], division: str | None, production_type: str | None
) -> Iterator[Distribution]:
    """The rows of a release whose every part is shown; none for a rounded release, which keeps no numbers."""
    by_type, by_division = ("production_type", production_type), ("division", division)
    rows: dict[frozenset[tuple[str, str | None]], Kind] = {
        frozenset({by_type, by_division}): "division-type",
        frozenset({by_division}): "division",
        frozenset({by_type}): "type",
        frozenset(): "all",
    }
    groups = {group.levels: group for group in (*by.each, *by.at_least.values())}
    numbers = [_Number(frozenset(map(tuple, where)), *rest) for where, *rest in document.get("numbers", ())]
    for n, parts, _, listed, *_rest in document.get("rows", ()):
        whole, cells = numbers[n], sorted((numbers[part] for part in parts), key=lambda cell: cell.levels)
        covered = [level for cell in cells for level in cell.levels]
        asked = whole.where in rows and listed and covered == [*by.every] and len(cells) > 1
        if asked and whole.shown and all(cell.shown for cell in cells):
            found = tuple(Part(groups[tuple(cell.levels)], cell.value) for cell in cells)
            yield Distribution(rows[whole.where], year, whole.value, found)


class _Number(NamedTuple):
    """A published number: the crossing and levels that it counts, its value, and whether it is shown."""

    where: frozenset[tuple[str, ...]]
    levels: list[int]
    value: int
    shown: bool
