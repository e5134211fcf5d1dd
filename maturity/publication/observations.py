"""Tables as observations, one figure a row, with the concepts of statistical data exchange (SDMX)."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from ..questionnaire import Text
from ..questionnaire.naming import with_article
from ..statistics.breakdowns import Breakdowns
from ..statistics.dimensions import SERIES, view_of
from ..statistics.signs import PLAIN, SIGNS, Status
from ..statistics.table import TOTAL, Cell, Column, Row, Table, amount, estimated
from .sources.measures import MEASURES

_UNITS = {
    **dict.fromkeys(("change", "change_low", "change_high"), "PT"),
    "index": "INDEX",
    **dict.fromkeys(("share", "ci_low", "ci_high", "weighted_share", "weighted_ci_low", "weighted_ci_high"), "PC"),
    **dict.fromkeys(("mean", "median", "q1", "q3", "mean_change", "mean_change_low", "mean_change_high"), "SCORE"),
    "class_from": "SCORE",
    "joint": "ENT",
    "weighted_mean": "SCORE",
    "design_effect": "RATIO",
    **dict.fromkeys(("count", "effective_n"), "ENT"),
    **dict.fromkeys(("rank", "rank_low", "rank_high"), "RANK"),
    **{id: measure.unit for id, measure in MEASURES.items()},
}


class Observation(NamedTuple):
    """One observation; its field names in capitals are the columns of the data. Without a value a status says why."""

    time_period: int
    ref_area: str
    industry: str
    type: str
    size: str
    ownership: str
    level_before: str
    level_assessed: str
    series: str
    level: str
    measure: str
    unit_measure: str
    obs_value: int | Fraction | None
    obs_status: str
    conf_status: str
    n_base: int | None
    decimals: int
    table_id: str


_TEXTS = {
    "TIME_PERIOD": Text("年份", "Year."),
    "REF_AREA": Text("地区代码；_T 为全部。", "Code of the area; _T is all."),
    "INDUSTRY": Text("行业大类代码；_T 为全部。", "Code of the industry division; _T is all."),
    "TYPE": Text("生产类型；_T 为全部。", "Type of production; _T is all."),
    "SIZE": Text("企业规模；_T 为全部。", "Size of enterprise; _T is all."),
    "OWNERSHIP": Text("控股情况；_T 为全部。", "Ownership; _T is all."),
    "LEVEL_BEFORE": Text("上年成熟度等级组；_T 为全部。", "Level group a year before; _T is all."),
    "LEVEL_ASSESSED": Text("评估的成熟度等级组；_T 为全部。", "Level group found by assessors; _T is all."),
    "SERIES": Text(
        "行所反映的{part}、样本或评价者；_T 为全部企业的总分 S。",
        "What the row is of: {part}, a sample, or who valued; _T is the score S of all.",
    ),
    "LEVEL": Text("成熟度等级组；_T 为不分等级。", "Level group; _T is without regard to level."),
    "MEASURE": Text(
        "指标：count 企业数、share 占比、ci_low 和 ci_high 占比的区间、mean 平均、median 中位数、"
        "q1 和 q3 四分位数、rank 名次（rank_low 和 rank_high 为其区间）、"
        "change 占比与上年相比的增减（change_low 和 change_high 为其区间）、"
        "mean_change 平均得分的增减（mean_change_low 和 mean_change_high 为其区间）、index 指数；"
        "weighted_share、weighted_ci_low、weighted_ci_high 和 weighted_mean 为加权的占比、其区间和平均，"
        "design_effect 设计效应、effective_n 有效企业数；class_from 各档最低得分；joint 两份问卷都有得分的企业数，"
        "rho 与 p_value 为两项得分的 Spearman 相关系数及其 p 值；sum_ 开头的为数量合计，ratio_ 开头的为合计之比。",
        "Measure: count, share, ci_low and ci_high (interval of the share), mean, q1 and q3 (quartiles), median, rank "
        "(rank_low and rank_high: its interval), "
        "change of a share since the year before (change_low and change_high: its interval), mean_change of the mean "
        "score (mean_change_low and mean_change_high), index; weighted_share, weighted_ci_low, weighted_ci_high and "
        "weighted_mean (by weights), design_effect, effective_n (effective number of enterprises); "
        "class_from (lowest score of a class), joint (enterprises with scores "
        "under two questionnaires), rho and p_value (Spearman's of both scores); sum_… are totals of "
        "a quantity, ratio_… ratios of totals.",
    ),
    "UNIT_MEASURE": Text(
        "单位：ENT 家、PC 百分之一、SCORE 分、RANK 名次、PT 百分点、INDEX 指数、RATIO 比值。",
        "Unit: ENT enterprises, PC per cent, SCORE points, RANK place, PT percentage points, INDEX index, RATIO ratio.",
    ),
    "OBS_VALUE": Text(
        "数值，按 DECIMALS 列的小数位数四舍五入，与表中所见相同；空白的原因见状态列。",
        "The value, rounded to DECIMALS as in the tables; where it is empty the status columns say why.",
    ),
    "OBS_STATUS": Text(
        "A 正常；U 可靠性低；N 不为零但舍入后为零；M 不存在数值；Q 为保密而不公布。",
        "A normal; U low reliability; N not zero, but rounds to zero; M no value can exist; Q suppressed.",
    ),
    "CONF_STATUS": Text(
        "N 仅供内部使用，不得发布；F 可以发布；C 为保护单个企业而不公布。",
        "N not for publication, internal use only; F free; C confidential.",
    ),
    "N_BASE": Text("本行总体的企业数；不公布时为空。", "Enterprises in the row's population; empty if confidential."),
    "DECIMALS": Text("显示时的小数位数。", "Decimals for display."),
    "TABLE_ID": Text("所在表的编号。", "Id of the table it stands in."),
}

TIDY_COLUMNS = tuple(_TEXTS)
TIME, MEASURE_COLUMN = "TIME_PERIOD", "OBS_VALUE"
DIMENSION_COLUMNS = (
    *("REF_AREA", "INDUSTRY", "TYPE", "SIZE", "OWNERSHIP"),
    *("LEVEL_BEFORE", "LEVEL_ASSESSED", "SERIES", "LEVEL", "MEASURE"),
)
ATTRIBUTES = {"UNIT_MEASURE": True, "OBS_STATUS": True, "CONF_STATUS": True, "N_BASE": False, "DECIMALS": True}


def tidy_texts(by: Breakdowns) -> dict[str, Text]:
    """The description of each of TIDY_COLUMNS in tables with these breakdowns."""
    series = _TEXTS["SERIES"]
    named = Text(series.zh.format(part=by.part.zh), series.en.format(part=with_article(by.part.en)))
    return _TEXTS | {"SERIES": named}


def observed(tables: Iterable[Table], year: int, *, internal: bool) -> Iterator[Observation]:
    """Every figure of every table as an observation, in the order of the tables.

    `internal` observations are marked as not for publication.
    """
    for table in tables:
        for row, column, cell in table.figures():
            place = _place(table, row)
            yield Observation(
                year - _earlier(table, row),
                place.get("REF_AREA", TOTAL),
                place.get("INDUSTRY", TOTAL),
                place.get("TYPE", TOTAL),
                place.get("SIZE", TOTAL),
                place.get("OWNERSHIP", TOTAL),
                place.get("LEVEL_BEFORE", TOTAL),
                place.get("LEVEL_ASSESSED", TOTAL),
                place.get(SERIES, TOTAL),
                column.level,
                column.measure,
                _unit(table, column),
                amount(cell),
                _status(cell, column, row),
                "N" if internal else "C" if cell is Status.CONFIDENTIAL else "F",
                row.base,
                column.decimals,
                table.id,
            )


def _status(cell: Cell, column: Column, row: Row) -> str:
    if isinstance(cell, Status):
        return SIGNS[cell].observed
    return SIGNS[Status.FEW].observed if estimated(column, row) else PLAIN


def _unit(table: Table, column: Column) -> str:
    """The code of the unit of a column; sums of quantities and their ratios have their own."""
    own = {one.code: one.unit_code for one in table.by.magnitudes}
    return own[column.measure] if column.measure in own else _UNITS[column.measure]


def _earlier(table: Table, row: Row) -> bool:
    """Whether the row is about the year before."""
    return view_of(table.dimensions, row.key).level == "number_before"


def _place(table: Table, row: Row) -> dict[str, str]:
    """The code of each concept in the row; of two areas (a city and its province) the narrower one."""
    return {
        table.by.dimensions[dimension].concept: code
        for dimension, code in zip(table.dimensions, row.key, strict=True)
        if code != TOTAL
    }
