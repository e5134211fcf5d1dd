"""The file that says what the columns of a regional table are: YAML, every mistake told with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from ..errors import Problem, Refusal
from ..intake.spreadsheets.table import heading_key
from ..questionnaire import Text
from ..questionnaire.checks import validate_shape
from ..questionnaire.definition import Id, Shape, TextShape, Words
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
    document = parse(text, source)
    shape = validate_shape(IndicatorSetShape, document)
    problems = [Problem(code, document.place(path), values) for code, path, values in _mistakes(shape)]
    if problems:
        raise Refusal(*problems)
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


def _mistakes(shape: IndicatorSetShape) -> Iterator[tuple[str, Path, dict[str, object]]]:
    ids, headings = set[str](), dict[str, str]()
    if shape.base_year and not YEAR.fullmatch(shape.base_year):
        yield "regions-year", ("base_year",), {"found": shape.base_year[:40]}
    for index, one in enumerate(shape.indicators):
        path: Path = ("indicators", index)
        if one.id in RESERVED:
            yield "regions-reserved", (*path, "id"), {"id": one.id}
        if one.id in ids:
            yield "def-duplicate-id", (*path, "id"), {"kind": "indicator", "id": one.id}
            continue
        ids.add(one.id)
        taken = next((h for h in one.headings() if headings.get(heading_key(h), one.id) != one.id), None)
        if taken:
            values: dict[str, object] = {"id": one.id, "other": headings[heading_key(taken)], "heading": taken}
            yield "regions-heading", path, values
        headings |= {heading_key(heading): one.id for heading in one.headings()}
