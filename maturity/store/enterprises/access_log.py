"""The audit log of one enterprise for its owners: who viewed or changed its data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, tuple_

from ..accounts.people import Person
from ..schema import assessments, audit_log, memberships, people
from ..schema.exports import exports
from .organisations import owned_organisation

PAGE = 50
# kind -> its actions; an action without a kind is not shown to owners
KINDS: Mapping[str, tuple[str, ...]] = {
    "seen": ("assessment.view", "evidence.read"),
    "answers": ("answers.save", "evidence.add", "evidence.remove", "evidence.see", "evidence.unsee", "remark.add"),
    "findings": ("findings.record", "opinion.write"),
    "assessments": (
        *("assessment.start", "round.begin", "assessment.tailor", "assessment.assign", "assessment.submit"),
        *("assessment.references", "assessment.references-dropped"),
        *("assessment.estimates", "assessment.targets", "assessment.act", "submission.accept", "submission.refuse"),
    ),
    "workshops": (
        *("workshop.create", "workshop.act", "workshop.join", "workshop.bring", "workshop.leave", "workshop.note"),
    ),
    "people": (
        *("invitation.issue", "invitation.revoke", "invitation.accept", "organisation.add-member"),
        *(
            "organisation.remove-member",
            "organisation.let-submit",
            "person.set-role",
            "person.disable",
            "person.enable",
            "token.issue",
        ),
    ),
    "exports": ("detail.hold",),
    "own": ("organisation.export", "organisation.import", "organisation.part", "organisation.stay"),
    "enterprise": (
        *("organisation.sign-up", "organisation.update", "organisation.compare", "organisation.logo"),
        *("organisation.confirm", "organisation.confirm-code", "privacy.agree"),
    ),
}
HIDDEN = {
    "assessment.seen": "marks news as read, for the person alone",
    "organisation.purge": "the enterprise is gone",
}


@dataclass(frozen=True, slots=True)
class LogPerson:
    """A person in an entry; `member` is whether they are one now, `role` the role of the account."""

    name: str
    role: str
    member: bool


@dataclass(frozen=True, slots=True)
class LoggedExport:
    """The export of microdata that an entry is about."""

    reason: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One row of the log. `by` is None for the operator; `about` is the person concerned by the action, if any."""

    at: datetime
    action: str
    by: LogPerson | None
    about: LogPerson | None
    year: int | None
    detail: Mapping[str, Any]
    export: LoggedExport | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of entries, the latest first; `more` is the `after` of the next page, None at the end.

    `first` and `last` are the times of the earliest and the latest entry of all, None without any.
    """

    entries: list[LogEntry]
    more: int | None
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Filters of entries: `kind` of KINDS ("" for all), from `since` on and before `until`, those after row `after`."""

    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    after: int | None = None


def log_of(c: Connection, person: Person, organisation_id: str, filters: LogFilter) -> LogPage:
    """A page of the log of an organisation; five queries. Raises NotFound; Forbidden to all but owners."""
    id = owned_organisation(c, person, organisation_id).id
    log = audit_log.c
    shown = [action for kind, actions in KINDS.items() for action in actions if filters.kind in ("", kind)]
    mine = [log.organisation_id == id, log.action.in_(shown)]
    first, last = c.execute(select(func.min(log.at), func.max(log.at)).where(log.organisation_id == id)).one()
    if filters.since is not None:
        mine.append(log.at >= filters.since)
    if filters.until is not None:
        mine.append(log.at < filters.until)
    if filters.after is not None:
        start = select(log.at, log.id).where(log.id == filters.after, log.organisation_id == id).scalar_subquery()
        mine.append(tuple_(log.at, log.id) < start)
    query = (
        select(audit_log, assessments.c.year)
        .outerjoin(assessments, assessments.c.id == log.assessment_id)
        .where(*mine)
        .order_by(log.at.desc(), log.id.desc())
        .limit(PAGE + 1)
    )
    rows = c.execute(query).all()
    shown_rows = rows[:PAGE]
    known = _people(c, id, {row.person_id for row in shown_rows} | {row.detail.get("person") for row in shown_rows})
    exported = _exports(c, {row.detail.get("export") for row in shown_rows})
    entries = [_entry(row, known, exported) for row in shown_rows]
    return LogPage(entries, shown_rows[-1].id if len(rows) > PAGE else None, first, last)


def _entry(row: Any, known: Mapping[str, LogPerson], exported: Mapping[str, LoggedExport]) -> LogEntry:
    detail = row.detail
    about, export = known.get(detail.get("person")), exported.get(detail.get("export"))
    return LogEntry(row.at, row.action, known.get(row.person_id), about, row.year, detail, export)


def _people(c: Connection, organisation_id: str, ids: set[str | None]) -> dict[str, LogPerson]:
    here = (memberships.c.person_id == people.c.id) & (memberships.c.organisation_id == organisation_id)
    query = (
        select(people.c.id, people.c.name, people.c.role, memberships.c.role.label("member"))
        .outerjoin(memberships, here)
        .where(people.c.id.in_(sorted(filter(None, ids))))
    )
    return {row.id: LogPerson(row.name, row.role, row.member is not None) for row in c.execute(query)}


def _exports(c: Connection, ids: set[str | None]) -> dict[str, LoggedExport]:
    query = select(exports.c.id, exports.c.reason, exports.c.rows).where(exports.c.id.in_(sorted(filter(None, ids))))
    return {row.id: LoggedExport(row.reason, row.rows) for row in c.execute(query)}
