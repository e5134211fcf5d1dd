"""The file that says what the columns of a regional table are: YAML, every mistake told with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from ..intake.spreadsheets.table import heading_key
from ..questionnaire import Text
from ..questionnaire.shapes import Id, Shape, TextShape, Words
from ..questionnaire.validation import UNREADABLE, Mistake, certain, readable, validated
from ..text.yamltext import Path, parse

Level = Literal["province", "city", "other"]
LEVELS: tuple[Level, ...] = ("province", "city", "other")
RESERVED = ("region", "year")
YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:\.0*|年)?")
NO_UNIT = Text("", "")
_MOST = 100


@dataclass(frozen=True, slots=True)
class Indicator:
    """A column of numbers. `headings` are the ways in which a table may name it; `source` says where it comes from.

    `negative` says whether its values may be below 0, `required` whether every region has one.
    """

    id: str
    name: Text
    unit: Text = NO_UNIT
    higher_is_better: bool = True
    negative: bool = False
    headings: tuple[str, ...] = ()
    source: Text | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """The indicators of an index. Regions are places of `level`; "other" ones are taken by the names they have.

    `source` says where the values come from; `base_year` is the year that sets weights and limits, None for the first.
    """

    title: Text
    level: Level
    source: Text
    base_year: int | None
    indicators: tuple[Indicator, ...]


class IndicatorShape(Shape):
    """An indicator; `column` is the heading of its column where that is neither its id nor its name."""

    id: Id
    name: TextShape
    unit: TextShape | None = None
    better: Literal["higher", "lower"]
    negative: Literal["true", "false"] = "false"
    column: Words | None = None
    source: TextShape | None = None

    def headings(self) -> tuple[str, ...]:
        """How a table may name the column, with and without the unit."""
        names = (self.name.zh, self.name.en)
        units = (self.unit.zh, self.unit.en) if self.unit else ("", "")
        named = [f"{name} {unit}" for name, unit in zip(names, units, strict=True)]
        return (self.column,) if self.column else (self.id, *names, *named)


class IndicatorSetShape(Shape):
    """An indicators file."""

    title: TextShape
    level: Level
    source: TextShape
    base_year: Words | None = None
    indicators: Annotated[list[IndicatorShape], Field(min_length=1, max_length=_MOST)]


def read_indicators(text: str, source: str = "") -> IndicatorSet:
    """The indicators that the YAML `text` describes. Raises Refusal with every mistake; `source` is the file's name."""
    shape = validated(IndicatorSetShape, parse(text, source), _mistakes)
    base_year = int(shape.base_year[:4]) if shape.base_year else None
    found = tuple(map(_frozen, shape.indicators))
    return IndicatorSet(shape.title.text(), shape.level, shape.source.text(), base_year, found)


def _frozen(shape: IndicatorShape) -> Indicator:
    return Indicator(
        shape.id,
        shape.name.text(),
        shape.unit.text() if shape.unit else NO_UNIT,
        shape.better == "higher",
        shape.negative == "true",
        shape.headings(),
        shape.source.text() if shape.source else None,
    )


def _mistakes(shape: IndicatorSetShape) -> Iterator[Mistake]:
    yield from _base_year(shape)
    yield from _ids(shape)
    yield from _headings(shape)


@certain
def _base_year(shape: IndicatorSetShape) -> Iterator[Mistake]:
    if shape.base_year and not YEAR.fullmatch(shape.base_year):
        yield "regions-year", ("base_year",), {"found": shape.base_year[:40]}


@certain
def _ids(shape: IndicatorSetShape) -> Iterator[Mistake]:
    seen = set[str]()
    for index, one in readable(shape.indicators):
        if one.id is UNREADABLE:
            continue
        if one.id in RESERVED:
            yield "regions-reserved", ("indicators", index, "id"), {"id": one.id}
        if one.id in seen:
            yield "def-duplicate-id", ("indicators", index, "id"), {"kind": "indicator", "id": one.id}
        seen.add(one.id)


@certain
def _headings(shape: IndicatorSetShape) -> Iterator[Mistake]:
    headings = dict[str, str]()
    for index, one in readable(shape.indicators):
        yield from _heading(one, ("indicators", index), headings)


@certain
def _heading(one: IndicatorShape, path: Path, headings: dict[str, str]) -> Iterator[Mistake]:
    """A heading that an indicator before has, too; `headings` are the ids of indicators by their headings."""
    if one.id in {*headings.values()}:
        return  # told as a repeated id
    keys = {heading_key(heading): heading for heading in one.headings()}
    taken = next((key for key in keys if key in headings), None)
    if taken:
        yield "regions-heading", path, {"id": one.id, "other": headings[taken], "heading": keys[taken]}
    headings |= dict.fromkeys(keys, one.id)
