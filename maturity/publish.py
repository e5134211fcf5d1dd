"""From the store to a release: the one way that the command line and the analysts' page share."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .errors import Problem, Refusal
from .questionnaire import Questionnaire, load

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from .release import Release
    from .scoring.batch import Scores
    from .statistics.plan import Plan
    from .statistics.quality import Quality
    from .store import Store
    from .store.submissions import Snapshot

_SHOWN = 3  # examples in an error


@dataclass(frozen=True, slots=True)
class Publication:
    """A release, and how many enterprises it lacks because they answered another version of the questionnaire."""

    release: "Release"
    left_out: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The enterprises of a year as :mod:`maturity.statistics.frame` has them, with what was submitted and how well."""

    frame: "pd.DataFrame"
    digest: str
    left_out: int
    quality: "Quality"


def publication(store: "Store", plan: "Plan", year: int, questionnaire: Questionnaire | None = None) -> Publication:
    """What `plan` says about the submissions of `year`: for internal use. Raises Refusal as :func:`take`."""
    asked = questionnaire or load()
    return published(plan, take(store, asked, year), year, asked)


def published(plan: "Plan", taken: Taken, year: int, questionnaire: Questionnaire) -> Publication:
    """What `plan` says about enterprises that were taken already: for internal use."""
    from .release import build
    from .statistics.quality import lines

    release = build(plan, taken.frame, questionnaire, year)
    return Publication(replace(release, quality=lines(taken.quality, questionnaire, None)), taken.left_out)


def take(store: "Store", questionnaire: Questionnaire, year: int) -> Taken:
    """The enterprises of `year`, all of them graded again. Raises Refusal as :func:`snapshot_of`."""
    from .statistics.frame import frame
    from .statistics.quality import assess

    found, scores, before = snapshot_of(store, questionnaire, year)
    which, provisional = found.columns["cuts"], found.columns["provisional"]
    quality = assess(questionnaire, found.schemes, which, found.matrix, scores, provisional)
    return Taken(frame(questionnaire, year, found.columns, scores, before), found.digest, found.left_out, quality)


def snapshot_of(store: "Store", questionnaire: Questionnaire, year: int) -> "tuple[Snapshot, Scores, NDArray[np.int8]]":
    """The submissions of `year` that count, their grades computed again, and the levels of the year before (-1: none).

    Raises Refusal: plan-no-records, publish-levels-differ when a submission keeps another level than the engine
    computes now.
    """
    from .scoring.batch import score
    from .store.snapshots import levels, snapshot

    with store.read() as c:
        found = snapshot(c, questionnaire, year)
        before = levels(c, questionnaire, year - 1, found.columns["organisation"])
    if not len(found.matrix):
        raise Refusal(Problem("plan-no-records", values={"year": year}))
    scores = score(questionnaire, found.schemes, found.columns["cuts"], found.matrix)
    _same_levels(found, scores)
    return found, scores, before


def _same_levels(taken: "Snapshot", scores: "Scores") -> None:
    differ = (taken.columns["level"] != scores.level).nonzero()[0]
    if len(differ):
        examples = ", ".join(str(id) for id in taken.columns["organisation"][differ[:_SHOWN]])
        raise Refusal(Problem("publish-levels-differ", values={"count": len(differ), "examples": examples}))
