"""What enterprises come to under a questionnaire without levels, as an order that tables have in the place of levels.

Where gates or mandatory items decide: not eligible, undecided, eligible, and then by grade where the questionnaire has
grades; without them the grades alone.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...questionnaire import Questionnaire, Text
from ...questionnaire.parts import Band
from ...scoring.columns import Scored, scored
from ...scoring.evaluation import Evaluation


class Outcome(NamedTuple):
    """An outcome: what it is called, and what it is called together with all above it."""

    name: Text
    above: Text


_ELIGIBLE = Text("具备资格", "Eligible")
_BELOW = Text("未达到最低等次", "Below the lowest grade")
_DECIDED = (
    Outcome(Text("不具备资格", "Not eligible"), Text("全部", "All")),
    Outcome(Text("资格未定", "Undecided"), Text("具备资格或未定", "Eligible or undecided")),
)
_SUBMITTED = Outcome(Text("已提交", "Submitted"), Text("已提交", "Submitted"))
_CODES = {0: 1, -1: 2, 1: 3}  # of the verdict


def outcomes(questionnaire: Questionnaire) -> tuple[Outcome, ...]:
    """The outcomes, the lowest first; none where the questionnaire has levels."""
    if questionnaire.has_levels:
        return ()
    grades = [band.name for band in _bands(questionnaire)]
    if not decides(questionnaire):
        return (Outcome(_BELOW, Text("全部", "All")), *map(_graded, grades)) if grades else (_SUBMITTED,)
    if not grades:
        return (*_DECIDED, Outcome(_ELIGIBLE, _ELIGIBLE))
    return (*_DECIDED, Outcome(_eligible(_BELOW), _ELIGIBLE), *(_graded(_eligible(name)) for name in grades))


def _graded(name: Text) -> Outcome:
    return Outcome(name, Text(f"{name.zh}及以上", f"{name.en} or above"))


def _eligible(grade: Text) -> Text:
    return Text(f"{_ELIGIBLE.zh}，{grade.zh}", f"{_ELIGIBLE.en}, {_lower(grade.en)}")


def decides(questionnaire: Questionnaire) -> bool:
    """Whether the questionnaire has gates or mandatory items."""
    return any(item.role in ("gate", "mandatory") for item in questionnaire.items)


def outcome_codes(
    questionnaire: Questionnaire, scores: Scored, graded: NDArray[np.bool_] | None = None
) -> NDArray[np.uint8]:
    """The outcome of every row, from 1. `graded` (n,) are the rows that the grades are meant for, None for all.

    Whose grade depends on what is open is undecided; without a verdict, the lower grade counts.
    """
    low, high = (_grades(_bands(questionnaire), score) for score in (scores.low, scores.high))
    if graded is not None:
        low, high = np.where(graded, low, 0), np.where(graded, high, 0)
    if not decides(questionnaire):
        return (1 + low).astype(np.uint8)
    verdict = np.select([scores.eligible == code for code in _CODES], [*_CODES.values()], 2)
    found = np.where(verdict == 3, np.where(low == high, 3 + low, 2), verdict)
    return found.astype(np.uint8)


def outcome_of(evaluation: Evaluation) -> int:
    """The outcome of one evaluation, from 1."""
    questionnaire = evaluation.response.questionnaire
    one = scored(questionnaire, 1)
    one.take(0, evaluation)
    return int(outcome_codes(questionnaire, one, grading_fits(questionnaire, [evaluation.facts]))[0])


def grading_fits(questionnaire: Questionnaire, facts: Sequence[Mapping[str, str]]) -> NDArray[np.bool_]:
    """(n,) whether the grades are meant for enterprises with these facts."""
    return np.array([all(one.fits(fact) for one in questionnaire.grading[:1]) for fact in facts], bool)


def _bands(questionnaire: Questionnaire) -> tuple[Band, ...]:
    """The grades; none where there are several sets, which could not stand in one order."""
    return questionnaire.grading[0].bands if len(questionnaire.grading) == 1 else ()


def _grades(bands: Sequence[Band], score: NDArray[np.float64]) -> NDArray[np.int64]:
    starts = np.array([float(band.start) for band in bands])
    known = np.nan_to_num(score, nan=-1.0)
    return np.searchsorted(starts, known + 1e-9, side="right")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
