"""The self-assessment and the grade by assessors' findings; without an assessor's value the enterprise's own counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..answers import Answer, Chosen, Response, same_answer
from ..questionnaire import Item
from ..scoring import Result, grade

Kind = Literal["lower", "higher", "scope", "added"]


@dataclass(frozen=True, slots=True)
class Difference:
    """An item to which the assessor gave another value. `kind`: the assessor's score is "lower" or "higher", they
    differ about whether it applies ("scope"), or the enterprise had not answered ("added").
    """

    item: Item
    own: Answer | None
    found: Answer
    kind: Kind


@dataclass(frozen=True, slots=True)
class FindingsComparison:
    """The self-assessment `own`, the grade `assessed` by assessors' values, and the items that differ.

    `valued` is the number of assessed items with an assessor's value, `kept` that of items that count with the
    enterprise's own.
    """

    own: Result
    assessed: Result
    valued: int
    kept: int
    differences: tuple[Difference, ...]


def compare_findings(response: Response, found: Mapping[str, Answer]) -> FindingsComparison:
    """Grade `response` with the assessors' values `found` (by item id) in place of its own. Values for items that are
    not assessed are ignored.
    """
    values = {item.id: found[item.id] for item in response.items if item.id in found}
    both = replace(response, answers={**response.answers, **values})
    differences = tuple(
        Difference(item, own, values[item.id], _kind(response, own, values[item.id]))
        for item in response.items
        if item.id in values and not same_answer(own := response.answers.get(item.id), values[item.id])
    )
    return FindingsComparison(grade(response), grade(both), len(values), len(response.items) - len(values), differences)


def _kind(response: Response, own: Answer | None, found: Answer) -> Kind:
    if own is None:
        return "added"
    if not (isinstance(own, Chosen) and isinstance(found, Chosen)):
        return "scope"
    score = response.questionnaire.choice
    return "lower" if score(found.choice).score < score(own.choice).score else "higher"
