"""The data of the charts of a result (bars by level, radar by group, line by year), used by page,
report and workbook.
"""

from collections.abc import Sequence
from fractions import Fraction

from ..charts.assessments import Axis, Bar, Bars, Line, Point, Radar
from ..questionnaire import Questionnaire, Tier
from ..questionnaire.naming import inside, level_name
from ..scoring import Result
from ..scoring.result import nodes
from ..text.numbers import format_exact, format_score, format_total


def level_bars(result: Result, language: str) -> Bars:
    """A bar chart of the level scores A_k against the pass mark, in `language` ("zh" or "en")."""
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
    """A radar chart with an axis for each assessed group of the summary tier: its scores added up over the levels, from
    0 to the number of levels.
    """
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
    """A line chart of the total S over `rounds`, each (year, S, level); `breaks` are the indices of the points that
    cannot be compared with the one before.
    """
    mark = questionnaire.scoring.pass_mark
    points = tuple(Point(str(year), format_total(score, level, mark), score, level) for year, score, level in rounds)
    title = "历轮总分 S" if language == "zh" else "Total S, round by round"
    return Line(title, points, len(questionnaire.levels), breaks)


def totals(result: Result, tier: Tier) -> dict[str, Fraction]:
    """The sum over the levels of the scores of every assessed group of `tier`, by id in the questionnaire's order."""
    sums: dict[str, Fraction] = {}
    for level in result.levels:
        for node in nodes(level.node, tier.id):
            sums[node.id] = sums.get(node.id, Fraction(0)) + (node.score or 0)
    return sums
