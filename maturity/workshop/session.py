"""What is said of a whole session: time used and left, and signs of bias."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .agenda import MINUTES_A_STACK, MINUTES_AN_ITEM
from .groups import LEAST_SHOWN, Standing

LEAST_ITEMS = 5  # from which bias is spoken of


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes of a session: `used`, `needed` for what is left, and by how many the two exceed the plan (0: none)."""

    used: int
    needed: int
    over: int


def pace(planned: int, used: int, areas: int, contested: int) -> Pace:
    """The pace with `areas` still to be voted on, of which each has a contested item or two, and `contested` items
    that wait to be discussed.
    """
    needed = areas * MINUTES_A_STACK + contested * MINUTES_AN_ITEM
    return Pace(used, needed, max(0, used + needed - planned))


def always_higher(items: Sequence[Mapping[str, Standing]]) -> tuple[str, ...]:
    """The functions that stood higher than the room on every item where their standing is known, of at least five."""
    known: dict[str, list[Standing]] = {}
    for standings in items:
        for name, standing in standings.items():
            known.setdefault(name, []).append(standing)
    return tuple(
        sorted(name for name, found in known.items() if len(found) >= LEAST_ITEMS and set(found) == {"higher"})
    )


def guess_share(items: Sequence[tuple[int, int]]) -> float | None:
    """Of the votes for the highest choice, the share that were said to be guesses; `items` hold both numbers, guesses
    first. None for fewer than five items, or so few votes that none may be shown.
    """
    guesses, votes = (sum(column) for column in zip(*items, strict=True)) if items else (0, 0)
    return guesses / votes if len(items) >= LEAST_ITEMS and votes >= LEAST_SHOWN else None
