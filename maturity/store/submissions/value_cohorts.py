"""Scores without levels for the comparison of peers: of a cohort, and of one evaluation."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...assessment.peers import Cohort
from ...questionnaire import Group, Questionnaire
from ...questionnaire.numeric.references import References, references_in
from ...scoring.blocks import maximum, scored_blocks
from ...scoring.columns import block_score
from ...scoring.evaluation import Evaluation
from ...scoring.many.evaluated import Rows, evaluate_many
from ...scoring.methods import TOTALLED
from .results import telling_facts
from .snapshots import Snapshot

_STEPS, _FIFTHS = 20, 5


def placed_blocks(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """The blocks that have a place of their own."""
    return scored_blocks(questionnaire) if questionnaire.scoring.method == "points" else ()


def block_shares(evaluation: Evaluation) -> tuple[float | None, ...]:
    """What each block has of what it can earn, 0 to 1; None where nothing in it applies."""
    response = evaluation.response
    sections = {section.group.id: section for section in evaluation.sections}
    found = []
    for group in placed_blocks(response.questionnaire):
        score, most = (
            block_score(evaluation, sections[group.id]),
            maximum(response.questionnaire, response.profile_id, group),
        )
        found.append(None if np.isnan(score) or not most else score / most)
    return tuple(found)


def certain_score(evaluation: Mapping[str, str]) -> float | None:
    """The score that is certain, of what is kept of an evaluation; None without one."""
    return float(Fraction(evaluation["score_low"])) if "score_low" in evaluation else None


def value_cohort(questionnaire: Questionnaire, taken: Snapshot, compared: NDArray[np.bool_]) -> Cohort:
    """The enterprises of a snapshot that are `compared` (n,) and whose score is settled, with what answers come to."""
    settled = (one.get("score_low") == one.get("score_high") is not None for one in taken.evaluations)
    kept = compared & np.fromiter(settled, bool, len(compared))
    columns = {name: column[kept] for name, column in taken.columns.items()}
    scores = np.array([certain_score(taken.evaluations[row]) or 0.0 for row in _rows(kept)])
    best = float(questionnaire.scoring.total) if questionnaire.scoring.method in TOTALLED else 1.0
    return Cohort(
        columns["organisation"],
        columns["division"],
        columns["production_type"],
        scores,
        np.minimum(np.maximum(scores, 0) * _FIFTHS // best, _FIFTHS - 1).astype(np.uint8),
        _shares(questionnaire, taken, kept, columns),
        best / _STEPS,
        1 / _STEPS,
    )


def _shares(
    questionnaire: Questionnaire, taken: Snapshot, kept: NDArray[np.bool_], columns: Mapping[str, NDArray[Any]]
) -> NDArray[np.float64]:
    """(blocks, n) what each block has of what it can earn, NaN where nothing in it applies."""
    blocks, which = placed_blocks(questionnaire), columns["cuts"]
    if not blocks or not kept.any():
        return np.empty((len(blocks), int(kept.sum())))
    places = zip(columns["division"].tolist(), columns["city"].tolist(), strict=True)
    facts = [telling_facts(division or None, city or None, taken.year) for division, city in places]
    known = dict[str, References]()
    texts = [taken.evaluations[row]["references"] for row in _rows(kept)]
    references = [known.get(text) or known.setdefault(text, references_in(text)) for text in texts]
    entered = [taken.entered[row] for row in _rows(kept)]
    rows = Rows(taken.matrix[kept], entered, taken.schemes, which, references, facts)
    found = evaluate_many(questionnaire, rows).scores.blocks
    most = np.array([[maximum(questionnaire, one.profile, group) for one in taken.schemes] for group in blocks])
    with np.errstate(invalid="ignore", divide="ignore"):
        shares: NDArray[np.float64] = np.array([found[group.id] for group in blocks]) / most[:, which]
    return shares


def _rows(kept: NDArray[np.bool_]) -> list[int]:
    rows: list[int] = np.flatnonzero(kept).tolist()
    return rows
