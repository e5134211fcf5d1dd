"""Imports of organisations: their attachments, and the decision which of their submissions count."""

import zlib
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from ...errors import NotFound, Problem
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.organisations import organisation, owned_organisation
from ..schema import imports as table
from ..schema import people, submissions
from ..types import is_id
from .origins import ACCEPTED, HERE, PROVED, REFUSED

PAGE = 50


class Import(NamedTuple):
    """An import of an organisation: when, by whom (a name), signed by which trusted instance (None: by none)."""

    id: str
    at: datetime
    by: str
    instance: str | None


class ExternalSubmission(NamedTuple):
    """An imported submission. `level` is computed from its answers; `stated` is the level in the archive."""

    id: str
    name: str
    credit_code: str
    questionnaire: str
    questionnaire_version: str
    year: int
    level: int
    stated: int | None
    stated_at: datetime | None
    brought_at: datetime
    by: str
    instance: str | None
    origin: str

    @property
    def key(self) -> tuple[str, str]:
        """The id and the version of its questionnaire."""
        return self.questionnaire, self.questionnaire_version


def imports_of(c: Connection, person: Person, organisation_id: str) -> list[Import]:
    """The imports of one of the person's organisations, the latest first. Raises NotFound."""
    organisation(c, person, organisation_id)
    query = (
        select(table.c.id, table.c.at, people.c.name, table.c.instance)
        .join(people, people.c.id == table.c.by)
        .where(table.c.organisation_id == organisation_id)
        .order_by(table.c.at.desc())
    )
    return [Import(*row) for row in c.execute(query)]


def attachment(c: Connection, person: Person, organisation_id: str, id: str) -> bytes:
    """The unverified part of an import (log, members, submissions as stated), as JSON text.

    Raises NotFound; Forbidden to all but owners.
    """
    owned_organisation(c, person, organisation_id)
    mine = (table.c.id == id, table.c.organisation_id == organisation_id)
    held = c.scalar(select(table.c.held).where(*mine)) if is_id(id) else None
    if held is None:
        raise NotFound(Problem("import-not-found"))
    return zlib.decompress(held)


def external_submissions(c: Connection, origin: str, *, after: str | None = None) -> list[ExternalSubmission]:
    """A page of the imported submissions with this origin, one of :data:`.origins.ORIGINS`; for analysts."""
    other = table.alias()
    latest = select(func.max(other.c.at)).where(other.c.organisation_id == submissions.c.organisation_id)
    plain = ("id", "name", "credit_code", "questionnaire", "questionnaire_version", "year", "level", "stated_level")
    columns = [submissions.c[name] for name in (*plain, "stated_at")]
    query = (
        select(*columns, table.c.at, people.c.name, table.c.instance, submissions.c.origin)
        .join(table, table.c.organisation_id == submissions.c.organisation_id)
        .join(people, people.c.id == table.c.by)
        .where(submissions.c.origin == origin, table.c.at == latest.scalar_subquery())
        .order_by(submissions.c.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(submissions.c.id > after)
    return [ExternalSubmission._make(row) for row in c.execute(query)]


def decide_submission(c: Connection, person: Person, id: str, *, accepted: bool) -> None:
    """Accept or refuse an imported submission; may be repeated. The caller has checked the analyst's role.

    Raises NotFound for an unknown submission and one made in this installation.
    """
    mine = (submissions.c.id == id, submissions.c.origin != HERE)
    columns = (submissions.c.origin, submissions.c.organisation_id, submissions.c.assessment_id)
    query = select(*columns).where(*mine).with_for_update()  # of two decisions the second one sees the first
    row = c.execute(query).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("import-not-found"))
    origins = (ACCEPTED, PROVED) if accepted else (REFUSED,)
    if row.origin in origins:
        return
    c.execute(update(submissions).where(*mine).values(origin=origins[0]))
    audit.record(
        c,
        person.id,
        "submission.accept" if accepted else "submission.refuse",
        organisation=row.organisation_id,
        assessment=row.assessment_id,
        detail={"submission": id, "before": row.origin},
    )
