"""The columns of tables from other sources: measures with their names and units, for tables and for observations."""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from ...questionnaire import Text
from ...statistics.table import Column, Kind

_NO_UNIT = Text("", "")
UNITS: Mapping[str, Text] = {  # beside those of tables of submissions
    "UNIT": Text("个", "Listed units"),
    "AREA": Text("个地区", "Areas"),
    "OWN": Text("见本行单位", "In the unit of the row"),
    "P": Text("概率", "Probability"),
}
_LABELS: Mapping[str, Text] = {
    "UNIT": Text("个", "units"),
    "AREA": Text("个", "areas"),
    "PC": Text("%", "%"),
    "PT": Text("百分点", "percentage points"),
    "OWN": Text("见“单位”列", "see column Unit"),
}


class Measure(NamedTuple):
    """A measure: its name, the code of its unit, decimals and definition."""

    name: Text
    unit: str
    decimals: int
    definition: Text


def _(zh: str, en: str, unit: str, decimals: int = 0, definition_zh: str = "", definition_en: str = "") -> Measure:
    return Measure(Text(zh, en), unit, decimals, Text(definition_zh or f"{zh}。", definition_en or f"{en}."))


MEASURES: Mapping[str, Measure] = {
    "factory": _("绿色工厂", "Green factories", "UNIT"),
    "product": _("绿色设计产品", "Green design products", "UNIT"),
    "park": _("绿色工业园区", "Green industrial parks", "UNIT"),
    "chain": _("绿色供应链管理企业", "Green supply chains", "UNIT"),
    "opening": _("期初", "Opening", "UNIT", 0, "这一批之前在名单中的数。", "Units listed before the batch."),
    "added": _(
        "新增", "Added", "UNIT", 0, "随这一批列入的数，恢复的也计入。", "Units added with the batch, restored ones too."
    ),
    "removed": _(
        *("移出", "Removed", "UNIT", 0),
        "随这一批移出的数；没有批次的移出计入其后第一批。",
        "Units removed with the batch; removals without a batch count with the next one.",
    ),
    "unexplained": _(
        *("原因不明", "Unexplained", "UNIT", 0),
        "公布的期末数 −（期初 + 新增 − 移出）。",
        "Closing stock as published - (opening + added - removed).",
    ),
    "closing": _(
        *("期末", "Closing", "UNIT", 0),
        "公布的期末数；没有公布的为期初 + 新增 − 移出。",
        "The stock as published; without one, opening + added - removed.",
    ),
    "areas": _("有单位的省份", "Provinces with units", "AREA"),
    "groups": _("行数", "Rows", "AREA", 0, "有数的各行，不公布的也计入。", "Rows with a figure, hidden ones included."),
    "hidden_groups": _(
        "其中不公布", "Of these hidden", "AREA", 0, "数值不公布的行。", "Rows whose figure is not shown."
    ),
    "units": _("单位数", "Units", "UNIT", 0, "现在名单中的数。", "Units that are listed."),
    "first_1": _("第 1 位占", "Share of the first", "PC", 2, "单位最多的省份所占。", "Share of the first province."),
    "first_5": _("前 5 位占", "Share of the first 5", "PC", 2, "单位最多的 5 个省所占。", "Of the first 5 provinces."),
    "first_10": _(
        "前 10 位占", "Share of the first 10", "PC", 2, "单位最多的 10 个省份所占。", "Of the first 10 provinces."
    ),
    "hhi": _(
        *("HHI", "HHI", "INDEX", 1),
        "赫芬达尔—赫希曼指数：各省占比（%）的平方和，全在一省为 10,000。",
        "Herfindahl-Hirschman index: the sum of squared shares in per cent, 10,000 where one province has all.",
    ),
    "gini": _(
        *("基尼系数", "Gini coefficient", "RATIO", 4),
        "在有单位的省份之间计算，0 为各省相等。",
        "Among provinces that have units; 0 where all have the same.",
    ),
    "closeness": _(
        *("接近度", "Closeness", "RATIO", 4),
        "到最差点的距离 ÷（到最好点的距离 + 到最差点的距离），0 为处处最差，1 为处处最好。",
        "Distance to the worst point / (distance to the best + distance to the worst): 0 is the worst in everything, 1 "
        "the best in everything.",
    ),
    "rank_best": _(
        *("去掉一个指标：最前", "Without one indicator: best", "RANK", 0),
        "逐个去掉指标、重算权重时最靠前的名次。",
        "The best rank when one indicator after the other is left out and weights are computed again.",
    ),
    "rank_worst": _(
        *("去掉一个指标：最后", "Without one indicator: worst", "RANK", 0),
        "逐个去掉指标、重算权重时最靠后的名次。",
        "The worst rank when one indicator after the other is left out and weights are computed again.",
    ),
    "weight": _(
        *("权重", "Weight", "RATIO", 4),
        "熵权：基准年各地区差别越大，权重越大。",
        "Entropy weight: the more an indicator differs between regions of the base year, the more it weighs.",
    ),
    "entropy": _("熵", "Entropy", "RATIO", 4, "基准年换算后占比的熵。", "Entropy of the shares in the base year."),
    "ideal": _("最好点", "Best point", "OWN", 2, "基准年各地区中最好的数。", "The best value in the base year."),
    "worst": _("最差点", "Worst point", "OWN", 2, "基准年各地区中最差的数。", "The worst value in the base year."),
    "rank_shift": _(
        *("去掉时名次最大变动", "Largest change of rank without it", "RANK", 0),
        "去掉这个指标、重算权重时，各地区名次变动的最大值。",
        "The largest change of a region's rank when the indicator is left out and weights are computed again.",
    ),
    "pairs": _("地区数", "Regions", "AREA", 0, "两列都有数的地区。", "Regions with a figure in both columns."),
    "rho": _(
        "Spearman ρ", "Spearman's rho", "RATIO", 3, "两列名次的相关系数。", "Correlation of the ranks of both columns."
    ),
    "p_value": _(
        *("p 值", "p", "P", 4),
        "双侧置换检验：凭偶然得到至少这样大的 ρ 的机会。",
        "Two-sided permutation test: how often chance alone gives a rho as far from 0.",
    ),
    "tau": _(
        "Kendall τ_b", "Kendall's tau-b", "RATIO", 3, "同序对与异序对之差。", "Pairs in the same order less others."
    ),
    "partial_rho": _(
        *("企业数相同时的偏 ρ", "Partial rho, enterprises fixed", "RATIO", 3),
        "参评企业数保持不变时的 ρ。",
        "Rho with the number of enterprises held fixed.",
    ),
    "rho_low": _(
        *("去掉一个地区：最小 ρ", "Without one region: lowest rho", "RATIO", 3),
        "逐个去掉一个地区时最小的 ρ。",
        "The lowest rho when one region after the other is left out.",
    ),
    "rho_high": _(
        *("去掉一个地区：最大 ρ", "Without one region: highest rho", "RATIO", 3),
        "逐个去掉一个地区时最大的 ρ。",
        "The highest rho when one region after the other is left out.",
    ),
    "above_both": _("都高于中位数", "Above both medians", "AREA", 0, "两列都高的地区。", "Regions high in both."),
    "above_first": _("仅指标高", "Indicator only", "AREA", 0, "仅指标高于中位数。", "Above that of the first only."),
    "above_second": _("仅结果高", "Figure only", "AREA", 0, "仅结果高于中位数。", "Above that of the second only."),
    "above_neither": _("都不高", "Neither", "AREA", 0, "都不高于中位数。", "Above neither."),
    "value": _("数值", "Value", "OWN", 2),
    "beside": _("结果", "Figure", "OWN", 2),
    "base": _("基数", "Base", "OWN", 2),
    "target": _("目标", "Target", "OWN", 2),
    "actual": _("实际值", "Actual", "OWN", 2),
    "attainment": _(
        *("完成程度", "Attainment", "PC", 1),
        "（实际值 − 基数）÷（目标 − 基数）× 100；目标等于基数时无从计算。",
        "(actual - base) / (target - base) x 100; undefined where target and base are the same.",
    ),
    "relative_change": _(
        *("变化", "Change", "PC", 1),
        "（实际值 − 基数）÷ 基数 × 100；本身以 % 计的指标见百分点一列。",
        "(actual - base) / base x 100; of indicators in per cent see percentage points.",
    ),
    "point_change": _(
        *("变化（百分点）", "Change in points", "PT", 1),
        "实际值 − 基数；仅限本身以 % 计的指标。",
        "Actual - base, of indicators that are in per cent.",
    ),
}


def column(measure: str, unit: Text | None = None, decimals: int | None = None) -> Column:
    """The column of a measure, whose id is the measure's, with its own unit and decimals unless others are given."""
    found = MEASURES[measure]
    written = _LABELS.get(found.unit, _NO_UNIT) if unit is None else unit
    places = found.decimals if decimals is None else decimals
    kind: Kind = "share" if found.unit == "PC" else "count" if found.unit in ("UNIT", "AREA") else "number"
    return Column(measure, found.name, kind, written, places, found.definition, measure)


def words(id: str, zh: str, en: str, definition: Text | None = None) -> Column:
    """A column of texts."""
    return Column(id, Text(zh, en), "text", _NO_UNIT, 0, definition or Text(f"{zh}。", f"{en}."))


def code_of(name: str) -> str:
    """A name as part of a code: itself where it has ASCII letters and digits only, else the start of its SHA-256."""
    return name.upper() if name.isascii() and name.isalnum() else sha256(name.encode()).hexdigest()[:10].upper()


RANK = Column(
    "rank",
    Text("名次", "Rank"),
    "count",
    _NO_UNIT,
    0,
    Text("并列者名次相同，其后顺延（1、2、2、4）。", "Ties share a rank, and the next are left out (1, 2, 2, 4)."),
    "rank",
)
