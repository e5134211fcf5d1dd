"""A table as a data cube, as JSON-stat and PX files have it: axes of codes, and observations at their crossings.

The axes are the year, the table's dimensions, and the measure (its numeric columns). Combinations that the table does
not list have no observation; a suppressed one has an observation without a value.
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
    """An axis: `members` maps its codes, in the order of the table, to their names."""

    id: str
    label: Text
    members: Mapping[str, Text]
    role: Role = ""


@dataclass(frozen=True, slots=True)
class Cube:
    """A table as a cube: `cells` maps positions on `axes` to observations. The last axis is the measure, with the ids
    of `columns`.
    """

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
    """The value, rounded to the decimals that the table shows; None without a value."""
    return None if observation.obs_value is None else half_up(observation.obs_value, observation.decimals)


def status(observation: Observation) -> Status | None:
    """The status of an observation, such as confidential; None for an ordinary figure."""
    if observation.obs_value is None:
        return Status.CONFIDENTIAL if observation.conf_status == "C" else Status.NOT_APPLICABLE
    return _SAID.get(observation.obs_status)


def _axis(table: Table, place: int) -> Axis:
    dimension = table.by.dimensions[table.dimensions[place]]
    used = dict.fromkeys(row.key[place] for row in table.rows)
    names = {code: dimension.whole if code == TOTAL else dimension.members[code] for code in used}
    return Axis(dimension.id, dimension.label, names, "geo" if dimension.concept == AREA else "")


def _named(column: Column) -> Text:
    """The label of a column with its unit, because a group of levels has both a number and a share."""
    label, unit = column.label, column.unit
    if not unit.zh or unit.en == label.en.lower():
        return label
    return Text(f"{label.zh}（{unit.zh}）", f"{label.en} ({unit.en})")
