"""The immutable content of submissions, and the digest that detects changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from ...answers import Response, decode
from ...answers.codec import entered_answers
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References, references_text
from ...scoring import Result
from ...scoring.evaluation import Evaluation, Interval
from ..assessments.assessments import check_questionnaire
from ..enterprises.facts import Facts, facts_of
from ..origins.origins import COUNTED, HERE
from ..schema import LEVELS
from ..types import canonical_json, fields

_LEVELS = tuple(f"a{number}" for number in range(1, LEVELS + 1))
_DECIMALS = 12  # exact fractions and the batch kernel agree this far, so that equal answers have equal digests


@dataclass(frozen=True, slots=True)
class Figures:
    """The grade: level and score S under the rule in force and under both rules, level scores A_1 … as `levels`.

    `unanswered` is the number of unanswered items. Where the questionnaire has no levels, `evaluation` says what came
    of the answers (:func:`kept`), and what is told of levels is None.
    """

    unanswered: int
    provisional: bool
    verified: bool
    rule: str | None = None
    level: int | None = None
    score: float | None = None
    gated_level: int | None = None
    gated_score: float | None = None
    summed_level: int | None = None
    summed_score: float | None = None
    levels: tuple[float, ...] = ()
    evaluation: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All frozen content. `vector` is the result of :func:`maturity.answers.encode`; by item id, `reasons`, and
    `entered`: the answers that are no choice (:func:`maturity.answers.codec.entered_text`), None without any.
    """

    facts: Facts
    questionnaire: str
    questionnaire_version: str
    year: int
    profile: str
    cuts: Mapping[str, str]
    vector: bytes
    reasons: Mapping[str, str]
    figures: Figures
    entered: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A submitted assessment. Only `origin` can change (see :mod:`maturity.store.origins.origins`).

    `submitted_by` is a person's id, None for an import without one.
    """

    id: str
    assessment_id: str
    organisation_id: str
    content: Content
    submitted_at: datetime
    submitted_by: str | None
    digest: str
    origin: str = HERE

    @property
    def counts(self) -> bool:
        """Whether it is part of statistics and comparisons: made here, signed by a known instance, or accepted."""
        return self.origin in COUNTED

    def response(self, questionnaire: Questionnaire) -> Response:
        """The frozen answers, for grading and explaining. Raises Refusal for a questionnaire of another version."""
        content = self.content
        check_questionnaire(questionnaire, content.questionnaire, content.questionnaire_version)
        answers = decode(questionnaire, content.vector, content.reasons, entered_answers(content.entered or {}))
        return Response(questionnaire, content.profile, answers, content.cuts)


def digest(content: Content) -> str:
    """SHA-256, as 64 hexadecimal digits, of the canonical JSON of every field; left out are facts that are not stated,
    and answers that are no choice and an evaluation where there are none.
    """
    # An archive from before facts could be left open says "" for ownership that is not stated.
    facts = {fact: value for fact, value in fields(content.facts).items() if value not in (None, "")}
    if content.facts.revenue_10k is not None:
        facts["revenue_10k"] = f"{content.facts.revenue_10k:.4f}"
    figures = {name: value for name, value in fields(content.figures).items() if value is not None}
    nested = {"facts": facts, "figures": figures, "vector": content.vector.hex()}
    whole = {name: value for name, value in (fields(content) | nested).items() if value is not None}
    return sha256(canonical_json(whole).encode()).hexdigest()


def verify(submission: Submission) -> bool:
    """Whether the stored digest equals the digest of the content."""
    return digest(submission.content) == submission.digest


def round_score(value: Any) -> float:
    """A score rounded to the stored precision."""
    return round(float(value), _DECIMALS)


def figures_of(result: Result | Evaluation) -> Figures:
    """The figures of a grade or of an evaluation."""
    if isinstance(result, Evaluation):
        open_ = len(result.response.open)
        return Figures(open_, result.provisional, result.verified, evaluation=kept(result))
    return Figures(
        rule=result.rule,
        level=result.level,
        score=round_score(result.score),
        gated_level=result.gated.level,
        gated_score=round_score(result.gated.score),
        summed_level=result.summed.level,
        summed_score=round_score(result.summed.score),
        levels=tuple(round_score(level.score) for level in result.levels),
        unanswered=result.unanswered,
        provisional=result.provisional,
        verified=result.verified,
    )


def kept(evaluation: Evaluation) -> dict[str, str]:
    """What is kept of an evaluation, as texts by name.

    `gates`, `mandatory`: met, not met, undecided; `eligible`: undecided, where it is by the score alone. `score_low`,
    `score_high`, `maximum`, `bonus_low`, `bonus_high` are exact fractions and `grade_low`, `grade_high` ids of bands
    ("" for none), each where the method has them.
    `references` are the reference values that were used, with the title of their set (:func:`references_text`).
    """
    found: dict[str, str] = {"gates": evaluation.gates.standing, "mandatory": evaluation.mandatory.standing}
    if evaluation.requirements and evaluation.eligible is None:
        found["eligible"] = "undecided"
    found |= _span("score", evaluation.score) | _span("bonus", evaluation.bonus)
    if evaluation.score is not None:
        found["maximum"] = str(evaluation.maximum)
    if evaluation.grading is not None:
        low, high = (band.id if band else "" for band in evaluation.grades)
        found |= {"grade_low": low, "grade_high": high}
    used = {one.reference.indicator: one.reference for one in evaluation.items.values() if one.reference}
    values = tuple(replace(one, facts={}) for one in used.values())  # for this enterprise: whoever else they are for
    return found | {"references": references_text(References(values, evaluation.references.title))}


def kept_verdict(found: Mapping[str, str]) -> bool | None:
    """Whether an enterprise is eligible, by what was :func:`kept`; None while that is undecided.

    Up to 0.1.0 it was not kept where it is by reference values that the score lacks.
    """
    standings = {found["gates"], found["mandatory"], found.get("eligible", "")}
    return False if "not met" in standings else None if "undecided" in standings else True


def follows(found: Figures, stated: Figures) -> bool:
    """Whether the figures that answers come to are those `stated`; up to 0.1.0 without `eligible`."""
    now, then = found.evaluation or {}, stated.evaluation or {}
    plain = {name: value for name, value in now.items() if name in then or name != "eligible"}
    return replace(found, evaluation=plain or None) == stated


def _span(name: str, interval: Interval | None) -> dict[str, str]:
    return {} if interval is None else {f"{name}_low": str(interval.low), f"{name}_high": str(interval.high)}


def submission_row(submission: Submission) -> dict[str, Any]:
    """The row of the table for a submission. Raises ValueError for more levels than the table has columns."""
    content = submission.content
    row = fields(submission) | fields(content) | fields(content.facts) | fields(content.figures)
    for nested in ("content", "facts", "figures", "levels"):
        del row[nested]
    levels = content.figures.levels
    if len(levels) > LEVELS:
        raise ValueError(f"{len(levels)} levels; the table keeps {LEVELS}")
    return row | dict(zip(_LEVELS, (*levels, *[None] * (LEVELS - len(levels))), strict=True))


def submission_from_row(row: Any) -> Submission:
    """The submission in a row of the table."""
    levels = (getattr(row, f"a{number}") for number in range(1, LEVELS + 1))
    plain = {field: getattr(row, field) for field in Figures.__slots__ if field != "levels"}
    grade = Figures(levels=tuple(level for level in levels if level is not None), **plain)
    rest = {field: getattr(row, field) for field in Content.__slots__ if field not in ("facts", "figures")}
    content = Content(facts=facts_of(row), figures=grade, **(rest | {"vector": bytes(row.vector)}))
    own = {field: getattr(row, field) for field in Submission.__slots__ if field != "content"}
    return Submission(content=content, **own)
