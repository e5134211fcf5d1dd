"""The first four parts: facts sheet with the boundary card, the organisation, what was built up, next steps."""

from collections.abc import Iterator

from ...questionnaire import Group, Text
from ...questionnaire.facts import FACTS
from ...questionnaire.numeric.references import unit_of
from ...scoring.evaluation import ItemScore
from ...scoring.gains import Gain, gains, next_aim, per_unit, smallest_to
from ...scoring.statements import number
from ..blocks import Block, Cell, Column, Notice, Prose, Section, Space, Table
from ..context import NONE
from .context import EvaluationContext

ROLES = {
    "gate": Text("一票否决", "Gate"),
    "mandatory": Text("必选", "Mandatory"),
    "optional": Text("可选", "Optional"),
    "bonus": Text("加分", "Bonus"),
    "input": Text("数据", "Input"),
    "value": Text("指标", "Value"),
}
_TO_FILL = (
    Text("统一社会信用代码", "Unified social credit code"),
    Text("地址", "Address"),
    FACTS["division"],
    FACTS["ownership"],
    Text("联系人及电话", "Contact person, telephone"),
    Text("主要产品及产能", "Main products and capacity"),
)
_MOST = 10  # changes shown as worth most points


def facts_sheet(context: EvaluationContext) -> Section:
    """Part 1: what is known of the enterprise, lines to fill in, the boundary card, the declaration."""
    say, dossier = context.say, context.dossier
    columns = (Column(say("栏目", "Entry"), 32), Column(say("内容", "Content"), 68))
    known = [(label.of(context.language), words.of(context.language)) for label, words in dossier.facts]
    names = {name for name, _ in known}
    open_ = [(label.of(context.language), "") for label in _TO_FILL if label.of(context.language) not in names]
    pairs = [(say("名称", "Name"), dossier.enterprise), *known, *open_]
    title = say("基本信息", "Basic facts")
    blocks: list[Block] = [Table("facts", title, title, columns, tuple((Cell(a), Cell(b)) for a, b in pairs))]
    if context.boundary:
        title = say("核算边界", "Boundary")
        rows = tuple((Cell(name), Cell(words)) for name, words in context.boundary)
        note = say("各项数值和比值都以此为准。", "All figures and ratios refer to it.")
        blocks.append(Table("boundary", title, title, columns, rows, note))
    blocks.append(
        Space(
            say(
                "声明：所填内容和证明材料真实有效。法定代表人签字、盖章、日期：",
                "Declaration: what is stated and the evidence are true. Signature of the legal representative, date:",
            ),
            4,
        )
    )
    return Section("1", say("基本信息表", "Facts sheet"), tuple(blocks), page_break=True)


def organisation(context: EvaluationContext) -> Section:
    """Part 2: places to write about the organisation."""
    say = context.say
    spaces = (
        Space(say("概况：沿革、规模、厂区、主要产品：", "Overview: history, size, sites, main products:"), 7),
        Space(say("生产工艺和主要设备：", "Processes and main equipment:"), 7),
        Space(say("绿色发展的方针和已有成绩：", "Policy and results so far in green development:"), 7),
    )
    return Section("2", say("单位基本情况", "The organisation"), spaces, page_break=True)


def built_up(context: EvaluationContext) -> Section:
    """Part 3: a section a block, with a table of requirements or of quantities for every area in it."""
    sections: list[Section] = []
    for section in context.evaluation.sections:
        tables = tuple(_areas(context, section.group))
        if tables:
            name = section.group.name.of(context.language)
            sections.append(Section(f"3.{len(sections) + 1}", name, tables))
    title = context.say("创建情况", "What was built up")
    about = context.say(
        "数值按填报的单位列出；“尚不能判定”是未作答、缺数据或缺参考值。",
        "Numbers are in the units in which they were entered; undecided is what is open, or lacks data or a reference "
        "value.",
    )
    return Section("3", title, (Prose(about),), tuple(sections), page_break=True)


def _areas(context: EvaluationContext, block: Group) -> Iterator[Table]:
    """A table for each area of a block; one that is the block itself needs no title below that of the section."""
    for area in block.areas:
        if found := context.shown(area):
            yield _area(context, "" if area is block else area.name.of(context.language), found)


def _area(context: EvaluationContext, name: str, found: list[ItemScore]) -> Table:
    if all(one.item.role == "input" for one in found):
        return _quantities(context, name, found)
    say = context.say
    columns = (
        Column(say("要求", "Requirement"), 40),
        Column(say("回答或数值", "Answer or value"), 21),
        Column(say("结论", "Outcome"), 15),
        Column(say("证据", "Evidence"), 24),
    )
    rows = tuple(_requirement(context, one) for one in found)
    return Table("requirements", say("要求", "Requirements"), name, columns, rows)


def _quantities(context: EvaluationContext, name: str, found: list[ItemScore]) -> Table:
    say = context.say
    columns = (
        Column(say("数据", "Quantity"), 36),
        Column(say("填报值", "As entered"), 34),
        Column(say("证据", "Evidence"), 30),
    )
    rows = tuple(
        (Cell(context.text(one.item)), Cell(context.answer(one), context.note(one)), Cell(context.filed([one.item])))
        for one in found
    )
    return Table("quantities", say("基础数据", "Quantities"), name, columns, rows)


def _requirement(context: EvaluationContext, one: ItemScore) -> tuple[Cell, ...]:
    return (
        Cell(context.text(one.item), ROLES[one.item.role].of(context.language)),
        Cell(context.answer(one), context.note(one)),
        Cell(context.outcome(one)),
        Cell(context.filed([one.item])),
    )


def next_steps(context: EvaluationContext) -> Section:
    """Part 4: what stands against eligibility, the changes that are worth most points, places to write."""
    say = context.say
    space = Space(
        say(
            "计划的项目和工作（内容、投资、期限、负责人、预期效果）：",
            "Projects planned (content, investment, due date, person in charge, expected effect):",
        ),
        10,
    )
    blocks = (*_against(context), *_fewest(context), *_worth_most(context), space)
    return Section("4", say("下一步工作", "Next steps"), blocks, page_break=True)


def _against(context: EvaluationContext) -> Iterator[Block]:
    say, found = context.say, context.evaluation
    open_ = [one for verdict in (found.gates, found.mandatory) for one in verdict.items if one.standing != "met"]
    if not open_:
        return
    columns = (
        Column(say("要求", "Requirement"), 56),
        Column(say("结论", "Outcome"), 18),
        Column(say("缺什么", "What is missing"), 26),
    )
    missed = sorted(open_, key=lambda one: one.standing != "not met")
    rows = tuple(
        (
            Cell(context.text(one.item), ROLES[one.item.role].of(context.language)),
            Cell(context.outcome(one)),
            Cell(context.notes.why(one) or context.answer(one)),
        )
        for one in missed
    )
    title = say("先解决：未满足或尚不能判定的要求", "First: requirements that are not met or undecided")
    yield Table("against", say("未满足的要求", "Not met"), title, columns, rows)


def _fewest(context: EvaluationContext) -> Iterator[Block]:
    """The fewest items to the next grade or round score; nothing where there is no score or all is reached."""
    say, found = context.say, context.evaluation
    if found.score is None or found.score.low >= found.maximum:
        return
    aim, known = number(next_aim(found)), {gain.item.id: gain for gain in gains(found)}
    items = smallest_to(found, next_aim(found))
    if not items:
        return
    columns = (
        Column(say("要做到的条目", "Item to meet"), 60),
        Column(say("现在", "Now"), 24),
        Column(say("单独做到时加分", "Points, met alone"), 16, "number"),
    )
    rows = tuple(
        (
            Cell(context.text(item), ROLES[item.role].of(context.language)),
            Cell(context.answer(found.items[item.id])),
            Cell(f"+{number(known[item.id].points)}" if item.id in known else NONE),
        )
        for item in items
    )
    title = say(
        f"最少做到 {len(items)} 条，就具备申报条件，并达到 {aim} 分",
        f"The fewest items to be eligible with {aim} points: {len(items)}",
    )
    yield Table("fewest", say("最少的条目", "Fewest items"), title, columns, rows)


def _worth_most(context: EvaluationContext) -> Iterator[Block]:
    say, found = context.say, gains(context.evaluation)
    if context.evaluation.score is None:
        return
    if not found:
        yield Prose(say("没有还能加分的条目。", "No item could add to the score."))
        return
    columns = (
        Column(say("改进", "Change"), 50),
        Column(say("加分", "Points"), 14, "number"),
        Column(say("每单位的分值", "Points for each unit"), 36),
    )
    rows = tuple(
        (Cell(context.text(gain.item)), Cell(f"+{number(gain.points)}"), Cell(_rate(context, gain)))
        for gain in found[:_MOST]
    )
    title = say("最值得先做的：全部满足后总分增加多少", "Worth most points: what each adds to the score, fully met")
    yield Table("gains", say("加分", "Gains"), title, columns, rows)
    if not context.evaluation.verified:
        yield Notice(say("分值未经核实，只供排先后。", "Points are not verified; use them for the order alone."))


def _rate(context: EvaluationContext, gain: Gain) -> str:
    if gain.rate is None:
        lacks = context.evaluation.items[gain.item.id].state == "no-reference"
        return context.say("没有参考值", "No reference value") if lacks else "—"
    return per_unit(gain.rate, gain.points / gain.rate, unit_of(gain.item), context.language)
