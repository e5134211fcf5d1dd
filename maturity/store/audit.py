"""Who did what, when: one row a write. Never answers, comments, passwords or tokens."""

from collections.abc import Mapping

from sqlalchemy import Connection, insert

from .schema import audit_log
from .types import now


def record(
    c: Connection,
    person_id: str | None,
    action: str,
    *,
    organisation: str | None = None,
    assessment: str | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Leave one row, in the transaction of the write it tells about.

    `person_id` is None for the operator at the command line; `action` reads "thing.verb"; `detail` holds ids, counts
    and codes that JSON can write.
    """
    c.execute(
        insert(audit_log).values(
            at=now(),
            person_id=person_id,
            action=action,
            organisation_id=organisation,
            assessment_id=assessment,
            detail=detail or {},
        )
    )
