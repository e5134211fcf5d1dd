"""From the store to a release: the one way that the command line and the analysts' page share."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ..assessment.selection import LeftOut, Reference
from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire, load

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..intake.bulk.columnwise import Block
    from ..scoring.batch import Beside, Scores
    from ..statistics.confidentiality.states import State
    from ..statistics.engines import Opener
    from ..statistics.plan import Plan
    from ..statistics.quality import Quality
    from ..store import Connection, Store
    from ..store.submissions.submissions import Snapshot
    from .release import Release

_SHOWN = 3  # examples in an error
_NONE = (-1, float("nan"))


@dataclass(frozen=True, slots=True)
class Publication:
    """A release, and what it leaves out."""

    release: "Release"
    left_out: LeftOut


@dataclass(frozen=True)
class Taken:
    """The enterprises of a year as :mod:`maturity.statistics.frame` has them, with what was submitted and how well."""

    frame: "pd.DataFrame"
    digest: str
    left_out: LeftOut
    quality: "Quality"
    reference: Reference | None = None
    salt: bytes | None = None  # of the numbers that stand for enterprises of a file

    @cached_property
    def state(self) -> "State":
        """What later releases are tried beside."""
        from ..statistics.confidentiality.states import state_of

        return state_of(self.frame)


def publish(
    store: "Store",
    plan: "Plan",
    year: int,
    questionnaire: Questionnaire | None = None,
    reference: Reference | None = None,
    engine: "Opener | None" = None,
) -> Publication:
    """What `plan` says about the submissions of `year`: for internal use. Raises Refusal as :func:`take`."""
    asked = questionnaire or load()
    return published(plan, take(store, asked, year, reference), year, asked, engine)


def published(
    plan: "Plan", taken: Taken, year: int, questionnaire: Questionnaire, engine: "Opener | None" = None
) -> Publication:
    """What `plan` says about enterprises that were taken already: for internal use. The tables are made on `engine`.

    Raises Refusal: plan-other-questionnaire; tables-few where a table counts fewer than LEAST enterprises in all.
    """
    from .releasable import check_meant
    from .release import build

    check_meant((plan,), questionnaire)
    as_of = taken.reference.day if taken.reference else None
    release = build(plan, taken.frame, questionnaire, year, as_of=as_of, left_out=taken.left_out, engine=engine)
    return _with_quality(release, taken.quality, taken.left_out, questionnaire)


def of_file(
    plan: "Plan",
    blocks: "Iterable[Block]",
    year: int,
    questionnaire: Questionnaire,
    as_of: "date | None" = None,
    engine: "Opener | None" = None,
) -> Publication:
    """What `plan` says about the enterprises of a file, in blocks of :mod:`maturity.intake.bulk.columnwise`, none
    of which is kept in memory: for internal use. `as_of` is the day that the file stands for.

    Raises Refusal as :func:`published`, and what reading the blocks raises.
    """
    from ..statistics.gathering import gathered
    from .releasable import check_meant
    from .release import assemble

    check_meant((plan,), questionnaire)
    left_out = LeftOut(0, 0)
    found = gathered(plan, blocks, year, questionnaire, engine)
    plan, tables, missing = found.plan, found.tables, found.missing
    release = assemble(plan, tables, questionnaire, year, found.base, as_of=as_of, left_out=left_out, missing=missing)
    return _with_quality(release, found.quality, left_out, questionnaire)


def take_file(
    plans: "Sequence[Plan]",
    blocks: "Iterable[Block]",
    year: int,
    questionnaire: Questionnaire,
    reference: Reference,
    salt: bytes,
) -> Taken:
    """The enterprises of a file, handed in as for :func:`of_file`, for releases of `plans`; `reference` is the day that
    the file stands for. Raises Refusal as reading the blocks does, and plan-no-records.
    """
    from ..statistics.gathering import recorded

    found = recorded(plans, blocks, year, questionnaire, salt)
    return Taken(found.frame, found.digest, LeftOut(0, 0), found.quality, reference, salt)


def _with_quality(
    release: "Release", quality: "Quality", left_out: LeftOut, questionnaire: Questionnaire
) -> Publication:
    from ..statistics.quality import lines
    from ..store.publications.exports import APPROVAL_THRESHOLD

    least = min(release.base, *(table.base or 0 for table in release.tables))
    if least < APPROVAL_THRESHOLD:
        raise refuse("tables-few", found=least, least=APPROVAL_THRESHOLD)
    return Publication(replace(release, quality=lines(quality, questionnaire, None)), left_out)


def take(store: "Store", questionnaire: Questionnaire, year: int, reference: Reference | None = None) -> Taken:
    """The enterprises of `year`, all of them graded again. Raises Refusal as :func:`seen`."""
    from ..scoring.parts import parts_by_id
    from ..statistics.confidentiality.states import members
    from ..statistics.frame import frame
    from ..statistics.quality import assess

    all = seen(store, questionnaire, year, reference)
    found, scores = all.snapshot, all.scores
    which, provisional = found.columns["cuts"], found.columns["provisional"]
    quality = assess(questionnaire, found.schemes, which, found.matrix, scores, provisional, all.assessed.level >= 0)
    by_part = parts_by_id(questionnaire, found.schemes, which, found.matrix)
    named = members([*found.columns["organisation"].tolist(), *all.left])
    wide = frame(questionnaire, year, found.columns, scores, all.before, all.assessed, all.gone, by_part, named)
    return Taken(wide, all.digest, found.left_out, quality, reference)


@dataclass(frozen=True, slots=True)
class Seen:
    """The submissions of a year that count, their grades computed again, and what stands beside them.

    `before` is the result of the year before, `assessed` that with the assessors' values in place of their own, for
    enterprises where every item asked has one; `gone` are those of the year before that are not among them, and `left`
    their organisations' ids.
    """

    snapshot: "Snapshot"
    scores: "Scores"
    before: "Beside"
    gone: "Beside"
    assessed: "Beside"
    left: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over who submitted what, and over what assessors found."""
        found = sha256(self.snapshot.digest.encode())
        found.update(self.assessed.level.tobytes() + self.assessed.score.tobytes())
        return found.hexdigest()


def seen(store: "Store", questionnaire: Questionnaire, year: int, reference: Reference | None = None) -> Seen:
    """The submissions of `year` whose level follows from their answers; the others are left out by name. With a
    `reference` they are those that it reads, else all that there are now.

    Raises Refusal: plan-no-records; publish-levels-differ where that leaves none.
    """
    with store.read() as c:
        found, scores = _graded(c, questionnaire, year, reference)
        last, scores_before = _graded(c, questionnaire, year - 1, (reference and reference.before) or reference)
        rows, codes = _valued(c, questionnaire, found, reference)
    if not len(found.matrix):
        raise _nothing(found, year)
    results = zip(scores_before.level.tolist(), scores_before.score.tolist(), strict=True)
    earlier = dict(zip(last.columns["organisation"].tolist(), results, strict=True))
    before = [earlier.pop(id, _NONE) for id in found.columns["organisation"].tolist()]
    assessed = _assessed(questionnaire, found, rows, codes)
    return Seen(found, scores, _beside(before), _beside(list(earlier.values())), assessed, tuple(earlier))


def _snapshot(c: "Connection", questionnaire: Questionnaire, year: int, reference: Reference | None) -> "Snapshot":
    """The submissions of `year` that a reference reads; without one, all."""
    from ..store.submissions.snapshots import snapshot

    if reference is None:
        return snapshot(c, questionnaire, year)
    found = snapshot(c, questionnaire, year, reference.as_of)
    for moment, held in reference.held.items():
        then = snapshot(c, questionnaire, year, moment)
        found = found.replaced(_among(found, held), then, _among(then, held))
    return replace(found, left_out=found.left_out._replace(held=sum(map(len, reference.held.values()))))


def _among(found: "Snapshot", members: frozenset[int]) -> "NDArray[np.bool_]":
    """Which enterprises of a snapshot have these numbers."""
    import numpy as np

    from ..statistics.confidentiality.states import members as numbers

    return np.isin(numbers(found.columns["organisation"].tolist()), np.array([*members], np.uint64))


def _valued(
    c: "Connection", questionnaire: Questionnaire, found: "Snapshot", reference: Reference | None
) -> "tuple[NDArray[np.int64], NDArray[np.uint8]]":
    """The values that assessors gave to enterprises of a snapshot, see
    :func:`maturity.store.submissions.snapshots.assessor_values`.
    """
    import numpy as np

    from ..store.submissions.snapshots import assessor_values

    if reference is None:
        return assessor_values(c, questionnaire, found)
    given = [(reference.as_of, ~_among(found, frozenset().union(*reference.held.values())))]
    given += [(moment, _among(found, held)) for moment, held in reference.held.items()]
    parts = []
    for moment, which in given:
        rows, codes = assessor_values(c, questionnaire, found, moment)
        parts.append((rows[which[rows]], codes[which[rows]]))
    return np.concatenate([rows for rows, _ in parts]), np.concatenate([codes for _, codes in parts])


def _graded(
    c: "Connection", questionnaire: Questionnaire, year: int, reference: Reference | None
) -> "tuple[Snapshot, Scores]":
    """The submissions of `year` graded again, less those that keep another level."""
    import numpy as np

    from ..scoring.batch import Scores, score
    from ..store.enterprises.lookup import organisation_names

    found = _snapshot(c, questionnaire, year, reference)
    if not len(found.matrix):
        return found, Scores(np.empty((len(questionnaire.levels), 0)), np.empty(0, np.uint8), np.empty(0))
    scores = score(questionnaire, found.schemes, found.columns["cuts"], found.matrix)
    differing = found.columns["level"] != scores.level
    if not differing.any():
        return found, scores
    told = organisation_names(c, found.columns["organisation"][differing].tolist())
    kept = Scores(scores.levels[:, ~differing], scores.level[~differing], scores.score[~differing])
    return found.without(differing, told), kept


def _nothing(found: "Snapshot", year: int) -> Refusal:
    differing = found.left_out.differing
    if not differing:
        return Refusal(Problem("plan-no-records", values={"year": year}))
    values = {"count": len(differing), "examples": "; ".join(differing[:_SHOWN])}
    return Refusal(Problem("publish-levels-differ", values=values))


def _beside(results: "list[tuple[int, float]]") -> "Beside":
    import numpy as np

    from ..scoring.batch import Beside

    levels, scores = zip(*results, strict=True) if results else ((), ())
    return Beside(np.array(levels, np.int8), np.array(scores, np.float64))


def _assessed(
    questionnaire: Questionnaire, found: "Snapshot", rows: "NDArray[np.int64]", codes: "NDArray[np.uint8]"
) -> "Beside":
    import numpy as np

    from ..answers import UNANSWERED
    from ..scoring.batch import score
    from ..statistics.quality import asked_by

    out = _beside([_NONE] * len(found.matrix))
    which = found.columns["cuts"][rows]
    asked = np.array([asked_by(questionnaire, scheme) for scheme in found.schemes])[which]
    whole = (~asked | (codes != UNANSWERED)).all(axis=1)
    scores = score(questionnaire, found.schemes, which[whole], codes[whole])
    out.level[rows[whole]], out.score[rows[whole]] = scores.level, scores.score
    return out
