"""The sixth part: the checklist of papers with what each supports and what stands for it, and all evidence."""

from collections.abc import Iterator

from ...questionnaire.parts import Paper
from ..blocks import Block, Cell, Column, Prose, Section, Table
from ..context import NONE
from ..dossier import KINDS
from .context import EvaluationContext


def evidence(context: EvaluationContext, number: str = "6") -> Section:
    """The checklist, where the questionnaire has one, and the index of evidence, as the section with this number."""
    say = context.say
    blocks: list[Block] = [*_checklist(context), *_index(context)]
    if not context.pieces:
        blocks.append(Prose(say("尚未登记证据。", "No evidence is recorded yet.")))
    return Section(number, say("证明材料", "Evidence"), tuple(blocks), page_break=True)


def _checklist(context: EvaluationContext) -> Iterator[Table]:
    say, papers = context.say, context.questionnaire.checklist
    if not papers:
        return
    columns = (
        Column(say("序号", "No."), 7, "number"),
        Column(say("材料", "Paper"), 33),
        Column(say("支撑的指标", "Supports"), 32),
        Column(say("对应的证据", "Evidence for it"), 28),
    )
    rows = tuple(_paper(context, number, paper) for number, paper in enumerate(papers, 1))
    title = say(f"证明材料清单（{len(papers)} 项）", f"Checklist of {len(papers)} papers")
    note = say(
        "对应的证据是登记在该材料和它所支撑条目下的证据，提交前请逐项核对。",
        "Evidence for a paper is what is recorded with it and with the items that it supports; check each.",
    )
    yield Table("checklist", say("材料清单", "Checklist"), title, columns, rows, note)


def _paper(context: EvaluationContext, number: int, paper: Paper) -> tuple[Cell, ...]:
    say = context.say
    items = [one.item for one in context.evaluation.items.values() if paper.id in one.item.papers]
    areas = dict.fromkeys(context.questionnaire.area(item.area).name.of(context.language) for item in items)
    filed = context.filed(items, paper)
    if paper.by_engine:
        note = say("见本报告附录", "See the annex of this report")
        filed = note if filed == NONE else f"{note}\n{filed}"
    where = say("如适用", "where applicable") if paper.where_applicable else ""
    return (
        Cell(str(number)),
        Cell(paper.text.of(context.language), where),
        Cell(say("、", ", ").join(areas) or NONE),
        Cell(filed),
    )


def _index(context: EvaluationContext) -> Iterator[Table]:
    if not context.pieces:
        return
    say = context.say
    columns = (
        Column(say("序号", "No."), 7, "number"),
        Column(say("材料或条目", "Paper or item"), 35),
        Column(say("类别", "Kind"), 10),
        Column(say("证据", "Evidence"), 32),
        Column(say("强弱", "Strength"), 16),
    )
    rows = tuple(
        (
            Cell(str(number)),
            Cell(piece.subject(context.questionnaire).of(context.language)),
            Cell(KINDS[piece.kind].of(context.language)),
            Cell(piece.words or piece.address, piece.address if piece.words else ""),
            Cell(piece.strength.name_text.of(context.language)),
        )
        for number, piece in enumerate(context.pieces, 1)
    )
    title = say("证据索引", "Evidence index")
    yield Table("evidence", say("证据", "Evidence"), title, columns, rows)
