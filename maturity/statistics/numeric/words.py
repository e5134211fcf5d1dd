"""What tables call levels and scores, of a questionnaire with levels and of one without."""

from typing import NamedTuple

from ...questionnaire import Text


class Words(NamedTuple):
    """Words of titles, headings and definitions: of a table about levels or outcomes, of one about scores; a level, a
    score; and the dimensions of the year before and of assessors. `notes` are the ids of notes on the lowest level.
    """

    distribution: Text
    scores: Text
    level: Text
    groups: Text
    score: Text
    whole: Text
    before: Text
    assessed: Text
    notes: tuple[str, ...]


OF_LEVELS = Words(
    distribution=Text("成熟度等级分布", "Maturity levels"),
    scores=Text("成熟度得分", "Maturity scores"),
    level=Text("成熟度等级", "maturity level"),
    groups=Text("成熟度等级组", "Level group"),
    score=Text("成熟度得分 S", "the maturity score S"),
    whole=Text("总分 S", "Score S"),
    before=Text("上年等级", "Level a year before"),
    assessed=Text("评估等级", "Level found by assessors"),
    notes=("level-1",),
)
OF_OUTCOMES = Words(
    distribution=Text("自评结果分布", "Outcomes of self-evaluations"),
    scores=Text("自评得分", "Scores of self-evaluations"),
    level=Text("自评结果", "outcome"),
    groups=Text("自评结果", "Outcome"),
    score=Text("自评得分", "the score of the self-evaluation"),
    whole=Text("总分", "Total score"),
    before=Text("上年结果", "Outcome a year before"),
    assessed=Text("评估结果", "Outcome by assessors"),
    notes=("outcome",),
)
