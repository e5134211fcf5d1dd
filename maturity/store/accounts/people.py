"""People: accounts, passwords, roles."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from ...errors import NotFound, Place, Problem, Refusal, refuse
from ...text.plain import normalised, one_line
from ..enterprises import audit
from ..faults import unique_or
from ..schema import access_tokens, memberships, organisations, sessions, tokens
from ..schema import people as table
from ..types import check_text, is_id, new_id, now
from . import passwords

ROLES = ("enterprise", "consultant", "analyst", "administrator")
LANGUAGES = ("zh", "en")
SELF = "self"  # no id has four characters
NAME_LIMIT = 100
_EMAIL = re.compile(r"[!-?A-~]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `stamp` changes with the password; a session with another stamp is not valid.

    `disabled_at` is when an administrator disabled it, None for an account that can be used.
    """

    id: str
    email: str
    name: str
    role: str
    language: str
    stamp: str
    disabled_at: datetime | None = None


class _Login(NamedTuple):
    person: Person
    password: str | None


def add_person(
    c: Connection,
    *,
    email: str,
    name: str,
    role: str,
    password: str | None = None,
    language: str = "zh",
    by: str | None = None,
    firm: str = "",
) -> Person:
    """Add an account; without a password the person sets one through a token. `by` is who adds it: an id,
    or SELF, or None on the command line.

    `firm` is the name of the person's enterprise, for the check of the password.
    Raises Refusal with all problems of the fields (account-email, account-name, account-role, account-password-…),
    or account-email-taken.
    """
    address, name = normalise_email(email), one_line(name)
    found = [*_field_problems(address, email, name, role)]
    if password is not None:
        try:
            passwords.check_password(password, address or email, name, firm)
        except Refusal as refusal:
            found.extend(refusal.problems)
    if found or address is None:
        raise Refusal(*found)
    person = Person(new_id(), address, name, role, language if language in LANGUAGES else "zh", new_id())
    with unique_or(c, lambda: refuse("account-email-taken", Place(column="email"), email=address)):
        c.execute(
            insert(table).values(
                **{column: getattr(person, column) for column in Person.__slots__},
                password=None if password is None else passwords.hash_password(password),
                created_at=now(),
            )
        )
    audit.record(c, person.id if by == SELF else by, "person.add", detail={"person": person.id, "role": role})
    return person


def sign_in(c: Connection, email: str, password: str) -> Person | None:
    """The person with this e-mail and password, else None after the same amount of work as for an existing account.

    The account may be disabled. Reads only: use it within `store.read()`.
    """
    login = _login(c, table.c.email == (normalise_email(email) or ""))
    right = passwords.verify_password(password, login.password if login else None)
    return login.person if login and right else None


def record_refused(c: Connection, email: str) -> None:
    """Record that somebody was not let in; of the address is told only whose account it is, if anybody's."""
    owner = find_person(c, email)
    audit.record(c, None, "person.refused", detail={"person": owner.id} if owner else {})


def person(c: Connection, id: str) -> Person | None:
    """The person with this id, disabled or not; None if there is none."""
    login = _login(c, table.c.id == id) if is_id(id) else None
    return login.person if login else None


def active_person(c: Connection, id: str) -> Person | None:
    """The person with this id; None if there is none, or the account is disabled."""
    found = person(c, id)
    return found if found and found.disabled_at is None else None


def find_person(c: Connection, email: str) -> Person | None:
    """The person with this e-mail, or None. Callers must not disclose to users whether an account exists."""
    login = _login(c, table.c.email == (normalise_email(email) or ""))
    return login.person if login else None


def change_password(c: Connection, person_id: str, old: str, new: str) -> Person:
    """Change the password, given the present one; returns the person with the new stamp.

    Raises Refusal (account-password-…), NotFound.
    """
    login = _login(c, table.c.id == person_id) if is_id(person_id) else None
    if login is None:
        raise _unknown()
    if not passwords.verify_password(old, login.password):
        raise refuse("account-password-wrong", Place(column="old"))
    return _store_password(c, login.person, new, "person.change-password")


def set_password(c: Connection, person_id: str, new: str) -> Person:
    """Set the password after a token was redeemed, or from the command line; returns the person with the new stamp.

    Raises Refusal (account-password-…), NotFound.
    """
    found = person(c, person_id)
    if found is None:
        raise _unknown()
    return _store_password(c, found, new, "person.set-password")


def end_sessions(c: Connection, person_id: str) -> None:
    """End all sessions of a person by changing the stamp, so that copied cookies become invalid."""
    if is_id(person_id):
        c.execute(update(table).where(table.c.id == person_id).values(stamp=new_id()))
        c.execute(delete(sessions).where(sessions.c.person_id == person_id))
        audit.record(c, person_id, "person.sign-out", detail={"person": person_id})


def set_language(c: Connection, person_id: str, language: str) -> None:
    """Set the person's language, "zh" or "en"."""
    if language in LANGUAGES and is_id(person_id):
        c.execute(update(table).where(table.c.id == person_id).values(language=language))
        audit.record(c, person_id, "person.set-language", detail={"language": language})


def disable(c: Connection, person_id: str, by: str | None) -> Person:
    """Disable an account: its sessions, links and access tokens end at once, and it cannot sign in; may be repeated.

    Raises Refusal account-last-administrator; NotFound.
    """
    found = person(c, person_id)
    if found is None:
        raise _unknown()
    if found.disabled_at is not None:
        return found
    _keep_an_administrator(c, found.id)
    moment = now()
    c.execute(update(table).where(table.c.id == found.id).values(disabled_at=moment, stamp=new_id()))
    c.execute(delete(sessions).where(sessions.c.person_id == found.id))
    _end_links_and_tokens(c, found.id)
    audit.record_about(c, by, "person.disable", found.id, {"person": found.id})
    return replace(found, disabled_at=moment)


def enable(c: Connection, person_id: str, by: str | None) -> Person:
    """Let a disabled account be used again; may be repeated. Raises NotFound."""
    found = person(c, person_id)
    if found is None:
        raise _unknown()
    if found.disabled_at is not None:
        c.execute(update(table).where(table.c.id == found.id).values(disabled_at=None))
        audit.record_about(c, by, "person.enable", found.id, {"person": found.id})
    return replace(found, disabled_at=None)


def people(
    c: Connection,
    *,
    after: str | None = None,
    limit: int = 50,
    search: str = "",
    role: str = "",
    disabled: bool | None = None,
) -> list[Person]:
    """A page of people by e-mail, those after the e-mail `after`; at most `limit`, itself at most 500.

    `search` is part of a name or of an e-mail address; with `disabled`, only accounts that are, or are not.
    """
    query = select(table).order_by(table.c.email).limit(max(1, min(limit, 500)))
    if after:
        query = query.where(table.c.email > check_text(after, "after"))
    if search:
        words = check_text(search, "search")
        named = table.c.name.icontains(words, autoescape=True)
        query = query.where(or_(named, table.c.email.contains(words.lower(), autoescape=True)))
    if role:
        query = query.where(table.c.role == check_text(role, "role"))
    if disabled is not None:
        query = query.where(table.c.disabled_at.is_not(None) if disabled else table.c.disabled_at.is_(None))
    return [_read(row).person for row in c.execute(query)]


def set_role(c: Connection, person_id: str, role: str, by: str | None, **more: bool) -> Person:
    """Give a person another role; `by` is the id of the administrator, None for the command line; `more` is logged.

    Raises Refusal account-role, account-last-administrator; NotFound.
    """
    if role not in ROLES:
        raise _role_refusal(role)
    found = person(c, person_id)
    if found is None:
        raise _unknown()
    if role != "administrator":
        _keep_an_administrator(c, found.id)
    c.execute(update(table).where(table.c.id == found.id).values(role=role))
    detail = {"person": found.id, "from": found.role, "to": role, **more}
    audit.record_about(c, by, "person.set-role", found.id, detail)
    return replace(found, role=role)


def has_administrator(c: Connection) -> bool:
    """Whether there is an administrator; if not, the set-up page may create the first one."""
    return c.scalar(select(table.c.id).where(table.c.role == "administrator").limit(1)) is not None


def normalise_email(text: str) -> str | None:
    """The address in lower case without white space or invisible characters; None if it is not valid."""
    address = normalised(text).lower()
    return address if len(address) <= 254 and _EMAIL.fullmatch(address) else None


def _keep_an_administrator(c: Connection, person_id: str) -> None:
    """Raise Refusal account-last-administrator if no other one is left; the last two cannot go concurrently."""
    active = (table.c.role == "administrator", table.c.disabled_at.is_(None))
    if list(c.scalars(select(table.c.id).where(*active).with_for_update(key_share=True))) == [person_id]:
        raise refuse("account-last-administrator", Place(column="role"))


def _field_problems(address: str | None, email: str, name: str, role: str) -> list[Problem]:
    found = []
    if address is None:
        found.append(Problem("account-email", Place(column="email"), {"found": email.strip()[:80]}))
    if not 1 <= len(check_text(name, "name")) <= NAME_LIMIT:
        found.append(Problem("account-name", Place(column="name"), {"limit": NAME_LIMIT}))
    if role not in ROLES:
        found.extend(_role_refusal(role).problems)
    return found


def _role_refusal(role: str) -> Refusal:
    return refuse("account-role", Place(column="role"), found=role[:40], allowed=", ".join(ROLES))


def _store_password(c: Connection, owner: Person, new: str, action: str) -> Person:
    passwords.check_password(new, owner.email, owner.name, *_firms(c, owner.id))
    stamp = new_id()
    c.execute(update(table).where(table.c.id == owner.id).values(password=passwords.hash_password(new), stamp=stamp))
    c.execute(delete(sessions).where(sessions.c.person_id == owner.id))
    _end_links_and_tokens(c, owner.id)
    audit.record(c, owner.id, action, detail={"person": owner.id})
    return replace(owner, stamp=stamp)


def _end_links_and_tokens(c: Connection, person_id: str) -> None:
    c.execute(delete(access_tokens).where(access_tokens.c.person_id == person_id))
    open_links = (tokens.c.person_id == person_id, tokens.c.purpose == "reset", tokens.c.used_at.is_(None))
    c.execute(update(tokens).where(*open_links).values(used_at=now()))


def _firms(c: Connection, person_id: str) -> list[str]:
    """The names of the person's enterprises."""
    theirs = select(organisations.c.name).join(memberships, memberships.c.organisation_id == organisations.c.id)
    return list(c.scalars(theirs.where(memberships.c.person_id == person_id)))


def _login(c: Connection, where: Any) -> _Login | None:
    row = c.execute(select(table).where(where)).one_or_none()
    return _read(row) if row else None


def _read(row: Row[Any]) -> _Login:
    return _Login(Person(**{name: getattr(row, name) for name in Person.__slots__}), row.password)


def _unknown() -> NotFound:
    return NotFound(Problem("account-not-found"))
