"""What a number of a table counts: codes, levels and the state of the data that it is from."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..dimensions import SAMPLE

Key = tuple[str, ...]
Where = tuple[tuple[str, str], ...]  # (dimension, code), in the order of the dimensions
Levels = tuple[int, ...]
BEFORE, ASSESSED = "level_before", "level_assessed"  # dimensions of another score of the same enterprises
GONE, GONE_ONLY = (SAMPLE, "BEFORE"), (SAMPLE, "GONE")
_AROUND = {"city": ("province", "economic_region"), "province": ("economic_region",)}


@dataclass(frozen=True, slots=True)
class Count:
    """The number of enterprises with these codes and levels (1 counts those below it too) in a state of the data.

    Several codes of one dimension mean any of them. GONE adds those who took part a year before and no more, GONE_ONLY
    counts them alone. With `unlike`, only those are counted whose record in that other state differs or is missing.
    """

    where: Where
    levels: Levels
    state: int = 0
    unlike: int | None = None


def around(dimensions: Iterable[str]) -> frozenset[str]:
    """`dimensions` with the wider places that each place implies."""
    named = frozenset(dimensions) - {SAMPLE}
    return named.union(*(_AROUND.get(id, ()) for id in named))
