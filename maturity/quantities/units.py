"""The units in which numbers are entered and computed, with exact factors.

The table `units.csv` names each unit and says what it is; pint computes factors and dimensions from that once, and
never sees what a user typed. Coal equivalent, oil equivalent, carbon dioxide, money, pieces and persons are dimensions
of their own: to come from one to another takes a factor with a source, not a unit.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..text.plain import folded

if TYPE_CHECKING:
    from pint import UnitRegistry

_BASES = ("metre", "gram", "second", "yuan", "coal_equivalent", "oil_equivalent", "carbon_dioxide", "piece", "person")
_PLURALS = {"piece": "pieces", "person": "persons"}  # English words; symbols have none
_LONGEST = 40  # letters of a unit
Dimension = tuple[tuple[str, int], ...]  # powers of base dimensions, by name; empty for a plain number


class UnknownUnit(KeyError):
    """Words that name no unit of the table."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its id (m2, 1e4CNY/ha), the exact factor to the base units of its dimension, and its names."""

    id: str
    factor: Fraction
    dimension: Dimension
    zh: str
    en: str

    def __repr__(self) -> str:
        return f"Unit({self.id!r})"

    def name(self, language: str) -> str:
        """What the unit is called after a number, in `language`; "" for a plain number."""
        return self.zh if language == "zh" else self.en

    def after(self, value: Fraction, language: str) -> str:
        """What the unit is called after this value: :meth:`name`, in English in the plural where it is a word."""
        name = self.name(language)
        return _PLURALS.get(name, name) if language != "zh" and abs(value) != 1 else name

    def fits(self, other: "Unit") -> bool:
        """Whether a value in this unit can be written in the other."""
        return self.dimension == other.dimension

    def to(self, other: "Unit") -> Fraction:
        """What a value in this unit is multiplied by to be one in the other."""
        return self.factor / other.factor


@lru_cache(maxsize=256)
def unit(id: str) -> Unit:
    """The unit with this id, of the table or composed of its ids by `/` and `*`. Raises UnknownUnit."""
    if len(id) > _LONGEST or not id:
        raise UnknownUnit(id[:_LONGEST])
    table, over = _table(), id.split("/")
    rows = [[_row(table, one) for one in part.split("*")] for part in over]
    expression = "/".join("*".join(f"({row['expression']})" for row in part) for part in rows)
    scaled = registry().parse_expression(expression.replace("/(", "/ (")).to_root_units()
    powers = {name.strip("[]"): int(Fraction(str(power))) for name, power in scaled.dimensionality.items()}
    zh, en = ("/".join("·".join(row[key] or "1" for row in part) for part in rows) for key in ("zh", "en"))
    if id == "1":
        zh = en = ""
    return Unit(id, Fraction(scaled.magnitude), tuple(sorted(powers.items())), zh, en)


@lru_cache(maxsize=64)
def convertible(base: Unit) -> tuple[Unit, ...]:
    """The units of the table that a value in `base` can be written in, `base` first."""
    return (base, *(one for one in map(unit, _table()) if one.fits(base) and one.id != base.id))


def spelled(words: str) -> str | None:
    """The id of the unit that `words` name in either language, "m²" or "万元/亩"; None for unknown ones."""
    word = folded(words)
    if len(word) > _LONGEST:
        return None
    known = _spellings()
    if word in known:
        return known[word]
    parts = [known.get(part.strip()) for part in word.split("/")]
    return "/".join(part for part in parts if part) if len(parts) > 1 and all(parts) else None


@cache
def registry() -> "UnitRegistry[Fraction]":
    """The registry of pint with the base units of the table and nothing else, in fractions."""
    from pint import UnitRegistry

    found: UnitRegistry[Fraction] = UnitRegistry(None, non_int_type=Fraction)
    for base in _BASES:
        found.define(f"{base} = [{base}]")
    found.define("joule = 1000 * gram * metre ** 2 / second ** 2")
    found.define("year = 31536000 * second")
    return found


def _row(table: Mapping[str, Mapping[str, str]], id: str) -> Mapping[str, str]:
    if id not in table:
        raise UnknownUnit(id)
    return table[id]


@cache
def _table() -> dict[str, dict[str, str]]:
    text = files(__package__).joinpath("units.csv").read_text(encoding="utf-8")
    return {row["id"]: row for row in csv.DictReader(text.splitlines())}


@cache
def _spellings() -> dict[str, str]:
    found = dict[str, str]()
    for id, row in _table().items():
        words = (row["also"].split("|") if row["also"] else []) + [id, row["zh"], row["en"]]
        found |= {folded(word): id for word in words if word}
    return found
