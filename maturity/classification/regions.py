"""Provinces and second-level places of GB/T 2260, as far as an enterprise's address needs them.

A municipality is its own city with the province's code, and so are Hong Kong, Macao and Taiwan. Counties that a
province administers directly share one row a province, code xx9000. English names are customary ones (Hohhot, Ordos),
else Hanyu pinyin; places that share their pinyin carry the province in brackets.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..errors import Place, Problem, refuse
from ..questionnaire import Text
from ..text.plain import normalised
from .localities import CEASED, Ceased, ceased_names, counties, parents
from .spelling import MOST, Spellings, key
from .tables import Table, listed, shown

EDITION = "GB/T 2260 (2019-04)"
AS_OF = date(2019, 4, 30)  # the last codes the ministry published in this series

# What an English name says beyond the place itself: "Ili Kazakh Autonomous Prefecture", "Suzhou (Anhui)"
_KIND = re.compile(r" (\S+ (and \S+ )?Autonomous Prefecture|Prefecture|League|City)$| \(.*\)$")

_CODE = re.compile(r"([0-9]{6}|[0-9]{9}|[0-9]{12})(?:\.0*)?")  # a spreadsheet's 320500.0 is a code too
# "320500 苏州市", "320500-苏州市", "苏州市(320500)"
_BOTH = (
    re.compile(r"\(?(?P<code>[0-9]{6}|[0-9]{9}|[0-9]{12})\)?(?P<name>[^0-9]+)"),
    re.compile(r"(?P<name>[^0-9]+)(?P<code>[0-9]{6}|[0-9]{9}|[0-9]{12})\)?"),
)
_CONFUSED = str.maketrans("洲杨淅", "州扬浙")

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
    """The city meant by a code (320500), a Chinese name (苏州市, 苏州, 江苏省苏州市), an English one (Xi'an), or both.

    The code or name of a county (320583, 昆山市) and the former name of a renamed place (襄樊市) lead to their city.
    Refuses, naming what comes close: unknown places, names of several places (Suzhou; 海南, a province and a
    prefecture; 鼓楼区), a code with the name of another place, places merged into others, and provinces
    that are not a city.
    """
    where = place or Place()
    typed = _one(normalised(text), where)
    codes = _codes(typed)
    if not codes and (gone := _gone(typed)):
        code = f"class-city-{gone.kind}"
        raise refuse(code, where, text=shown(text), year=gone.year, **listed([CITIES[c] for c in gone.successors]))
    if len(codes) == 1 and codes[0] in CITIES:
        return CITIES[codes[0]]
    if len(codes) > 1:
        meant = [CITIES[code] if code in CITIES else PROVINCES[code] for code in codes]
        raise refuse("class-city-ambiguous", where, text=shown(text), **listed(meant))
    if codes:
        inside = [city for city in CITIES.values() if city.province == codes[0]]
        raise refuse("class-city-province", where, text=shown(text), **listed(inside[:MOST]))
    close = [CITIES[code] for code in _near(typed)]
    if close:
        raise refuse("class-city-near", where, text=shown(text), **listed(close))
    raise refuse("class-city-unknown", where, text=shown(text))


def read_province(text: str, place: Place | None = None) -> Province:
    """The province-level place meant by a code (320000, 32), a Chinese name (江苏省, 江苏) or an English one (Jiangsu).

    Refuses, naming what comes close: unknown places, and cities that are no province.
    """
    where, typed = place or Place(), normalised(text)
    digits = _CODE.fullmatch(typed)
    codes = _province_spellings().codes(digits[1] if digits else typed)
    if codes:
        return PROVINCES[codes[0]]
    cities = [code for code in _spellings().codes(typed) if code in CITIES]  # 江南 is no city, if a district of one
    if cities:
        above = dict.fromkeys(CITIES[code].province for code in cities)
        raise refuse("class-province-city", where, text=shown(text), **listed(PROVINCES[code] for code in above))
    close = [PROVINCES[code] for code in _province_spellings().near(typed)[:MOST]]
    if close:
        raise refuse("class-province-near", where, text=shown(text), **listed(close))
    raise refuse("class-province-unknown", where, text=shown(text))


def with_province(city: City, language: str) -> str:
    """A city with the province that it lies in: "江苏省 苏州市", "Nanjing, Jiangsu"; by its name alone where that says
    it already (Beijing, "Suzhou (Jiangsu)").
    """
    province, name = PROVINCES[city.province].name.of(language), city.name.of(language)
    if name == province or name.endswith(")"):
        return name
    return f"{province} {name}" if language == "zh" else f"{name}, {province}"


def misspelt(problem: Problem, taken: Container[str]) -> Problem:
    """A problem of :func:`read_province` with an unknown name, naming the provinces that it is one character from and
    whose codes are not `taken`; the problem itself where there are none.
    """
    text = str(problem.values.get("text", ""))
    near = [one for code, one in PROVINCES.items() if code not in taken and _one_apart(text, one.short.zh)]
    if problem.code != "class-province-unknown" or not near:
        return problem
    return Problem("class-province-near", problem.place, {"text": text, **listed(near)})


def _one_apart(text: str, name: str) -> bool:
    return len(text) == len(name) and sum(a != b for a, b in zip(text, name, strict=True)) == 1


def _one(typed: str, place: Place) -> str:
    """`typed`, or its code alone where it is a code with the name of the same place."""
    entry = next((match for pattern in _BOTH if (match := pattern.fullmatch(typed)) and key(match["name"])), None)
    if entry is None:
        return typed
    by_code, by_name = _codes(entry["code"]), _codes(entry["name"])
    if by_code and by_name and set(by_code) <= set(by_name):
        return entry["code"]
    if not by_code and not by_name and (gone := _gone(entry["code"])) and gone == _gone(entry["name"]):
        return entry["code"]
    meant = [CITIES.get(code) or PROVINCES[code] for code in dict.fromkeys((*by_code, *by_name))]
    raise refuse("class-city-name" if meant else "class-city-unknown", place, text=shown(typed), **listed(meant))


def _codes(typed: str) -> tuple[str, ...]:
    """Codes of the places that `typed` can stand for: cities, and provinces that are no city."""
    digits = _CODE.fullmatch(typed)
    if digits:
        above = parents(digits[1])
        renamed = [CEASED[code].successors for code in above if code in CEASED and CEASED[code].kind == "renamed"]
        known = [code for code in above if code in CITIES or code in CEASED]
        if renamed or not known:
            return renamed[0] if renamed else tuple(code for code in above[:1] if code in PROVINCES)
        return tuple(code for code in known[:1] if code in CITIES)
    found = _spellings().codes(typed) or _spellings().codes(_plain(typed))
    if found:
        return found
    for scope, rest in _address(typed):
        gone = ceased_names().get(rest)
        if gone:
            return gone.successors if gone.kind == "renamed" and scope.issuperset(gone.successors) else ()
        inside = tuple(code for code in counties().get(rest, ()) if code in scope)
        if inside:
            return inside
    return ()


def _gone(typed: str) -> Ceased | None:
    """The merged or divided place that `typed` is, or lies in."""
    digits = _CODE.fullmatch(typed)
    if digits:
        return next((CEASED[code] for code in parents(digits[1]) if code in CEASED), None)
    for scope, rest in _address(typed):
        for name, gone in ceased_names().items():
            if (rest == name or (len(name) > 2 and rest.startswith(name))) and scope.issuperset(gone.successors):
                return gone
    return None


def _address(typed: str) -> list[tuple[frozenset[str], str]]:
    """`typed` whole, without the province it begins with, and without the city: with the cities it may then lie in."""
    rest, scope = key(typed), frozenset(CITIES)
    found = [(scope, rest)]
    for places in (PROVINCES.values(), CITIES.values()):
        begins = [
            (name, each.code)
            for each in places
            for name in (each.name.zh, each.short.zh)
            if rest.startswith(name) and len(rest) > len(name) + 1
        ]
        longest = max((len(name) for name, _ in begins), default=0)
        codes = {code for name, code in begins if len(name) == longest}
        inside = frozenset(code for code in scope if code in codes or CITIES[code].province in codes)
        if inside:
            scope, rest = inside, rest[longest:]
            found.append((scope, rest))
    return found


@cache
def _spellings() -> Spellings:
    """Every way of writing a city, and of writing a province that is no city, so that it can be told apart."""
    cities = ((name, city.code) for city in CITIES.values() for name in _city_names(city))
    provinces = (
        (name, province.code)
        for province in PROVINCES.values()
        if province.code not in CITIES
        for name in _province_names(province)
    )
    return Spellings((*cities, *provinces))


@cache
def _province_spellings() -> Spellings:
    """Every way of writing a province-level place, by itself."""
    return Spellings(
        (name, province.code)
        for province in PROVINCES.values()
        for name in (province.code[:2], *_province_names(province))
    )


def _province_names(province: Province) -> tuple[str, ...]:
    return (province.code, province.name.zh, province.short.zh, province.name.en, *province.other_names)


def _city_names(city: City) -> Iterator[str]:
    province = PROVINCES[city.province]
    short = _plain(city.name.en)
    yield from (city.code, city.name.zh, city.short.zh, city.name.en, short, f"{short} {province.name.en}")
    if city.name.zh.endswith("自治州"):
        yield city.short.zh + "州"
    yield from city.other_names
    for front in (province.name.zh, province.short.zh):
        yield from (front + city.name.zh, front + city.short.zh)


def _plain(name: str) -> str:
    return _KIND.sub("", name.strip())


def _near(typed: str) -> list[str]:
    """Codes of cities that an unknown `typed` is likely to mean; none rather than a wrong one.

    A city it begins with (苏州市高新区); a confusable character (苏洲市) or one wrong in a long name; one letter of
    an English name left out, added or exchanged (Shenzen).
    """
    *fronts, (scope, rest) = _address(typed)
    if fronts:
        return list(scope) if len(scope) == 1 else []
    mended = _spellings().codes(rest.translate(_CONFUSED))
    return [code for code in mended or _spellings().near(rest) if code in CITIES][:MOST]
