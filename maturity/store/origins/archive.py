"""Everything the database holds about one organisation, as plain rows; its deletion. :mod:`.bringing` is the way in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, select

from .. import schema
from ..enterprises import audit
from ..enterprises.access import ANSWERING
from .row_values import written

Plain = Mapping[str, Any]
# In the order of insertion: what is pointed to comes first. Invitations and tokens are secrets and stay behind.
OF_ORGANISATION = (schema.memberships, schema.assessments, schema.submissions, schema.imports)
OF_ASSESSMENT = (
    *(schema.answers, schema.answer_history, schema.evidence, schema.remarks, schema.assignments, schema.visits),
    *(schema.findings, schema.estimates, schema.targets, schema.actions),
)
TABLES = (schema.organisations, schema.people, *OF_ORGANISATION, *OF_ASSESSMENT, schema.audit_log)
PERSONAL = ("id", "email", "name", "role", "language", "created_at")  # never a password or a stamp


def columns(table: Table) -> list[str]:
    """The columns of `table` that travel."""
    left_out = {schema.audit_log: "id", schema.memberships: "may_submit"}.get(table)  # leave given here holds here
    return list(PERSONAL) if table is schema.people else [c.name for c in table.columns if c.name != left_out]


def rows(c: Connection, organisation_id: str) -> dict[str, list[Plain]]:
    """Table -> its rows about the organisation, in the order of their keys; values as JSON can write them."""
    found: dict[str, list[Plain]] = {}
    known = _assessments(organisation_id)
    for table in TABLES:
        if table is not schema.people:
            found[table.name] = [_plain(table, row) for row in c.execute(_of(table, organisation_id, known)).mappings()]
    people = sorted({id for table in TABLES if table is not schema.people for id in _people(table, found[table.name])})
    query = select(*(schema.people.c[name] for name in PERSONAL)).where(schema.people.c.id.in_(people))
    found["people"] = [
        _reachable(_plain(schema.people, row)) for row in c.execute(query.order_by(schema.people.c.email)).mappings()
    ]
    return {table.name: found[table.name] for table in TABLES}


def taken(c: Connection, person_id: str, organisation_id: str) -> None:
    """Tell in the audit log that somebody took everything about an organisation along."""
    audit.record(c, person_id, "organisation.export", organisation=organisation_id)


def wipe(c: Connection, organisation_id: str) -> list[str]:
    """Delete everything about an organisation; gives the names of the files that nobody needs any more."""
    known = _assessments(organisation_id)
    files = c.scalars(
        select(schema.evidence.c.file).where(
            schema.evidence.c.assessment_id.in_(known), schema.evidence.c.file.is_not(None)
        )
    ).all()
    for table in (schema.flags, *reversed(OF_ASSESSMENT)):  # marks of work under way do not travel
        c.execute(delete(table).where(table.c.assessment_id.in_(known)))
    c.execute(delete(schema.submissions).where(schema.submissions.c.organisation_id == organisation_id))
    mine = schema.assessments.c.organisation_id == organisation_id
    c.execute(schema.assessments.update().where(mine).values(previous_id=None))
    beside = (schema.consents, schema.exported, schema.imports, schema.invitations)
    for table in (*beside, schema.assessments, schema.memberships, schema.audit_log):
        c.execute(delete(table).where(table.c.organisation_id == organisation_id))
    c.execute(delete(schema.organisations).where(schema.organisations.c.id == organisation_id))
    audit.record(c, None, "organisation.purge", organisation=organisation_id)
    return [str(name) for name in files]


def _reachable(person: Plain) -> Plain:
    """A row of `people` as it leaves: the addresses of the body's own staff, whom the log names, stay behind."""
    return person if person["role"] in ANSWERING else {**person, "email": ""}


def _assessments(organisation_id: str) -> Select[Any]:
    return select(schema.assessments.c.id).where(schema.assessments.c.organisation_id == organisation_id)


def _of(table: Table, organisation_id: str, known: Select[Any]) -> Select[Any]:
    mine: ColumnElement[bool]
    if table is schema.organisations:
        mine = table.c.id == organisation_id
    elif "organisation_id" in table.c:
        mine = table.c.organisation_id == organisation_id
    else:
        mine = table.c.assessment_id.in_(known)
    order = [table.c.created_at] if table is schema.assessments else []  # a round comes after the one it goes on from
    return select(*(table.c[name] for name in columns(table))).where(mine).order_by(*order, *table.primary_key.columns)


def _people(table: Table, found: Sequence[Plain]) -> Iterator[str]:
    """The people that rows mention."""
    names = [c.name for c in table.columns if points_to(c, "people")]
    yield from (row[name] for row in found for name in names if row[name])


def points_to(column: Any, table: str) -> bool:
    """The column holds ids of `table`."""
    return any(key.target_fullname == f"{table}.id" for key in column.foreign_keys)


def _plain(table: Table, row: Mapping[Any, Any]) -> Plain:
    return {name: written(row[name]) for name in columns(table)}
