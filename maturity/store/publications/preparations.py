"""Releases waiting for approval by a second person: author, parameters and decision."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from ...errors import Forbidden, NotFound, Problem, refuse
from ...questionnaire import Questionnaire
from ..accounts.people import Person
from ..enterprises import audit
from ..schema import people
from ..schema.publications import preparations as table
from ..types import canonical_json, check_text, is_id, new_id, now

DECISION_DAYS = 14  # in which a preparation can be decided on
WORDS_LIMIT = 1000
Decision = Literal["approved", "rejected", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Preparation:
    """Prepared releases. `document` holds the parameters, in the format that
    :func:`maturity.publication.approval.request_from` reads; `author` and `decider` are names.
    """

    id: str
    questionnaire: str
    year: int
    document: Mapping[str, Any]
    checksums: tuple[str, ...]
    at: datetime
    by: str
    author: str
    embargo: datetime | None
    decision: Decision | None
    decided_at: datetime | None
    decider: str | None
    words: str

    @property
    def open(self) -> bool:
        """Whether it can still be decided on."""
        return self.decision is None and self.at > now() - timedelta(days=DECISION_DAYS)


def prepare(
    c: Connection,
    person: Person,
    questionnaire: Questionnaire,
    year: int,
    document: Mapping[str, Any],
    checksums: Sequence[str],
    embargo: datetime | None,
) -> str:
    """Submit releases for approval by a second person; returns the id of the preparation."""
    id = new_id()
    values = {
        "document": canonical_json(document),
        "checksums": canonical_json([*checksums]),
        "embargo": embargo,
        "words": "",
    }
    c.execute(insert(table).values(id=id, questionnaire=questionnaire.id, year=year, at=now(), by=person.id, **values))
    audit.record(c, person.id, "release.prepare", detail={"preparation": id, "year": year})
    return id


def preparation(c: Connection, id: str) -> Preparation:
    """The preparation with this id. Raises NotFound."""
    row = c.execute(_select().where(table.c.id == id)).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("release-preparation-unknown"))
    return _read(row)


def preparations(c: Connection, questionnaire: Questionnaire, limit: int = 20) -> list[Preparation]:
    """The preparations of the last DECISION_DAYS days, the latest first; at most `limit`."""
    recent = (table.c.questionnaire == questionnaire.id, table.c.at > now() - timedelta(days=DECISION_DAYS))
    return [_read(row) for row in c.execute(_select().where(*recent).order_by(table.c.at.desc()).limit(limit))]


def open_by_questionnaire(c: Connection) -> dict[str, int]:
    """How many preparations can still be decided on, by the id of their questionnaire."""
    recent = (table.c.decision.is_(None), table.c.at > now() - timedelta(days=DECISION_DAYS))
    query = select(table.c.questionnaire, func.count().label("open")).where(*recent).group_by(table.c.questionnaire)
    return {row.questionnaire: row.open for row in c.execute(query)}


def own_preparation() -> Forbidden:
    """The exception for a decision on a person's own preparation."""
    return Forbidden(Problem("release-own"))


def decide(c: Connection, person: Person, id: str, decision: Decision, words: str = "") -> Preparation:
    """Approve or reject another person's preparation, or withdraw one's own; returns it as it was before.

    Raises NotFound, Forbidden release-own or release-not-own, Refusal release-decided, release-words-long.
    """
    found = preparation(c, id)
    if (decision == "withdrawn") is not (found.by == person.id):
        raise Forbidden(Problem("release-not-own")) if decision == "withdrawn" else own_preparation()
    if len(check_text(words, "words")) > WORDS_LIMIT:
        raise refuse("release-words-long", length=len(words), limit=WORDS_LIMIT)
    here = (table.c.id == id, table.c.decision.is_(None))
    values = {"decision": decision, "decided_at": now(), "decided_by": person.id, "words": words.strip()}
    if not found.open or not c.execute(update(table).where(*here).values(values)).rowcount:
        raise refuse("release-decided", days=DECISION_DAYS)
    audit.record(c, person.id, f"release.{decision}", detail={"preparation": id})
    return found


def _select() -> Select[Any]:
    author, decider = people.alias(), people.alias()
    return (
        select(table, author.c.name.label("author"), decider.c.name.label("decider"))
        .join(author, author.c.id == table.c.by)
        .outerjoin(decider, decider.c.id == table.c.decided_by)
    )


def _read(row: Row[Any]) -> Preparation:
    read = {"document": json.loads(row.document), "checksums": tuple(json.loads(row.checksums))}
    plain = {name: getattr(row, name) for name in Preparation.__slots__ if name not in read}
    return Preparation(**plain, **read)
