"""How the score is computed, in plain words with this result's numbers, and where the numbers come from."""

from collections.abc import Iterator
from math import prod

from ..scoring.explain import explain, percent
from ..text.numbers import format_score
from .blocks import Block, Cell, Column, Facts, Prose, Section, Table
from .context import NONE, Teller


def method(tell: Teller, number: str) -> Section:
    """The rules, the arithmetic of the levels, the weights."""
    blocks: list[Block] = [Prose(words) for words in _rules(tell)]
    return Section(
        number,
        tell.say("计算方法", "How the score is computed"),
        (*blocks, _arithmetic(tell), _weights(tell), *_sources(tell)),
        fresh=True,
    )


def _rules(tell: Teller) -> Iterator[str]:
    scoring, mark = tell.questionnaire.scoring, format_score(tell.mark, 1)
    choices = [(choice.text.of(tell.language), format_score(choice.score, 1)) for choice in tell.questionnaire.choices]
    listed = tell.say("、", ", ").join(f"{words} {score}" for words, score in choices)
    yield tell.say(
        f"每条要求按满足程度记分：{listed}。未作答的按 0 分计；不适用的（须写理由）不计入平均。",
        f"Each item is scored by how far it is met: {listed}. An unanswered item counts as 0; an item that does not "
        f"apply "
        "(a reason is required) is excluded from the mean.",
    )
    yield tell.say(
        "逐级计算：能力子域在某一等级的得分，是该级适用条目得分的平均；能力域、能力要素和等级的得分，"
        "依次由下一层得分按权重相加。等级得分写作 A，A3 即三级得分。",
        "Level by level: a subdomain scores the mean of its applicable items of that level; domains, elements and the "
        "level are weighted sums of the tier below. The score of a level is written A: A3 is the score of level 3.",
    )
    if scoring.empty_cell == "carry":
        yield tell.say(
            "某级没有适用条目的能力子域，沿用较低等级中最近一级的得分，在表中以括号标出。",
            "A subdomain without an applicable item at a level keeps the nearest lower level's score (in brackets).",
        )
    else:
        yield tell.say(
            "某级没有适用条目的能力子域，由同组其他各项按比例分担权重。",
            "A subdomain without an applicable item at a level passes its weight to the others of its domain.",
        )
    if scoring.rule == "gated":
        yield tell.say(
            f"等级得分达到 {mark} 即该级达标。自下而上，各级都达标的最高一级就是评定等级；"
            "总分 S 等于达标的级数加上第一个未达标等级的得分。",
            f"A level is met when its score reaches {mark}. The grade is the highest level up to which every level is "
            "met; S is the number of levels met plus the score of the first that is not.",
        )
    else:
        yield tell.say(
            f"等级得分达到 {mark} 即该级达标。达标的等级计 1，未达标的计实际得分，合计为总分 S，"
            "按 S 所在区间评定等级。",
            f"A level is met when its score reaches {mark}. It then counts as 1, otherwise as its own score; "
            "S is their sum, and the grade follows from its band.",
        )


def _arithmetic(tell: Teller) -> Table:
    say, root = tell.say, explain(tell.result, tell.language)
    columns = (
        Column(say("分数", "Score"), 24),
        Column(say("算式", "Arithmetic"), 60),
        Column(say("得数", "Value"), 16, "number"),
    )
    lines = [(root.label, root.formula, root.value), *((it.label, it.formula, it.value) for it in root.children)]
    rows = tuple((Cell(label), Cell(formula or NONE), Cell(value)) for label, formula, value in lines)
    title = say("本次的算式", "Calculation of this result")
    note = say(
        "等级得分的算式依次为各能力要素的权重与得分；“≈”表示已舍入到四位小数。",
        "The terms of a level are weight times score of each element, in order; ≈ marks figures cut to four decimals.",
    )
    return Table("arithmetic", say("算式", "Arithmetic"), title, columns, rows, note)


def _weights(tell: Teller) -> Table:
    say, shares = tell.say, tell.result.response.profile.weights
    after = {share.id: share.after for share in tell.result.shares}
    columns = (
        Column(say("能力要素", "Element"), 16),
        Column(say("要素权重（%）", "Element, %"), 10, "number"),
        Column(say("能力域", "Domain"), 18),
        Column(say("域权重（%）", "Domain, %"), 10, "number"),
        Column(say("能力子域", "Subdomain"), 20),
        Column(say("子域权重（%）", "Subdomain, %"), 13, "number"),
        Column(say("总权重（%）", "Overall, %"), 13, "number"),
    )
    known = {sub.id for sub in tell.result.response.subdomains}
    rows = []
    for element, domain, sub in tell.questionnaire.walk():
        if sub.id not in known:
            continue
        keys = (("element", element.id), ("domain", domain.id), ("subdomain", sub.id))
        parts = [
            after.get(id, shares[kind, id].share) if kind == "domain" else shares[kind, id].share for kind, id in keys
        ]
        cells = []
        for key, part in zip(keys, parts, strict=True):
            cells += [Cell(tell.names[key]), Cell(percent(part)[:-1])]
        rows.append((*cells, Cell(format_score(100 * prod(parts), 2))))
    title = say("权重", "Weights")
    note = say(
        "权重是在上一层之内的占比；总权重为三层之积，是该子域占等级得分的份额。裁剪后的权重已计入。",
        "A weight is the share within the tier above; the overall weight, the product of the three, is the share of "
        "the "
        "subdomain in the score of a level. Tailoring is taken into account.",
    )
    return Table("weights", title, title, columns, tuple(rows), note)


def _sources(tell: Teller) -> Iterator[Block]:
    say, dossier, asked = tell.say, tell.dossier, tell.questionnaire
    profile = tell.result.response.profile
    pairs = [
        (say("问卷", "Questionnaire"), f"{asked.title.of(tell.language)} {asked.version}"),
        (say("依据", "Standard"), asked.standard),
        (say("权重方案", "Weight profile"), profile.name.of(tell.language)),
        (say("权重来源", "Source of the weights"), profile.source.of(tell.language)),
        (say("条目", "Items"), tell.counted(tell.result.response.items)),
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
