"""From the store or a file to an internal release, for the command line and the analysts' page."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ..assessment.selection import LeftOut, Reference
from ..errors import Refusal, refuse
from ..questionnaire import Questionnaire, load
from ..questionnaire.fitting import without_replaced
from ..questionnaire.numeric.references import References
from ..scoring.evaluation import NO_REFERENCES
from .graded_again import graded_year
from .sources.brought import Brought
from .sources.data import Sources, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import pandas as pd

    from ..intake.bulk.columnwise import Block
    from ..statistics.confidentiality.states import State
    from ..statistics.engines import Opener
    from ..statistics.plan import Plan
    from ..statistics.quality import Quality
    from ..store import Store
    from .release import Release


@dataclass(frozen=True, slots=True)
class Publication:
    """A release, and what it leaves out."""

    release: "Release"
    left_out: LeftOut


@dataclass(frozen=True)
class YearData:
    """The enterprises of a year as a frame (see :mod:`maturity.statistics.frame`), with the digest of their
    submissions, the quality of the data, and the reference that they were read by.
    """

    frame: "pd.DataFrame"
    digest: str
    left_out: LeftOut
    quality: "Quality"
    reference: Reference | None = None
    salt: bytes | None = None  # of the numbers that stand for enterprises of a file

    @cached_property
    def state(self) -> "State":
        """The state of the data, against which later releases are audited."""
        from ..statistics.confidentiality.states import state_of

        return state_of(self.frame)


def publish(
    store: "Store",
    plan: "Plan",
    year: int,
    questionnaire: Questionnaire | None = None,
    reference: Reference | None = None,
    engine: "Opener | None" = None,
    brought: Brought | None = None,
) -> Publication:
    """The internal release of `plan` for the submissions of `year`. Raises Refusal as :func:`published`,
    :func:`year_data` and :func:`.sources.data.sources_of`.
    """
    asked, now = questionnaire or load(), reference or Reference(datetime.now(UTC))
    sources = sources_of(store, (plan,), year, now, brought)
    if not plan.tables:
        return without_submissions(plan, year, asked, now.day, sources)
    data = year_data(store, asked, year, reference, plan.joined)
    return published(plan, data, year, asked, engine, sources)


def without_submissions(
    plan: "Plan", year: int, questionnaire: Questionnaire, as_of: "date", sources: Sources | None
) -> Publication:
    """The internal release of a plan that has no table of submissions."""
    from .release import assemble

    release = assemble(plan, (), questionnaire, year, 0, as_of=as_of, sources=sources)
    return Publication(release, LeftOut(0, 0))


def published(
    plan: "Plan",
    data: YearData,
    year: int,
    questionnaire: Questionnaire,
    engine: "Opener | None" = None,
    sources: Sources | None = None,
) -> Publication:
    """The internal release of `plan` for the enterprises of `data`, tabulated on `engine` (None: DuckDB), and for
    `sources`.

    Raises Refusal `plan-other-questionnaire`; `tables-few` where a table counts fewer than LEAST enterprises in all.
    """
    from .releasable import check_meant
    from .release import build

    check_meant((plan,), questionnaire)
    as_of = data.reference.day if data.reference else None
    used = without_replaced(questionnaire, data.quality.profiles)
    release = build(plan, data.frame, used, year, as_of=as_of, left_out=data.left_out, engine=engine, sources=sources)
    return _with_quality(release, data.quality, data.left_out, questionnaire)


def of_file(
    plan: "Plan",
    blocks: "Iterable[Block]",
    year: int,
    questionnaire: Questionnaire,
    as_of: "date | None" = None,
    engine: "Opener | None" = None,
    references: References = NO_REFERENCES,
) -> Publication:
    """The internal release of `plan` for the enterprises of a file, read in blocks of
    :mod:`maturity.intake.bulk.columnwise`, which are not kept in memory.

    `as_of` is the reference date of the file; numbers are scored against `references`.

    Raises Refusal as :func:`published`, and what reading the blocks raises.
    """
    from ..statistics.gathering import gathered
    from .releasable import check_absolute, check_meant
    from .release import assemble

    check_meant((plan,), questionnaire)
    if outside := [table.id for table in plan.others if table.outside]:
        raise refuse("plan-file-sources", tables=", ".join(outside))
    check_absolute((plan,), "plan-file-relative")
    left_out = LeftOut(0, 0)
    found = gathered(plan, blocks, year, questionnaire, engine, references)
    plan, tables, missing = found.plan, found.tables, found.missing
    used = without_replaced(questionnaire, found.quality.profiles)
    release = assemble(plan, tables, used, year, found.base, as_of=as_of, left_out=left_out, missing=missing)
    return _with_quality(release, found.quality, left_out, questionnaire)


def year_data_of_file(
    plans: "Sequence[Plan]",
    blocks: "Iterable[Block]",
    year: int,
    questionnaire: Questionnaire,
    reference: Reference,
    salt: bytes,
    references: References = NO_REFERENCES,
) -> YearData:
    """The enterprises of a file, in blocks as for :func:`of_file`, for releases of `plans`; `reference` is that of the
    file, and numbers are scored against `references`.

    Raises Refusal `plan-no-records`, and what reading the blocks raises.
    """
    from ..statistics.gathering import recorded

    found = recorded(plans, blocks, year, questionnaire, salt, references)
    return YearData(found.frame, found.digest, LeftOut(0, 0), found.quality, reference, salt)


def _with_quality(
    release: "Release", quality: "Quality", left_out: LeftOut, questionnaire: Questionnaire
) -> Publication:
    from ..statistics.quality import lines
    from ..store.publications.exports import APPROVAL_THRESHOLD

    counted = (table.base or 0 for table in release.tables if table.origin is None)
    least = min(release.base, *counted)
    if least < APPROVAL_THRESHOLD:
        raise refuse("tables-few", found=least, least=APPROVAL_THRESHOLD)
    return Publication(replace(release, quality=lines(quality, questionnaire, None)), left_out)


def year_data(
    store: "Store",
    questionnaire: Questionnaire,
    year: int,
    reference: Reference | None = None,
    joined: Questionnaire | None = None,
) -> YearData:
    """The enterprises of `year` with recomputed grades, beside their results of the year under `joined`. Raises Refusal
    as :func:`.graded_again.graded_year`.
    """
    from ..scoring.parts import parts_by_id
    from ..statistics.confidentiality.states import members
    from ..statistics.frame import frame
    from ..statistics.numeric.amounts import amount_columns, magnitudes
    from ..statistics.quality import assess
    from ..statistics.relative.classes import with_classes

    all = graded_year(store, questionnaire, year, reference)
    found, scores = all.snapshot, all.scores
    which, provisional = found.columns["cuts"], found.columns["provisional"]
    quality = assess(questionnaire, found.schemes, which, found.matrix, scores, provisional, all.assessed.level >= 0)
    by_part = all.many.scores.blocks if all.many else parts_by_id(questionnaire, found.schemes, which, found.matrix)
    named = members([*found.columns["organisation"].tolist(), *all.left])
    amounts = amount_columns(magnitudes(questionnaire), all.many.numbers) if all.many else None
    given = (all.before, all.assessed, all.gone, by_part, named, amounts)
    wide = with_classes(frame(questionnaire, year, found.columns, scores, *given))
    data = YearData(wide, all.digest, found.left_out, quality, reference)
    return beside_results(store, data, joined, year) if joined else data


def beside_results(store: "Store", data: YearData, joined: Questionnaire, year: int) -> YearData:
    """`data` with the results of the same enterprises of `year` under another questionnaire, as they were known at its
    reference. Raises Refusal as :func:`.graded_again.graded_year`, but for a year without any.
    """
    import numpy as np

    from ..statistics.breakdowns import joined_results
    from ..statistics.confidentiality.states import members
    from ..statistics.relative.joined import Results, with_joined

    try:
        all = graded_year(store, joined, year, data.reference)
    except Refusal as refusal:
        if refusal.problems[0].code != "plan-no-records":
            raise
        digest, results = "", Results(np.empty(0, np.uint64), np.empty(0, np.int8), np.empty(0))
    else:
        named = members(all.snapshot.columns["organisation"].tolist())
        digest, results = all.digest, Results(named, all.scores.level.astype(np.int8), all.scores.score)
    frame = with_joined(data.frame, joined_results(joined), results)
    return replace(data, frame=frame, digest=sha256(f"{data.digest} {joined.id} {digest}".encode()).hexdigest())
