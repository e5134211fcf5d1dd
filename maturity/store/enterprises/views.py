"""Logging of views by outsiders: one row of the audit log for each hour, person, assessment and part."""

from sqlalchemy import Connection, select

from ..accounts.people import Person
from ..schema import assessments, memberships
from ..types import is_id
from . import audit
from .access import ASSESSING, READING, member_condition

_ACTION = "assessment.view"


def unrecorded_view(c: Connection, person: Person, assessment_id: str, part: str) -> str | None:
    """The id of the assessment's organisation if this view has to be recorded, else None.

    It has to be for outsiders (assessors, and consultants in any role) who have access, once an hour.
    """
    query = (
        select(assessments.c.organisation_id, memberships.c.role)
        .join(memberships, memberships.c.organisation_id == assessments.c.organisation_id)
        .where(
            assessments.c.id == assessment_id,
            memberships.c.person_id == person.id,
            member_condition(person, assessments.c.organisation_id, *READING),
        )
    )
    row = c.execute(query).one_or_none() if is_id(assessment_id) else None
    if row is None or (person.role != "consultant" and row.role not in ASSESSING):
        return None
    organisation: str = row.organisation_id
    told = audit.recorded_recently(c, person.id, _ACTION, organisation, assessment_id, {"part": part})
    return None if told else organisation


def record_view(c: Connection, person: Person, organisation_id: str, assessment_id: str, part: str) -> None:
    """Record that the person viewed a part of an assessment; to be called if :func:`unrecorded_view` requires it."""
    audit.record_hourly(c, person.id, _ACTION, organisation_id, assessment_id, {"part": part})
