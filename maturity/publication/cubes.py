"""A table as a cube, the shape that JSON-stat and PX files have: axes of codes, and an observation where they cross.

The axes are the year, the table's own dimensions, and the figure (its numeric columns). Combinations that the table
does not list have no observation; what is hidden has one without a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..questionnaire import Text
from ..statistics.signs import SIGNS, Status
from ..statistics.table import TOTAL, Column, Table
from ..text.numbers import half_up
from .observations import Observation, observed

Role = Literal["time", "geo", "metric", ""]
AREA = "REF_AREA"
_SAID = {SIGNS[status].observed: status for status in (Status.FEW, Status.ROUNDS_TO_ZERO)}


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: `members` are its codes in the table's order with their names."""

    id: str
    label: Text
    members: Mapping[str, Text]
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Cube:
    """`cells` are by positions on `axes`, the last of which is the figure: its members are the ids of `columns`."""

    table: Table
    axes: tuple[Axis, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[int, ...], Observation]


def cube(table: Table, year: int, *, internal: bool) -> Cube:
    """`table` of `year` as a cube. For `internal` see :func:`maturity.publication.observations.observed`."""
    columns = tuple(column for column in table.columns if column.numeric)
    found = tuple(zip(table.figures(), observed([table], year, internal=internal), strict=True))
    years = dict.fromkeys(sorted({str(each.time_period) for _, each in found} or {str(year)}))
    axes = (
        Axis("time", Text("年份", "Year"), {each: Text(each, each) for each in years}, "time"),
        *(_axis(table, place) for place in range(len(table.dimensions))),
        Axis("figure", Text("指标", "Figure"), {column.id: _named(column) for column in columns}, "metric"),
    )
    at = [{code: position for position, code in enumerate(axis.members)} for axis in axes]
    cells = {
        tuple(places[code] for places, code in zip(at, (str(each.time_period), *row.key, column.id), strict=True)): each
        for (row, column, _), each in found
    }
    return Cube(table, axes, columns, cells)


def spelled(observation: Observation) -> Decimal | None:
    """The value with as many decimals as readers of the table see; None where there is none."""
    return None if observation.obs_value is None else half_up(observation.obs_value, observation.decimals)


def status(observation: Observation) -> Status | None:
    """What is to be said of an observation; None for a plain figure."""
    if observation.obs_value is None:
        return Status.CONFIDENTIAL if observation.conf_status == "C" else Status.NOT_APPLICABLE
    return _SAID.get(observation.obs_status)


def _axis(table: Table, place: int) -> Axis:
    dimension = table.by.dimensions[table.dimensions[place]]
    used = dict.fromkeys(row.key[place] for row in table.rows)
    names = {code: dimension.whole if code == TOTAL else dimension.members[code] for code in used}
    return Axis(dimension.id, dimension.label, names, "geo" if dimension.concept == AREA else "")


def _named(column: Column) -> Text:
    """The column's label with its unit, since one group of levels has a number and a share."""
    label, unit = column.label, column.unit
    if not unit.zh or unit.en == label.en.lower():
        return label
    return Text(f"{label.zh}（{unit.zh}）", f"{label.en} ({unit.en})")
