"""Provinces and second-level places of GB/T 2260, as far as an enterprise's address needs them.

A municipality is its own city with the province's code, and so are Hong Kong, Macao and Taiwan. Counties that a
province administers directly share one row a province, code xx9000. English names are customary ones (Hohhot, Ordos),
else Hanyu pinyin; places that share their pinyin carry the province in brackets.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from ..errors import Place, refuse
from ..questionnaire import Text
from .spelling import MOST, Spellings, key
from .tables import Table, listed, shown

EDITION = "GB/T 2260 (2019-04)"
AS_OF = date(2019, 4, 30)  # the last codes the ministry published in this series

# What an English name says beyond the place itself: "Ili Kazakh Autonomous Prefecture", "Suzhou (Anhui)"
_KIND = re.compile(r" (\S+ (and \S+ )?Autonomous Prefecture|Prefecture|League|City)$| \(.*\)$")

#: Four regions of the National Bureau of Statistics. Hong Kong, Macao and Taiwan belong to none.
ECONOMIC_REGIONS: Mapping[str, Text] = {
    "east": Text("东部", "East"),
    "central": Text("中部", "Central"),
    "west": Text("西部", "West"),
    "northeast": Text("东北", "Northeast"),
}


@dataclass(frozen=True, slots=True)
class Province:
    """A province-level place. `short` is its name for display （江苏）; `tile` its column and row in an 8 x 8 map."""

    code: str
    name: Text
    short: Text
    tile: tuple[int, int]
    economic_region: str | None
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A second-level place. `short` drops 市 and the like （苏州）; `province` is a code of `PROVINCES`."""

    code: str
    name: Text
    short: Text
    province: str
    other_names: tuple[str, ...]


def _province(row: Mapping[str, str]) -> Province:
    return Province(
        row["code"],
        Text(row["name_zh"], row["name_en"]),
        Text(row["short_zh"], row["name_en"]),
        (int(row["column"]), int(row["row"])),
        row["economic_region"] or None,
        _names(row["other_names"]),
    )


def _city(row: Mapping[str, str]) -> City:
    return City(
        row["code"],
        Text(row["name_zh"], row["name_en"]),
        Text(row["short_zh"], row["name_en"]),
        row["province"],
        _names(row["other_names"]),
    )


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name for name in cell.split(";") if name)


PROVINCES: Mapping[str, Province] = Table("provinces.csv", _province)
CITIES: Mapping[str, City] = Table("cities.csv", _city)


def read_city(text: str, place: Place | None = None) -> City:
    """The city meant by a code (320500), a Chinese name (苏州市, 苏州, 江苏省苏州市) or an English one (Xi'an).

    Refuses, naming what comes close: unknown places, names of several places (Suzhou; 海南, a province and a
    prefecture), and provinces that are not a city.
    """
    where = place or Place()
    codes = _spellings().codes(text) or _spellings().codes(_plain(text))
    if len(codes) == 1 and codes[0] in CITIES:
        return CITIES[codes[0]]
    if len(codes) > 1:
        meant = [CITIES[code] if code in CITIES else PROVINCES[code] for code in codes]
        raise refuse("class-city-ambiguous", where, text=shown(text), **listed(meant))
    if codes:
        inside = [city for city in CITIES.values() if city.province == codes[0]]
        raise refuse("class-city-province", where, text=shown(text), **listed(inside[:MOST]))
    close = [CITIES[code] for code in _near(text)]
    if close:
        raise refuse("class-city-near", where, text=shown(text), **listed(close))
    raise refuse("class-city-unknown", where, text=shown(text))


@cache
def _spellings() -> Spellings:
    """Every way of writing a city, and of writing a province that is no city, so that it can be told apart."""
    cities = ((name, city.code) for city in CITIES.values() for name in _city_names(city))
    provinces = (
        (name, province.code)
        for province in PROVINCES.values()
        if province.code not in CITIES
        for name in (province.code, province.name.zh, province.short.zh, province.name.en, *province.other_names)
    )
    return Spellings((*cities, *provinces))


def _city_names(city: City) -> Iterator[str]:
    province = PROVINCES[city.province]
    plain = _plain(city.name.en)
    yield from (city.code, city.name.zh, city.short.zh, city.name.en, plain, f"{plain} {province.name.en}")
    yield from city.other_names
    for front in (province.name.zh, province.short.zh):
        yield from (front + city.name.zh, front + city.short.zh)


def _plain(name: str) -> str:
    return _KIND.sub("", name.strip())


def _near(text: str) -> list[str]:
    """Codes of cities that an unknown `text` resembles, best first."""
    code = key(text)
    if not code.isdecimal():
        return [near for near in _spellings().near(text) if near in CITIES][:MOST]
    for parent in (code[:4] + "00", code[:2] + "0000"):  # of a county
        if parent in CITIES:
            return [parent]
    return get_close_matches(code, [city for city in CITIES if city[:2] == code[:2]], n=MOST, cutoff=0.5)
