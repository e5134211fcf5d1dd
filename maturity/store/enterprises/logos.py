"""The logos that documents carry: of enterprises here, of firms in :mod:`maturity.store.workshop.creation`.

Images are PNGs that :func:`maturity.intake.logos.read_logo` has written; this module stores them as they are.
"""

from sqlalchemy import Column, Connection, delete, insert, select

from ...errors import Busy, Problem
from ..accounts.people import Person
from ..faults import unique_or
from ..schema import logos
from ..types import new_id
from . import audit
from .access import WRITING, require_role
from .organisations import organisation


def logo_of(c: Connection, owner: Column[str], id: str) -> bytes | None:
    """The logo of the enterprise or room with this id, which the caller has found; `owner` is its column of logos."""
    return c.scalar(select(logos.c.image).where(owner == id))


def with_logo(c: Connection, organisation_id: str, *room_ids: str) -> frozenset[str]:
    """Those of these ids, which the caller has found, that have a logo."""
    query = select(logos.c.organisation_id, logos.c.room_id)
    mine = (logos.c.organisation_id == organisation_id) | logos.c.room_id.in_(room_ids)
    return frozenset(id for row in c.execute(query.where(mine)) for id in row if id is not None)


def replace_logo(c: Connection, owner: Column[str], id: str, image: bytes | None) -> None:
    """Store the logo of an enterprise or a room in place of the one before; None for none."""
    c.execute(delete(logos).where(owner == id))
    if image is not None:
        with unique_or(c, lambda: Busy(Problem("store-locked"))):  # somebody else stores one at this moment
            c.execute(insert(logos).values({"id": new_id(), owner.name: id, "image": image}))


def organisation_logo(c: Connection, person: Person, id: str) -> bytes | None:
    """The logo of one of the person's enterprises; None without one. Raises NotFound."""
    return logo_of(c, logos.c.organisation_id, organisation(c, person, id).id)


def set_organisation_logo(c: Connection, person: Person, id: str, image: bytes | None) -> None:
    """Replace the logo of an enterprise, or remove it. Raises NotFound; Forbidden to those who may not write."""
    require_role(organisation(c, person, id).role, WRITING)
    replace_logo(c, logos.c.organisation_id, id, image)
    audit.record(c, person.id, "organisation.logo", organisation=id, detail={"removed": image is None})
