"""Submissions without levels: evaluated again by column, and compared with what was frozen."""

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
    from ...store.submissions.frozen import kept_verdict

    now, asked = many.scores, decides(questionnaire)
    low = np.array([float(Fraction(one["score_low"])) if "score_low" in one else np.nan for one in found.evaluations])
    verdicts = [kept_verdict(one) if asked else None for one in found.evaluations]
    eligible = np.array([-1 if one is None else int(one) for one in verdicts])
    other = eligible != now.eligible
    # Up to 0.1.0 it was not kept where a score lacked reference values.
    other &= ~((eligible == 1) & (now.eligible == -1) & (now.low < now.high))
    same = (np.abs(low - now.low) < _NEAR) | (np.isnan(low) & np.isnan(now.low))
    differing: NDArray[np.bool_] = other | ~same
    return differing
