"""The code lists of the observations' columns with their names: all codes that exist, not only those of one release."""

from collections.abc import Mapping

from ..questionnaire import Text
from ..statistics.breakdowns import Breakdowns
from ..statistics.numeric.sums import magnitude_figure
from ..statistics.table import TOTAL
from .sources.measures import MEASURES, UNITS

Codes = tuple[Text, Mapping[str, Text]]  # what they are of, and names by code
_WHOLE = {TOTAL: Text("合计", "Total")}
_MEASURES = {
    "count": Text("企业数", "Number of enterprises"),
    "share": Text("占比", "Share"),
    "ci_low": Text("占比的 95% 区间：下限", "95% interval of the share: from"),
    "ci_high": Text("占比的 95% 区间：上限", "95% interval of the share: to"),
    "mean": Text("平均得分", "Mean score"),
    "median": Text("得分中位数", "Median score"),
    "q1": Text("得分下四分位数", "Lower quartile of the score"),
    "q3": Text("得分上四分位数", "Upper quartile of the score"),
    "rank": Text("名次", "Rank"),
    "rank_low": Text("名次的 95% 联合区间：起", "Joint 95% interval of the ranks: from"),
    "rank_high": Text("名次的 95% 联合区间：止", "Joint 95% interval of the ranks: to"),
    "change": Text("与上年相比的增减", "Change since the year before"),
    "change_low": Text("增减的 95% 区间：下限", "95% interval of the change: from"),
    "change_high": Text("增减的 95% 区间：上限", "95% interval of the change: to"),
    "mean_change": Text("平均得分与上年相比的增减", "Change of the mean score since the year before"),
    "mean_change_low": Text("平均得分增减的 95% 区间：下限", "95% interval of the change of the mean score: from"),
    "mean_change_high": Text("平均得分增减的 95% 区间：上限", "95% interval of the change of the mean score: to"),
    "weighted_share": Text("加权占比", "Weighted share"),
    "weighted_ci_low": Text("加权占比的 95% 区间：下限", "95% interval of the weighted share: from"),
    "weighted_ci_high": Text("加权占比的 95% 区间：上限", "95% interval of the weighted share: to"),
    "weighted_mean": Text("加权平均得分", "Weighted mean score"),
    "design_effect": Text("设计效应", "Design effect"),
    "effective_n": Text("有效企业数", "Effective number of enterprises"),
    "class_from": Text("本档最低得分", "Lowest score of the class"),
    "joint": Text("两份问卷都有得分的企业数", "Enterprises with scores under both questionnaires"),
    "index": Text("指数（上年=100）", "Index (year before = 100)"),
}
_UNITS = {
    "ENT": Text("家", "Enterprises"),
    "PC": Text("百分之一", "Per cent"),
    "SCORE": Text("分", "Points of the score"),
    "RANK": Text("名次", "Place in a ranking"),
    "PT": Text("百分点", "Percentage points"),
    "INDEX": Text("指数", "Index"),
    "RATIO": Text("比值", "Ratio"),
}
_OBS_STATUS = {
    "A": Text("正常", "Normal value"),
    "N": Text("不为零，但舍入后为零", "Not significant: not zero, but rounds to zero"),
    "U": Text("可靠性低", "Low reliability"),
    "M": Text("不存在数值", "Missing value: cannot exist"),
    "Q": Text("为保密而不公布", "Missing value: suppressed"),
}
_CONF_STATUS = {
    "F": Text("可以发布", "Free"),
    "N": Text("仅供内部使用，不得发布", "Not for publication, internal use only"),
    "C": Text("为保护单个企业而不公布", "Confidential"),
}

_SHARED = {  # concepts of several dimensions
    "REF_AREA": Text("地区", "Reference area"),
    "SERIES": Text("行所反映的内容", "What the row is of"),
}


def code_lists(by: Breakdowns) -> Mapping[str, Codes]:
    """The codes and names of every coded column, by column."""
    found: dict[str, Codes] = {}
    for dimension in by.dimensions.values():
        _, codes = found.get(dimension.concept, (None, _WHOLE))
        found[dimension.concept] = (_SHARED.get(dimension.concept, dimension.label), {**codes, **dimension.members})
    found["LEVEL"] = (by.words.groups, {**_WHOLE, **by.group_texts})
    found["MEASURE"] = (
        Text("指标", "Measure"),
        {**_MEASURES, **{id: one.name for id, one in MEASURES.items()}, **_of_sums(by)},
    )
    found["UNIT_MEASURE"] = (Text("单位", "Unit of measure"), {**_UNITS, **UNITS, **_units_of_sums(by)})
    found["OBS_STATUS"] = (Text("数值状态", "Observation status"), _OBS_STATUS)
    found["CONF_STATUS"] = (Text("保密状态", "Confidentiality status"), _CONF_STATUS)
    return found


def _of_sums(by: Breakdowns) -> dict[str, Text]:
    return {one.code: magnitude_figure(one).column.label for one in by.magnitudes}


def _units_of_sums(by: Breakdowns) -> dict[str, Text]:
    own = (one for one in by.magnitudes if not one.spread)
    return {one.unit_code: Text(one.unit.name("zh"), one.unit.name("en")) for one in own}
