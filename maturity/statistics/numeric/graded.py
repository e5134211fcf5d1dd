"""Evaluations of many enterprises as what tables are made of: outcomes in the place of levels, and scores."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...answers import UNANSWERED
from ...classification.regions import CITIES
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References
from ...scoring.batch import Scheme, Scores
from ...scoring.many.evaluated import Many, Rows, evaluate_many
from ..quality import Quality, asked_by, assess
from .outcomes import grading_fits, outcome_codes


def scores_of(questionnaire: Questionnaire, many: Many, facts: Sequence[Mapping[str, str]]) -> Scores:
    """The outcomes as levels, and the scores that are certain, NaN where there is no total."""
    level = outcome_codes(questionnaire, many.scores, grading_fits(questionnaire, facts))
    return Scores(np.empty((0, len(level))), level, many.scores.low.copy())


def facts_of(division: NDArray[np.str_], city: NDArray[np.str_], year: int) -> list[dict[str, str]]:
    """The facts that reference values and grades of enterprises depend on; without those that are not stated."""
    provinces = {code: place.province for code, place in CITIES.items()}
    told = zip(division.tolist(), city.tolist(), strict=True)
    rows = ({"division": one, "region": provinces.get(place, ""), "year": str(year)} for one, place in told)
    return [{fact: code for fact, code in row.items() if code} for row in rows]


def evaluated_block(
    questionnaire: Questionnaire,
    facts: Mapping[str, NDArray[Any]],
    matrix: NDArray[np.uint8],
    entered: Sequence[Mapping[str, str]],
    profiles: NDArray[np.int64],
    year: int,
    references: References,
) -> tuple[Scores, Many, Quality]:
    """The evaluations of enterprises of a file, and the quality of their answers; `profiles` (n,) are the places of
    their weight profiles.
    """
    schemes, n = [Scheme(id) for id in questionnaire.profiles], len(matrix)
    told = facts_of(facts["division"], facts["city"], year)
    many = evaluate_many(questionnaire, Rows(matrix, entered, schemes, profiles, [references] * n, told))
    scores = scores_of(questionnaire, many, told)
    asked = np.stack([asked_by(questionnaire, scheme) for scheme in schemes])[profiles]
    provisional = ((matrix == UNANSWERED) & asked).any(axis=1)
    return scores, many, assess(questionnaire, schemes, profiles, matrix, scores, provisional, np.zeros(n, bool))
