"""The sections of minutes: results, dissent, what is parked, comparison, signatures."""

from ...answers import same_answer
from ..blocks import Block, Cell, Column, Facts, Prose, Section, Space, Table
from ..context import NONE
from ..dossier import STATES
from .context import MinutesContext
from .dossier import MinutesItem


def results(context: MinutesContext) -> Section:
    """Every item: what it came to, how, why, and the totals."""
    sections = tuple(
        Section(f"2.{place}", area.name.of(context.language), (_results(context, members),))
        for place, (area, members) in enumerate(context.areas, 1)
    )
    return Section("2", context.say("逐条结果", "Results by item"), (), sections)


def _results(context: MinutesContext, members: list[MinutesItem]) -> Table:
    say = context.say
    columns = (
        Column(say("条目", "Item"), 36),
        Column(say("结果", "Result"), 15),
        Column(say("方式", "How"), 15),
        Column(say("票数", "Votes"), 17),
        Column(say("理由", "Reason"), 17),
    )
    rows = tuple(
        (
            Cell(one.item.text.of(context.language), context.number(one.item)),
            Cell(context.answer(one.item, one.settled), _taken(context, one), "strong" if one.settled else ""),
            Cell(context.how(one), _took(context, one)),
            Cell(context.votes(one)),
            Cell((one.kind and one.reason) or NONE),
        )
        for one in members
    )
    touched = any(one.rounds or one.state != "waiting" for one in members)
    return Table("results", say("结果", "Results"), "", columns, rows, decided=touched)


def _took(context: MinutesContext, one: MinutesItem) -> str:
    """Rounds and minutes of an item."""
    told = []
    if one.rounds:
        told.append(context.say(f"{one.rounds} 轮", "1 round" if one.rounds == 1 else f"{one.rounds} rounds"))
    if one.applicability:
        told.append(context.say("先表决了是否适用", "voted first on whether it applies"))
    if one.seconds:
        minutes = -(-one.seconds // 60)
        told.append(context.say(f"{minutes} 分钟", f"{minutes} min"))
    return context.comma(told)


def _taken(context: MinutesContext, one: MinutesItem) -> str:
    if one.settled is None or one.accepted is None:
        return ""
    return context.say("已采用", "accepted") if one.accepted else context.say("未采用", "not accepted")


def dissent(context: MinutesContext) -> Section:
    """The sentences of those who did not agree."""
    say = context.say
    columns = (
        Column(say("条目", "Item"), 22),
        Column(say("不同意见", "Dissent"), 58),
        Column(say("署名", "Signed"), 20),
    )
    rows = tuple(
        (Cell(context.name(one.item)), Cell(words), Cell(signed or say("未署名", "not signed")))
        for one in context.dossier.items
        for words, signed in one.dissent
    )
    none = Prose(say("没有写下不同意见。", "Nobody put dissent on record."))
    found = Table("dissent", say("不同意见", "Dissent"), "", columns, rows, decided=True) if rows else none
    return Section("4", say("不同意见", "Dissent"), (found,))


def parked(context: MinutesContext) -> Section:
    """What is parked, with who brings what until when, and the actions on the items of the workshop."""
    say = context.say
    columns = (
        Column(say("条目", "Item"), 22),
        Column(say("缺什么", "What is missing"), 44),
        Column(say("负责人", "Owner"), 18),
        Column(say("期限", "Due"), 16),
    )
    rows = tuple(
        (Cell(context.name(one.item)), Cell(one.reason), Cell(one.owner or NONE), Cell(str(one.due or NONE)))
        for one in context.dossier.items
        if one.state == "parked"
    )
    title = say("搁置的条目", "Parked items")
    blocks: list[Block] = [
        Table("parked", say("搁置", "Parked"), title, columns, rows, decided=True)
        if rows
        else Prose(say("没有搁置的条目。", "Nothing is parked."))
    ]
    if context.dossier.actions:
        blocks.append(_actions(context))
    return Section("5", say("搁置与行动", "Parked items and actions"), tuple(blocks))


def _actions(context: MinutesContext) -> Table:
    say = context.say
    columns = (
        Column(say("条目", "Item"), 22),
        Column(say("行动", "Action"), 38),
        Column(say("负责人", "Owner"), 14),
        Column(say("期限", "Due"), 14),
        Column(say("状态", "State"), 12),
    )
    rows = tuple(
        (
            Cell(context.name(context.questionnaire.item(one.about))),
            Cell(one.words),
            Cell(one.owner or NONE),
            Cell(str(one.due or NONE)),
            Cell(STATES[one.state].of(context.language)),
        )
        for one in context.dossier.actions
    )
    title = say("这些条目的行动", "Actions on these items")
    return Table("actions", say("行动", "Actions"), title, columns, rows)


def compared(context: MinutesContext) -> Section:
    """The results that differ from the self-assessment or from the last sitting."""
    say, again = context.say, context.dossier.sitting > 1
    differing = [
        one
        for one in context.dossier.items
        if one.settled and not (same_answer(one.own, one.settled) and (not again or same_answer(one.last, one.settled)))
    ]
    settled = sum(one.settled is not None for one in context.dossier.items)
    counted = Prose(
        say(
            f"已确定的 {settled} 条中，{len(differing)} 条与{'自评或上一次会议' if again else '自评'}不同。",
            f"Of {settled} settled items {len(differing)} differ from the self-assessment"
            f"{' or the last sitting' if again else ''}.",
        ),
        strong=True,
    )
    if not differing:
        return Section("6", say("与自评比较", "Comparison"), (counted,))
    columns = (
        Column(say("条目", "Item"), 40 if again else 52),
        Column(say("自评", "Self-assessment"), 20 if again else 24),
        *((Column(say("上一次", "Last sitting"), 20),) if again else ()),
        Column(say("这次", "This sitting"), 20 if again else 24),
    )
    rows = tuple(
        (
            Cell(one.item.text.of(context.language), context.name(one.item)),
            Cell(context.answer(one.item, one.own)),
            *((Cell(context.answer(one.item, one.last)),) if again else ()),
            Cell(context.answer(one.item, one.settled), tone="strong"),
        )
        for one in differing
    )
    table = Table("compared", say("比较", "Comparison"), "", columns, rows)
    return Section("6", say("与自评比较", "Comparison"), (counted, table))


def signatures(context: MinutesContext) -> Section:
    """Places to sign."""
    say, dossier = context.say, context.dossier
    firm = dossier.consultant
    blocks = (
        Space(
            say(
                f"主持人 {f'{firm} ' if firm else ''}{dossier.facilitator}，签字、日期：",
                f"Facilitator {dossier.facilitator}{f' ({firm})' if firm else ''}, signature and date:",
            ),
            3,
        ),
        Space(say(f"{dossier.enterprise} 代表，签字、日期：", f"For {dossier.enterprise}, signature and date:"), 3),
        Space(say("记录人，签字、日期：", "Scribe, signature and date:"), 3),
    )
    return Section("7", say("签字", "Signatures"), blocks)


def facts(context: MinutesContext) -> Facts:
    """The facts of the cover."""
    say, dossier = context.say, context.dossier
    times = say(f"{dossier.planned} 分钟 / {dossier.met} 分钟", f"{dossier.planned} minutes / {dossier.met} minutes")
    about = context.questionnaire.title.of(context.language)
    mark = say("（外部带入）", " (from elsewhere)") if dossier.elsewhere else ""
    target = say("评审值", "assessed values") if dossier.assessed else say("企业的回答", "the enterprise's answers")
    return Facts(
        (
            *(((say("咨询机构", "Consulting firm"), dossier.consultant),) if dossier.consultant else ()),
            (say("主持人", "Facilitator"), dossier.facilitator + mark),
            (say("问卷", "Questionnaire"), f"{about} · {dossier.year}"),
            (say("时间（北京）", "Time (Beijing)"), context.period),
            (say("计划 / 实际", "Planned / real"), times),
            (say("参加", "Participants"), say(f"{dossier.present} 人", str(dossier.present))),
            (say("结果写入", "Results become"), target),
        )
    )
