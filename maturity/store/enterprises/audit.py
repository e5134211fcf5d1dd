"""The audit log: one row for each write, without answers, comments, passwords or tokens."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from sqlalchemy import Connection, insert, select

from ..schema import audit_log, memberships
from ..types import now

AGAIN = timedelta(hours=1)  # in which :func:`record_hourly` adds no second row
Detail = Mapping[str, object]


def record(
    c: Connection,
    person_id: str | None,
    action: str,
    *,
    organisation: str | None = None,
    assessment: str | None = None,
    detail: Detail | None = None,
) -> None:
    """Add one row, in the transaction of the write that it describes.

    `person_id` is None for the operator at the command line; `action` has the form "object.verb"; `detail` has ids,
    counts and codes that can be written as JSON.
    """
    _insert(c, person_id, action, [(organisation, assessment)], detail)


def record_each(
    c: Connection, person_id: str | None, action: str, organisations: Iterable[str], detail: Detail | None = None
) -> None:
    """As :func:`record`, one row for each of `organisations` (ids)."""
    _insert(c, person_id, action, [(id, None) for id in organisations], detail)


def record_about(c: Connection, person_id: str | None, action: str, about: str, detail: Detail) -> None:
    """As :func:`record`, for an action on the account `about`, with a row for each organisation it is a member of."""
    theirs = c.scalars(select(memberships.c.organisation_id).where(memberships.c.person_id == about))
    _insert(c, person_id, action, [(None, None), *((id, None) for id in theirs)], detail)


def recorded_recently(
    c: Connection, person_id: str, action: str, organisation: str, assessment: str, detail: Detail
) -> bool:
    """Whether there is an equal row of the last hour."""
    log = audit_log.c
    lately = (log.organisation_id == organisation, log.at > now() - AGAIN)
    same = (log.person_id == person_id, log.action == action, log.assessment_id == assessment, log.detail == detail)
    return c.scalar(select(log.id).where(*lately, *same).limit(1)) is not None


def record_hourly(
    c: Connection, person_id: str, action: str, organisation: str, assessment: str, detail: Detail
) -> None:
    """As :func:`record`, for frequent actions: only the first one in an hour adds a row."""
    if not recorded_recently(c, person_id, action, organisation, assessment, detail):
        _insert(c, person_id, action, [(organisation, assessment)], detail)


def _insert(
    c: Connection,
    person_id: str | None,
    action: str,
    places: Iterable[tuple[str | None, str | None]],
    detail: Detail | None,
) -> None:
    same = {"at": now(), "person_id": person_id, "action": action, "detail": detail or {}}
    rows = [
        {**same, "organisation_id": organisation, "assessment_id": assessment} for organisation, assessment in places
    ]
    if rows:
        c.execute(insert(audit_log), rows)
