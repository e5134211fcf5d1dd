"""The table of how far targets were reached, with the changes in per cent and in percentage points apart."""

from fractions import Fraction

from ...errors import Place, Refusal
from ...questionnaire import Text
from ...regions.attainment import Attained, Target
from ...regions.table import Region, named_region
from ...statistics.breakdowns import Breakdowns
from ...statistics.dimensions import OWN, SERIES, Dimension
from ...statistics.signs import Status
from ...statistics.sources.shapes import SourceTable
from ...statistics.table import NONE, Cell, Origin, Row, Table
from .brought import Targets
from .measures import code_of, column, words
from .naming import AREA, decimals_of, name_columns
from .tables import table_of

_SOURCE = Text("发布单位提供的实际值", "Actual values of the publishing body")
_OWN = Text("自定", "own")
_SHIPPED = {True: Text("已核对", "verified"), False: Text("未核对", "not verified")}
_PARTS = Text(
    "列在某个指标之下的是它的一部分，相加不等于它。",
    "Indicators below another are parts of it and do not add up to it.",
)


def targets_table(plan: SourceTable, number: int, by: Breakdowns, targets: Targets, year: int) -> Table:
    """A row a target, or a region and target: base, target, actual value, attainment and change."""
    several = targets.attained
    members = {_code(one.target): one.target.name for one in several}
    own = [Dimension("target", Text("目标指标", "Target"), SERIES, members, OWN)]
    areas = {one.region: _region(one.region) for one in several if one.region}
    if areas:
        own.insert(0, Dimension("area", Text("地区", "Region"), AREA, dict(areas.values()), OWN))
    rows = tuple(_row(one, areas) for one in several)
    places = decimals_of(value for one in several for value in (one.target.base, one.target.target, one.actual))
    return table_of(
        plan,
        number,
        by,
        own,
        scope=Text(f"指标 {len(members)} 个，{year} 年", f"Indicators ({len(members)}), {year}"),
        columns=(
            *(named for one in own for named in name_columns(one)),
            *(words("unit", "单位", "Unit"), words("provenance", "目标来历", "Where the target is from")),
            *(column(name, None, places) for name in ("base", "target", "actual")),
            *map(column, ("attainment", "relative_change", "point_change")),
        ),
        rows=rows,
        origin=Origin(_SOURCE, _said(targets), targets.files),
    )


def _row(one: Attained, areas: dict[str, tuple[str, Text]]) -> Row:
    target = one.target
    key = (*([areas[one.region][0]] if one.region else ["_T"] if areas else []), _code(target))
    named: list[Cell] = [areas[one.region][1] if one.region else NONE] if areas else []
    origin = _OWN if target.status == "own" else _SHIPPED[target.verified]
    figures = [Fraction(str(value)) for value in (target.base, target.target, one.actual)]
    base, aim, actual = figures
    attained: Cell = 100 * (actual - base) / (aim - base) if aim != base else Status.NOT_APPLICABLE
    relative: Cell = Status.NOT_APPLICABLE if one.points or not base else 100 * (actual - base) / base
    points: Cell = actual - base if one.points else Status.NOT_APPLICABLE
    return Row(key, None, (*named, target.name, target.unit, origin, *figures, attained, relative, points))


def _said(targets: Targets) -> tuple[Text, ...]:
    sources = dict.fromkeys(one.target.source for one in targets.attained if one.target.source)
    said = [
        Text(
            f"基数和目标：{one.zh}（指导性，各地可自定）。",
            f"Bases and targets: {one.en} (guiding; regions may set their own).",
        )
        for one in sources
    ]
    parts = any(one.target.part_of for one in targets.attained)
    return (*said, *([_PARTS] if parts else []))


def _code(target: Target) -> str:
    return f"TARGET_{code_of(target.id.replace('-', ''))}"


def _region(name: str) -> tuple[str, Text]:
    """Code and name of a region: those of a province where it is one."""
    try:
        found: Region = named_region(name, "province", Place())
    except Refusal:
        return f"AREA_{code_of(name)}", Text(name, name)
    return found.code, found.name
