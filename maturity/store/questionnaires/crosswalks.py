"""Crosswalks to an uploaded definition: replaced while it is a draft; added once it is published, and then frozen."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from ...errors import NotFound, Problem, refuse
from ..accounts.people import Person
from ..enterprises import audit
from ..schema import crosswalks as table
from ..schema import people, questionnaires
from ..types import check_text, now
from .definitions import definition, require_administrator


@dataclass(frozen=True, slots=True)
class UploadedCrosswalk:
    """The crosswalk from version `before`; `digest` is the SHA-256 of the file, `uploader` a name."""

    before: str
    digest: str
    uploaded_at: datetime
    uploader: str


def crosswalks(c: Connection, definition_id: str) -> list[UploadedCrosswalk]:
    """The crosswalks to a definition, by the earlier version."""
    columns = (table.c.before, table.c.digest, table.c.uploaded_at, people.c.name.label("uploader"))
    query = select(*columns).join(people, people.c.id == table.c.uploaded_by)
    return [UploadedCrosswalk(*row) for row in c.execute(query.where(_of(definition_id)).order_by(table.c.before))]


def crosswalk_file(c: Connection, definition_id: str, before: str) -> bytes:
    """The file with the crosswalk to a definition from version `before`. Raises NotFound, and Refusal
    questionnaire-altered if it is not what was uploaded.
    """
    found = c.execute(select(table.c.crosswalk, table.c.digest).where(_of(definition_id), _from(before))).one_or_none()
    if found is None:
        raise NotFound(Problem("questionnaire-unknown"))
    file = bytes(found.crosswalk)
    if sha256(file).hexdigest() != found.digest:
        raise refuse("questionnaire-altered", digest=found.digest[:12])
    return file


def released_crosswalks(c: Connection, digest: str) -> dict[str, bytes]:
    """By earlier version, the files with the crosswalks to the definition with this digest that was published."""
    ids = select(questionnaires.c.id).where(questionnaires.c.digest == digest, questionnaires.c.state != "draft")
    found = c.execute(select(table.c.definition_id, table.c.before).where(table.c.definition_id.in_(ids))).all()
    return {row.before: crosswalk_file(c, row.definition_id, row.before) for row in found}


def keep_crosswalk(c: Connection, person: Person, definition_id: str, before: str, file: bytes) -> None:
    """Keep the crosswalk to a definition from version `before`; to a draft, in place of one that is there.

    Raises Forbidden, NotFound, and Refusal crosswalk-frozen if the definition is no draft and has one.
    """
    require_administrator(person)
    found = definition(c, definition_id, lock=True)
    if found.state == "draft":
        c.execute(delete(table).where(_of(found.id), _from(before)))
    elif c.execute(select(table.c.digest).where(_of(found.id), _from(before))).one_or_none():
        raise refuse("crosswalk-frozen", before=before, version=found.version)
    digest = sha256(file).hexdigest()
    values = {"definition_id": found.id, "before": check_text(before, "from"), "crosswalk": file, "digest": digest}
    c.execute(insert(table).values(**values, uploaded_at=now(), uploaded_by=person.id))
    detail = {"questionnaire": found.questionnaire, "from": before, "version": found.version, "digest": digest}
    audit.record(c, person.id, "questionnaire.crosswalk", detail=detail)


def _of(definition_id: str) -> ColumnElement[bool]:
    return table.c.definition_id == definition_id


def _from(before: str) -> ColumnElement[bool]:
    return table.c.before == before
