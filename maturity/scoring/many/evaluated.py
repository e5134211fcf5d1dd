"""What many responses without levels come to: verdict, score, blocks and grade as columns.

Under the method "points" rows are scored by column, in groups with the same weight profile, reference values and facts;
under others, and where the mean over the rows of a table counts, each is evaluated by itself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...answers import Answer, Response, decode
from ...answers.codec import entered_answers
from ...errors import Refusal
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References
from ..batch import Codes, Floats, Scheme
from ..columns import Scored, score_columns, scored
from ..methods import evaluate
from .numbers import computed_columns, number_columns

Facts = Mapping[str, str]
_AT_ONCE = ("points",)


@dataclass(frozen=True, slots=True)
class Many:
    """n evaluations: `scores` of every row, and the values of numbers by id (n,), in the units asked, NaN where open:
    those entered (of tables the sum of each column), and those `computed` from them.
    """

    scores: Scored
    numbers: Mapping[str, Floats]
    computed: Mapping[str, Floats]

    def only(self, kept: NDArray[np.bool_]) -> "Many":
        """The rows marked in `kept` (n,)."""
        blocks = {id: column[kept] for id, column in self.scores.blocks.items()}
        scores = Scored(self.scores.low[kept], self.scores.high[kept], self.scores.eligible[kept], blocks)
        numbers, computed = ({id: one[kept] for id, one in some.items()} for some in (self.numbers, self.computed))
        return Many(scores, numbers, computed)


@dataclass(frozen=True, slots=True)
class Rows:
    """n responses: codes uint8 (n, items), answers that are no choice by row as texts by item id, and for every row the
    index of its scheme among `schemes`, its reference values and the facts that these and grades depend on.
    """

    codes: Codes
    entered: Sequence[Mapping[str, str]]
    schemes: Sequence[Scheme]
    which: NDArray[np.integer]
    references: Sequence[References]
    facts: Sequence[Facts]


def evaluate_many(questionnaire: Questionnaire, rows: Rows) -> Many:
    """The evaluations of `rows`; each is what :func:`maturity.scoring.methods.evaluate` says of it."""
    response = _responses(questionnaire, rows)
    numbers = number_columns(questionnaire, rows.entered, response)
    found = scored(questionnaire, len(rows.codes))
    for places in _alike(questionnaire, rows):
        first = int(places[0])
        scheme, references, facts = rows.schemes[rows.which[first]], rows.references[first], rows.facts[first]
        part = _by_column(questionnaire, rows, scheme, places, numbers, response)
        if part is None:
            for row in places.tolist():
                found.take(row, evaluate(response(row), references, facts))
        else:
            _put(found, places, part)
    return Many(found, numbers, computed_columns(questionnaire, numbers))


def _responses(questionnaire: Questionnaire, rows: Rows) -> Callable[[int], Response]:
    asked = [
        {item.id for area in questionnaire.areas_of(one.profile, one.cuts) for item in area.items}
        for one in rows.schemes
    ]

    def response(row: int) -> Response:
        which = int(rows.which[row])
        scheme = rows.schemes[which]
        given = decode(questionnaire, rows.codes[row].tobytes(), None, entered_answers(rows.entered[row]))
        answers: dict[str, Answer] = {id: answer for id, answer in given.items() if id in asked[which]}
        return Response(questionnaire, scheme.profile, answers, dict.fromkeys(scheme.cuts, "-"))

    return response


def _alike(questionnaire: Questionnaire, rows: Rows) -> list[NDArray[np.int64]]:
    """The places of rows with one scheme, one set of reference values, and the same facts that decide."""
    groups = dict[object, list[int]]()
    grades = {fact for grading in questionnaire.grading for fact in grading.meant_for}
    deciding = dict[int, set[str]]()
    for row, (which, references, facts) in enumerate(
        zip(rows.which.tolist(), rows.references, rows.facts, strict=True)
    ):
        needed = deciding.get(id(references))
        if needed is None:
            needed = deciding[id(references)] = grades.union(*(value.facts for value in references.values))
        key = (which, id(references), *(facts.get(fact) for fact in sorted(needed)))
        groups.setdefault(key, []).append(row)
    return [np.array(places, np.int64) for places in groups.values()]


def _by_column(
    questionnaire: Questionnaire,
    rows: Rows,
    scheme: Scheme,
    places: NDArray[np.int64],
    numbers: Mapping[str, Floats],
    response: Callable[[int], Response],
) -> Scored | None:
    """The scores of rows that are alike; None where the method takes them one by one."""
    if questionnaire.scoring.method not in _AT_ONCE or scheme.cuts:
        return None
    first = int(places[0])
    some = {id: column[places] for id, column in numbers.items()}
    try:
        return score_columns(
            *(questionnaire, scheme.profile, np.asfortranarray(rows.codes[places]), some),
            lambda row: response(int(places[row])),
            rows.references[first],
            rows.facts[first],
        )
    except Refusal as refusal:
        if refusal.problems[0].code != "scoring-rows":
            raise
        return None


def _put(found: Scored, places: NDArray[np.int64], part: Scored) -> None:
    found.low[places], found.high[places], found.eligible[places] = part.low, part.high, part.eligible
    for block, scores in part.blocks.items():
        found.blocks[block][places] = scores
