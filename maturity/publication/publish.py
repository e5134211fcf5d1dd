"""From the store or a file to an internal release, for the command line and the analysts' page."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ..assessment.selection import LeftOut, Reference
from ..errors import refuse
from ..questionnaire import Questionnaire, load
from ..questionnaire.fitting import without_replaced
from .graded_again import graded_year

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
) -> Publication:
    """The internal release of `plan` for the submissions of `year`. Raises Refusal as :func:`published` and
    :func:`year_data`.
    """
    asked = questionnaire or load()
    return published(plan, year_data(store, asked, year, reference), year, asked, engine)


def published(
    plan: "Plan", data: YearData, year: int, questionnaire: Questionnaire, engine: "Opener | None" = None
) -> Publication:
    """The internal release of `plan` for the enterprises of `data`, tabulated on `engine` (None: DuckDB).

    Raises Refusal `plan-other-questionnaire`; `tables-few` where a table counts fewer than LEAST enterprises in all.
    """
    from .releasable import check_meant
    from .release import build

    check_meant((plan,), questionnaire)
    as_of = data.reference.day if data.reference else None
    used = without_replaced(questionnaire, data.quality.profiles)
    release = build(plan, data.frame, used, year, as_of=as_of, left_out=data.left_out, engine=engine)
    return _with_quality(release, data.quality, data.left_out, questionnaire)


def of_file(
    plan: "Plan",
    blocks: "Iterable[Block]",
    year: int,
    questionnaire: Questionnaire,
    as_of: "date | None" = None,
    engine: "Opener | None" = None,
) -> Publication:
    """The internal release of `plan` for the enterprises of a file, read in blocks of
    :mod:`maturity.intake.bulk.columnwise`, which are not kept in memory.

    `as_of` is the reference date of the file. Raises Refusal as :func:`published`, and what reading the blocks raises.
    """
    from ..statistics.gathering import gathered
    from .releasable import check_meant
    from .release import assemble

    check_meant((plan,), questionnaire)
    left_out = LeftOut(0, 0)
    found = gathered(plan, blocks, year, questionnaire, engine)
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
) -> YearData:
    """The enterprises of a file, in blocks as for :func:`of_file`, for releases of `plans`; `reference` is that of the
    file.

    Raises Refusal `plan-no-records`, and what reading the blocks raises.
    """
    from ..statistics.gathering import recorded

    found = recorded(plans, blocks, year, questionnaire, salt)
    return YearData(found.frame, found.digest, LeftOut(0, 0), found.quality, reference, salt)


def _with_quality(
    release: "Release", quality: "Quality", left_out: LeftOut, questionnaire: Questionnaire
) -> Publication:
    from ..statistics.quality import lines
    from ..store.publications.exports import APPROVAL_THRESHOLD

    least = min(release.base, *(table.base or 0 for table in release.tables))
    if least < APPROVAL_THRESHOLD:
        raise refuse("tables-few", found=least, least=APPROVAL_THRESHOLD)
    return Publication(replace(release, quality=lines(quality, questionnaire, None)), left_out)


def year_data(store: "Store", questionnaire: Questionnaire, year: int, reference: Reference | None = None) -> YearData:
    """The enterprises of `year` with recomputed grades. Raises Refusal as :func:`graded_year`."""
    from ..scoring.parts import parts_by_id
    from ..statistics.confidentiality.states import members
    from ..statistics.frame import frame
    from ..statistics.quality import assess

    all = graded_year(store, questionnaire, year, reference)
    found, scores = all.snapshot, all.scores
    which, provisional = found.columns["cuts"], found.columns["provisional"]
    quality = assess(questionnaire, found.schemes, which, found.matrix, scores, provisional, all.assessed.level >= 0)
    by_part = parts_by_id(questionnaire, found.schemes, which, found.matrix)
    named = members([*found.columns["organisation"].tolist(), *all.left])
    wide = frame(questionnaire, year, found.columns, scores, all.before, all.assessed, all.gone, by_part, named)
    return YearData(wide, all.digest, found.left_out, quality, reference)
