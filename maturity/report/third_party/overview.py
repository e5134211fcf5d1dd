"""The first two parts: whom and what was assessed, and how."""

from ...assessment.evidence_strength import coverage_text
from ...scoring.statements import na_policy
from ..blocks import Block, Cell, Column, Facts, Prose, Section, Space, Table
from .context import AssessedContext


def overview(context: AssessedContext) -> Section:
    """Part 1: the enterprise, the boundary that all figures refer to, the body that assessed."""
    say, dossier = context.say, context.dossier.assessed
    columns = (Column(say("栏目", "Entry"), 32), Column(say("内容", "Content"), 68))
    known = [(label.of(context.language), words.of(context.language)) for label, words in dossier.facts]
    pairs = [(say("名称", "Name"), dossier.enterprise), *known]
    title = say("受评价方", "The enterprise assessed")
    rows = tuple((Cell(name), Cell(words)) for name, words in pairs)
    blocks: list[Block] = [Table("facts", title, title, columns, rows)]
    if context.assessed.boundary:
        title = say("核算边界", "Boundary")
        rows = tuple((Cell(name), Cell(words)) for name, words in context.assessed.boundary)
        blocks.append(Table("boundary", title, title, columns, rows))
    return Section("1", say("概述", "Overview"), tuple(blocks), page_break=True)


def process(context: AssessedContext) -> Section:
    """Part 2: what the assessor writes on the process, and how values and points come about."""
    say, statement = context.say, context.dossier.statement
    asks = say(
        "评价过程（时间、人员、现场查看、访谈和抽样）：", "Process (dates, persons, site visit, interviews, samples):"
    )
    written: Block = Prose(statement.course) if statement.course else Space(asks, 8)
    valued = sum(one.answer is not None for one in context.dossier.findings)
    asked = len(context.own.evaluation.response.items)
    pairs = (
        (say("评价依据", "Standard"), context.assessed.standard),
        (say("有评审判定的条目", "Items with an assessor's value"), f"{valued}/{asked}"),
        (
            say("有评审意见的条目", "Items with a finding"),
            f"{sum(bool(one.words) for one in context.dossier.findings)}",
        ),
        (say("证据", "Evidence"), coverage_text(context.coverage, context.language)),
    )
    method = say(
        "评审员没有另行判定的条目按企业自评计。数值按填报单位换算后逐步精确计算，见附录；未答、缺数据或缺参考值的按可能的范围计，"
        "不当作 0 分。",
        "Items without an assessor's value count as self-assessed. Numbers are converted and calculated exactly, as "
        "the annex shows; what is open, or lacks data or a reference value, counts as a range, never as 0.",
    )
    policy = na_policy(context.assessed.evaluation, context.language)
    blocks = (written, Facts(pairs), Prose(f"{method}{'' if context.language == 'zh' else ' '}{policy}".strip()))
    return Section("2", say("评价过程和方法", "Process and method"), blocks)
