"""Flags on items to come back to, set by everybody who may answer and shown to all members."""

from sqlalchemy import Connection, delete, insert, select

from ...errors import Place, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..schema import flags as table
from ..types import now
from .assessments import Assessment, open_assessment


def flagged_items(c: Connection, assessment: Assessment) -> frozenset[str]:
    """The ids of the flagged items of an assessment returned by :func:`.assessments.assessment`."""
    return frozenset(c.scalars(select(table.c.item).where(table.c.assessment_id == assessment.id)))


def set_flag(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, item: str, flagged: bool
) -> None:
    """Set or, with `flagged` False, remove the flag of an item; may be repeated.

    Raises NotFound; Forbidden; Refusal answer-unknown-item; Conflict answer-frozen.
    """
    found = open_assessment(c, person, assessment_id, questionnaire, "update")
    if item not in {one.id for one in questionnaire.items}:
        raise refuse("answer-unknown-item", Place(column=item[:80]), item=item[:80])
    if not flagged:
        c.execute(delete(table).where(table.c.assessment_id == found.id, table.c.item == item))
    elif item not in flagged_items(c, found):
        c.execute(insert(table).values(assessment_id=found.id, item=item, at=now(), by=person.id))
