"""What an address asks of the list of enterprises, and back: every view of it can be sent as a link."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import request

from ...classification.industries import DIVISIONS
from ...classification.regions import CITIES, PROVINCES
from ...store.portfolio.listing import SORTS, STATES, Wanted
from ...store.schema import LEVELS, TAG_LIMIT
from ...text.plain import one_line
from ..context import application
from ..formatting import today
from ..language import language
from ..requests.reading import whole

SEARCH_LIMIT = 100  # letters
_MOST_PAGES = 100_000


def wanted() -> Wanted:
    """What the address asks for; what cannot be is left out."""
    given = {name: one_line(request.args.get(name, ""))[:200] for name in ("q", "level", "state", "industry")}
    given |= {name: one_line(request.args.get(name, ""))[:200] for name in ("place", "tag", "questionnaire", "sort")}
    level, year, page = (whole(request.args.get(name, "")) for name in ("level", "year", "page"))
    return Wanted(
        search=given["q"][:SEARCH_LIMIT],
        level=str(level) if level is not None and 0 <= level <= LEVELS else "",
        state=given["state"] if given["state"] in STATES else "",
        industry=given["industry"] if given["industry"] in DIVISIONS else "",
        place=given["place"] if given["place"] in CITIES or given["place"] in PROVINCES else "",
        tag=given["tag"][:TAG_LIMIT],
        questionnaire=given["questionnaire"][:60],
        year=year if year is not None and 2000 <= year <= 2100 else None,
        overdue=request.args.get("overdue") == "1",
        every=request.args.get("all") == "1",
        sort=given["sort"] if given["sort"] in SORTS else "name",
        falling=request.args.get("down") == "1",
        page=page if page is not None and 1 <= page <= _MOST_PAGES else 1,
    )


def query_of(it: Wanted, **changes: object) -> dict[str, Any]:
    """The arguments of an address for it, with `changes` by name; what is as usual is left out, and so is the page."""
    plain: dict[str, Any] = {
        "q": it.search,
        "level": it.level,
        "state": it.state,
        "industry": it.industry,
        "place": it.place,
        "tag": it.tag,
        "questionnaire": it.questionnaire,
        "year": it.year,
        "overdue": 1 if it.overdue else 0,
        "all": 1 if it.every else 0,
        "sort": "" if it.sort == "name" else it.sort,
        "down": 1 if it.falling else 0,
    } | changes
    return {name: value for name, value in plain.items() if value}


class Offered(NamedTuple):
    """What the filters offer, as ids with words."""

    levels: list[int]
    industries: list[tuple[str, str]]
    provinces: list[tuple[str, str]]
    cities: list[tuple[str, str]]
    questionnaires: Mapping[str, str]
    years: list[int]


def offered(it: Wanted) -> Offered:
    """The choices of the filters. Cities are those of the province that is asked for."""
    province = CITIES[it.place].province if it.place in CITIES else it.place
    cities = [(code, one.short.of(language())) for code, one in CITIES.items() if one.province == province != code]
    known = application().offered()
    year = today().year
    return Offered(
        list(range(max((len(one.levels) for one in known), default=0) + 1)),
        [(code, one.name.of(language())) for code, one in DIVISIONS.items()],
        [(code, one.short.of(language())) for code, one in PROVINCES.items()],
        cities,
        {one.id: one.title.of(language()) for one in known},
        sorted({*range(year + 1, year - 6, -1), *([it.year] if it.year else [])}, reverse=True),
    )
