"""Import of the rows of an organisation from another installation.

The importer is responsible for them: only that person becomes a member and is the author of every row. Other people
become names without accounts. What cannot be verified (members, log, visits, stated grades of submissions, own sets of
reference values, which are a consultant's to bring) is stored as one attachment. Ids are kept: they are random, so
references need no change.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import IntegrityError, StatementError

from ...errors import Place, Refusal, refuse
from ...questionnaire import Lookup
from .. import schema
from ..accounts.people import NAME_LIMIT, Person
from ..enterprises import audit
from ..enterprises.caps import check_cap
from ..enterprises.facts import Facts, read_facts
from ..portfolio.marks import touch_all_of
from ..submissions.frozen import Content, Submission, digest, submission_from_row, submission_row, verify
from ..submissions.regrading import regrade
from ..types import check_text, is_id, new_id, now
from ..workshop import archive as workshops
from . import archive
from .archive import JsonRow, refers_to
from .origins import ACCEPTED, HERE, PROVED, WAITING
from .row_values import from_json

UNVERIFIED_TABLES = (
    *(schema.people, schema.memberships, schema.assignments, schema.visits, schema.reference_sets),
    schema.imports,
    schema.audit_log,
)
_PARENTS = ("organisations", "people", "assessments", "workshop_rooms", "workshop_items")
_LATER = timedelta(microseconds=1)
_AT_ONCE = 1000  # rows of one statement
Rows = Mapping[str, Sequence[JsonRow]]


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """The rows of an import as the database takes them, by table in the order of insertion; `held` is the attachment
    of what cannot be verified, compressed.
    """

    organisation_id: str
    rows: Mapping[Table, Sequence[Mapping[str, Any]]]
    held: bytes
    submissions: int
    instance: str | None


def prepare_rows(person: Person, found: Rows, known: Lookup, instance: str | None) -> PreparedRows:
    """Check and convert the rows that :func:`archive.organisation_rows` returned elsewhere, without the database.

    `person` becomes the owner. `instance` is the result of :func:`.instances.instance_name` for the signature, None
    for one that is not trusted. The caller has checked the contents of answers, links and files.

    Raises Refusal archive-row, archive-tampered.
    """
    _belongs(found)
    values = {t.name: [_row(t, row, n) for n, row in enumerate(found[t.name], 1)] for t in archive.TABLES}
    names = {str(row["id"]): _name(row["name"], n) for n, row in enumerate(found["people"], 1)}
    organisation = str(values["organisations"][0]["id"])
    values["organisations"] = [_organisation(values["organisations"][0])]
    submitted = _submissions(values, known, person, instance)
    times = {row["assessment_id"]: row["submitted_at"] for row in submitted}
    values["assessments"] = [{**row, "submitted_at": times.get(row["id"])} for row in values["assessments"]]
    values["submissions"] = submitted
    rows: dict[Table, Sequence[Mapping[str, Any]]] = {
        table: [_owned(table, row, person, names) for row in values[table.name]]
        for table in archive.TABLES
        if table not in (*UNVERIFIED_TABLES, *workshops.TABLES)
    }
    rows |= workshops.completed_rows({t: values[t.name] for t in workshops.TABLES}, person.id, names)
    rows[schema.logos] = rows.pop(schema.logos)  # after the rooms that they refer to
    rows[schema.memberships] = [{"organisation_id": organisation, "person_id": person.id, "role": "owner"}]
    return PreparedRows(organisation, rows, _held(found), len(found["submissions"]), instance)


def insert_rows(c: Connection, person: Person, prepared: PreparedRows) -> None:
    """Insert prepared rows. Raises Refusal archive-row, archive-there, organisation-too-many."""
    check_cap(c, person)
    for table, rows in prepared.rows.items():
        _insert(c, table, rows)
    id, organisation = new_id(), prepared.organisation_id
    touch_all_of(c, organisation)
    values = {"id": id, "organisation_id": organisation, "at": now(), "by": person.id}
    _insert(c, schema.imports, [{**values, "instance": prepared.instance, "held": prepared.held}])
    detail = {"import": id, "submissions": prepared.submissions, "proved": prepared.instance is not None}
    audit.record(c, person.id, "organisation.import", organisation=organisation, detail=detail)


def _belongs(found: Rows) -> None:
    """Check that every id that a row refers to is in the archive, so that no row is attached to other data."""
    ids = {name: {str(row["id"]) for row in found[name]} for name in _PARENTS}
    for table in archive.TABLES:
        for column in (c for c in table.columns if c.name in archive.exported_columns(table)):
            for target, known in ids.items():
                loose = column.name == f"{target[:-1]}_id" or refers_to(column, target)
                for number, row in enumerate(found[table.name] if loose else (), start=1):
                    value = row[column.name]
                    if value is not None and (not isinstance(value, str) or value not in known or not is_id(value)):
                        raise refuse("archive-row", Place(f"{table.name}.json", number, column.name))


def _row(table: Table, row: JsonRow, number: int) -> dict[str, Any]:
    """A row for the database. Raises Refusal archive-row for an invalid value."""
    if table in UNVERIFIED_TABLES:
        return dict(row)
    values = {}
    for name in archive.exported_columns(table):
        try:
            values[name] = from_json(table.c[name], row[name])
            if name == "id" and not is_id(values[name]):
                raise ValueError(name)
        except (ValueError, TypeError, ArithmeticError):
            raise refuse("archive-row", Place(f"{table.name}.json", number, name)) from None
    return values


def _name(value: Any, number: int) -> str:
    place = Place("people.json", number, "name")
    if not isinstance(value, str):
        raise refuse("archive-row", place)
    try:
        return " ".join(check_text(value, "name").split())[:NAME_LIMIT]
    except Refusal:
        raise refuse("archive-row", place) from None


def _organisation(row: dict[str, Any]) -> dict[str, Any]:
    """The organisation's row with new defaults: not compared with peers, no deletion requested."""
    facts = _facts(row, Place("organisations.json", 1))
    return {**row, **asdict(facts), "version": 1, "created_at": now(), "delete_after": None, "compared": False}


def _facts(row: Mapping[str, Any], place: Place) -> Facts:
    """The facts in a row. Raises Refusal archive-row unless a form would accept them."""
    try:
        return read_facts(row, (row["credit_code"],))
    except Refusal:
        raise refuse("archive-row", place) from None


def _submissions(
    values: Mapping[str, list[dict[str, Any]]], known: Lookup, person: Person, instance: str | None
) -> list[dict[str, Any]]:
    """The rows of submissions, graded again, in the order of their stated times."""
    rounds = {row["id"]: row for row in values["assessments"]}
    stated = sorted(enumerate(values["submissions"], 1), key=lambda pair: (pair[1]["submitted_at"], pair[1]["id"]))
    if sorted(row["assessment_id"] for _, row in stated) != sorted(
        id for id, row in rounds.items() if row["state"] == "submitted"
    ):
        raise refuse("archive-row", Place("submissions.json"))
    start, made = now() - len(stated) * _LATER, []
    for step, (number, row) in enumerate(stated):
        place = Place("submissions.json", number)
        content = replace(_stated(row, place), facts=_facts(row, place))
        content = regrade(content, known, rounds[row["assessment_id"]], place)
        follows = (content.figures.level, content.figures.evaluation) == (row["level"], row["evaluation"])
        proved = instance is not None and follows and row["origin"] in (HERE, PROVED, ACCEPTED)
        at = row["submitted_at"] if proved else start + step * _LATER
        ids = (row["id"], row["assessment_id"], row["organisation_id"])
        new = Submission(*ids, content, at, person.id, digest(content), PROVED if proved else WAITING)
        made.append({**submission_row(new), "stated_level": row["level"], "stated_at": row["submitted_at"]})
    return made


def _stated(row: Mapping[str, Any], place: Place) -> Content:
    """The content of a submission as exported. Raises Refusal archive-tampered if its digest differs."""
    found = submission_from_row(SimpleNamespace(**row))
    if not verify(found):
        raise refuse("archive-tampered", place, count=1)
    return found.content


def _owned(table: Table, row: dict[str, Any], person: Person, names: Mapping[str, str]) -> dict[str, Any]:
    """The row with the importer as author, and the name of who wrote it."""
    if "elsewhere" not in row:
        return row
    new = {**row, "by": person.id, "elsewhere": row["elsewhere"] or names[row["by"]]}
    return {**new, "seen_at": None, "seen_by": None} if table is schema.evidence else new


def _held(found: Rows) -> bytes:
    """The attachment: the unverified tables, and submissions and evidence as exported."""
    kept = {table.name: found[table.name] for table in (*UNVERIFIED_TABLES, schema.submissions)}
    kept["evidence"] = [row for row in found["evidence"] if row["seen_at"] is not None]
    return zlib.compress(json.dumps(kept, sort_keys=True, indent=1).encode())


def _insert(c: Connection, table: Table, values: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, many at once: others wait for the database meanwhile."""
    for start in range(0, len(values), _AT_ONCE):
        rows = values[start : start + _AT_ONCE]
        try:
            with c.begin_nested():
                c.execute(insert(table), rows)
        except (IntegrityError, StatementError, ValueError, TypeError, OverflowError):
            _insert_singly(c, table, rows, start)


def _insert_singly(c: Connection, table: Table, rows: Sequence[Mapping[str, Any]], start: int) -> None:
    """Find the row that cannot be inserted, and refuse the import with its number."""
    for number, row in enumerate(rows, start=start + 1):
        try:
            with c.begin_nested():
                c.execute(insert(table).values(row))
        except IntegrityError as error:
            there = table in (schema.organisations, schema.assessments) and "CHECK" not in str(error.orig).upper()
            raise refuse("archive-there" if there else "archive-row", Place(f"{table.name}.json", number)) from None
        except (StatementError, ValueError, TypeError, OverflowError):
            raise refuse("archive-row", Place(f"{table.name}.json", number)) from None
