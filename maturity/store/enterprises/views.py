"""What people from outside the enterprise look at: one row of the audit log an hour, person, assessment and part."""

from sqlalchemy import Connection, select

from ..accounts.people import Person
from ..schema import assessments, memberships
from ..types import is_id
from . import audit
from .access import ASSESSING, READING, may

_ACTION = "assessment.view"


def unnoted(c: Connection, person: Person, assessment_id: str, part: str) -> str | None:
    """The organisation whose assessment the person may see as an outsider, where the last hour does not tell it yet.

    Outsiders are assessors, and consultants in whatever role. None for everybody else and every other id.
    """
    query = (
        select(assessments.c.organisation_id, memberships.c.role)
        .join(memberships, memberships.c.organisation_id == assessments.c.organisation_id)
        .where(
            assessments.c.id == assessment_id,
            memberships.c.person_id == person.id,
            may(person, assessments.c.organisation_id, *READING),
        )
    )
    row = c.execute(query).one_or_none() if is_id(assessment_id) else None
    if row is None or (person.role != "consultant" and row.role not in ASSESSING):
        return None
    organisation: str = row.organisation_id
    told = audit.recorded_lately(c, person.id, _ACTION, organisation, assessment_id, {"part": part})
    return None if told else organisation


def note(c: Connection, person: Person, organisation_id: str, assessment_id: str, part: str) -> None:
    """Tell that the person looked at a part of an assessment, as :func:`unnoted` found that it must be told."""
    audit.record_hourly(c, person.id, _ACTION, organisation_id, assessment_id, {"part": part})
