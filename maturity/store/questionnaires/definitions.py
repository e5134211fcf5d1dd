"""Uploaded definitions: a draft can be published or discarded; a published version never changes and can be withdrawn.

Only administrators write. The bytes of a file are kept as they came; what is read again must have the same digest.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from ...errors import Conflict, Forbidden, NotFound, Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire, Text
from ...text.plain import visible
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..schema import assessments, crosswalks, people
from ..schema import questionnaires as table
from ..types import check_text, is_id, new_id, now

REASON_LIMIT = 1000
State = Literal["draft", "published", "withdrawn"]
Version = tuple[str, str]  # the id and the version of a questionnaire


@dataclass(frozen=True, slots=True)
class Definition:
    """An uploaded definition. `items`, `levels` and `profiles` are counts, `digest` is the SHA-256 of the file,
    `uploader`, `publisher` and `withdrawer` are names; `reason` says why it was withdrawn.
    """

    id: str
    questionnaire: str
    version: str
    digest: str
    title: Text
    items: int
    levels: int
    profiles: int
    state: State
    uploaded_at: datetime
    uploader: str
    published_at: datetime | None
    publisher: str | None
    withdrawn_at: datetime | None
    withdrawer: str | None
    reason: str

    @property
    def key(self) -> Version:
        """The id and the version of its questionnaire."""
        return self.questionnaire, self.version


class Released(NamedTuple):
    """A version that is published, or was and is withdrawn; `crosswalks` are digests of files that lead to it."""

    questionnaire: str
    version: str
    digest: str
    withdrawn: bool
    crosswalks: tuple[str, ...]


def definitions(c: Connection) -> list[Definition]:
    """All that were uploaded, those of one questionnaire together, the latest first."""
    order = (table.c.questionnaire, table.c.uploaded_at.desc(), table.c.id)
    return [_read(row) for row in c.execute(_select().order_by(*order))]


def definition(c: Connection, id: str, *, lock: bool = False) -> Definition:
    """The definition with this id, with `lock` unchanged by others until the transaction ends. Raises NotFound."""
    query = _select().where(table.c.id == id)
    row = c.execute(query.with_for_update(of=table) if lock else query).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("questionnaire-unknown"))
    return _read(row)


def file_of(c: Connection, digest: str) -> bytes:
    """The file with this digest. Raises NotFound, and Refusal questionnaire-altered if it is not what was uploaded."""
    found = c.scalar(select(table.c.definition).where(table.c.digest == digest).limit(1))
    if found is None:
        raise NotFound(Problem("questionnaire-unknown"))
    if sha256(found).hexdigest() != digest:
        raise refuse("questionnaire-altered", digest=digest[:12])
    return bytes(found)


def released(c: Connection) -> tuple[Released, ...]:
    """The versions that are or were published, the one published last first."""
    columns = (table.c.questionnaire, table.c.version, table.c.digest, table.c.state)
    query = select(*columns, crosswalks.c.digest).outerjoin(crosswalks, crosswalks.c.definition_id == table.c.id)
    order = (table.c.published_at.desc(), table.c.id, crosswalks.c.before)
    rows = groupby(c.execute(query.where(table.c.state != "draft").order_by(*order)), lambda row: row[:4])
    return tuple(
        Released(id, version, digest, state == "withdrawn", tuple(row[4] for row in lines if row[4]))
        for (id, version, digest, state), lines in rows
    )


def begun(c: Connection) -> dict[Version, int]:
    """How many assessments were begun on each version of each questionnaire."""
    by = (assessments.c.questionnaire, assessments.c.questionnaire_version)
    return {(id, version): count for id, version, count in c.execute(select(*by, func.count()).group_by(*by))}


def keep_draft(c: Connection, person: Person, questionnaire: Questionnaire, file: bytes) -> Definition:
    """Keep a file, which defines `questionnaire`, as a draft; a file that is a draft already stays that draft.

    Raises Forbidden; Refusal questionnaire-published, or questionnaire-version-taken where another file was published
    as this version.
    """
    require_administrator(person)
    digest = sha256(file).hexdigest()
    mine = (table.c.questionnaire == questionnaire.id, table.c.version == questionnaire.version)
    taken = c.scalar(select(table.c.digest).where(*mine, table.c.state != "draft"))
    if taken is not None:
        raise refuse("questionnaire-published") if taken == digest else version_taken(questionnaire.version)
    there = c.scalar(select(table.c.id).where(*mine, table.c.digest == digest))
    if there is not None:
        return definition(c, there)
    id, title = new_id(), {"zh": questionnaire.title.zh, "en": questionnaire.title.en}
    values = {"questionnaire": questionnaire.id, "version": check_text(questionnaire.version, "version")}
    counts = {name: len(getattr(questionnaire, name)) for name in ("items", "levels", "profiles")}
    made = {"state": "draft", "uploaded_at": now(), "uploaded_by": person.id, "reason": ""}
    c.execute(insert(table).values(id=id, definition=file, digest=digest, title=title, **values, **counts, **made))
    audit.record(c, person.id, "questionnaire.upload", detail={**values, "digest": digest})
    return definition(c, id)


def publish(c: Connection, person: Person, id: str) -> Definition:
    """Publish a draft: its version is frozen from then on.

    Raises Forbidden, NotFound, Conflict questionnaire-changed if it is no draft, and Refusal
    questionnaire-version-taken if another file was published as this version.
    """
    require_administrator(person)
    found = definition(c, id)
    file_of(c, found.digest)
    values = {"state": "published", "published_at": now(), "published_by": person.id}
    with unique_or(c, lambda: version_taken(found.version)):
        _change(c, found, "draft", values)
    audit.record(c, person.id, "questionnaire.publish", detail=_audit_detail(found))
    return definition(c, id)


def withdraw(c: Connection, person: Person, id: str, reason: str) -> Definition:
    """Withdraw a published version: no assessment begins on it, those that were begun go on.

    Raises Forbidden, NotFound, Refusal questionnaire-reason, Conflict questionnaire-changed if it is not published.
    """
    require_administrator(person)
    found, words = definition(c, id), visible(check_text(reason, "reason"))
    if not 1 <= len(words) <= REASON_LIMIT:
        raise refuse("questionnaire-reason", Place(column="reason"), limit=REASON_LIMIT)
    values = {"state": "withdrawn", "withdrawn_at": now(), "withdrawn_by": person.id, "reason": words}
    _change(c, found, "published", values)
    audit.record(c, person.id, "questionnaire.withdraw", detail=_audit_detail(found))
    return definition(c, id)


def discard(c: Connection, person: Person, id: str) -> Definition:
    """Delete a draft; returns what it was. Raises Forbidden, NotFound, Conflict questionnaire-changed if it is none."""
    require_administrator(person)
    found = definition(c, id, lock=True)
    if found.state == "draft":
        c.execute(delete(crosswalks).where(crosswalks.c.definition_id == id))
    if not c.execute(delete(table).where(table.c.id == id, table.c.state == "draft")).rowcount:
        raise Conflict(Problem("questionnaire-changed"), current=definition(c, id))
    audit.record(c, person.id, "questionnaire.discard", detail=_audit_detail(found))
    return found


def require_administrator(person: Person) -> None:
    """Raise Forbidden questionnaire-forbidden to everybody but administrators."""
    if person.role != "administrator":
        raise Forbidden(Problem("questionnaire-forbidden"))


def version_taken(version: str) -> Refusal:
    """The refusal of a definition whose version is another one's."""
    return refuse("questionnaire-version-taken", Place(column="version"), version=version)


def _change(c: Connection, found: Definition, state: State, values: dict[str, Any]) -> None:
    here = (table.c.id == found.id, table.c.state == state)
    if not c.execute(update(table).where(*here).values(values)).rowcount:
        raise Conflict(Problem("questionnaire-changed"), current=definition(c, found.id))


def _audit_detail(found: Definition) -> dict[str, object]:
    return {"questionnaire": found.questionnaire, "version": found.version, "digest": found.digest}


def _select() -> Select[Any]:
    uploader, publisher, withdrawer = people.alias(), people.alias(), people.alias()
    plain = [table.c[name] for name in Definition.__slots__ if name in table.c]
    return (
        select(
            *plain,
            uploader.c.name.label("uploader"),
            publisher.c.name.label("publisher"),
            withdrawer.c.name.label("withdrawer"),
        )
        .join(uploader, uploader.c.id == table.c.uploaded_by)
        .outerjoin(publisher, publisher.c.id == table.c.published_by)
        .outerjoin(withdrawer, withdrawer.c.id == table.c.withdrawn_by)
    )


def _read(row: Row[Any]) -> Definition:
    values = {name: getattr(row, name) for name in Definition.__slots__}
    return Definition(**{**values, "title": Text(**row.title)})
