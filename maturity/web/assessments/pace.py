"""How long the open items will probably take, from the pace so far: an estimate, and what it rests on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from ...store.assessments.answers import SavedAnswer
from .progress import Sheet

USUAL = 60  # seconds an item, until there is a pace of one's own
PAUSE = 300  # seconds; who saves nothing for longer does something else
ENOUGH = 10  # gaps between two saved answers that make a pace


@dataclass(frozen=True, slots=True)
class Left:
    """Minutes for the open items, in steps of five; seconds an item; whether these are the pace so far."""

    minutes: int
    seconds: int
    own: bool

    @property
    def hours(self) -> str:
        """The same in hours, to the half."""
        return f"{round(self.minutes / 30) / 2:g}"


def left(sheet: Sheet) -> Left:
    """The time that the open items of `sheet` will take."""
    gaps = list(_gaps(sheet.saved.values()))
    own = len(gaps) >= ENOUGH
    seconds = max(10, round(median(gaps))) if own else USUAL
    return Left(-(-sheet.whole.open * seconds // 300) * 5, seconds, own)


def _gaps(saved: Iterable[SavedAnswer]) -> Iterable[float]:
    """Seconds between two answers that one person saved one after the other; none for a page saved at once."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for entry in saved:
        if not entry.carried:
            times[entry.by].append(entry.at)
    for moments in times.values():
        moments.sort()
        for before, after in pairwise(moments):
            seconds = (after - before).total_seconds()
            if 1 <= seconds <= PAUSE:
                yield seconds
