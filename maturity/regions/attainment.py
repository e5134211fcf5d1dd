"""How far targets are reached: (actual - base) / (target - base), and the change in per cent or in points of one.

The indicators of 2015 to 2020 are shipped; a table may bring its own base and target, since regions set theirs.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import isnan, nan
from pathlib import Path
from typing import Literal, cast

from ..errors import Place, Problem, refuse
from ..intake.bulk.columns import find_columns
from ..intake.bulk.rows import ProblemList
from ..intake.spreadsheets.table import heading_key, read_table
from ..questionnaire import Text
from ..text.plain import normalised, one_line
from .cells import read_value
from .indicators import Indicator

Kind = Literal["level", "share", "change"]
_FIGURES = ("actual", "base", "target")
_HEADINGS = {
    "indicator": ("指标", "indicator"),
    "actual": ("实际值", "完成值", "actual"),
    "base": ("基数", "基期值", "base"),
    "target": ("目标", "目标值", "target"),
    "unit": ("单位", "unit"),
    "region": ("地区", "省份", "城市", "region"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator with base and target. Of a "level" the change is told in per cent of the base, of a "share" and of a
    cumulative "change", which begin as per cent, in percentage points. `part_of` is the id of the indicator above it.

    `status` is "S" for figures read in `source`; "own" for a user's, which are not `verified`.
    """

    id: str
    name: Text
    unit: Text
    kind: Kind
    base: float
    target: float
    part_of: str = ""
    status: str = "own"
    verified: bool = False
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Attained:
    """What was reached of a target. `attainment` is 1 at the target, None where target and base are the same.

    `change` is actual against base: in points of per cent where `points`, else in per cent, None for a base of 0.
    """

    target: Target
    actual: float
    region: str = ""

    @property
    def attainment(self) -> float | None:
        """(actual - base) / (target - base)."""
        way = self.target.target - self.target.base
        return (self.actual - self.target.base) / way if way else None

    @property
    def points(self) -> bool:
        """Whether the change is told in percentage points."""
        return self.target.kind != "level"

    @property
    def change(self) -> float | None:
        """Actual against base."""
        return change(self.target.base, self.actual, points=self.points)


def change(base: float, value: float, *, points: bool) -> float | None:
    """`value` against `base`: in percentage points, or in per cent of the base; None for per cent of 0."""
    if points:
        return value - base
    return 100 * (value - base) / base if base else None


@cache
def targets() -> Mapping[str, Target]:
    """The indicators of 2015 to 2020 by id. Parts are "of which", they do not add up to the indicator above them."""
    text = files(__package__).joinpath("targets_2015_2020.csv").read_text("utf-8")
    return {row["id"]: _target(row) for row in csv.DictReader(text.splitlines())}


def _target(row: Mapping[str, str]) -> Target:
    return Target(
        row["id"],
        Text(row["name_zh"], row["name_en"]),
        Text(row["unit_zh"], row["unit_en"]),
        cast(Kind, row["kind"]),
        float(row["base"]),
        float(row["target"]),
        row["part_of"],
        row["status"],
        row["verified"] == "true",
        Text(row["source_zh"], row["source_en"]),
    )


def read_attained(path: Path) -> tuple[Attained, ...]:
    """Every row of a table with the columns indicator and actual; base, target, unit and region where it has them.

    An indicator is named by its id or name; base and target of the row go before those that are shipped. Raises Refusal
    with every mistake.
    """
    headings = {heading: name for name, several in _HEADINGS.items() for heading in several}
    table = read_table(path, headings)
    optional = [name for name in _HEADINGS if name not in ("indicator", "actual")]
    where = find_columns(table.header, ("indicator", "actual"), table.source, optional, table.row)
    findings, found = ProblemList(table.source), list[Attained]()
    for row, cells in table.rows:
        problems: list[Problem] = []
        one = _attained({name: cells[place] for name, place in where.items()}, problems)
        findings.add(problems, row)
        found += [one] if one else []
    refusal = findings.refusal()
    if refusal or not found:
        raise refusal or refuse("intake-empty", Place(table.source))
    return tuple(found)


def _attained(cells: Mapping[str, str], problems: list[Problem]) -> Attained | None:
    name, unit = one_line(cells["indicator"]), normalised(cells.get("unit", ""))
    known = _named(name)
    same = known is not None and unit in ("", *map(normalised, (known.unit.zh, known.unit.en)))
    written = known.unit if known and same else Text(unit, unit)
    read = [Indicator(figure, Text(figure, figure), written, negative=True) for figure in _FIGURES if figure in cells]
    values = {one.id: read_value(one, cells[one.id], name, problems) for one in read}
    for figure, value in values.items():
        if "%" in written.zh and 0 < abs(value) < 1 and not normalised(cells[figure]).endswith("%"):
            found = {"found": cells[figure].strip()[:40]}  # cells with a format of per cent hold 0.71 for 71%
            problems.append(Problem("regions-fraction", Place(column=figure), found))
    if isnan(values["actual"]) and not problems:
        problems.append(Problem("regions-no-value", Place(column="actual"), {"region": name or "—"}))
    target = _own(known, name, written, values)
    if target is None and known and not problems:
        units = {"id": known.id, "zh": known.unit.zh, "en": known.unit.en, "found": unit[:40]}
        problems.append(Problem("regions-unit", Place(column="unit"), units))
    elif target is None and not problems:
        allowed = ", ".join(targets())
        problems.append(Problem("regions-target", Place(column="indicator"), {"found": name[:40], "allowed": allowed}))
    return Attained(target, values["actual"], one_line(cells.get("region", ""))) if target and not problems else None


def _named(name: str) -> Target | None:
    key = heading_key(name)
    return next((one for one in targets().values() if key in map(heading_key, _names(one))), None) if key else None


def _names(target: Target) -> Sequence[str]:
    return target.id, target.name.zh, target.name.en


def _own(known: Target | None, name: str, unit: Text, values: Mapping[str, float]) -> Target | None:
    """The target that a row means: the one that is shipped, with what the row says of its own. None where base and
    target are not both known in the unit of the row.
    """
    own = {figure: values[figure] for figure in ("base", "target") if not isnan(values.get(figure, nan))}
    if len(own) < len(("base", "target")) and (known is None or unit != known.unit):
        return None
    if known is None:
        kind: Kind = "share" if "%" in unit.zh else "level"
        return Target(name, Text(name, name), unit, kind, own["base"], own["target"]) if name else None
    if not own:
        return known
    base, target = own.get("base", known.base), own.get("target", known.target)
    return replace(known, unit=unit, base=base, target=target, status="own", verified=False, source=None)
