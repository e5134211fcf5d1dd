"""Enterprises that were signed up or imported by a user, whose claim to the credit code is not verified.

Data that the operating body imports for such an enterprise would be visible to its members. It is therefore refused
until an operator confirms that the members represent the enterprise.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, islice

from sqlalchemy import Connection, select

from ..schema import audit_log, memberships, organisations
from . import audit

_CLAIMS = ("organisation.sign-up", "organisation.import")
_CONFIRMED = "organisation.confirm"
_MOST = 5000  # values of one query


def unconfirmed_codes(c: Connection, known: Mapping[str, str], confirmed: Collection[str]) -> set[str]:
    """Those of the credit codes in `known` (code -> organisation id) whose claim is not confirmed.

    Codes in `confirmed` are recorded in the audit log as confirmed, permanently.
    """
    claimed = _with(c, known, _CLAIMS) - _with(c, known, (_CONFIRMED,))
    for code in sorted(claimed.intersection(confirmed)):
        audit.record(c, None, _CONFIRMED, organisation=known[code])
    return claimed.difference(confirmed)


def claimed_codes(c: Connection) -> frozenset[str]:
    """The credit codes of all enterprises whose claim is not confirmed."""
    owner = organisations.c.id == audit_log.c.organisation_id
    query = select(organisations.c.credit_code, organisations.c.id).join(audit_log, owner)
    known = {row.credit_code: row.id for row in c.execute(query.where(audit_log.c.action.in_(_CLAIMS)))}
    return frozenset(chain.from_iterable(unconfirmed_codes(c, part, ()) for part in _parts(known)))


def _parts(known: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """`known` in parts small enough for the values of one query."""
    pairs = iter(known.items())
    while part := dict(islice(pairs, _MOST)):
        yield part


def _with(c: Connection, known: Mapping[str, str], actions: tuple[str, ...]) -> set[str]:
    """The codes whose organisation has members and one of `actions` in the audit log."""
    query = (
        select(audit_log.c.organisation_id)
        .distinct()
        .join(memberships, memberships.c.organisation_id == audit_log.c.organisation_id)
        .where(audit_log.c.organisation_id.in_(list(known.values())), audit_log.c.action.in_(actions))
    )
    found = set(c.scalars(query))
    return {code for code, id in known.items() if id in found}
