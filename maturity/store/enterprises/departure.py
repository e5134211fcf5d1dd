"""Leaving: an owner asks for deletion, may take it back for a while; then an operator purges what is left."""

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
from .organisations import owned

DAYS = 30  # in which a deletion can be taken back


def part(c: Connection, person: Person, id: str, name: str) -> datetime:
    """Ask for the deletion of an organisation, by its name; gives the day until which it can be taken back.

    Raises NotFound; Forbidden to all but owners; Refusal organisation-name-differs.
    """
    found = owned(c, person, id)
    if name.strip() != found.facts.name:
        raise refuse("organisation-name-differs", Place(column="name"))
    until = found.delete_after or now() + timedelta(days=DAYS)
    c.execute(update(organisations).where(organisations.c.id == id).values(delete_after=until))
    audit.record(c, person.id, "organisation.part", organisation=id)
    return until


def stay(c: Connection, person: Person, id: str) -> None:
    """Take the deletion back. Raises NotFound; Forbidden to all but owners."""
    owned(c, person, id)
    c.execute(update(organisations).where(organisations.c.id == id).values(delete_after=None))
    audit.record(c, person.id, "organisation.stay", organisation=id)


def departed(c: Connection) -> list[str]:
    """The ids of the organisations whose time to be taken back is over: for the operator."""
    over = organisations.c.delete_after.is_not(None), organisations.c.delete_after < now()
    return list(c.scalars(select(organisations.c.id).where(*over).order_by(organisations.c.id)))


def purge(store: Store, files: Files) -> list[str]:
    """Delete every organisation whose time is over, each by itself, files last; gives their ids."""
    with store.read() as c:
        over = departed(c)
    for id in over:
        with store.write() as c:
            gone = archive.wipe(c, id) if id in departed(c) else []  # it may be taken back meanwhile
        for name in gone:
            files.drop(name)
    return over
