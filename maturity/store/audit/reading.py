"""Reading of the audit log: a page of entries by filters, and all of them for an export."""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, or_, select, tuple_, type_coerce

from ...errors import Forbidden, Problem
from ..accounts.people import Person
from ..engine import Store
from ..enterprises import audit
from ..schema import audit_log, audit_seals, people
from ..types import canonical_json, check_text
from .kinds import KINDS

PAGE = 50
COLUMNS = ("day", "number", "at", "kind", "action", "by", "about", "organisation", "request", "detail", "digest")
_FOUND_PEOPLE = 20  # a search that fits more people names the first ones by e-mail
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Filters of entries: a `kind` of KINDS, days from `since` to `until` (UTC, both included), `search` for part of a
    name or an e-mail address or a whole request id, entries before `before` (day and number).
    """

    kind: str = ""
    since: date | None = None
    until: date | None = None
    search: str = ""
    before: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """A person in an entry."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One entry. Of an `erased` one only time, action, request and digest are left. `by` is None for the operator at
    the command line, and for who was not signed in; `about` is the account concerned.
    """

    day: str
    number: int
    at: datetime
    action: str
    request: str
    digest: str
    erased: bool
    by: Party | None
    about: Party | None
    organisation: str | None
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind of the action, "" for an action of another version of the program."""
        return next((kind for kind, actions in KINDS.items() if self.action in actions), "")


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the latest first; `more` is the `before` of the next page, None at the end."""

    entries: list[AuditEntry]
    more: tuple[str, int] | None


def audit_page(c: Connection, person: Person, filters: AuditFilter) -> AuditPage:
    """A page of the log; at most three queries. Raises Forbidden to all but administrators."""
    if person.role != "administrator":
        raise Forbidden(Problem("audit-forbidden"))
    query = _query(c, filters).order_by(audit_seals.c.day.desc(), audit_seals.c.number.desc())
    rows = c.execute(query.limit(PAGE + 1)).all()
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return AuditPage(_entries(c, rows[:PAGE]), (last.day, last.number) if last else None)


def audit_rows(store: Store, person: Person | None, filters: AuditFilter) -> Generator[tuple[str, ...]]:
    """Every entry as texts in the order of COLUMNS, the earliest first; the export is an entry itself.

    `person` is None for the operator. Raises Forbidden to all but administrators.
    """
    if person is not None and person.role != "administrator":
        raise Forbidden(Problem("audit-forbidden"))
    said = {"kind": filters.kind, "since": str(filters.since or ""), "until": str(filters.until or "")}
    with store.write() as c:
        audit.record(c, person.id if person else None, "audit.export", detail=said)
    return _texts(store, filters)


def _texts(store: Store, filters: AuditFilter) -> Generator[tuple[str, ...]]:
    with store.read() as c:
        query = _query(c, filters).order_by(audit_seals.c.day, audit_seals.c.number)
        yield from _texts_of(c, query)


def _texts_of(c: Connection, query: Select[Any]) -> Iterator[tuple[str, ...]]:
    for block in c.execute(query.execution_options(yield_per=_BLOCK)).partitions():
        for one in _entries(c, block):
            parties = (f"{party.name} <{party.email}>" if party else "" for party in (one.by, one.about))
            at, detail = one.at.isoformat(timespec="microseconds"), canonical_json(one.detail) if one.detail else ""
            told = (one.organisation or "", one.request, detail, one.digest)
            yield (one.day, str(one.number), at, one.kind, one.action, *parties, *told)


def _query(c: Connection, filters: AuditFilter) -> Select[Any]:
    seals, log = audit_seals.c, audit_log.c
    query = select(audit_seals, log.person_id, log.organisation_id, log.detail)
    query = query.outerjoin(audit_log, log.id == seals.entry)
    if filters.kind:
        query = query.where(seals.action.in_(KINDS.get(filters.kind, ())))
    if filters.since:
        query = query.where(seals.day >= filters.since.isoformat())
    if filters.until:
        query = query.where(seals.day <= filters.until.isoformat())
    if filters.before:
        query = query.where(tuple_(seals.day, seals.number) < filters.before)
    if filters.search:
        query = query.where(_fits(c, check_text(filters.search, "search")))
    return query


def _fits(c: Connection, search: str) -> ColumnElement[bool]:
    """The condition that an entry is by or about one of the people that `search` finds, or of that request."""
    named = or_(
        people.c.email.contains(search.lower(), autoescape=True), people.c.name.icontains(search, autoescape=True)
    )
    ids = list(c.scalars(select(people.c.id).where(named).order_by(people.c.email).limit(_FOUND_PEOPLE)))
    detail = type_coerce(audit_log.c.detail, Text)
    about = (detail.contains(f'"person":{json.dumps(id)}') for id in ids)
    return or_(audit_seals.c.request == search, audit_log.c.person_id.in_(ids), *about)


def _entries(c: Connection, rows: Iterable[Any]) -> list[AuditEntry]:
    rows = list(rows)
    about = {row.detail.get("person") for row in rows if row.detail}
    ids = sorted(filter(None, {row.person_id for row in rows} | about))
    query = select(people.c.id, people.c.name, people.c.email).where(people.c.id.in_(ids))
    known = {row.id: Party(row.name, row.email) for row in c.execute(query)} if ids else {}
    return [_entry(row, known) for row in rows]


def _entry(row: Any, known: Mapping[str, Party]) -> AuditEntry:
    detail = row.detail or {}
    parties = (known.get(row.person_id or ""), known.get(detail.get("person") or ""))
    erased = row.entry is None
    said = (row.day, row.number, row.at, row.action, row.request, row.digest, erased)
    return AuditEntry(*said, *parties, row.organisation_id, detail)
