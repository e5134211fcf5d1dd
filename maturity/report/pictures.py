"""The two pictures of a result: level scores as bars, groups as a radar. Page, report and workbook draw these."""

from collections.abc import Sequence
from fractions import Fraction

from ..charts.assessments import Axis, Bar, Bars, Line, Point, Radar
from ..questionnaire import Questionnaire, Tier
from ..questionnaire.naming import inside, level_name
from ..scoring import Result
from ..scoring.result import nodes
from ..text.numbers import format_exact, format_score, format_total


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
        f"达标线 {format_exact(mark)}" if zh else f"Pass mark {format_exact(mark)}",
    )


def summary_radar(result: Result, language: str) -> Radar:
    """Each assessed group of the summary tier with the sum of its scores: from 0 to the number of levels, like S."""
    questionnaire = result.response.questionnaire
    tier, sums = questionnaire.summary_tier, totals(result, questionnaire.summary_tier)
    axes = tuple(
        Axis(questionnaire.group(tier.id, id).name.of(language), format_score(total), total)
        for id, total in sums.items()
    )
    title = f"各{tier.name.zh}得分雷达图" if language == "zh" else f"Radar of the scores by {inside(tier.name.en)}"
    return Radar(title, axes, len(result.levels))


def trend(
    rounds: Sequence[tuple[int, float, int]], questionnaire: Questionnaire, language: str, breaks: tuple[int, ...]
) -> Line:
    """S of every round, (year, S, level) each, one after another; with `breaks` as :class:`Line` has them."""
    mark = questionnaire.scoring.pass_mark
    points = tuple(Point(str(year), format_total(score, level, mark), score, level) for year, score, level in rounds)
    title = "历轮总分 S" if language == "zh" else "Total S, round by round"
    return Line(title, points, len(questionnaire.levels), breaks)


def totals(result: Result, tier: Tier) -> dict[str, Fraction]:
    """The scores of every assessed group of `tier`, added up over the levels, by id in the questionnaire's order."""
    sums: dict[str, Fraction] = {}
    for level in result.levels:
        for node in nodes(level.node, tier.id):
            sums[node.id] = sums.get(node.id, Fraction(0)) + (node.score or 0)
    return sums
