"""Rows of `audit_log`: one for each write, without answers, passwords or tokens; see :mod:`maturity.store.audit`."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Select, bindparam, insert, select

from ..audit import seals
from ..audit.kinds import ACTIONS
from ..commits import after_commit
from ..schema import audit_log, memberships
from ..types import canonical_json, now

AGAIN = timedelta(hours=1)  # in which :func:`record_hourly` adds no second row
Detail = Mapping[str, object]
_REMEMBERED = 50_000
_committed: dict[tuple[str, ...], datetime] = {}  # when rows of frequent actions were written, by what they say


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
    """Whether there is an equal row of the last hour. A row that is committed is asked for once by a process."""
    key, since = (person_id, action, organisation, assessment, canonical_json(detail)), now() - AGAIN
    if key in _committed and _committed[key] > since:
        return True
    asked = {"person": person_id, "action": action, "firm": organisation, "of": assessment, "what": detail}
    at = c.scalar(_recent(), asked | {"since": since})
    if at is not None:  # this transaction may have written it, and may be rolled back
        after_commit(c, lambda: _remember(key, at))
    return at is not None


def _remember(key: tuple[str, ...], at: datetime) -> None:
    if len(_committed) >= _REMEMBERED:
        _committed.clear()
    _committed[key] = at


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
    if rows and action in ACTIONS:  # one act is one entry of the audit log, for however many organisations
        seals.pend(c, c.execute(insert(audit_log).returning(audit_log.c.id), rows[:1]).scalar_one())
        rows = rows[1:]
    if rows:
        c.execute(insert(audit_log), rows)


@cache
def _recent() -> Select[datetime]:
    """Built once: every saved answer asks this."""
    log = audit_log.c
    lately = (log.organisation_id == bindparam("firm"), log.at > bindparam("since"))
    same = (log.person_id == bindparam("person"), log.action == bindparam("action"))
    about = (log.assessment_id == bindparam("of"), log.detail == bindparam("what"))
    return select(log.at).where(*lately, *same, *about).limit(1)
