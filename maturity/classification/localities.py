"""Places below and before the second level: counties lead to their city, ceased prefectures to their successor.

`counties.csv` holds the names of counties, districts and county-level cities (GB/T 2260, 2019-04, and some of before
and since), by the city that administers them; a name of several cities stands beside each. `moved.csv` holds codes that
counties had while they lay in another city, with the last year of the code. `ceased.csv` holds prefecture-level places
that were renamed, merged or divided, with the year and the source.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .tables import Table

DIRECT = ("41", "42", "46", "65")  # provinces with counties of their own, whose codes begin xx90


@dataclass(frozen=True, slots=True)
class Ceased:
    """A place of before. `kind` is "renamed" (the same place), "merged" (into one) or "divided" (among several)."""

    code: str
    names: tuple[str, ...]
    year: int
    kind: str
    successors: tuple[str, ...]
    source: str


def _ceased(row: Mapping[str, str]) -> Ceased:
    names, successors = (tuple(name for name in row[column].split(";") if name) for column in ("names", "successors"))
    return Ceased(row["code"], names, int(row["year"]), row["kind"], successors, row["source"])


CEASED: Mapping[str, Ceased] = Table("ceased.csv", _ceased)
#: Codes of counties of before (341521, 寿县 until 2015, then in Lu'an) -> the city that the county lies in today.
MOVED: Mapping[str, str] = Table("moved.csv", lambda row: row["city"])


def parents(code: str) -> tuple[str, ...]:
    """The codes a city can have whose county, town or village has the digits `code`, itself first.

    659001 is a county directly under a province (659000), 320583 and 320583100000 lie in 320500, 110108 in 110000;
    341521 lies in 340400 today, whatever it begins with.
    """
    six = code[:6]
    if six in MOVED:
        return (MOVED[six],)
    direct = (six[:2] + "9000",) if six[2:4] == "90" and six[:2] in DIRECT else ()
    return (six, *direct, six[:4] + "00", six[:2] + "0000")


@cache
def ceased_names() -> Mapping[str, Ceased]:
    """Ceased places by each of their names."""
    return {name: place for place in CEASED.values() for name in place.names}


@cache
def counties() -> Mapping[str, tuple[str, ...]]:
    """County-level names, also 昆山 for 昆山市 -> codes of the cities that administer a place of this name."""
    found: dict[str, dict[str, None]] = {}
    text = files(__package__).joinpath("counties.csv").read_text("utf-8")
    for row in csv.DictReader(text.splitlines()):
        for name in _spellings(row["names"].split(";")):
            found.setdefault(name, {})[row["code"]] = None
    return {name: tuple(codes) for name, codes in found.items()}


def _spellings(names: list[str]) -> Iterator[str]:
    for name in names:
        yield name
        if name.endswith(("市", "区", "县")) and len(name) > 2:
            yield name[:-1]
