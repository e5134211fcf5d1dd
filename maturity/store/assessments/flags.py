"""Items to come back to, marked by anybody who answers and seen by everybody: a working mark beside the answer."""

from sqlalchemy import Connection, delete, insert, select

from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..schema import flags as table
from ..types import now
from .assessments import Assessment, open_one


def flagged(c: Connection, assessment: Assessment) -> frozenset[str]:
    """The items marked in an assessment that :func:`assessments.assessment` gave to the person."""
    return frozenset(c.scalars(select(table.c.item).where(table.c.assessment_id == assessment.id)))


def mark(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, item: str, wish: bool
) -> None:
    """Mark an item or take its mark back; either twice changes nothing more.

    Raises NotFound; Forbidden; Refusal answer-unknown-item; Conflict answer-frozen.
    """
    found = open_one(c, person, assessment_id, questionnaire, "update")
    if item not in {one.id for one in questionnaire.items}:
        raise refuse("answer-unknown-item", Place(column=item[:80]), item=item[:80])
    if not wish:
        c.execute(delete(table).where(table.c.assessment_id == found.id, table.c.item == item))
    elif item not in flagged(c, found):
        c.execute(insert(table).values(assessment_id=found.id, item=item, at=now(), by=person.id))
