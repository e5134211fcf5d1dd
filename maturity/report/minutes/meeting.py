"""The section of minutes on how the workshop was held: rule, secrecy, participants, time."""

from collections.abc import Iterator

from ...workshop.agenda import planned_minutes
from ...workshop.rules import Rule
from ..blocks import Block, Cell, Column, Notice, Prose, Section, Table
from ..context import NONE
from .context import MinutesContext, share

_ABREAST = 3  # names on a line
RULE_NAMES = {"standard": ("标准", "standard"), "strict": ("严格", "strict"), "light": ("宽松（较弱）", "light (weak)")}


def held(context: MinutesContext) -> Section:
    """How the workshop was held: the rule, what is secret, and who took part."""
    say, dossier = context.say, context.dossier
    columns = (Column(say("职能", "Function"), 70), Column(say("人数", "Participants"), 30, "number"))
    rows = tuple((Cell(name), Cell(str(number))) for name, number in dossier.functions)
    title = say("参加人员（按职能）", "Participants by function")
    blocks: list[Block] = [Prose(rule_words(context)), *_secrecy(context)]
    blocks.append(Table("participants", say("参加人员", "Participants"), title, columns, rows, _named(context)))
    if dossier.names:
        blocks.append(_names(context))
    blocks.append(_times(context))
    return Section("1", say("会议与规则", "How it was held"), tuple(blocks))


def _names(context: MinutesContext) -> Table:
    """Who took part, where all agreed to be named."""
    say = context.say
    columns = (Column(say("序号", "No."), 18), Column(say("姓名", "Name"), 81))
    rows = tuple((Cell(str(place)), Cell(name)) for place, name in enumerate(context.dossier.names, 1))
    title = say("参加人员姓名（全体同意列出）", "Names of participants (all agreed to be named)")
    return Table("names", say("姓名", "Names"), title, columns, rows, side=min(_ABREAST, len(rows)))


def _times(context: MinutesContext) -> Table:
    """Minutes planned and real, by area."""
    say = context.say
    columns = (
        Column(context.questionnaire.area_tier.name.of(context.language), 50),
        Column(say("计划（分钟）", "Planned (min)"), 25, "number"),
        Column(say("投票与讨论（分钟）", "Voting and discussion (min)"), 25, "number"),
    )
    shares = planned_minutes(context.dossier.planned, [len(members) for _, members in context.areas])
    rows = tuple(
        (Cell(area.name.of(context.language)), Cell(str(share)), Cell(str(used) if used else NONE))
        for share, (area, members) in zip(shares, context.areas, strict=True)
        for used in [round(sum(one.seconds for one in members) / 60)]
    )
    return Table("times", say("时间", "Time"), say("计划与实际时间", "Time planned and real"), columns, rows)


def rule_words(context: MinutesContext) -> str:
    """The rule of agreement in words."""
    rule: Rule = context.dossier.rule
    asked = []
    if rule.mode is not None:
        asked.append(context.say(f"至少 {rule.mode} 的票选同一项", f"at least {rule.mode} choose the same"))
    if rule.near is not None:
        words = (
            f"至少 {share(rule.near)} 与中位数相差不超过一档",
            f"at least {share(rule.near)} lie within one step of the median",
        )
        asked.append(context.say(*words))
    if rule.across is not None:
        words = (
            f"在及格线另一侧的不到 {share(rule.across)}",
            f"less than {share(rule.across)} are on the other side of the pass mark",
        )
        asked.append(context.say(*words))
    if rule.iqr is not None:
        words = f"中间一半的票相差不超过 {rule.iqr} 档", f"the middle half of the votes spans at most {rule.iqr} step"
        asked.append(context.say(*words))
    name, version = RULE_NAMES[rule.id], context.dossier.version
    return context.say(
        f"会前确定的规则：{name[0]}（第 {version} 版）。{'；'.join(asked)}，即为一致。至少要有 4 票，并且不少于在场"
        f"人数的一半；最多投 {rule.rounds} 轮，仍不一致时由主持人说明理由后决定，不同意见保留。三分之一以上的票认为"
        f"不适用时，先表决是否适用，至少 {rule.majority} 的票相同才算；适用的，再表决结果。",
        f"The rule, fixed before: {name[1]} (version {version}). Votes agree when {'; '.join(asked)}. It takes at "
        f"least 4 votes, and half of those present. After at most {rule.rounds} rounds the lead decides with a reason, "
        "and dissent stays on record. Where a third of the votes or more say that an item does not apply, it is voted "
        f"first whether it does, which takes {rule.majority} of the votes; if so, its answer is voted on again.",
    )


def _secrecy(context: MinutesContext) -> Iterator[Block]:
    yield Prose(
        context.say(
            "投票不记名：系统不保存谁投了哪一票，少于 4 票的分布不印，只印每条最后一轮的合计。",
            "Votes were secret: it is not kept who cast which. Distributions of fewer than 4 votes are not printed, "
            "and of each item only the totals of the last round are.",
        )
    )
    yield Notice(
        context.say(
            "全体一致的条目会让人知道每个人的选择；加入会议时已说明这一点。",
            "Where all votes are the same, everybody's vote is known; those who joined were told so.",
        )
    )
    if any(one.withheld for one in context.dossier.items):
        yield Notice(
            context.say(
                "有的条目上一次会议的票数已经印出，此后有人离开并重新投票。两次合计相减可能看出离开的人的票，所以这次不印合计。",
                "Of some items the last minutes printed totals, and people left before the vote was taken anew. The "
                "difference of both could tell the vote of who left; the totals are therefore not printed this time.",
            )
        )
    if any(one.gone for one in context.dossier.items):
        yield Notice(
            context.say(
                "有的条目在这次会议之后有人离开并重新投票，这次的票已经删除；合计只在当时印出的纪要里。",
                "Of some items the vote was taken anew after this sitting, as people had left, and the votes of this "
                "sitting were deleted; their totals stand only in minutes that were made before.",
            )
        )


def _named(context: MinutesContext) -> str:
    say, dossier = context.say, context.dossier
    own = say(f"评判本人所在部门的有 {dossier.own_area} 人。", f"{dossier.own_area} judged their own department.")
    if dossier.names:
        return own
    return own + say(
        "不是全体同意列出姓名，所以只列人数。", " Not all agreed to be named; therefore only numbers are given."
    )
