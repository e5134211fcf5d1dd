"""An estimate of the time that the open items take, from the pace so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from ...store.assessments.answers import SavedAnswer
from .progress import AnswerSheet

USUAL = 60  # seconds an item, until there is a pace of one's own
PAUSE = 300  # seconds; who saves nothing for longer does something else
ENOUGH = 10  # gaps between two saved answers that make a pace


@dataclass(frozen=True, slots=True)
class Left:
    """The estimate: minutes in steps of five, seconds an item, and whether it is from the pace so far (`own`)."""

    minutes: int
    seconds: int
    own: bool

    @property
    def hours(self) -> str:
        """The estimate in hours, to the half hour."""
        return f"{round(self.minutes / 30) / 2:g}"


def left(sheet: AnswerSheet) -> Left:
    """The estimate for the open items of an assessment."""
    gaps = list(_gaps(sheet.saved.values()))
    own = len(gaps) >= ENOUGH
    seconds = max(10, round(median(gaps))) if own else USUAL
    return Left(-(-sheet.whole.open * seconds // 300) * 5, seconds, own)


def _gaps(saved: Iterable[SavedAnswer]) -> Iterable[float]:
    """The seconds between consecutive answers of one person; none for answers saved together."""
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
