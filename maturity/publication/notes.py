"""The notes below the tables of a release."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..questionnaire import Questionnaire, Text
from ..questionnaire.naming import with_article
from ..regions.ranks import LEAST_FOR_CODES
from ..statistics.table import Table


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note. `tables` are the numbers of the tables that it belongs to; empty for all of them."""

    id: str
    number: int
    text: Text
    tables: tuple[int, ...]


_NOTES = {
    "self-assessed": Text(
        "数据来自企业自评，不是概率抽样调查的结果；年度之间的差异包含参评企业构成变化的影响。",
        "The figures come from enterprises' self-assessments, not from a probability sample; "
        "differences between years include changes in who took part.",
    ),
    "weights": Text(
        "评分权重尚未与标准正式文本核对。",
        "The scoring weights have not been verified against the official text of the standard.",
    ),
    "rounding": Text(
        "比例由企业数计算，结果四舍五入；分项之和可能不等于合计，未作机械调整。各种格式的文件数值相同，小数位数与表中一致。",
        "Shares are computed from numbers of enterprises and then rounded half up; rounded parts may not add up to "
        "totals. Files of every format hold the same figures, with the decimals of the tables.",
    ),
    "level-1": Text(
        "“一级及以下”包括未达到一级的企业。",
        "'Level 1 or below' includes enterprises that do not reach level 1.",
    ),
    "score": Text(
        "得分 S 为 0 至 {levels} 分：已达到的等级数，加上更高一级的得分。",
        "The score S runs from 0 to {levels}: the level reached plus the score of the next level.",
    ),
    "interval": Text(
        "占比的 95% 区间（Wilson 法）以随机抽样为前提。企业自愿参加自评：区间只说明企业数少时占比有多不稳，"
        "不能推及没有参加的企业。",
        "The 95% interval of a share (Wilson) assumes random sampling. Enterprises take part of their own accord: it "
        "tells how unsteady a share of few enterprises is, and nothing about those that took no part.",
    ),
    "weighted": Text(
        "加权数值由参评企业按已知总数迭代比例拟合（raking）的权重得出，来源见元数据；总数的相对误差不超过十亿分之一。"
        "设计效应为 Kish 的 1 + CV²，区间按有效企业数计算。加权不能消除自愿参加带来的偏差。",
        "Weighted figures have weights that bring the respondents to known totals (raking, to within a billionth of "
        "each total); the metadata name the source. The design effect is Kish's 1 + CV², intervals are of the "
        "effective number. Weights do not undo that enterprises take part of their own accord.",
    ),
    "change": Text(
        "两年均参加的企业一行的增减区间按配对样本计算。全部企业一行按两个互相独立的样本计算，而两年都参加的企业"
        "在两个样本中都有，因此偏宽，只供参考。",
        "Where a row is of the enterprises of both years, the interval of a change is that for pairs. Where it is of "
        "all, the samples are taken as independent; enterprises of both years are in both, so that it is too wide.",
    ),
    "index": Text(
        "指数 = 本年平均得分 ÷ 上年平均得分 × 100，由本工具定义；没有官方公布的指数公式。",
        "Index = mean score / mean score of the year before x 100, as this toolkit defines it; no official formula of "
        "an index has been published.",
    ),
    "break": Text(
        "全部企业的两年数据来自不同的参评企业，构成变化会影响结果（序列中断）；比较两年请看两年均参加的企业。",
        "The samples of all enterprises differ between the years, and so do figures for that reason alone (a break in "
        "the series); compare the years by the enterprises of both.",
    ),
    "parts": Text(
        "{part}各行按该{part}自身的得分计算，只计适用该{part}的企业；“企业数”是本行的全部企业，含不适用者。",
        "Rows of {part} are of its own score, over the enterprises to which it applies; the number of enterprises "
        "counts all of the row, those to which it does not apply too.",
    ),
    "assessed": Text(
        "“经评估”指评估人员对应答的每个条目都给出了自己的判定。",
        "'Assessed' are enterprises whose assessors gave a value of their own to every item asked.",
    ),
    "class": Text(
        "档按得分在本组（或全部企业）中的名次划分：优于它的企业不到 5% 为 A+，不到 40% 为 A，其余为 B；并列者同档。"
        "不足 {least} 家的组不分档。档只说明相对位置，不是认定。",
        "Classes are by the rank of the score in the group, or among all: A+ where fewer than 5% are better, A where "
        "fewer than 40% are, else B; ties share one. Groups of fewer than {least} have none. A class tells a relative "
        "place and is no certificate.",
    ),
    "joined": Text(
        "两份问卷的结果按统一社会信用代码对应，取同一年度。两项得分一同升降，不说明谁引起谁；"
        "两份问卷都答的企业是自愿参加的，不能推及其他企业。",
        "Results under both questionnaires are of the same year and brought together by credit code. That both scores "
        "go together says nothing of causes. Enterprises answer both of their own accord: nothing follows for others.",
    ),
    "ties": Text(
        "并列者名次相同，截止名次上的并列者全部列出，因此行数可能多于规定的位数。",
        "Ties share a rank, and all ties at the last rank are listed: there may be more rows than announced.",
    ),
    "rank-interval": Text(
        "名次区间（Klein 等 2020）联合成立：若各企业独立地参加（家数，泊松）或独立地达到等级（占比，Wilson），"
        "表中各行的真实名次以 95% 的把握同时落在各自区间内。只与表中所列各行比较，因此靠近截止名次的区间偏窄。",
        "Intervals of ranks (Klein and others 2020) hold together: were enterprises to take part (numbers, Poisson) or "
        "to reach a level (shares, Wilson) independently, the true ranks of all rows would lie within theirs with 95% "
        "confidence. They are among the rows listed alone, and too narrow near the last rank.",
    ),
    "rounded": Text(
        "家数随机取整到 5 的倍数，0 表示 0 至 4 家，各项之和与合计可能不等；"
        "占比由取整后的家数计算，不足 50 家的不给占比。同年再次发布时，变动不足 5 家的数保持原值。",
        "Numbers are rounded at random to multiples of 5; 0 stands for 0 to 4, and parts may not add up to totals. "
        "Shares are of rounded numbers and not given below 50. In later releases of the year, numbers that fewer than "
        "5 enterprises moved stay as they were.",
    ),
    "few": Text(
        "可靠性低：本行企业少于 30 家，个别企业的变化就会明显影响比例和得分，引用时应说明。",
        "Low reliability: the row has fewer than 30 enterprises, so that a few of them move its shares and scores; say "
        "so when you quote them.",
    ),
    "confidential": Text(
        "为保护单个企业的信息，企业数过少的单元不公布，能据以推算出它们的其他单元也不公布。"
        "同一行的企业数、比例和得分一并处理；排名只在公布数值的行之间进行。表中没有列出的组合，或没有企业，或同样不公布。",
        "To protect single enterprises, cells of too few of them are not shown, nor others from which these could be "
        "derived. Numbers, shares and scores of a row go together; ranks are among rows shown. "
        "Combinations that a table does not list have nobody in them or are left out for the same reason.",
    ),
}
_SUMMED = Text(
    "得分 S 为 0 至 {levels} 分：每个等级达标计 1 分，未达标计该等级的得分，相加而得。",
    "The score S runs from 0 to {levels}: 1 for each level that is met, plus the scores of those that are not.",
)
_WITHOUT_LEVELS = {
    "weights": Text(
        "条目、权重、分值和门槛未与正式文本核对；得分和结果来自企业自评，不是认定。",
        "Items, weights, points and thresholds are not verified against the official text; scores and outcomes are "
        "self-evaluations, no certificates.",
    ),
    "references": Text(
        "数值按各企业提交时所用的参考值（基准值、引领值）评分。这些参考值由使用者提供，未经核实。",
        "Numbers were scored against the reference values (baseline, leading value) that each enterprise used when it "
        "submitted. Users supply these values; they are not verified.",
    ),
    "amounts": Text(
        "合计由各企业自报的数量相加，未经核实；只含填报了该项的企业。合计之比的分子、分母只含各项数据齐全的企业。",
        "Totals add up amounts as enterprises state them, not verified, over those that state one. Both sides of a "
        "ratio of totals are over the enterprises that state all it needs.",
    ),
    "outcome": Text(
        "“不具备资格”指有否决项或必选要求未满足；“资格未定”指没有未满足的，但有的尚未作答或缺参考值，或得分因缺参考值、"
        "等次因有未答条目而未定。",
        "'Not eligible': a gate or a mandatory requirement is missed. 'Undecided': none is missed, but some are open "
        "or lack a reference value, or the score is open for want of one, or the grade depends on what is open.",
    ),
    "score": Text(
        "得分为 0 至 {total} 分，只计能够确定的部分：未答、缺参考值或无法计算的不计分。"
        "资格与得分无关：不具备资格的企业也有得分。",
        "Scores run from 0 to {total} and count what is certain: what is open, lacks a reference value or cannot be "
        "computed adds nothing. Eligibility is apart from the score: enterprises that are not eligible have one too.",
    ),
}
_PLAIN = Text(
    "结果四舍五入；分项之和可能不等于合计，未作机械调整。各种格式的文件数值相同，小数位数与表中一致。",
    "Figures are rounded half up; rounded parts may not add up to totals. Files of every format hold the same figures, "
    "with the decimals of the tables.",
)
_GENERAL = ("self-assessed", "weights", "references", "rounding")


def notes(questionnaire: Questionnaire, tables: Iterable[Table]) -> tuple[Note, ...]:
    """The notes in use, numbered: those for all tables first, then those that columns refer to, then what must be known
    of tables from other sources.
    """
    used: dict[str, list[int]] = {}
    said: dict[Text, list[int]] = {}
    counted = False
    for table in tables:
        counted |= table.origin is None
        for id in table.notes:
            used.setdefault(id, []).append(table.number)
        for remark in table.origin.remarks if table.origin else ():
            said.setdefault(remark, []).append(table.number)
    texts = _NOTES if questionnaire.scoring.rule == "gated" else {**_NOTES, "score": _SUMMED}
    texts = texts if questionnaire.has_levels else {**_NOTES, **_WITHOUT_LEVELS}
    left = {"weights": _verified(questionnaire), "references": not _refers(questionnaire)}
    general = [id for id in _GENERAL if id in texts and (counted or id == "rounding") and not left.get(id)]
    ids = [id for id in texts if id in used or id in general]
    texts = texts if counted else {**texts, "rounding": _PLAIN}
    found = [(id, _filled(texts[id], questionnaire), tuple(used.get(id, ()))) for id in ids]
    found += [(f"remark-{place}", text, tuple(of)) for place, (text, of) in enumerate(said.items(), start=1)]
    return tuple(Note(id, number, text, of) for number, (id, text, of) in enumerate(found, start=1))


def _verified(questionnaire: Questionnaire) -> bool:
    """Whether weights are verified; without levels structure and grades too."""
    whole = questionnaire.has_levels or (questionnaire.verified and all(one.verified for one in questionnaire.grading))
    return whole and all(profile.verified for profile in questionnaire.profiles.values())


def _refers(questionnaire: Questionnaire) -> bool:
    """Whether numbers are scored against reference values."""
    return any(getattr(item.scorer, "reference", "") for item in questionnaire.items)


def _filled(text: Text, questionnaire: Questionnaire) -> Text:
    levels, part = len(questionnaire.levels), questionnaire.summary_tier.name
    values = {"levels": levels, "total": int(questionnaire.scoring.total), "least": LEAST_FOR_CODES}
    zh, en = text.zh.format(part=part.zh, **values), text.en.format(part=with_article(part.en), **values)
    return Text(zh, en)
