"""A person's own tags of enterprises."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from ...errors import Place, refuse
from ...text.plain import one_line
from ..accounts.people import Person
from ..enterprises.access import READING, member_condition
from ..enterprises.organisations import organisation_not_found
from ..schema import TAG_LIMIT, organisations
from ..schema import portfolio_tags as table
from ..types import check_text, is_id

MOST_TAGS = 200  # different ones of a person


def tags_of(c: Connection, person: Person) -> list[str]:
    """The person's tags of enterprises that the person may see, each once, in order."""
    mine = (table.c.person_id == person.id, member_condition(person, table.c.organisation_id, *READING))
    return list(c.scalars(select(table.c.tag).where(*mine).distinct().order_by(table.c.tag)))


def change_tag(c: Connection, person: Person, organisation_ids: Collection[str], tag: str, *, add: bool) -> int:
    """Add a tag to enterprises, or take it off; returns how many of them had it not, or had it. May be repeated.

    Raises NotFound for an id that is none of the person's; Refusal portfolio-tag, portfolio-tags, store-bad-text.
    """
    words = one_line(check_text(tag, "tag"))
    if not 1 <= len(words) <= TAG_LIMIT or "," in words or "，" in words:
        raise refuse("portfolio-tag", Place(column="tag"), limit=TAG_LIMIT)
    ids = {id for id in organisation_ids if is_id(id)}
    mine = (organisations.c.id.in_(ids), member_condition(person, organisations.c.id, *READING))
    if len(ids) < len(set(organisation_ids)) or set(c.scalars(select(organisations.c.id).where(*mine))) != ids:
        raise organisation_not_found()
    here = (table.c.person_id == person.id, table.c.tag == words, table.c.organisation_id.in_(ids))
    if not add:
        return int(c.execute(delete(table).where(*here)).rowcount)
    known = tags_of(c, person)
    if words not in known and len(known) >= MOST_TAGS:
        raise refuse("portfolio-tags", Place(column="tag"), limit=MOST_TAGS)
    new = sorted(ids - set(c.scalars(select(table.c.organisation_id).where(*here))))
    if new:
        c.execute(insert(table), [{"person_id": person.id, "organisation_id": id, "tag": words} for id in new])
    return len(new)
