"""The list of the enterprises of a person with the kept figures of their assessments: filtered, sorted, by pages."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from ...classification.regions import CITIES
from ...errors import Busy
from ...questionnaire import Lookup
from ..accounts.people import Person
from ..engine import Store
from ..enterprises.access import ASSESSING, READING, joined_condition, member_condition
from ..schema import memberships, organisations, people, portfolio_tags, standings
from . import figures
from .entries import Page, entries

PAGE = 50  # rows
STATES = ("open", "submitted", "none")
SORTS = (
    *("name", "credit_code", "industry", "city", "questionnaire", "year", "state", "level", "score"),
    *("progress", "evidence", "changed", "due", "assessor", "tags"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows, in which order. "" and None where nothing is asked for.

    `search` is part of a name or of a credit code; `level` a level as a digit; `state` of STATES; `place` the code of a
    province (two digits) or of a city; `overdue` asks for a day that has passed; `every` for all rounds of a
    questionnaire, not only the last one (with `year`: of that year). `sort` is of SORTS.
    """

    search: str = ""
    level: str = ""
    state: str = ""
    industry: str = ""
    place: str = ""
    tag: str = ""
    questionnaire: str = ""
    year: int | None = None
    overdue: bool = False
    every: bool = False
    sort: str = "name"
    falling: bool = False
    page: int = 1


def refresh(store: Store, person: Person, known: Lookup) -> None:
    """Keep the figures of the person's assessments that are stale, so that the list can be sorted by them.

    Where the store cannot be written to now, they stay stale: :func:`listed` computes those that it shows.
    """
    with store.read() as c:
        ids = sorted(c.scalars(_stale(person)))
    _keep(store, ids, known)


def keep_shown(store: Store, page: Page, known: Lookup) -> None:
    """Keep the figures that had to be computed for a page: weights of files have changed, or somebody was quick."""
    _keep(store, sorted(one.assessment_id for one in page.entries if one.assessment_id and not one.kept), known)


def _keep(store: Store, ids: Sequence[str], known: Lookup) -> None:
    for start in range(0, len(ids), figures.AT_ONCE):
        with suppress(Busy), store.write() as c:
            figures.keep(c, ids[start : start + figures.AT_ONCE], known)


def listed(c: Connection, person: Person, wanted: Wanted, today: date, known: Lookup, most: int | None = PAGE) -> Page:
    """A page of at most `most` rows (None: all rows). Figures that became stale meanwhile are computed for it."""
    ordered = _keys(person, wanted, today, named=True).order_by(*_order(person, wanted))
    if most is None:
        keys = [(row.id, row.aid) for row in c.execute(ordered)]
        return Page(entries(c, person, keys, known), len(keys))
    total = c.scalar(select(func.count()).select_from(_keys(person, wanted, today, named=False).subquery())) or 0
    rows = c.execute(ordered.limit(most).offset((wanted.page - 1) * most))
    return Page(entries(c, person, [(row.id, row.aid) for row in rows], known), total)


def _stale(person: Person) -> Select[str]:
    mine = member_condition(person, standings.c.organisation_id, *READING)
    return select(standings.c.assessment_id).where(standings.c.stale, mine)


def _keys(person: Person, wanted: Wanted, today: date, *, named: bool) -> Select[Any]:
    """The ids of the rows; enterprises themselves are read where they are filtered by, or `named`."""
    here = standings.c.organisation_id == memberships.c.organisation_id
    if not wanted.every and wanted.year is None:
        here = and_(here, standings.c.latest)
    joined: Any = memberships
    if named or wanted.search or wanted.industry or wanted.place:
        joined = joined.join(organisations, organisations.c.id == memberships.c.organisation_id)
    return (
        select(memberships.c.organisation_id.label("id"), standings.c.assessment_id.label("aid"))
        .select_from(joined.outerjoin(standings, here))
        .where(joined_condition(person), *_conditions(person, wanted, today))
    )


def _conditions(person: Person, wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.search:
        codes = (organisations.c.credit_code,) if wanted.search.isascii() else ()
        within = (organisations.c.name, *codes)
        found.append(or_(*(column.icontains(wanted.search, autoescape=True) for column in within)))
    if wanted.level:
        found.append(standings.c.level == int(wanted.level))
    if wanted.state:
        none = standings.c.assessment_id.is_(None)
        found.append(none if wanted.state == "none" else standings.c.state == wanted.state)
    if wanted.industry:
        found.append(organisations.c.division == wanted.industry)
    if wanted.place:
        found.append(organisations.c.city.in_(_cities(wanted.place)))
    if wanted.tag:
        mine = select(portfolio_tags.c.organisation_id).where(
            portfolio_tags.c.person_id == person.id, portfolio_tags.c.tag == wanted.tag
        )
        found.append(memberships.c.organisation_id.in_(mine))
    if wanted.questionnaire:
        found.append(standings.c.questionnaire == wanted.questionnaire)
    if wanted.year is not None:
        found.append(standings.c.year == wanted.year)
    if wanted.overdue:
        found.append(standings.c.due < today)
    return found


def _cities(place: str) -> list[str]:
    return [code for code, city in CITIES.items() if place in (code, city.province)]


def _order(person: Person, wanted: Wanted) -> list[Any]:
    """What is not there comes last, whether the order rises or falls; equal rows are in order of names."""
    progress = standings.c.answered * 1.0 / func.nullif(standings.c.asked, 0)
    evidence = standings.c.backed * 1.0 / func.nullif(standings.c.claims, 0)
    columns: Mapping[str, Any] = {
        "name": organisations.c.name,
        "credit_code": organisations.c.credit_code,
        "industry": organisations.c.division,
        "city": organisations.c.city,
        "questionnaire": standings.c.questionnaire,
        "year": standings.c.year,
        "state": standings.c.state,
        "level": standings.c.level,
        "score": standings.c.score,
        "progress": progress,
        "evidence": evidence,
        "changed": standings.c.changed_at,
        "due": standings.c.due,
        "assessor": _first_assessor(),
        "tags": _first_tag(person),
    }
    by = columns[wanted.sort]
    rest = [standings.c.score] if wanted.sort == "level" else []
    first = [standings.c.maximum.is_not(None)] if wanted.sort == "score" else []  # points are no S
    order = [one.desc() if wanted.falling else one.asc() for one in (by, *rest)]
    ends = [organisations.c.name, memberships.c.organisation_id, standings.c.year.desc(), standings.c.assessment_id]
    return [*([] if wanted.sort == "name" else [by.is_(None)]), *first, *order, *ends]


def _first_assessor() -> Any:
    whose, who = memberships.alias("whose"), people.alias("who")
    return (
        select(func.min(who.c.name))
        .join(whose, whose.c.person_id == who.c.id)
        .where(whose.c.organisation_id == memberships.c.organisation_id, whose.c.role.in_(ASSESSING))
        .correlate(memberships)
        .scalar_subquery()
    )


def _first_tag(person: Person) -> Any:
    mine = (portfolio_tags.c.person_id == person.id, portfolio_tags.c.organisation_id == memberships.c.organisation_id)
    return select(func.min(portfolio_tags.c.tag)).where(*mine).correlate(memberships).scalar_subquery()
