"""Cohorts for the comparison of peers: the graded enterprises of a year, as columns.

Reading 120,000 vectors takes seconds, so a process caches the last cohort of each year. It is read again when one in
a hundred is new, at least HELD, or when any was removed. This also prevents differencing: no group grows by one.
"""

from threading import Lock

import numpy as np
from sqlalchemy import ColumnElement, Connection, func, select

from ...assessment.peers import HELD, Cohort, OwnScores
from ...errors import NotFound, Problem
from ...questionnaire import Questionnaire
from ...scoring.parts import parts
from ..accounts.people import Person
from ..assessments.assessments import Assessment, lock_organisation
from ..enterprises import audit
from ..origins.origins import counted_condition
from ..schema import audit_log, memberships, organisations, submissions
from .snapshots import snapshot
from .submissions import submission
from .value_cohorts import certain_score, value_cohort

Key = tuple[str, str, int]
VIEW_LIMIT = 3  # submissions of one enterprise and year whose rank is shown
_LOOK = "peers.look"


class Cohorts:
    """The cohorts cached by one process; safe for threads."""

    def __init__(self) -> None:
        self._kept: dict[Key, tuple[int, Cohort]] = {}
        self._lock = Lock()

    def of(self, c: Connection, questionnaire: Questionnaire, year: int) -> Cohort:
        """The submissions of a year that count, as :func:`.snapshots.snapshot` chooses them, less the provisional ones,
        or without levels those whose score is open, and those of enterprises that take no part in the comparison.

        Call it inside `store.read()`.
        """
        key = (questionnaire.id, questionnaire.version, year)
        now = c.scalar(select(func.count()).select_from(submissions.join(organisations)).where(*_of(key))) or 0
        with self._lock:  # one thread reads, the others wait for its result
            before, cohort = self._kept.get(key, (-HELD, None))
            if cohort is None or not before <= now < before + max(HELD, before // 100):
                cohort = _read(c, questionnaire, year)
                self._kept[key] = (now, cohort)
        return cohort


def own_scores(c: Connection, person: Person, found: Assessment, groups: tuple[float | None, ...]) -> OwnScores:
    """The scores to compare, as frozen. Raises NotFound unless the assessment is the person's and submitted.

    `groups` are the scores of the groups of the summary tier, None where one is not assessed; without levels the shares
    of blocks (:func:`.value_cohorts.block_shares`).
    """
    content = submission(c, person, found.id).content
    score = content.figures.score if content.figures.evaluation is None else certain_score(content.figures.evaluation)
    if score is None:  # without a total there is nothing to compare
        raise NotFound(Problem("submission-not-found"))
    known = c.scalars(select(memberships.c.organisation_id).where(memberships.c.person_id == person.id))
    facts = content.facts
    return OwnScores(
        found.organisation_id,
        facts.division,
        facts.production_type,
        score,
        groups,
        frozenset(known) | {found.organisation_id},
    )


def viewed_before(c: Connection, found: Assessment) -> bool | None:
    """Whether the rank of an assessment was shown before; None where it may not be shown.

    It may not after VIEW_LIMIT others of the same enterprise, questionnaire and year: each submission is one more query
    about the scores of the peers.
    """
    asked = (audit_log.c.organisation_id == found.organisation_id, audit_log.c.action == _LOOK)
    rows = c.execute(select(audit_log.c.assessment_id, audit_log.c.detail).where(*asked)).all()
    mine = {"year": found.year, "questionnaire": found.questionnaire}
    seen = {row.assessment_id for row in rows if mine | row.detail == mine}  # earlier entries name no questionnaire
    return True if found.id in seen else None if len(seen) >= VIEW_LIMIT else False


def record_view(c: Connection, person: Person, found: Assessment) -> bool:
    """Log that a person views the rank of an assessment; returns whether it may be shown."""
    lock_organisation(c, found.organisation_id)
    before = viewed_before(c, found)
    if before is False:
        named = {"organisation": found.organisation_id, "assessment": found.id}
        audit.record(c, person.id, _LOOK, **named, detail={"year": found.year, "questionnaire": found.questionnaire})
    return before is not None


def _of(key: Key) -> list[ColumnElement[bool]]:
    columns = (submissions.c.questionnaire, submissions.c.questionnaire_version, submissions.c.year)
    return [
        organisations.c.compared,
        counted_condition(),
        *(column == value for column, value in zip(columns, key, strict=True)),
    ]


def _read(c: Connection, questionnaire: Questionnaire, year: int) -> Cohort:
    taken = snapshot(c, questionnaire, year)
    willing = set(c.scalars(select(organisations.c.id).where(organisations.c.compared)))
    compared = np.fromiter((id in willing for id in taken.columns["organisation"]), bool)
    if not questionnaire.has_levels:
        return value_cohort(questionnaire, taken, compared)
    complete = ~taken.columns["provisional"] & compared
    columns = {name: column[complete] for name, column in taken.columns.items()}
    totals = parts(questionnaire, taken.schemes, taken.columns["cuts"], taken.matrix).groups
    return Cohort(
        columns["organisation"],
        columns["division"],
        columns["production_type"],
        columns["score"],
        columns["level"],
        totals[:, complete],
    )
