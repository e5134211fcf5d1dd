"""The scores of an assessment as its place among peers shows them, with levels or without."""

from dataclasses import dataclass
from fractions import Fraction

from ...assessment.peers import STEP
from ...questionnaire import Group, Questionnaire
from ...questionnaire.parts import Tier
from ...report.pictures import totals
from ...scoring.evaluation import Section
from ...scoring.statements import number, span
from ...statistics.numeric.outcomes import outcome_of
from ...store.assessments.assessments import Assessment
from ...store.submissions.submissions import Submission
from ...store.submissions.value_cohorts import block_shares, placed_blocks
from ...text.numbers import format_score, format_total
from ..assessments.evaluated import Evaluated, evaluated_in
from ..assessments.graded import Graded, graded_in
from ..assessments.progress import questionnaire_of
from ..context import Connection
from ..language import gettext as _


@dataclass(frozen=True, slots=True)
class ScoredGroup:
    """A group with its score in words ("" where it is not assessed), and what it is placed by."""

    group: Group
    words: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Scored:
    """An assessment with its score: what that is called, in words ("" without a total), its level or outcome from 1,
    the groups of a `tier`, and the `step` by which scores are compared, in words. `submission` is None while it is
    open.
    """

    assessment: Assessment
    submission: Submission | None
    questionnaire: Questionnaire
    name: str
    score: str
    level: int
    provisional: bool
    tier: Tier
    groups: tuple[ScoredGroup, ...]
    step: str


def scored(c: Connection, found: Assessment) -> Scored:
    """An assessment with its scores, under the method of its questionnaire."""
    if questionnaire_of(found).has_levels:
        return _of_levels(graded_in(c, found))
    return _of_values(evaluated_in(c, found))


def _of_levels(it: Graded) -> Scored:
    sums, groups = totals(it.result, it.questionnaire.summary_tier), it.questionnaire.summary_groups
    return Scored(
        it.assessment,
        it.submission,
        it.questionnaire,
        _("总分 S"),
        format_total(it.result.score, it.result.level, it.questionnaire.scoring.pass_mark),
        max(1, it.result.level),
        it.result.provisional,
        it.questionnaire.summary_tier,
        tuple(ScoredGroup(one, _points(sums.get(one.id)), _float(sums.get(one.id))) for one in groups),
        _("每 %(step)s 分", step=STEP),
    )


def _of_values(it: Evaluated) -> Scored:
    found, sections = it.evaluation, {section.group.id: section for section in it.evaluation.sections}
    shares = zip(placed_blocks(it.questionnaire), block_shares(found), strict=True)
    return Scored(
        it.assessment,
        it.submission,
        it.questionnaire,
        _("总分"),
        f"{span(found.score)} / {number(found.maximum)}" if found.score else "",
        outcome_of(found),
        bool(found.score and not found.score.settled),
        it.questionnaire.tiers[0],
        tuple(ScoredGroup(one, _earned(sections[one.id]), share) for one, share in shares),
        _("满分的二十分之一"),
    )


def _earned(section: Section) -> str:
    """The score of a block, or its points, and the most that it can have."""
    score, most = (section.score, section.maximum) if section.score else (section.earned, section.reachable)
    return f"{span(score)} / {number(most)}" if most else ""


def _points(value: Fraction | None) -> str:
    return "" if value is None else format_score(value)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
