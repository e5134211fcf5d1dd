"""The discussion of an item: remarks of any member, one after the other, never changed and never removed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from ...answers import COMMENT_LIMIT, read_answer
from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ...text.plain import visible
from ..accounts.people import Person
from ..enterprises import audit
from ..origins.origins import author
from ..schema import people
from ..schema import remarks as table
from ..types import clean, new_id, now
from .assessments import Assessment, locked, same_questionnaire


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said about an item; `by` is the person's name, `author` the id."""

    item: str
    words: str
    at: datetime
    by: str
    author: str


def thread(c: Connection, found: Assessment, item: str) -> list[Remark]:
    """The remarks on an item of an assessment that :func:`assessments.assessment` gave to the person, oldest first."""
    query = (
        select(table, people.c.name.label("author"))
        .join(people, people.c.id == table.c.by)
        .where(table.c.assessment_id == found.id, table.c.item == item)
        .order_by(table.c.at, table.c.id)
    )
    return [Remark(row.item, row.words, row.at, author(row), row.by) for row in c.execute(query)]


def counts(c: Connection, found: Assessment) -> dict[str, int]:
    """How many remarks every item has, by item id; items without any are left out."""
    query = select(table.c.item, func.count()).where(table.c.assessment_id == found.id).group_by(table.c.item)
    return {row[0]: row[1] for row in c.execute(query)}


def add(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, item: str, words: str
) -> Remark:
    """Say something about an item, open or submitted; the last remark sent again by the same person counts once.

    Raises NotFound; Refusal answer-unknown-item, remark-missing, remark-long, store-bad-text.
    """
    found = locked(c, person, assessment_id, "update")  # so that a double click finds the first one
    same_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    read_answer(questionnaire, item, choice=None, reason=None)
    said = visible(clean(words, "remark"))
    if not said:
        raise refuse("remark-missing", Place(column="remark"))
    if len(said) > COMMENT_LIMIT:
        raise refuse("remark-long", Place(column="remark"), length=len(said), limit=COMMENT_LIMIT)
    before = thread(c, found, item)
    if before and (before[-1].words, before[-1].author) == (said, person.id):
        return before[-1]
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
    return Remark(item, said, at, person.name, person.id)
