"""The discussion of an item: comments of members in order of time, never changed or deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from ...answers import COMMENT_LIMIT, read_answer
from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ...text.plain import visible
from ..accounts.people import Person
from ..enterprises import audit
from ..origins.origins import author_name
from ..schema import people
from ..schema import remarks as table
from ..types import check_text, new_id, now
from .assessments import Assessment, check_questionnaire, locked_assessment

MOST_COMMENTS = 100  # of one person on one item: nobody fills a discussion that nobody can delete


@dataclass(frozen=True, slots=True)
class DiscussionComment:
    """A comment on an item; `by` is the person's name, `author` the id."""

    item: str
    words: str
    at: datetime
    by: str
    author: str


def thread(c: Connection, found: Assessment, item: str) -> list[DiscussionComment]:
    """The comments on an item of an assessment returned by :func:`.assessments.assessment`, oldest first."""
    query = (
        select(table, people.c.name.label("author"))
        .join(people, people.c.id == table.c.by)
        .where(table.c.assessment_id == found.id, table.c.item == item)
        .order_by(table.c.at, table.c.id)
    )
    return [DiscussionComment(row.item, row.words, row.at, author_name(row), row.by) for row in c.execute(query)]


def comment_counts(c: Connection, found: Assessment) -> dict[str, int]:
    """The number of comments by item id; items without any are left out."""
    query = select(table.c.item, func.count()).where(table.c.assessment_id == found.id).group_by(table.c.item)
    return {row[0]: row[1] for row in c.execute(query)}


def add_comment(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, item: str, words: str
) -> DiscussionComment:
    """Add a comment to an item of an open or submitted assessment; a person's last comment sent again is not repeated.

    Raises NotFound; Refusal answer-unknown-item, remark-missing, remark-long, remark-many, store-bad-text.
    """
    found = locked_assessment(
        c, person, assessment_id, "update"
    )  # so that the second request of a double click sees the first
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    read_answer(questionnaire, item, choice=None, reason=None)
    said = visible(check_text(words, "remark"))
    if not said:
        raise refuse("remark-missing", Place(column="remark"))
    if len(said) > COMMENT_LIMIT:
        raise refuse("remark-long", Place(column="remark"), length=len(said), limit=COMMENT_LIMIT)
    before = thread(c, found, item)
    if before and (before[-1].words, before[-1].author) == (said, person.id):
        return before[-1]
    if sum(one.author == person.id for one in before) >= MOST_COMMENTS:
        raise refuse("remark-many", Place(column="remark"), most=MOST_COMMENTS)
    id, at = new_id(), now()
    c.execute(insert(table).values(id=id, assessment_id=found.id, item=item, words=said, at=at, by=person.id))
    audit.record(
        c,
        person.id,
        "remark.add",
        organisation=found.organisation_id,
        assessment=found.id,
        detail={"remark": id, "item": item},
    )
    return DiscussionComment(item, said, at, person.name, person.id)
