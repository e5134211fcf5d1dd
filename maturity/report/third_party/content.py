"""The third part: gates first, then every block, with the value of the self-assessment beside the assessed one."""

from collections.abc import Iterator

from ...scoring.evaluation import ItemScore
from ..blocks import Block, Cell, Column, Prose, Section, Table
from ..context import NONE
from ..self_evaluation.parts import ROLES
from .context import AssessedContext


def content(context: AssessedContext) -> Section:
    """The gates with yes or no, the blocks indicator by indicator, and the quantities that differ."""
    found: list[tuple[str, tuple[Block, ...]]] = []
    say = context.say
    if context.assessed.evaluation.gates.items:
        found.append((say("一票否决项", "Gates"), (_gates(context),)))
    for section in context.assessed.evaluation.sections:
        scores = [one for area in section.group.areas for one in context.assessed.shown(area)]
        scored = [one for one in scores if one.item.role not in ("gate", "input")]
        if scored:
            found.append((section.group.name.of(context.language), (_block(context, scored),)))
    if quantities := [one for one in _quantities(context) if context.differs(one)]:
        found.append(
            (say("评审另有数值的基础数据", "Quantities with another value"), (_differing(context, quantities),))
        )
    sections = tuple(Section(f"3.{place}", title, blocks) for place, (title, blocks) in enumerate(found, 1))
    about = Prose(say("“证据”一栏是附后证据索引中的序号。", "Evidence is by its number in the index below."))
    return Section("3", say("评价内容", "Content"), (about,), sections, page_break=True)


def _gates(context: AssessedContext) -> Table:
    say = context.say
    columns = (
        Column(say("要求", "Requirement"), 42),
        Column(say("企业自评", "Self-assessed"), 12),
        Column(say("评审", "Assessed"), 12),
        Column(say("证据", "Evidence"), 14),
        Column(say("评审意见", "Finding"), 20),
    )
    rows = tuple(
        (
            Cell(context.assessed.text(one.item)),
            Cell(context.own_answer(one)),
            Cell(context.assessed.outcome(one), tone="strong" if one.standing != "met" else ""),
            Cell(_pieces(context, one)),
            Cell(context.words(one.item) or NONE),
        )
        for one in context.assessed.evaluation.gates.items
    )
    return Table("gates", say("一票否决项", "Gates"), "", columns, rows)


def _block(context: AssessedContext, scores: list[ItemScore]) -> Table:
    say, areas = context.say, context.questionnaire
    columns = (
        Column(say("指标", "Indicator"), 34),
        Column(say("企业自评", "Self-assessed"), 17),
        Column(say("评审", "Assessed"), 17),
        Column(say("结论、得分", "Outcome, points"), 14),
        Column(say("证据和意见", "Evidence, finding"), 18),
    )
    rows = tuple(
        (
            Cell(
                context.assessed.text(one.item),
                f"{areas.area(one.item.area).name.of(context.language)} · {ROLES[one.item.role].of(context.language)}",
            ),
            Cell(context.own_answer(one)),
            Cell(context.assessed.answer(one), tone="strong" if context.differs(one) else ""),
            Cell(context.assessed.outcome(one)),
            Cell(_pieces(context, one), context.words(one.item)),
        )
        for one in scores
    )
    return Table("indicators", say("指标", "Indicators"), "", columns, rows)


def _differing(context: AssessedContext, scores: list[ItemScore]) -> Table:
    say = context.say
    columns = (
        Column(say("数据", "Quantity"), 30),
        Column(say("企业自评", "Self-assessed"), 22),
        Column(say("评审", "Assessed"), 22),
        Column(say("评审意见", "Finding"), 26),
    )
    rows = tuple(
        (
            Cell(context.assessed.text(one.item)),
            Cell(context.own_answer(one)),
            Cell(context.assessed.answer(one), tone="strong"),
            Cell(context.words(one.item) or NONE),
        )
        for one in scores
    )
    return Table("differing", say("基础数据", "Quantities"), "", columns, rows)


def _quantities(context: AssessedContext) -> Iterator[ItemScore]:
    yield from (one for one in context.assessed.evaluation.items.values() if one.item.role == "input")


def _pieces(context: AssessedContext, one: ItemScore) -> str:
    """The numbers of the evidence of an item in the index; a dash for none."""
    numbers = (str(number) for number, _ in context.assessed.pieces_of((one.item,)))
    return context.say("、", ", ").join(numbers) or NONE
