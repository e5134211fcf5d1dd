"""Submissions without levels: evaluated again by column, and compared with what was frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References, references_in
from ...scoring.batch import Scores
from ...scoring.many.evaluated import Many, Rows, evaluate_many
from ...statistics.numeric.graded import facts_of, scores_of
from ...statistics.numeric.outcomes import decides

if TYPE_CHECKING:
    from ...store.submissions.submissions import Snapshot

_NEAR = 1e-9  # points by which a score computed by column can differ from the frozen fraction


@dataclass(frozen=True, slots=True)
class Evaluated:
    """n submissions: `scores` have the outcome as level and the score that is certain; `many` is all of it, `differing`
    (n,) says whose frozen result does not follow from the answers.
    """

    scores: Scores
    many: Many
    differing: NDArray[np.bool_]


def evaluated(questionnaire: Questionnaire, found: "Snapshot") -> Evaluated:
    """The evaluations of a snapshot, each against the reference values that were frozen with it."""
    facts = facts_of(found.columns["division"], found.columns["city"], found.year)
    known = dict[str, References]()
    texts = [one["references"] for one in found.evaluations]
    references = [known[text] if text in known else known.setdefault(text, references_in(text)) for text in texts]
    which = found.columns["cuts"]
    many = evaluate_many(questionnaire, Rows(found.matrix, found.entered, found.schemes, which, references, facts))
    return Evaluated(scores_of(questionnaire, many, facts), many, _differing(questionnaire, many, found))


def _differing(questionnaire: Questionnaire, many: Many, found: "Snapshot") -> NDArray[np.bool_]:
    frozen = [_frozen(questionnaire, one) for one in found.evaluations]
    eligible, low = (np.array([one[place] for one in frozen], float) for place in (0, 1))
    same = (np.abs(low - many.scores.low) < _NEAR) | (np.isnan(low) & np.isnan(many.scores.low))
    differing: NDArray[np.bool_] = (eligible != many.scores.eligible) | ~same
    return differing


def _frozen(questionnaire: Questionnaire, evaluation: Mapping[str, str]) -> tuple[int, float]:
    """Verdict (1 eligible, 0 not, -1 undecided) and the score that is certain, as frozen."""
    standings = {evaluation["gates"], evaluation["mandatory"]}
    verdict = 0 if "not met" in standings else -1 if "undecided" in standings else 1
    score = evaluation.get("score_low")
    return verdict if decides(questionnaire) else -1, float("nan") if score is None else float(Fraction(score))
