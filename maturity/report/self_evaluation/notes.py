"""The annex: calculation notes on every computed value, from the boundary over inputs and factors to the outcome."""

from collections.abc import Iterator

from ...assessment.calculations import Calculation
from ..blocks import Block, Cell, Column, Facts, Notice, Section, Table
from ..context import NONE
from .context import EvaluationContext


def calculation_notes(context: EvaluationContext) -> Section:
    """Boundary, inputs, conversion factors, and the steps of every computed value."""
    say = context.say
    found: list[tuple[str, tuple[Block, ...]]] = []
    if context.boundary:
        found.append((say("核算边界", "Boundary"), (Facts(tuple(context.boundary)),)))
    found.append((say("输入量", "Inputs"), (_inputs(context),)))
    if factors := tuple(_factors(context)):
        found.append((say("换算因子", "Conversion factors"), factors))
    found.append((say("计算过程", "Calculations"), (_calculations(context),)))
    sections = tuple(Section(f"A.{place}", title, blocks) for place, (title, blocks) in enumerate(found, 1))
    return Section("A", say("附录：计算说明", "Annex: calculation notes"), (), sections, page_break=True)


def _inputs(context: EvaluationContext) -> Table:
    say = context.say
    columns = (
        Column(say("输入量", "Input"), 44),
        Column(say("填报值", "As entered"), 28),
        Column(say("计算用值", "As used"), 28),
    )
    rows = tuple((Cell(one.name), Cell(one.entered or NONE), Cell(one.used or NONE)) for one in context.notes.inputs())
    note = say(
        "计算全程使用精确值；“≈”表示打印时已舍入。", "Calculations use exact values; ≈ marks figures rounded in print."
    )
    return Table("inputs", say("输入量", "Inputs"), "", columns, rows, note)


def _factors(context: EvaluationContext) -> Iterator[Block]:
    say, found = context.say, context.notes.factors()
    if not found:
        return
    columns = (
        Column(say("能源品种", "Carrier"), 26),
        Column(say("因子", "Factor"), 28),
        Column(say("来源", "Source"), 32),
        Column(say("状态", "Status"), 14),
    )
    status = {True: say("已核实", "Verified"), False: say("未核实", "Not verified")}
    rows = tuple((Cell(one.carrier), Cell(one.factor), Cell(one.source), Cell(status[one.verified])) for one in found)
    yield Table("factors", say("换算因子", "Factors"), "", columns, rows)
    if not all(one.verified for one in found):
        yield Notice(
            say("有换算因子未经核实，提交前请核对。", "Some factors are not verified; check them before you submit.")
        )


def _calculations(context: EvaluationContext) -> Table:
    say = context.say
    columns = (
        Column(say("指标", "Indicator"), 17),
        Column(say("公式和代入", "Formula, and with numbers"), 30),
        Column(say("数值", "Value"), 18),
        Column(say("结论、规则和参考值", "Outcome, rule, reference value"), 35),
    )
    rows = tuple(_calculation(context, one) for one in context.notes.calculations())
    return Table("calculations", say("计算过程", "Calculations"), "", columns, rows)


def _calculation(context: EvaluationContext, it: Calculation) -> tuple[Cell, ...]:
    degrees = (context.say(f"程度：{line}", f"Degree: {line}") for line in it.degrees)
    told = [part for part in (it.rule, it.reference, *degrees, it.remark) if part]
    return (
        Cell(context.text(it.one.item)),
        Cell(it.formula, f"= {it.inserted}" if it.inserted else ""),
        Cell("\n".join(it.values) or NONE),
        Cell(it.outcome or NONE, "\n".join(told)),
    )
