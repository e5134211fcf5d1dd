"""What a release shows: kept in the ledger, so that a later one of the same enterprises does not disclose the rest."""

from dataclasses import dataclass
from typing import Any

from ...disclosure.system import Line
from .counts import Count


@dataclass(frozen=True, slots=True)
class Footprint:
    """The numbers of a release, `shown` or not, with their values; its rows, `detailed` or not. For keeping as JSON."""

    counts: tuple[Count, ...]
    values: tuple[int, ...]
    shown: tuple[bool, ...]
    lines: tuple[Line, ...]
    detailed: tuple[bool, ...]

    def document(self) -> dict[str, Any]:
        """It as JSON can write it; see :func:`footprint_from`."""
        numbers = zip(self.counts, self.values, self.shown, strict=True)
        lines = zip(self.lines, self.detailed, strict=True)
        return {
            "numbers": [[[*map(list, c.where)], [*c.levels], value, shown] for c, value, shown in numbers],
            "rows": [[x.n, [*x.parts], [*x.levels], x.listed, x.score, detailed] for x, detailed in lines],
        }


def footprint_from(document: dict[str, Any]) -> Footprint:
    """What :meth:`Footprint.document` gave."""
    numbers, rows = document["numbers"], document["rows"]
    return Footprint(
        tuple(Count(tuple((id, code) for id, code in where), tuple(levels)) for where, levels, _, _ in numbers),
        tuple(value for _, _, value, _ in numbers),
        tuple(shown for _, _, _, shown in numbers),
        tuple(
            Line(n, tuple(parts), tuple(levels), listed, score="".join(score))
            for n, parts, levels, listed, *score, _ in rows  # entries from before there were other scores have none
        ),
        tuple(detailed for *_, detailed in rows),
    )
