"""Saved views: filters and order of the list of enterprises under a name, each a person's own."""

from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from ...errors import Place, refuse
from ...text.plain import one_line
from ..accounts.people import Person
from ..schema import VIEW_LIMIT
from ..schema import portfolio_views as table
from ..types import check_text, is_id, new_id, now

MOST_VIEWS = 30  # of a person
_LONGEST = 2000  # letters of the query


class View(NamedTuple):
    """A saved view; `query` is the part of an address behind the question mark."""

    id: str
    name: str
    query: str


def views_of(c: Connection, person: Person) -> list[View]:
    """The person's views in order of names."""
    query = select(table.c.id, table.c.name, table.c.query).where(table.c.person_id == person.id)
    return [View(*row) for row in c.execute(query.order_by(table.c.name, table.c.id))]


def keep_view(c: Connection, person: Person, name: str, query: str) -> None:
    """Save a view under a name; one of the same name is replaced.

    Raises Refusal portfolio-view, portfolio-views, store-bad-text.
    """
    words = one_line(check_text(name, "name"))
    if not 1 <= len(words) <= VIEW_LIMIT or len(check_text(query, "query")) > _LONGEST:
        raise refuse("portfolio-view", Place(column="name"), limit=VIEW_LIMIT)
    mine = table.c.person_id == person.id
    values = {"query": query, "at": now()}
    if c.execute(update(table).where(mine, table.c.name == words).values(values)).rowcount:
        return
    if (c.scalar(select(func.count()).select_from(table).where(mine)) or 0) >= MOST_VIEWS:
        raise refuse("portfolio-views", Place(column="name"), limit=MOST_VIEWS)
    c.execute(insert(table).values(id=new_id(), person_id=person.id, name=words, **values))


def drop_view(c: Connection, person: Person, id: str) -> None:
    """Delete a view of the person; nothing happens for any other id, so that it may be repeated."""
    if is_id(id):
        c.execute(delete(table).where(table.c.person_id == person.id, table.c.id == id))
