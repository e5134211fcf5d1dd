"""Answers of an assessment, and the comments on its items."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from ....answers import Answer
from ....questionnaire import Item, Questionnaire
from ....store.assessments import answers, assessments, discussion
from ....store.assessments.answers import AnswerChange, SavedAnswer
from ....store.assessments.discussion import DiscussionComment
from ....store.assessments.findings import Finding
from ...access import ANSWERING, person
from ...assessments.entries import Entry, answer_in, entry_of
from ...assessments.overview import sheet_in
from ...assessments.progress import questionnaire_of
from ...context import store
from ...language import lazy_gettext
from ..items import known_item
from ..models import Line, Model, Page, PageQuery, Words
from ..operations import Resource
from ..paging import page
from ..versions import Versioned, based_on, saving

resource = Resource("answers")


class AnswerContent(Model):
    """What an item is answered with: the id of a choice, or "not-applicable" with a reason; or `entered`, the fields of
    an item that asks for more: `number` and `unit`; `words`; `tick.OPTION` or `none`; of a table `ROW.key`,
    `ROW.COLUMN` and `ROW.COLUMN.unit` counted from 0. All empty clears the answer. The comment is kept beside it.
    """

    choice: Line = ""
    reason: Words = ""
    entered: dict[Line, Words] = Field(default_factory=dict, max_length=500)
    comment: Words = ""


class AnswerModel(AnswerContent):
    """A stored answer. `carried` comes from the last round and is not confirmed; version 0 was never saved."""

    item: str
    version: int
    carried: bool
    at: datetime | None
    by: str | None


class NewComment(Model):
    """A comment for the discussion of an item."""

    words: Words


class Comment(Model):
    """A comment in the discussion of an item."""

    words: str
    at: datetime
    by: str


@resource.operation(
    "GET",
    "/assessments/<aid>/answers",
    lazy_gettext("全部答案"),
    roles=ANSWERING,
    query=PageQuery,
    gives=Page[AnswerModel],
)
def listing(aid: str, query: PageQuery) -> Page[object]:
    """The answers to all assessed items, in the order of the questionnaire."""
    with store().read() as c:
        now = sheet_in(c, aid)
    return page(now.response.items, lambda one: one.id, query, lambda one: _model(one, now.saved.get(one.id)))


@resource.operation(
    "GET",
    "/assessments/<aid>/answers/<item>",
    lazy_gettext("一个条目的答案"),
    roles=ANSWERING,
    gives=AnswerModel,
    reads_version=True,
)
def one(aid: str, item: str) -> Versioned:
    """The answer to an item, with the version that a change is based on."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        known = known_item(questionnaire_of(found), item)
        saved = answers.saved_answers(c, found).get(item)
    return _versioned(known, saved)


@resource.operation(
    "PUT",
    "/assessments/<aid>/answers/<item>",
    lazy_gettext("保存一个答案"),
    scope="answer",
    roles=ANSWERING,
    body=AnswerContent,
    gives=AnswerModel,
    saves_version=True,
)
def save(aid: str, item: str, body: AnswerContent) -> Versioned:
    """Save the answer to an item. An equal answer is taken whatever the version, so that a request can be repeated."""
    version = based_on()
    with store().write() as c:
        found = assessments.locked_assessment(c, person(), aid, "share")
        questionnaire = questionnaire_of(found)
        known = known_item(questionnaire, item)
        change = AnswerChange(item, answer_of(questionnaire, item, body, version), body.comment.strip(), version)
        with saving(lambda current: _current(known, current)):
            return _versioned(known, answers.save_in(c, person(), found, questionnaire, change))


@resource.operation(
    "GET",
    "/assessments/<aid>/items/<item>/comments",
    lazy_gettext("一个条目的讨论"),
    roles=ANSWERING,
    query=PageQuery,
    gives=Page[Comment],
)
def comments(aid: str, item: str, query: PageQuery) -> Page[object]:
    """The discussion of an item, the oldest comment first."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        known_item(questionnaire_of(found), item)
        thread = discussion.thread(c, found, item)
    return page(thread, lambda one: f"{one.at.isoformat()} {one.author}", query, _comment)


@resource.operation(
    "POST",
    "/assessments/<aid>/items/<item>/comments",
    lazy_gettext("参与讨论"),
    scope="answer",
    roles=ANSWERING,
    body=NewComment,
    gives=Comment,
    status=201,
)
def comment(aid: str, item: str, body: NewComment) -> Comment:
    """Add a comment to the discussion of an item; every member may."""
    with store().write() as c:
        questionnaire = questionnaire_of(assessments.assessment(c, person(), aid))
        known_item(questionnaire, item)
        return _comment(discussion.add_comment(c, person(), aid, questionnaire, item, body.words))


def answer_of(questionnaire: Questionnaire, item: str, body: AnswerContent, version: int) -> Answer | None:
    """The answer that a body holds; None for an empty one. Raises Refusal."""
    fields: Mapping[str, str] = {name: words.strip() for name, words in body.entered.items() if words.strip()}
    entry = Entry(body.choice, body.reason.strip(), body.comment, version, {} if body.choice else fields)
    return answer_in(questionnaire, item, entry)


def _current(item: Item, found: object) -> Model | None:
    """What stands in the store now; None where the conflict is not about a version."""
    return _model(item, found) if isinstance(found, SavedAnswer) or found is None else None


def _versioned(item: Item, saved: SavedAnswer | None) -> Versioned:
    return Versioned(_model(item, saved), saved.version if saved else 0)


def _model(item: Item, saved: SavedAnswer | None) -> AnswerModel:
    return AnswerModel(**stored(item, entry_of(item, saved), saved), carried=bool(saved and saved.carried))


def stored(item: Item, entry: Entry, saved: SavedAnswer | Finding | None) -> dict[str, Any]:
    """What the models of answers and findings have in common, by field; version 0 where nothing was saved."""
    return {
        "item": item.id,
        "choice": entry.choice,
        "reason": entry.reason,
        "entered": dict(entry.fields),
        "comment": entry.comment,
        "version": saved.version if saved else 0,
        "at": saved.at if saved else None,
        "by": saved.by if saved else None,
    }


def _comment(found: DiscussionComment) -> Comment:
    return Comment(words=found.words, at=found.at, by=found.by)
