"""Assessors' findings, beside the enterprise's answers."""

from datetime import datetime

from ....questionnaire import Item
from ....store.assessments import assessments, findings
from ....store.assessments.findings import Finding, FindingChange
from ...access import ANSWERING, person
from ...assessing.findings import entry_of
from ...assessments.progress import questionnaire_of
from ...context import store
from ...language import lazy_gettext
from ..items import known_item
from ..models import Page, PageQuery
from ..operations import Resource
from ..paging import page
from ..versions import Versioned, based_on, saving
from .answers import AnswerContent, answer_of, stored

resource = Resource("findings")


class FindingModel(AnswerContent):
    """An assessor's own answer to an item, and as `comment` the words of the finding; version 0 was never recorded."""

    item: str
    version: int
    at: datetime | None
    by: str | None


@resource.operation(
    "GET",
    "/assessments/<aid>/findings",
    lazy_gettext("全部评审意见"),
    roles=ANSWERING,
    query=PageQuery,
    gives=Page[FindingModel],
)
def listing(aid: str, query: PageQuery) -> Page[object]:
    """The findings of an assessment, in the order of the questionnaire."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire, known = questionnaire_of(found), findings.findings_of(c, found)
    given = [item for item in questionnaire.items if item.id in known]
    return page(given, lambda one: one.id, query, lambda one: _model(one, known[one.id]))


@resource.operation(
    "GET",
    "/assessments/<aid>/findings/<item>",
    lazy_gettext("一条评审意见"),
    roles=ANSWERING,
    gives=FindingModel,
    reads_version=True,
)
def one(aid: str, item: str) -> Versioned:
    """The finding on an item, with the version that a change is based on."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        known = known_item(questionnaire_of(found), item)
        return _versioned(known, findings.finding(c, found, item))


@resource.operation(
    "PUT",
    "/assessments/<aid>/findings/<item>",
    lazy_gettext("记录评审意见"),
    scope="assess",
    roles=ANSWERING,
    body=AnswerContent,
    gives=FindingModel,
    saves_version=True,
)
def record(aid: str, item: str, body: AnswerContent) -> Versioned:
    """Record a finding on an item, or withdraw it by an empty one; members with the role of an assessor may."""
    version = based_on()
    with store().write() as c:
        found = assessments.assessment(c, person(), aid)
        questionnaire = questionnaire_of(found)
        known = known_item(questionnaire, item)
        change = FindingChange(item, answer_of(questionnaire, item, body, version), body.comment.strip(), version)
        with saving(lambda current: _model(known, current.get(item)) if isinstance(current, dict) else None):
            findings.record_findings(c, person(), aid, questionnaire, [change])
        return _versioned(known, findings.finding(c, found, item))


def _versioned(item: Item, found: Finding | None) -> Versioned:
    return Versioned(_model(item, found), found.version if found else 0)


def _model(item: Item, found: Finding | None) -> FindingModel:
    return FindingModel(**stored(item, entry_of(item, found), found))
