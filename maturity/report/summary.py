"""The summary section: level, S, level scores against the pass mark, the next gap, strongest and weakest areas."""

from collections.abc import Iterator
from fractions import Fraction

from ..questionnaire import Group, Text
from ..questionnaire.naming import inside
from ..scoring import LevelScore
from ..text.numbers import format_score
from .blocks import Block, Cell, Column, Notice, Prose, Section, Table, Verdict
from .context import Context
from .pictures import totals

ORIGINS = {
    "waiting": Text(
        "这次评估由企业从另一处带入，尚未认可；结果按其答案重新计算，暂不计入统计。",
        "This assessment was imported by the enterprise and is not yet accepted; its result was computed "
        "again from the answers, and it is not included in statistics yet.",
    ),
    "refused": Text(
        "这次评估由企业从另一处带入，统计方未予认可，不计入统计。",
        "This assessment was imported by the enterprise; it was not accepted and is not included in statistics.",
    ),
}
_MOST = 3  # areas shown as strongest, and as weakest


def verdict(context: Context) -> Verdict:
    """The level, its name and meaning, and the total S."""
    result, most = context.result, len(context.result.levels)
    if result.level:
        meaning = context.questionnaire.level(result.level).meaning.of(context.language)
    else:
        meaning = context.say(
            "一级得分还没有达到达标线。未达一级与一级不是一回事：先补齐一级的缺口。",
            "The score of level 1 does not reach the pass mark yet. Below level 1 is not level 1: close its gaps "
            "first.",
        )
    return Verdict(
        result.level,
        context.level(result.level),
        f"S = {context.total(result.outcome)}",
        context.say(f"满分 {most}", f"of {most}"),
        meaning,
    )


def summary(context: Context) -> Section:
    """The summary section, one page."""
    blocks: list[Block] = [verdict(context), *notices(context), _levels(context), Prose(_gap(context), strong=True)]
    return Section("1", context.say("摘要", "Summary"), (*blocks, *_extremes(context)), page_break=True)


def notices(context: Context) -> Iterator[Notice]:
    """The conditions that limit the result: origin, open items, rules that differ, tailoring, unverified weights."""
    result = context.result
    if context.dossier.origin in ORIGINS:
        yield Notice(ORIGINS[context.dossier.origin].of(context.language))
    if result.provisional:
        low, high = context.level(result.low.level), context.level(result.high.level)
        scores = context.total(result.low), context.total(result.high)
        yield Notice(
            context.say(
                f"暂定结果：{result.assessed} 条中有 {result.unanswered} 条未答，按 0 分计。"
                f"全部补答后，等级在{low}至{high}之间，S 在 {scores[0]} 至 {scores[1]} 之间。",
                f"Provisional result: {result.unanswered} of {result.assessed} items are not yet answered and count "
                f"as 0. "
                f"Once all are answered, the level lies between {low} and {high}, S between {scores[0]} and "
                f"{scores[1]}.",
            )
        )
    if result.differs:
        yield Notice(_differing(context))
    if result.response.cuts:
        profile = result.response.profile
        names = context.say("、", ", ").join(context.names[profile.tailorable[id], id] for id in result.response.cuts)
        yield Notice(
            context.say(
                f"被裁剪、未参加评估：{names}。权重的变化见“裁剪”一章。",
                f"Tailored out and not assessed: {names}. The chapter on tailoring shows how the weights changed.",
            )
        )
    if not result.verified:
        yield Notice(
            context.say(
                "权重尚未与标准正式文本核对，结果供企业自查使用。",
                "The weights are not yet verified against the official text of the standard; "
                "use the result for self-checking only.",
            )
        )


def _differing(context: Context) -> str:
    """How the two rules differ, why, and which one the report uses."""
    gated, summed = context.result.gated, context.result.summed
    return (
        context.say(
            f"两种判定规则的结论不同：逐级判定为{context.level(gated.level)}，S = {context.total(gated)}；"
            f"累加判定为{context.level(summed.level)}，S = {context.total(summed)}。"
            "原因是较低等级未达标，而较高等级已有得分。",
            f"The two rules differ: level by level gives {context.level(gated.level)}, S = {context.total(gated)};"
            " "
            f"adding up gives {context.level(summed.level)}, S = {context.total(summed)}. "
            "A lower level is not met although higher levels already score.",
        )
        + context.say("本报告采用", " This report uses the rule of ")
        + (
            context.say("逐级判定。", "climbing level by level.")
            if context.result.rule == "gated"
            else context.say("累加判定。", "adding up.")
        )
    )


def _levels(context: Context) -> Table:
    say = context.say
    columns = (
        Column(say("等级", "Level"), 34),
        Column(say("得分", "Score"), 14, "number"),
        Column(say("达标线", "Pass mark"), 14, "number"),
        Column(say("结论", "Verdict"), 12),
        Column(say("条目", "Items"), 26),
    )
    rows = tuple(
        (
            Cell(context.level(level.number)),
            Cell(context.score(level.score), tone="met" if level.met else ""),
            Cell(format_score(context.mark)),
            Cell(say("达标", "met") if level.met else say("未达标", "not met"), tone="met" if level.met else "quiet"),
            Cell(context.counted(tuple(item for item in context.result.response.items if item.level == level.number))),
        )
        for level in context.result.levels
    )
    return Table("levels", say("等级得分", "Levels"), say("各等级得分", "Scores by level"), columns, rows)


def _gap(context: Context) -> str:
    result = context.result
    unmet: LevelScore | None = next((level for level in result.levels if not level.met), None)
    if unmet is None:
        return context.say(
            f"{len(result.levels)} 个等级全部达标，没有更高的等级。", f"All {len(result.levels)} levels are met."
        )
    name, score = context.level(unmet.number), context.score(unmet.score)
    # as many decimals as the score has, so that the printed figures add up
    short = format_score(context.mark - Fraction(score), len(score.partition(".")[2]))
    mark = format_score(context.mark)
    return context.say(
        f"向上的第一道关口是{name}：得 {score}，达标线 {mark}，还差 {short}。",
        f"Next: {name}. Its score is {score}, the pass mark is {mark}, the gap is {short}.",
    )


def _extremes(context: Context) -> Iterator[Table]:
    tier = context.questionnaire.area_tier
    sums = totals(context.result, tier)
    known = {area.id: area for area in context.result.response.areas}
    order = sorted(sums, key=lambda id: -sums[id])  # ties in the questionnaire's order
    count = min(_MOST, len(order) // 2)
    best, last = order[:count], sorted(order, key=lambda id: sums[id])[:count]
    titles = (
        context.say(f"得分最高的{tier.name.zh}", f"Strongest {inside(tier.plural)}"),
        context.say(f"得分最低的{tier.name.zh}", f"Weakest {inside(tier.plural)}"),
    )
    for title, ids in zip(titles, (best, last), strict=True):
        if ids:
            yield _ranked(context, title, [(known[id], format_score(sums[id])) for id in ids])


def _ranked(context: Context, title: str, found: list[tuple[Group, str]]) -> Table:
    say, most = context.say, len(context.result.levels)
    columns = (
        Column(context.area, 48),
        Column(say(f"合计（满分 {most}）", f"Total (of {most})"), 26, "number"),
        Column(say("条目", "Items"), 26),
    )
    rows = tuple((Cell(context.names[sub.key]), Cell(total), Cell(context.counted(sub.items))) for sub, total in found)
    return Table("extremes", say("强弱项", "Strengths and weaknesses"), title, columns, rows)
