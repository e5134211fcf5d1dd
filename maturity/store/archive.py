"""Everything the database holds about one organisation, as plain rows; and such rows put into a database.

Ids stay as they are: they are random, so that nothing collides, and what points to them needs no change. People are the
exception: somebody with the same e-mail address is the same person.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Integer, LargeBinary, Select, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from ..errors import Place, refuse
from . import audit, schema
from .access import ANSWERING
from .people import Person
from .types import Moment, Pairs, Yuan, is_id, new_id

Plain = Mapping[str, Any]
# In the order of insertion: what is pointed to comes first. Invitations and tokens are secrets and stay behind.
OF_ORGANISATION = (schema.memberships, schema.assessments, schema.submissions)
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
        _plain(schema.people, row) for row in c.execute(query.order_by(schema.people.c.email)).mappings()
    ]
    return {table.name: found[table.name] for table in TABLES}


def put(c: Connection, person: Person, found: Mapping[str, Sequence[Plain]]) -> str:
    """Insert what :func:`rows` gave elsewhere; `person` becomes an owner. Gives the organisation's id.

    The caller has checked what the rows mean. Raises Refusal archive-row, archive-there.
    """
    _belongs(found)
    new = _met(c, found["people"])
    organisation = found["organisations"][0]["id"]
    for table in TABLES:
        if table is schema.people:
            continue
        values = [_value(table, row, new) for row in found[table.name]]
        if table is schema.memberships:
            others = [one for one in values if one["person_id"] != person.id]
            values = [*others, {"organisation_id": organisation, "person_id": person.id, "role": "owner"}]
        _insert(c, table, values)
    audit.record(c, person.id, "organisation.import", organisation=organisation)
    return str(organisation)


def wipe(c: Connection, organisation_id: str) -> list[str]:
    """Delete everything about an organisation; gives the names of the files that nobody needs any more."""
    known = _assessments(organisation_id)
    files = c.scalars(
        select(schema.evidence.c.file).where(
            schema.evidence.c.assessment_id.in_(known), schema.evidence.c.file.is_not(None)
        )
    ).all()
    for table in reversed(OF_ASSESSMENT):
        c.execute(delete(table).where(table.c.assessment_id.in_(known)))
    c.execute(delete(schema.submissions).where(schema.submissions.c.organisation_id == organisation_id))
    mine = schema.assessments.c.organisation_id == organisation_id
    c.execute(schema.assessments.update().where(mine).values(previous_id=None))
    for table in (schema.exported, schema.invitations, schema.assessments, schema.memberships, schema.audit_log):
        c.execute(delete(table).where(table.c.organisation_id == organisation_id))
    c.execute(delete(schema.organisations).where(schema.organisations.c.id == organisation_id))
    audit.record(c, None, "organisation.purge", organisation=organisation_id)
    return [str(name) for name in files]


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
    names = [c.name for c in table.columns if _points_to(c, "people")]
    yield from (row[name] for row in found for name in names if row[name])


def _points_to(column: Any, table: str) -> bool:
    return any(key.target_fullname == f"{table}.id" for key in column.foreign_keys)


def _belongs(found: Mapping[str, Sequence[Plain]]) -> None:
    """Every id that a row points to is in the archive itself: nothing can be hung onto somebody else's data."""
    ids = {name: {row["id"] for row in found[name]} for name in ("organisations", "people", "assessments")}
    for table in TABLES:
        for column in (c for c in table.columns if c.name in columns(table)):
            for target, known in ids.items():
                loose = column.name == f"{target[:-1]}_id" or _points_to(column, target)
                for number, row in enumerate(found[table.name] if loose else (), start=1):
                    value = row[column.name]
                    if value is not None and (value not in known or not is_id(value)):
                        raise refuse("archive-row", Place(f"{table.name}.json", number, column.name))


def _met(c: Connection, people: Sequence[Plain]) -> dict[str, str]:
    """Id in the archive -> id here. Who is not here yet gets an account that nobody can sign in to before a link."""
    new = {}
    for number, row in enumerate(people, start=1):
        here = c.scalar(select(schema.people.c.id).where(schema.people.c.email == str(row["email"]).lower()))
        if here is None:
            taken = c.scalar(select(schema.people.c.id).where(schema.people.c.id == row["id"])) is not None
            here = new_id() if taken else row["id"]
            role = row["role"] if row["role"] in ANSWERING else ANSWERING[0]
            values = _value(schema.people, row, {}) | {"id": here, "role": role, "password": None, "stamp": new_id()}
            _insert(c, schema.people, [values], number)
        new[row["id"]] = here
    return new


def _insert(c: Connection, table: Table, values: Sequence[Mapping[str, Any]], first: int = 1) -> None:
    for number, row in enumerate(values, start=first):
        try:
            with c.begin_nested():
                c.execute(insert(table).values(row))
        except IntegrityError as error:
            there = table in (schema.organisations, schema.assessments) and "CHECK" not in str(error.orig).upper()
            raise refuse("archive-there" if there else "archive-row", Place(f"{table.name}.json", number)) from None
        except (StatementError, ValueError, TypeError):
            raise refuse("archive-row", Place(f"{table.name}.json", number)) from None


def _plain(table: Table, row: Mapping[Any, Any]) -> Plain:
    return {name: _written(row[name]) for name in columns(table)}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return format(value, "f") if isinstance(value, Decimal) else value


def _value(table: Table, row: Plain, new: Mapping[str, str]) -> dict[str, Any]:
    """A row as the database takes it, people by their ids here. Raises Refusal archive-row for a value of no use."""
    found = {}
    for name in columns(table):
        column, value = table.c[name], row[name]
        if _points_to(column, "people") and value is not None:
            value = new.get(value, value)
        try:
            found[name] = None if value is None else _reader(column.type)(value)
        except (ValueError, TypeError, ArithmeticError):
            raise refuse("archive-row", Place(f"{table.name}.json", column=name)) from None
    return found


def _reader(kind: Any) -> Callable[[Any], Any]:
    readers: tuple[tuple[type, Callable[[Any], Any]], ...] = (
        (Moment, _moment),
        (Date, date.fromisoformat),
        (LargeBinary, bytes.fromhex),
        (Yuan, Decimal),
        (Pairs, dict),
        (Integer, int),
    )
    return next((reader for of, reader in readers if isinstance(kind, of)), lambda value: value)


def _moment(value: str) -> datetime:
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError(value)
    return found


__all__ = ["TABLES", "columns", "put", "rows", "wipe"]
