"""The fifth part: the evaluation sheet, with the result first, points by block, then every indicator."""

from collections.abc import Iterator

from ...scoring.evaluation import Section as Scored
from ...scoring.statements import number, span
from ..blocks import Block, Cell, Column, Notice, Section, Table
from ..context import NONE
from .context import EvaluationContext
from .parts import ROLES


def evaluation_sheet(context: EvaluationContext) -> Section:
    """The result in fixed words, what limits it, and the sheet."""
    blocks: list[Block] = [context.verdict(), *(Notice(words) for words in context.limits)]
    blocks += [*_grading(context), *_totals(context), *_sheets(context)]
    return Section("5", context.say("自评表", "Evaluation sheet"), tuple(blocks), page_break=True)


def _grading(context: EvaluationContext) -> Iterator[Notice]:
    """Who set the grades, where there are some that are not confirmed."""
    grading = context.evaluation.grading
    if grading and not grading.verified:
        source = grading.source.of(context.language)
        yield Notice(
            context.say(f"等次的界线未经核实（{source}）。", f"The bands of grades are not verified ({source}).")
        )


def _totals(context: EvaluationContext) -> Iterator[Table]:
    """Score, mandatory items and points of every block that has a score of its own or points."""
    say = context.say
    found = [one for one in context.evaluation.sections if one.score is not None or one.reachable]
    if context.evaluation.score is None or not found:
        return
    tier = context.questionnaire.tiers[0].name.of(context.language)
    columns = (
        Column(tier, 40),
        Column(say("必选要求满足", "Mandatory met"), 20),
        Column(say("得分", "Score"), 20, "number"),
        Column(say("满分", "Maximum"), 20, "number"),
    )
    rows = [_total(context, one) for one in found]
    whole = context.evaluation.score, context.evaluation.maximum
    total = (Cell(say("合计", "Total"), tone="strong"), Cell(""), Cell(span(whole[0])), Cell(number(whole[1])))
    same = all(one.score is not None for one in found)
    title = say("得分汇总", "Scores in total")
    note = say(
        "两数之间的短横线表示仍可能变化的范围。", "A dash between two scores shows where the result can still change."
    )
    yield Table("totals", say("汇总", "Totals"), title, columns, tuple([*rows, total] if same else rows), note)


def _total(context: EvaluationContext, one: Scored) -> tuple[Cell, ...]:
    must = one.mandatory
    met = f"{len(must.those('met'))}/{len(must.items)}" if must.items else NONE
    score, most = one.score or one.earned, one.maximum or one.reachable
    return Cell(one.group.name.of(context.language)), Cell(met), Cell(span(score)), Cell(number(most))


def _sheets(context: EvaluationContext) -> Iterator[Table]:
    say = context.say
    columns = (
        Column(context.questionnaire.area_tier.name.of(context.language), 40),
        Column(say("数值或回答", "Value or answer"), 24),
        Column(say("是否满足、得分", "Met, or points"), 16),
        Column(say("证据索引", "Index of evidence"), 20),
    )
    for section in context.evaluation.sections:
        scores = [one for area in section.group.areas for one in context.shown(area) if one.item.role != "input"]
        areas = {area.id: area.name.of(context.language) for area in section.group.areas}
        rows = tuple(
            (
                Cell(context.text(one.item), f"{areas[one.item.area]} · {ROLES[one.item.role].of(context.language)}"),
                Cell(context.answer(one)),
                Cell(context.outcome(one)),
                Cell(context.index(one.item)),
            )
            for one in scores
        )
        if rows:
            yield Table("sheet", say("自评表", "Sheet"), section.group.name.of(context.language), columns, rows)
