"""The section on the method: how the score is computed (docs/method.md), with the figures of this result and their
sources.
"""

from collections.abc import Iterator
from math import prod

from ..questionnaire.naming import inside
from ..scoring.explain import explain, percent
from ..text.numbers import format_score, numeral
from .blocks import Block, Cell, Column, Facts, Prose, Section, Table
from .context import NONE, Context


def method(context: Context, number: str) -> Section:
    """The section on the method: the rules, the arithmetic of the level scores, the weights, the sources."""
    blocks: list[Block] = [Prose(words) for words in _rules(context)]
    return Section(
        number,
        context.say("计算方法", "How the score is computed"),
        (*blocks, _arithmetic(context), _weights(context), *_sources(context)),
        page_break=True,
    )


def _rules(context: Context) -> Iterator[str]:
    scoring, mark = context.questionnaire.scoring, format_score(context.mark, 1)
    choices = [
        (choice.text.of(context.language), format_score(choice.score, 1)) for choice in context.questionnaire.choices
    ]
    listed = context.say("、", ", ").join(f"{words} {score}" for words, score in choices)
    yield context.say(
        f"每条要求按满足程度记分：{listed}。未作答的按 0 分计；不适用的（须写理由）不计入平均。",
        f"Each item is scored by how far it is met: {listed}. An unanswered item counts as 0; an item that does not "
        f"apply "
        "(a reason is required) is excluded from the mean.",
    )
    yield from _of_groups(context)
    if scoring.rule == "gated":
        yield context.say(
            f"等级得分达到 {mark} 即该级达标。自下而上，各级都达标的最高一级就是评定等级；"
            "总分 S 等于达标的级数加上第一个未达标等级的得分。",
            f"A level is met when its score reaches {mark}. The grade is the highest level up to which every level is "
            "met; S is the number of levels met plus the score of the first that is not.",
        )
    else:
        yield context.say(
            f"等级得分达到 {mark} 即该级达标。达标的等级计 1，未达标的计实际得分，合计为总分 S，"
            "按 S 所在区间评定等级。",
            f"A level is met when its score reaches {mark}. It then counts as 1, otherwise as its own score; "
            "S is their sum, and the grade follows from its band.",
        )


def _of_groups(context: Context) -> Iterator[str]:
    """Sentences on how areas are scored, and the tiers above them."""
    *outer, innermost = context.questionnaire.tiers
    above = [tier.name.zh for tier in reversed(outer)], [inside(tier.plural) for tier in reversed(outer)]
    area, last = innermost.name, len(context.result.levels)
    yield context.say(
        f"逐级计算：{area.zh}在某一等级的得分，是该级适用条目得分的平均；{'、'.join(above[0])}和等级的得分，"
        f"依次由下一层得分按权重相加。等级得分写作 A，A{last} 即{numeral(last, 'zh')}级得分。",
        f"Level by level: the score of each {inside(area.en)} is the mean of its applicable items of that level; "
        f"{', '.join(above[1])} and the level are weighted sums of the tier below. The score of a level is written A: "
        f"A{last} is the score of level {last}.",
    )
    if context.questionnaire.scoring.empty_cell == "carry":
        yield context.say(
            f"某级没有适用条目的{area.zh}，沿用较低等级中最近一级的得分，在表中以括号标出。",
            f"Without an applicable item at a level, the nearest lower level's score of the {inside(area.en)} is kept "
            "(in brackets).",
        )
    else:
        yield context.say(
            f"某级没有适用条目的{area.zh}，由同组其他各项按比例分担权重。",
            f"Without an applicable item at a level, the weight of the {inside(area.en)} passes to the others beside "
            "it.",
        )


def _arithmetic(context: Context) -> Table:
    say, root = context.say, explain(context.result, context.language)
    columns = (
        Column(say("分数", "Score"), 24),
        Column(say("算式", "Arithmetic"), 60),
        Column(say("得数", "Value"), 16, "number"),
    )
    lines = [(root.label, root.formula, root.value), *((it.label, it.formula, it.value) for it in root.children)]
    rows = tuple((Cell(label), Cell(formula or NONE), Cell(value)) for label, formula, value in lines)
    title = say("本次的算式", "Calculation of this result")
    outermost = context.questionnaire.tiers[0].name
    note = say(
        f"等级得分的算式依次为各{outermost.zh}的权重与得分；“≈”表示已舍入到四位小数。",
        f"The terms of a level are weight times score of each {inside(outermost.en)}, in order; ≈ marks figures cut to "
        "four decimals.",
    )
    return Table("arithmetic", say("算式", "Arithmetic"), title, columns, rows, note)


def _weights(context: Context) -> Table:
    say, asked, profile = context.say, context.questionnaire, context.result.response.profile
    after = {(share.kind, share.id): share.after for share in context.result.shares}
    tiers = [tier.name.of(context.language) for tier in asked.tiers]
    columns: list[Column] = []
    for name in tiers:
        columns.append(Column(name, 87 // len(tiers) - 9))
        columns.append(Column(say("权重（%）", "Weight, %"), 9, "number"))
    rows = []
    for area in context.result.response.areas:
        path = (*asked.parents(area), area)
        parts = [after.get(group.key, profile.share(group)) for group in path]
        cells = []
        for group, part in zip(path, parts, strict=True):
            cells += [Cell(context.names[group.key]), Cell(percent(part)[:-1])]
        rows.append((*cells, Cell(format_score(100 * prod(parts), 2))))
    title, area_name = say("权重", "Weights"), asked.area_tier.name
    note = say(
        f"权重是在上一层之内的占比；总权重为各层之积，是该{area_name.zh}占等级得分的份额。裁剪后的权重已计入。",
        "A weight is the share within the tier above; the overall weight, the product of all, is the share of the "
        f"{inside(area_name.en)} in the score of a level. Tailoring is taken into account.",
    )
    columns.append(Column(say("总权重（%）", "Overall, %"), 13, "number"))
    return Table("weights", title, title, tuple(columns), tuple(rows), note)


def _sources(context: Context) -> Iterator[Block]:
    say, dossier, asked = context.say, context.dossier, context.questionnaire
    profile = context.result.response.profile
    pairs = [
        (say("问卷", "Questionnaire"), f"{asked.title.of(context.language)} {asked.version}"),
        (say("依据", "Standard"), asked.standard.of(context.language)),
        (say("权重方案", "Weight profile"), profile.name.of(context.language)),
        (say("权重来源", "Source of the weights"), profile.source.of(context.language)),
        (say("条目", "Items"), context.counted(context.result.response.items)),
    ]
    if dossier.submitted:
        pairs += [(say("提交时间", "Submitted"), dossier.submitted), (say("校验码", "Checksum"), dossier.digest)]
    else:
        pairs.append(
            (
                say("状态", "State"),
                say("尚未提交，结果随答案变化。", "Draft, not submitted; the result changes with the answers."),
            )
        )
    yield Facts(tuple(pairs))
    yield Prose(
        say(
            "本报告由企业自评的答案计算得出，不是认证结论。",
            "This report is computed from the enterprise's own answers; it is not a certificate.",
        )
    )
