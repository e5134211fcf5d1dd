"""Export of all rows about one organisation, and their deletion. :mod:`.row_import` imports such rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, select

from .. import schema
from ..audit import seals
from ..audit.kinds import ERASED
from ..enterprises import audit
from ..enterprises.access import ANSWERING
from ..workshop import archive as workshops
from .row_values import to_json

JsonRow = Mapping[str, Any]
# In the order of insertion: referenced tables come first. Invitations and tokens are secrets and are not exported.
OF_ORGANISATION = (schema.memberships, schema.assessments, schema.submissions, schema.imports)
OF_ASSESSMENT = (
    *(schema.answers, schema.answer_history, schema.evidence, schema.remarks, schema.assignments, schema.visits),
    *(schema.findings, schema.opinions, schema.estimates, schema.targets, schema.value_targets, schema.actions),
    schema.reference_sets,  # own ones
)
TABLES = (
    *(schema.organisations, schema.people, *OF_ORGANISATION, *OF_ASSESSMENT),
    *(*workshops.TABLES, schema.logos, schema.audit_log),
)
PERSONAL = ("id", "email", "name", "role", "language", "created_at")  # never a password hash or a stamp


def exported_columns(table: Table) -> list[str]:
    """The names of the columns of `table` that are exported."""
    if table in workshops.TABLES:
        return workshops.archived_columns(table)
    left_out = {schema.audit_log: "id", schema.memberships: "may_submit"}.get(
        table
    )  # a permission is valid in this installation only
    return list(PERSONAL) if table is schema.people else [c.name for c in table.columns if c.name != left_out]


def organisation_rows(c: Connection, organisation_id: str) -> dict[str, list[JsonRow]]:
    """Table -> its rows about the organisation, in the order of their keys; values as JSON can write them."""
    found: dict[str, list[JsonRow]] = {}
    known = _assessments(organisation_id)
    for table, rows in workshops.archived_rows(c, known).items():
        found[table.name] = [_plain(table, row) for row in rows]
    for table in TABLES:
        if table is not schema.people and table not in workshops.TABLES:
            found[table.name] = [_plain(table, row) for row in c.execute(_of(table, organisation_id, known)).mappings()]
    people = sorted({id for table in TABLES if table is not schema.people for id in _people(table, found[table.name])})
    query = select(*(schema.people.c[name] for name in PERSONAL)).where(schema.people.c.id.in_(people))
    found["people"] = [
        _reachable(_plain(schema.people, row)) for row in c.execute(query.order_by(schema.people.c.email)).mappings()
    ]
    return {table.name: found[table.name] for table in TABLES}


def record_export(c: Connection, person_id: str, organisation_id: str) -> None:
    """Record in the audit log that a person exported the data of an organisation."""
    audit.record(c, person_id, "organisation.export", organisation=organisation_id)


def delete_organisation(c: Connection, organisation_id: str) -> list[str]:
    """Delete all rows about an organisation; returns the names of its evidence files, to be deleted by the caller."""
    known = _assessments(organisation_id)
    files = c.scalars(
        select(schema.evidence.c.file).where(
            schema.evidence.c.assessment_id.in_(known), schema.evidence.c.file.is_not(None)
        )
    ).all()
    c.execute(delete(schema.logos).where(_logos(organisation_id, known)))
    workshops.delete_rooms(c, known)
    for table in (schema.flags, *reversed(OF_ASSESSMENT)):  # the first are not exported
        c.execute(delete(table).where(table.c.assessment_id.in_(known)))
    c.execute(delete(schema.submissions).where(schema.submissions.c.organisation_id == organisation_id))
    mine = schema.assessments.c.organisation_id == organisation_id
    c.execute(schema.assessments.update().where(mine).values(previous_id=None))
    lists = (schema.standings, schema.portfolio_tags)
    beside = (*lists, schema.consents, schema.exported, schema.imports, schema.invitations)
    log = schema.audit_log
    theirs = select(log.c.id).where(log.c.organisation_id == organisation_id)
    seals.erase(c, schema.audit_seals.c.entry.in_(theirs), ERASED, organisation_id)
    c.execute(delete(log).where(log.c.organisation_id == organisation_id, log.c.action != ERASED))
    for table in (*beside, schema.assessments, schema.memberships):
        c.execute(delete(table).where(table.c.organisation_id == organisation_id))
    c.execute(delete(schema.organisations).where(schema.organisations.c.id == organisation_id))
    return [str(name) for name in files]


def was_deleted(c: Connection, organisation_id: str) -> bool:
    """Whether an organisation with this id was deleted here at its owners' request."""
    log = schema.audit_log.c
    mine = (log.organisation_id == organisation_id, log.action == ERASED)
    return c.scalar(select(log.id).where(*mine).limit(1)) is not None


def _reachable(person: JsonRow) -> JsonRow:
    """A row of `people` for the export: without the e-mail addresses of the operating body's own staff."""
    return person if person["role"] in ANSWERING else {**person, "email": ""}


def _assessments(organisation_id: str) -> Select[Any]:
    return select(schema.assessments.c.id).where(schema.assessments.c.organisation_id == organisation_id)


def _of(table: Table, organisation_id: str, known: Select[Any]) -> Select[Any]:
    mine: ColumnElement[bool]
    if table is schema.organisations:
        mine = table.c.id == organisation_id
    elif table is schema.logos:
        mine = _logos(organisation_id, known)
    elif "organisation_id" in table.c:
        mine = table.c.organisation_id == organisation_id
    else:
        mine = table.c.assessment_id.in_(known)
    order = [table.c.created_at] if table is schema.assessments else []  # a round comes after the one it refers to
    return (
        select(*(table.c[name] for name in exported_columns(table)))
        .where(mine)
        .order_by(*order, *table.primary_key.columns)
    )


def _logos(organisation_id: str, known: Select[Any]) -> ColumnElement[bool]:
    """The condition on the logos of an organisation and of the firms that held its workshops."""
    rooms = select(schema.workshop_rooms.c.id).where(schema.workshop_rooms.c.assessment_id.in_(known))
    return (schema.logos.c.organisation_id == organisation_id) | schema.logos.c.room_id.in_(rooms)


def _people(table: Table, found: Sequence[JsonRow]) -> Iterator[str]:
    """The ids of the people that rows refer to."""
    names = [c.name for c in table.columns if refers_to(c, "people")]
    yield from (row[name] for row in found for name in names if row[name])


def refers_to(column: Any, table: str) -> bool:
    """Whether the column contains ids of `table`."""
    return any(key.target_fullname == f"{table}.id" for key in column.foreign_keys)


def _plain(table: Table, row: Mapping[Any, Any]) -> JsonRow:
    return {name: to_json(row[name]) for name in exported_columns(table)}
