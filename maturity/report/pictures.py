"""The two pictures of a result: level scores as bars, domains as a radar. Page, report and workbook draw these."""

from collections.abc import Sequence
from fractions import Fraction

from ..charts.assessments import Axis, Bar, Bars, Line, Point, Radar
from ..questionnaire import Questionnaire
from ..questionnaire.naming import level_name
from ..scoring import Node, Result
from ..text.numbers import format_score, format_total


def level_bars(result: Result, language: str) -> Bars:
    """A_k of every level against the pass mark."""
    zh, questionnaire = language == "zh", result.response.questionnaire
    mark = questionnaire.scoring.pass_mark
    verdicts = ("未达标", "达标") if zh else ("not met", "met")
    return Bars(
        "各等级得分" if zh else "Scores by level",
        tuple(
            Bar(
                level.number,
                level_name(questionnaire, level.number, language),
                format_score(level.score, 2, mark),
                verdicts[level.met],
                level.score,
                level.high,
                level.met,
            )
            for level in result.levels
        ),
        mark,
        f"达标线 {format_score(mark, 1)}" if zh else f"Pass mark {format_score(mark, 1)}",
    )


def domain_radar(result: Result, language: str) -> Radar:
    """Each assessed domain with the sum of its scores over the levels: from 0 to the number of levels, like S."""
    sums = totals(result, "domain")
    names = {domain.id: domain.name.of(language) for _, domain, _ in result.response.questionnaire.walk()}
    axes = tuple(Axis(names[id], format_score(total), total) for id, total in sums.items())
    return Radar("各能力域得分雷达图" if language == "zh" else "Radar of the domains' scores", axes, len(result.levels))


def trend(rounds: Sequence[tuple[int, float, int]], questionnaire: Questionnaire, language: str) -> Line:
    """S of every round, (year, S, level) each, one after another."""
    mark = questionnaire.scoring.pass_mark
    points = tuple(Point(str(year), format_total(score, level, mark), score, level) for year, score, level in rounds)
    title = "历轮总分 S" if language == "zh" else "Total S, round by round"
    return Line(title, points, len(questionnaire.levels))


def totals(result: Result, kind: str) -> dict[str, Fraction]:
    """The scores of every assessed node of `kind`, added up over the levels, by id in the questionnaire's order."""
    sums: dict[str, Fraction] = {}
    for level in result.levels:
        for node in nodes(level.node, kind):
            sums[node.id] = sums.get(node.id, Fraction(0)) + (node.score or 0)
    return sums


def nodes(node: Node, kind: str) -> list[Node]:
    """The nodes of `kind` at and below `node`, in order."""
    if node.kind == kind:
        return [node]
    return [found for child in node.children for found in nodes(child, kind)]
