"""Submission of an assessment, its result with the arithmetic, and the submitted rounds of an enterprise."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from ....questionnaire.caveats import caveats
from ....scoring import Result
from ....scoring.accounts import account
from ....scoring.evaluation import Evaluation, Interval
from ....scoring.explain import Step, explain
from ....scoring.result import nodes
from ....scoring.statements import statements
from ....store.assessments import assessments, rounds
from ....store.assessments.rounds import Round, ValueRound
from ....store.submissions import submissions
from ....store.submissions.submissions import Submission
from ...access import ANSWERING, person
from ...assessments.evaluated import evaluated_in
from ...assessments.graded import graded_in
from ...assessments.progress import questionnaire_of
from ...context import application, store
from ...language import language, lazy_gettext
from ..models import Model, Page, PageQuery
from ..operations import Resource
from ..paging import page

resource = Resource("submissions")


class Consent(Model):
    """`agreed` is the version of the privacy notice that the person agrees to on behalf of the enterprise."""

    agreed: Annotated[int, Field(ge=1)]


class SubmissionModel(Model):
    """A submission: it never changes. `digest` is SHA-256 over all its content."""

    id: str
    assessment: str
    submitted_at: datetime
    digest: str


class LevelModel(Model):
    """The score of a level, from 0 to 1, whether it is met, and the scores of the assessed areas at it."""

    number: int
    score: float
    met: bool
    areas: dict[str, float | None]


class Range(Model):
    """From the lowest that is possible with what is open to the highest."""

    low: float
    high: float


class Account(Model):
    """A step of the arithmetic: what it is, the formula with numbers, the value, and the steps that it is made of."""

    label: str
    formula: str
    value: str
    note: str
    kind: str
    id: str
    children: list[Account]


class ResultModel(Model):
    """The result of the submitted answers, or of those so far. With levels: level, score, and the scores of levels;
    without: whether gates and mandatory items are met (`eligible`, null while that is undecided, and while the score is
    for want of reference values), the ids of the items that lack one (`unscored`), the range of the score, the ids of
    the lowest and the highest grade that are possible. `verified` is whether all that it rests on (edition, items,
    weights, points, grades, reference values, factors) is checked against official texts; `notices`, in the language of
    the request, belong wherever it is shown.
    """

    assessment: str
    submitted: bool
    provisional: bool
    unanswered: int
    level: int | None
    score: float | None
    levels: list[LevelModel]
    eligible: bool | None
    unscored: list[str]
    points: Range | None
    maximum: float | None
    grades: list[str | None]
    verified: bool
    notices: list[str]
    account: Account


class RoundModel(Model):
    """A submitted round of an enterprise, with level and score where the questionnaire has levels."""

    assessment: str
    questionnaire_version: str
    profile: str
    year: int
    submitted_at: datetime
    provisional: bool
    level: int | None
    score: float | None


@resource.operation(
    "POST",
    "/assessments/<aid>/submission",
    lazy_gettext("提交"),
    scope="answer",
    roles=ANSWERING,
    body=Consent,
    gives=SubmissionModel,
    status=201,
)
def submit(aid: str, body: Consent) -> SubmissionModel:
    """Submit an assessment: answers and result are frozen. Repeated, it gives the same submission."""
    with store().write() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire = questionnaire_of(found)
        references = application().references(c, questionnaire, aid)
        return _submission(submissions.submit(c, person(), aid, questionnaire, body.agreed, references))


@resource.operation(
    "GET", "/assessments/<aid>/submission", lazy_gettext("提交的记录"), roles=ANSWERING, gives=SubmissionModel
)
def one(aid: str) -> SubmissionModel:
    """The submission of an assessment."""
    with store().read() as c:
        return _submission(submissions.submission(c, person(), aid))


@resource.operation(
    "GET", "/assessments/<aid>/result", lazy_gettext("结果和完整的计算过程"), roles=ANSWERING, gives=ResultModel
)
def result(aid: str) -> ResultModel:
    """The result with its whole arithmetic, in the language of the request."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        if questionnaire_of(found).has_levels:
            told = _of_levels(graded_in(c, found).result)
        else:
            told = _of_values(evaluated_in(c, found).evaluation)
    return ResultModel(assessment=aid, submitted=found.state == "submitted", **told)


@resource.operation(
    "GET",
    "/assessments/<aid>/rounds",
    lazy_gettext("同一企业已提交的各轮"),
    roles=ANSWERING,
    query=PageQuery,
    gives=Page[RoundModel],
)
def series(aid: str, query: PageQuery) -> Page[object]:
    """The submitted rounds of the same enterprise and questionnaire, the first one first."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        known: list[Round | ValueRound] = [
            *rounds.rounds_of(c, person(), found),
            *rounds.value_rounds_of(c, person(), found),
        ]
    return page(known, lambda one: one.assessment_id, query, _round)


def _of_levels(found: Result) -> dict[str, Any]:
    tier = found.response.questionnaire.area_tier.id
    levels = []
    for mark in found.levels:
        areas = {node.id: _float(node.score) for node in nodes(mark.node, tier)}
        levels.append(LevelModel(number=mark.number, score=float(mark.score), met=mark.met, areas=areas))
    told = {
        "level": found.level,
        "score": float(found.score),
        "levels": levels,
        "verified": found.verified,
        "notices": [text.of(language()) for text in caveats(found.response.questionnaire, found.response.profile)],
        "account": explain(found, language()),
    }
    return _filled(told, found.provisional, found.unanswered)


def _of_values(found: Evaluation) -> dict[str, Any]:
    points = _range(found.score)
    grades = [band.id if band else None for band in found.grades] if found.grading else []
    told: dict[str, Any] = {
        "eligible": found.eligible,
        "unscored": [one.item.id for one in found.unscored],
        "points": points,
        "grades": grades,
        "verified": found.verified,
        "notices": [*statements(found, language()).notices],
        "account": account(found, language()),
    }
    told["maximum"] = float(found.maximum) if points else None
    return _filled(told, found.provisional, len(found.response.open))


def _filled(told: dict[str, Any], provisional: bool, unanswered: int) -> dict[str, Any]:
    """All members of a result, those that its kind of questionnaire does not have empty."""
    empty = dict.fromkeys(("level", "score", "eligible", "points", "maximum"))
    empty |= {name: [] for name in ("levels", "grades", "unscored")}
    account_model = _account(told["account"])
    return empty | told | {"provisional": provisional, "unanswered": unanswered, "account": account_model}


def _account(step: Step) -> Account:
    plain = {name: getattr(step, name) for name in ("label", "formula", "value", "note", "kind", "id")}
    return Account(**plain, children=[_account(child) for child in step.children])


def _range(found: Interval | None) -> Range | None:
    return Range(low=float(found.low), high=float(found.high)) if found else None


def _float(score: object) -> float | None:
    return None if score is None else float(score)  # type: ignore[arg-type]  # an exact fraction


def _submission(found: Submission) -> SubmissionModel:
    same = {name: getattr(found, name) for name in ("id", "submitted_at", "digest")}
    return SubmissionModel(assessment=found.assessment_id, **same)


def _round(found: Round | ValueRound) -> RoundModel:
    same = ("questionnaire_version", "profile", "year", "submitted_at", "provisional")
    plain = {name: getattr(found, name) for name in same}
    level, score = (found.level, found.score) if isinstance(found, Round) else (None, None)
    return RoundModel(assessment=found.assessment_id, level=level, score=score, **plain)
