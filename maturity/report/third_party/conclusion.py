"""The last two parts: the conclusion with scores and highlights, and what the body that assessed answers for."""

from ...assessment.side_by_side import side_by_side
from ..blocks import Block, Cell, Column, Prose, Section, Space, Table
from .context import AssessedContext


def conclusion(context: AssessedContext) -> Section:
    """Part 4: the verdict in fixed words, self-assessed and assessed apart, highlights, the assessor's conclusion."""
    say, statement = context.say, context.dossier.statement
    highlights = say("亮点（不超过 100 字）：", "Highlights (at most 100 characters):")
    written = say("评价结论：", "Conclusion:")
    blocks: list[Block] = [context.assessed.verdict(), _beside(context)]
    blocks.append(Prose(highlights + statement.highlights) if statement.highlights else Space(highlights, 3))
    blocks.append(Prose(written + statement.conclusion) if statement.conclusion else Space(written, 6))
    return Section("4", say("评价结论", "Conclusion"), tuple(blocks), page_break=True)


def _beside(context: AssessedContext) -> Table:
    say = context.say
    columns = (
        Column(say("项目", "Figure"), 40),
        Column(say("企业自评", "Self-assessed"), 20),
        Column(say("评审", "Assessed"), 20),
        Column(say("评审减自评", "Difference"), 20),
    )
    lines = side_by_side(context.own.evaluation, context.assessed.evaluation, context.language)
    rows = tuple(
        (
            Cell(line.label, tone="" if line.group else "strong"),
            Cell(line.before),
            Cell(line.after, tone="" if line.group else "strong"),
            Cell(line.change or ("—" if not line.differs else say("有变", "changed"))),
        )
        for line in lines
    )
    title = say("自评与评审", "Self-assessed and assessed")
    return Table("beside", title, title, columns, rows)


def responsibility(context: AssessedContext) -> Section:
    """Part 5: the statement of responsibility and a place for signatures."""
    say, words = context.say, context.dossier.statement.responsibility
    asks = say(
        "责任声明（独立、客观，对结论负责）：",
        "Statement of responsibility (independent, objective, answering for the conclusion):",
    )
    sign = say("评价人员签字、机构盖章、日期：", "Signatures of the assessors, stamp of the body, date:")
    blocks: tuple[Block, ...] = (Prose(words) if words else Space(asks, 4), Space(sign, 4))
    return Section("5", say("责任声明", "Statement of responsibility"), blocks)
