"""Assessments: list, start, one, tailoring, submission, and the rounds after it."""

from datetime import datetime
from typing import Any, Literal

from ....store.assessments import answers, assessments, rounds
from ....store.assessments.assessments import Assessment
from ....store.enterprises import organisations
from ...access import ANSWERING, person
from ...assessments.overview import sheet_in
from ...assessments.progress import AnswerSheet, questionnaire_of
from ...context import about, application, store
from ...language import lazy_gettext
from ..models import Id, Line, Model, Page, PageQuery, Words, Year
from ..operations import Resource
from ..paging import page
from ..versions import Versioned, based_on, saving

resource = Resource("assessments")


class AssessmentModel(Model):
    """An assessment of an enterprise by a questionnaire for a year. `cuts` are groups left out, with the reasons;
    `role` is the person's role in the enterprise; `previous` is the round whose answers were carried over.
    """

    id: str
    enterprise: str
    enterprise_name: str
    questionnaire: str
    questionnaire_version: str
    profile: str
    year: int
    state: Literal["open", "submitted"]
    cuts: dict[str, str]
    created_at: datetime
    submitted_at: datetime | None
    version: int
    role: str
    previous: str | None
    may_write: bool
    may_submit: bool


class AssessmentProgress(AssessmentModel):
    """An assessment with the numbers of its items: answered, assessed, and carried over but not confirmed yet."""

    answered: int
    items: int
    carried: int


class NewAssessment(Model):
    """An assessment to start: `profile` is needed where several weight profiles are meant for the enterprise."""

    enterprise: Line
    questionnaire: Id
    year: Year
    profile: Line = ""


class Cuts(Model):
    """The groups that are left out, by id, each with its reason."""

    cuts: dict[Line, Words]


class NewRound(Model):
    """A round to begin."""

    year: Year


@resource.operation(
    "GET", "/assessments", lazy_gettext("本人的评估"), roles=ANSWERING, query=PageQuery, gives=Page[AssessmentModel]
)
def listing(query: PageQuery) -> Page[object]:
    """The assessments of the person's enterprises, the latest first."""
    with store().read() as c:
        found = assessments.assessments_of(c, person())
    return page(found, lambda one: one.id, query, lambda one: AssessmentModel(**_plain(one)))


@resource.operation(
    "POST",
    "/assessments",
    lazy_gettext("开始评估"),
    scope="answer",
    roles=ANSWERING,
    body=NewAssessment,
    gives=AssessmentProgress,
    status=201,
    reads_version=True,
)
def start(body: NewAssessment) -> Versioned:
    """Start an assessment, or give the one that is open already with the same enterprise, questionnaire and year."""
    questionnaire = about(application().questionnaire(body.questionnaire))
    with store().write() as c:
        facts = organisations.organisation(c, person(), body.enterprise).facts
        profile = assessments.meant_profile(questionnaire, facts, body.profile)
        new = assessments.start_assessment(c, person(), body.enterprise, questionnaire, profile, body.year)
        return _versioned(sheet_in(c, new.id))


@resource.operation(
    "GET",
    "/assessments/<aid>",
    lazy_gettext("一次评估及其进度"),
    roles=ANSWERING,
    gives=AssessmentProgress,
    reads_version=True,
)
def one(aid: str) -> Versioned:
    """An assessment with its progress."""
    with store().read() as c:
        return _versioned(sheet_in(c, aid))


@resource.operation(
    "PUT",
    "/assessments/<aid>/cuts",
    lazy_gettext("裁剪：不参评的部分及理由"),
    scope="answer",
    roles=ANSWERING,
    body=Cuts,
    gives=AssessmentProgress,
    saves_version=True,
)
def tailor(aid: str, body: Cuts) -> Versioned:
    """Replace what is left out by tailoring. Answers to it are kept and count if it returns."""
    version = based_on()
    with saving(_current), store().write() as c:
        questionnaire = questionnaire_of(assessments.assessment(c, person(), aid))
        assessments.tailor(c, person(), aid, questionnaire, body.cuts, version)
        return _versioned(sheet_in(c, aid))


@resource.operation(
    "POST",
    "/assessments/<aid>/rounds",
    lazy_gettext("开始新一轮"),
    scope="answer",
    roles=ANSWERING,
    body=NewRound,
    gives=AssessmentProgress,
    status=201,
    reads_version=True,
)
def begin_round(aid: str, body: NewRound) -> Versioned:
    """Begin a new round after a submitted one; its answers are carried over, and count once they are confirmed."""
    with store().write() as c:
        last = assessments.assessment(c, person(), aid)
        questionnaire = about(application().questionnaire(last.questionnaire))
        return _versioned(sheet_in(c, rounds.begin_round(c, person(), aid, questionnaire, body.year).id))


@resource.operation(
    "POST",
    "/assessments/<aid>/confirmation",
    lazy_gettext("确认沿用上一轮的全部答案"),
    scope="answer",
    roles=ANSWERING,
    gives=AssessmentProgress,
    reads_version=True,
)
def confirm(aid: str) -> Versioned:
    """Confirm all answers that were carried over from the last round, unchanged. To confirm one, save it again."""
    with store().write() as c:
        now = sheet_in(c, aid)
        items = {item.id for item in now.carried}
        answers.confirm_carried(c, person(), aid, now.questionnaire, items)
        return _versioned(sheet_in(c, aid))


def _current(found: object) -> Model | None:
    return AssessmentModel(**_plain(found)) if isinstance(found, Assessment) and found.state == "open" else None


def _versioned(now: AnswerSheet) -> Versioned:
    count, found = now.whole, now.assessment
    told: dict[str, Any] = {"answered": count.answered, "items": count.total, "carried": len(now.carried)}
    return Versioned(AssessmentProgress(**_plain(found), **told), found.version)


def _plain(found: Assessment) -> dict[str, Any]:
    same = ("id", "questionnaire", "questionnaire_version", "profile", "year", "state", "created_at", "submitted_at")
    told = {name: getattr(found, name) for name in (*same, "version", "role", "may_write", "may_submit")}
    return told | {
        "enterprise": found.organisation_id,
        "enterprise_name": found.organisation_name,
        "cuts": dict(found.cuts),
        "previous": found.previous_id,
    }
