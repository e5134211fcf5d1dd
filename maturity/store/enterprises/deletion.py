"""Deletion of organisations: requested by an owner, can be cancelled for a time, then done by an operator."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from ...errors import Place, refuse
from ..accounts.people import Person
from ..engine import Store
from ..evidence.files import Files
from ..origins import archive
from ..schema import organisations
from ..types import now
from . import audit
from .organisations import owned_organisation

RECOVERY_DAYS = 30  # in which a deletion can be cancelled


def request_deletion(c: Connection, person: Person, id: str, name: str) -> datetime:
    """Request the deletion of an organisation, confirmed by its name; returns until when it can be cancelled.

    Raises NotFound; Forbidden to all but owners; Refusal organisation-name-differs.
    """
    found = owned_organisation(c, person, id)
    if name.strip() != found.facts.name:
        raise refuse("organisation-name-differs", Place(column="name"))
    until = now() + timedelta(days=RECOVERY_DAYS)
    mine = (organisations.c.id == id, organisations.c.delete_after.is_(None))
    if not c.execute(update(organisations).where(*mine).values(delete_after=until)).rowcount:
        return owned_organisation(c, person, id).delete_after or until
    audit.record(c, person.id, "organisation.part", organisation=id)
    return until


def cancel_deletion(c: Connection, person: Person, id: str) -> None:
    """Cancel the deletion. Raises NotFound; Forbidden to all but owners."""
    owned_organisation(c, person, id)
    mine = (organisations.c.id == id, organisations.c.delete_after.is_not(None))
    if c.execute(update(organisations).where(*mine).values(delete_after=None)).rowcount:
        audit.record(c, person.id, "organisation.stay", organisation=id)


def due_for_deletion(c: Connection) -> list[str]:
    """The ids of the organisations whose deletion can no longer be cancelled; for the operator."""
    over = organisations.c.delete_after.is_not(None), organisations.c.delete_after < now()
    return list(c.scalars(select(organisations.c.id).where(*over).order_by(organisations.c.id)))


def purge(store: Store, files: Files) -> list[str]:
    """Delete every organisation that is due, each in its own transaction, files last; returns their ids."""
    with store.read() as c:
        over = due_for_deletion(c)
    for id in over:
        with store.write() as c:
            gone = archive.delete_organisation(c, id) if id in due_for_deletion(c) else []  # it may have been cancelled
        for name in gone:
            files.drop(name)
    return over
