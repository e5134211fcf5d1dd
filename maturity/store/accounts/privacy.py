"""The privacy notice (the shipped or an own text) in all versions, and consents to it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from sqlalchemy import Connection, Select, func, insert, select

from ...errors import Conflict, Forbidden, NotFound, Place, Problem, Refusal, refuse
from ...questionnaire import Text
from ..enterprises import audit
from ..enterprises.organisations import organisation
from ..faults import unique_or
from ..schema import people
from ..schema.privacy import consents
from ..schema.privacy import notices as table
from ..types import check_text, new_id, now
from .people import Person

TEXT_LIMIT = 20_000
Occasion = Literal["sign-up", "submit"]


@dataclass(frozen=True, slots=True)
class Notice:
    """A version of the text. `author` is None for the shipped one; its `at` is None until somebody agrees to it."""

    version: int
    text: Text
    at: datetime | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Who agreed on behalf of an enterprise, when, to which version, and on which occasion."""

    version: int
    occasion: str
    at: datetime
    name: str


@cache
def shipped_notice() -> Text:
    """The text shipped with the program, in force where the operating body has no own one."""
    zh, en = (files(__package__).joinpath(f"privacy.{one}.txt").read_text(encoding="utf-8") for one in ("zh", "en"))
    return Text(zh.strip(), en.strip())


def notices(c: Connection) -> list[Notice]:
    """All versions, the one in force first. An own text stays in force whatever text is shipped later."""
    kept = _kept(c, _query().order_by(table.c.version.desc()))
    force = _in_force(kept[0] if kept else None)
    return kept if force in kept else [force, *kept]


def current_notice(c: Connection) -> Notice:
    """The version in force."""
    last = _kept(c, _query().where(table.c.version == select(func.max(table.c.version)).scalar_subquery()))
    return _in_force(last[0] if last else None)


def _query() -> Select[Any]:
    return select(table, people.c.name.label("author")).outerjoin(people, people.c.id == table.c.by)


def _kept(c: Connection, query: Select[Any]) -> list[Notice]:
    return [Notice(row.version, Text(row.zh, row.en), row.at, row.author) for row in c.execute(query)]


def _in_force(last: Notice | None) -> Notice:
    """The last stored version, or the shipped text if that is newer and there is no own text."""
    if last and (last.author is not None or last.text == shipped_notice()):
        return last
    return Notice(last.version + 1 if last else 1, shipped_notice())


def notice(c: Connection, version: int) -> Notice:
    """One version. Raises NotFound."""
    found = next((one for one in notices(c) if one.version == version), None)
    if found is None:
        raise NotFound(Problem("privacy-unknown"))
    return found


def replace_notice(c: Connection, person: Person, text: Text, version: int) -> Notice:
    """Add a version that replaces `version`, which stays readable.

    Raises Forbidden to all but administrators; Refusal privacy-text; Conflict if another version is in force.
    """
    if person.role != "administrator":
        raise Forbidden(Problem("privacy-forbidden"))
    words = Text(_read(text.zh, "zh"), _read(text.en, "en"))
    before = current_notice(c)
    if before.version != version:
        raise Conflict(Problem("privacy-changed"), current=before)
    if before.text == words:
        return before
    _keep(c, before)
    new = Notice(before.version + 1, words, now(), person.name)
    values = {"version": new.version, "zh": words.zh, "en": words.en, "at": new.at, "by": person.id}
    with unique_or(c, lambda: refuse("privacy-changed")):
        c.execute(insert(table).values(values))
    audit.record(c, person.id, "privacy.edit", detail={"version": new.version})
    return new


def require_current(c: Connection, agreed: int | None) -> Notice:
    """The version in force, if it is the one `agreed` to. Raises Refusal privacy-consent, privacy-changed."""
    found = current_notice(c)
    if agreed != found.version:
        raise refuse("privacy-changed" if agreed else "privacy-consent", Place(column="agreed"))
    return found


def record_consent(c: Connection, person_id: str, organisation_id: str, agreed: int | None, occasion: Occasion) -> None:
    """Record the consent that a person gave on behalf of an organisation. Raises Refusal as :func:`require_current`."""
    found = require_current(c, agreed)
    _keep(c, found)
    values = {"organisation_id": organisation_id, "person_id": person_id, "version": found.version}
    c.execute(insert(consents).values(id=new_id(), occasion=occasion, at=now(), **values))
    detail = {"version": found.version, "occasion": occasion}
    audit.record(c, person_id, "privacy.agree", organisation=organisation_id, detail=detail)


def consents_of(c: Connection, person: Person, organisation_id: str) -> list[Consent]:
    """The consents of one of the person's organisations, the latest first. Raises NotFound."""
    found = organisation(c, person, organisation_id)
    query = (
        select(consents.c.version, consents.c.occasion, consents.c.at, people.c.name)
        .join(people, people.c.id == consents.c.person_id)
        .where(consents.c.organisation_id == found.id)
        .order_by(consents.c.at.desc())
    )
    return [Consent(*row) for row in c.execute(query)]


def _keep(c: Connection, found: Notice) -> None:
    """Store the shipped text when it is first needed; safe for concurrent calls."""
    if found.at is None:
        values = {"version": found.version, "zh": found.text.zh, "en": found.text.en, "at": now()}
        with suppress(Refusal), unique_or(c, lambda: refuse("privacy-changed")):
            c.execute(insert(table).values(values))


def _read(text: str, column: str) -> str:
    words = check_text(text, column).replace("\r\n", "\n").strip()
    if not 1 <= len(words) <= TEXT_LIMIT:
        raise refuse("privacy-text", Place(column=column), limit=TEXT_LIMIT)
    return words
