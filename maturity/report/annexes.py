"""The sections after the scores: evidence, assessors' findings, tailoring, roadmap with targets and actions."""

from datetime import date

from ..answers import same_answer
from ..assessment.evidence_strength import coverage, coverage_text
from ..questionnaire.naming import tailored
from ..scoring.explain import percent
from ..scoring.roadmap import Roadmap
from ..text.numbers import format_score
from .blocks import Block, Cell, Column, Prose, Section, Table
from .context import NONE, Context
from .dossier import KINDS, STATES, Action


def evidence(context: Context, number: str) -> Section:
    """The section on evidence: how many answers are backed by it, and a table of all pieces by item."""
    title = context.say("证据索引", "Evidence index")
    words = coverage_text(coverage(context.result.response, context.dossier.strengths), context.language)
    apart = context.say(
        "证据的强弱不影响得分，只说明得分有多可信。",
        "Evidence does not change a score; it says how far the score can be relied on.",
    )
    blocks: list[Block] = [Prose(context.say(words + apart, f"{words} {apart}"))]
    if context.dossier.evidence:
        blocks.append(_evidence(context))
    return Section(number, title, tuple(blocks), page_break=True)


def _evidence(context: Context) -> Table:
    say, papers = context.say, any(piece.paper for piece in context.dossier.evidence)
    columns = (
        Column(say("材料或条目" if papers else "条目", "Paper or item" if papers else "Item"), 20),
        Column(say("类别", "Kind"), 10),
        Column(say("证据", "Evidence"), 52),
        Column(say("强弱", "Strength"), 18),
    )
    asked = context.questionnaire
    rows = tuple(
        (
            Cell(context.item(piece.item) if piece.item else piece.subject(asked).of(context.language), tone="quiet"),
            Cell(KINDS[piece.kind].of(context.language)),
            Cell(piece.words or piece.address, piece.address if piece.words else ""),
            Cell(piece.strength.name_text.of(context.language)),
        )
        for piece in sorted(context.dossier.evidence, key=lambda piece: piece.place(asked))
    )
    title = say("证据索引", "Evidence index")
    return Table("evidence", say("证据", "Evidence"), title, columns, rows)


def findings(context: Context, number: str) -> Section:
    """The section on assessors' findings: a table of the enterprise's own and the assessors' values by item."""
    say, answers = context.say, context.result.response.answers
    columns = (
        Column(say("条目", "Item"), 18),
        Column(say("自评", "Self"), 16),
        Column(say("评审", "Assessed"), 16),
        Column(say("评审意见", "Finding"), 50),
    )
    from_ = {False: "", True: say("（外部带入）", "(from elsewhere)")}
    rows = tuple(
        (
            Cell(context.item(found.item), tone="quiet"),
            Cell(context.answer(answers.get(found.item))),
            Cell(
                context.answer(found.answer) if found.answer else NONE,
                tone="strong" if found.answer and not same_answer(answers.get(found.item), found.answer) else "",
            ),
            Cell("\n".join(filter(None, (from_[found.imported], context.reason(found.answer), found.words))) or NONE),
        )
        for found in sorted(context.dossier.findings, key=lambda found: context.questionnaire.item(found.item).position)
    )
    title = say("评审意见", "Assessor's findings")
    words = say(
        "得分按企业自评计算；评审员的判断并列于此，不同之处以粗体标出。",
        "Scores are based on the enterprise's own answers; the assessor's findings are shown alongside, in bold "
        "where they differ.",
    )
    return Section(number, title, (Prose(words), Table("findings", title, title, columns, rows)), page_break=True)


def tailoring(context: Context, number: str) -> Section:
    """The section on tailoring: a table of the groups cut with the reasons, and the weights before and after."""
    say, cuts = context.say, context.result.response.cuts
    title = say("裁剪", "Tailoring")
    if not cuts:
        none = say("没有裁剪，权重未作调整。", "Nothing was tailored out; the weights are unchanged.")
        return Section(number, title, (Prose(none),))
    columns = (
        Column(tailored(context.questionnaire, one=True).of(context.language), 24),
        Column(say("原权重（%）", "Original weight, %"), 18, "number"),
        Column(say("现权重（%）", "Adjusted weight, %"), 18, "number"),
        Column(say("裁剪理由", "Reason"), 40),
    )
    rows = tuple(
        (
            Cell(context.names[share.kind, share.id], tone="quiet" if share.id in cuts else ""),
            Cell(percent(share.before)[:-1]),
            Cell(percent(share.after)[:-1]),
            Cell(cuts.get(share.id, "")),
        )
        for share in context.result.shares
    )
    words = say(
        "被裁剪的不参加评估，其权重按比例分给同一组内的其他各项。",
        "What is tailored out is not assessed; its weight is distributed proportionally to the others beside it.",
    )
    return Section(number, title, (Prose(words), Table("tailoring", title, title, columns, rows)))


def roadmap(context: Context, number: str) -> Section:
    """The section on improvement: the roadmap's steps, the targets by area, and the actions with owner and due date."""
    say, dossier = context.say, context.dossier
    blocks: list[Block] = []
    if dossier.roadmap:
        blocks.append(Prose(_promise(context, dossier.roadmap)))
        if dossier.roadmap.steps:
            blocks.append(_steps(context, dossier.roadmap))
    if dossier.targets:
        blocks.append(_targets(context))
    if dossier.actions:
        blocks.append(_actions(context))
    if not blocks:
        blocks.append(Prose(say("没有可列的改进步骤。", "There are no improvement steps.")))
    return Section(number, say("改进路线", "Roadmap"), tuple(blocks), page_break=True)


def _promise(context: Context, roadmap: Roadmap) -> str:
    name = context.level(roadmap.target)
    before, after = (context.total(result.outcome) for result in (roadmap.before, roadmap.after))
    if roadmap.reached:
        return context.say(f"{name}已经达到。", f"{name} has been reached already.")
    if not roadmap.reachable:
        return context.say(
            f"{name}无法达到：没有适用的条目可以改进。",
            f"{name} cannot be reached: no applicable item is left to improve.",
        )
    count = len(roadmap.steps)
    return context.say(
        f"改进以下 {count} 条即可达到{name}，再少一条也不够：全部完成后，S 从 {before} 升到 {after}。",
        f"Improving the {count} items below reaches {name}, and no fewer do: with all of them done, S rises from "
        f"{before} to {after}.",
    )


def _steps(context: Context, roadmap: Roadmap) -> Table:
    say, target = context.say, roadmap.target
    columns = (
        Column(say("条目", "Item"), 17),
        Column(say("要求", "Requirement"), 43),
        Column(say("现在", "Now"), 14),
        Column(say("改进到", "To"), 14),
        Column(say("提高", "Gain"), 12, "number"),
    )
    rows = tuple(
        (
            Cell(context.item(step.item.id), tone="quiet"),
            Cell(step.item.text.of(context.language)),
            Cell(step.before.text.of(context.language) if step.before else context.answer(None)),
            Cell(step.after.text.of(context.language)),
            Cell(format_score(max(step.gains[:target]), 4)),
        )
        for step in roadmap.steps
    )
    title = say("改进步骤", "Steps")
    note = say(
        "“提高”是该步骤使一个等级的得分增加的分值；计入几个等级的，列最大的一个。",
        "The gain is the increase in a level's score; where a step counts at several levels, the largest is given.",
    )
    return Table("roadmap", title, title, columns, rows, note)


def _targets(context: Context) -> Table:
    say = context.say
    columns = (
        Column(context.area, 50),
        Column(say("目标等级", "Target level"), 30),
        Column(say("期限", "Due"), 20),
    )
    rows = tuple(
        (
            Cell(context.questionnaire.area(target.area).name.of(context.language)),
            Cell(context.level(target.level)),
            Cell(_due(target.due)),
        )
        for target in context.dossier.targets
    )
    return Table("targets", say("目标", "Targets"), say("目标", "Targets"), columns, rows)


def _actions(context: Context) -> Table:
    say = context.say
    columns = (
        Column(say("行动", "Action"), 38),
        Column(say("针对", "About"), 22),
        Column(say("负责人", "Owner"), 14),
        Column(say("期限", "Due"), 14),
        Column(say("状态", "State"), 12),
    )
    rows = tuple(
        (
            Cell(action.words),
            Cell(_about(context, action)),
            Cell(action.owner),
            Cell(_due(action.due)),
            Cell(STATES[action.state].of(context.language)),
        )
        for action in context.dossier.actions
    )
    return Table("actions", say("行动", "Actions"), say("行动", "Actions"), columns, rows)


def _about(context: Context, action: Action) -> str:
    return context.names.get((context.questionnaire.area_tier.id, action.about)) or context.item(action.about) or NONE


def _due(day: date | None) -> str:
    return day.isoformat() if day else NONE
