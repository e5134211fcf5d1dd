"""What is stored of a person: the export of it, and its erasure. docs/privacy.md lists the tables."""

from typing import Any

from sqlalchemy import Connection, delete, select, update

from ..enterprises import audit
from ..enterprises.organisations import remove_member
from ..schema import (
    access_tokens,
    assignments,
    audit_log,
    consents,
    familiar_addresses,
    kept_forms,
    memberships,
    organisations,
    person_identities,
    portfolio_tags,
    portfolio_views,
    recovery_codes,
    second_factors,
    sessions,
    tokens,
    visits,
)
from ..schema import people as table
from ..types import new_id
from . import people
from .people import Person

ERASED_NAME = "—"
_THEIRS = (
    *(sessions, access_tokens, familiar_addresses, second_factors, recovery_codes),
    person_identities,
    *(kept_forms, tokens, assignments, visits, portfolio_tags, portfolio_views),
)
_LOG_LIMIT = 10_000  # the latest entries


def personal_data(c: Connection, person: Person) -> dict[str, Any]:
    """What is stored of the person, as JSON can write it: account, memberships, sessions, identities, tokens,
    consents, acts.

    What they entered for an enterprise is the enterprise's and in its export. The download is recorded.
    """
    audit.record(c, person.id, "person.export", detail={"person": person.id})
    row = c.execute(select(table.c.created_at, table.c.disabled_at).where(table.c.id == person.id)).one()
    factor = select(second_factors.c.confirmed_at).where(second_factors.c.person_id == person.id)
    account = {"email": person.email, "name": person.name, "role": person.role, "language": person.language}
    account |= {"created_at": _text(row.created_at), "second_factor_since": _text(c.scalar(factor))}
    mine = memberships.join(organisations, organisations.c.id == memberships.c.organisation_id)
    member = select(organisations.c.name, memberships.c.role).select_from(mine)
    member = member.where(memberships.c.person_id == person.id).order_by(organisations.c.name)
    session = select(sessions.c.device, sessions.c.began_at, sessions.c.used_at)
    token = select(*(access_tokens.c[name] for name in ("name", "scopes", "created_at", "expires_at", "used_at")))
    known = select(*(person_identities.c[name] for name in ("issuer", "subject", "email", "connected_at", "used_at")))
    agreed = select(consents.c.version, consents.c.occasion, consents.c.at)
    named = portfolio_tags.join(organisations, organisations.c.id == portfolio_tags.c.organisation_id)
    tags = select(organisations.c.name, portfolio_tags.c.tag).select_from(named)
    views = select(portfolio_views.c.name, portfolio_views.c.query, portfolio_views.c.at)
    acts = select(audit_log.c.at, audit_log.c.action).where(audit_log.c.person_id == person.id)
    return {
        "account": account,
        "memberships": _rows(c, member),
        "sessions": _rows(c, session.where(sessions.c.person_id == person.id).order_by(sessions.c.began_at)),
        "identities": _rows(c, known.where(person_identities.c.person_id == person.id)),
        "access_tokens": _rows(
            c, token.where(access_tokens.c.person_id == person.id).order_by(access_tokens.c.created_at)
        ),
        "tags": _rows(c, tags.where(portfolio_tags.c.person_id == person.id).order_by(*tags.selected_columns)),
        "views": _rows(c, views.where(portfolio_views.c.person_id == person.id).order_by(portfolio_views.c.name)),
        "consents": _rows(c, agreed.where(consents.c.person_id == person.id).order_by(consents.c.at)),
        "acts": _rows(c, acts.order_by(audit_log.c.at.desc()).limit(_LOG_LIMIT)),
    }


def erase_person(c: Connection, person_id: str, by: str | None) -> None:
    """Erase a person: name, address and password go, sessions and memberships end; what they entered stays, by nobody.

    `by` is the id of the administrator, None for the command line. It cannot be undone; may be repeated. Raises Refusal
    account-last-administrator, and membership-last-owner for who is the last owner of an enterprise; NotFound.
    """
    found = people.disable(c, person_id, by)
    if is_erased(found):
        return
    for id in c.scalars(select(memberships.c.organisation_id).where(memberships.c.person_id == found.id)).all():
        remove_member(c, id, found.id, by=by)
    for one in _THEIRS:
        c.execute(delete(one).where(one.c.person_id == found.id))
    gone = {"name": ERASED_NAME, "email": _address(found.id), "password": None, "stamp": new_id()}
    c.execute(update(table).where(table.c.id == found.id).values(**gone))
    audit.record(c, by, "person.erase", detail={"person": found.id})


def is_erased(person: Person) -> bool:
    """Whether the person was erased."""
    return person.email == _address(person.id)


def _address(id: str) -> str:
    """An address that is nobody's, and one for each erased account."""
    return f"{id}@erased.invalid"


def _rows(c: Connection, query: Any) -> list[dict[str, Any]]:
    return [{name: _text(value) for name, value in row.items()} for row in c.execute(query).mappings()]


def _text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
