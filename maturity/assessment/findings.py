"""Self-assessment and assessor side by side: where the assessor gave no value, the enterprise's own one counts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..answers import Answer, Chosen, Response, same_answer
from ..questionnaire import Item
from ..scoring import Result, grade

Kind = Literal["lower", "higher", "scope", "added"]


@dataclass(frozen=True, slots=True)
class Difference:
    """An item valued differently. `kind`: the assessor's score is "lower" or "higher", the two disagree about whether
    it applies ("scope"), or the enterprise had not answered ("added").
    """

    item: Item
    own: Answer | None
    found: Answer
    kind: Kind


@dataclass(frozen=True, slots=True)
class Overlay:
    """The two grades; `valued` assessed items have an assessor's value, `kept` count with the enterprise's own."""

    own: Result
    assessed: Result
    valued: int
    kept: int
    differences: tuple[Difference, ...]


def overlay(response: Response, found: Mapping[str, Answer]) -> Overlay:
    """Lay the assessor's values `found`, by item id, over `response`; values outside what is assessed do not count."""
    values = {item.id: found[item.id] for item in response.items if item.id in found}
    both = replace(response, answers={**response.answers, **values})
    differences = tuple(
        Difference(item, own, values[item.id], _kind(response, own, values[item.id]))
        for item in response.items
        if item.id in values and not same_answer(own := response.answers.get(item.id), values[item.id])
    )
    return Overlay(grade(response), grade(both), len(values), len(response.items) - len(values), differences)


def _kind(response: Response, own: Answer | None, found: Answer) -> Kind:
    if own is None:
        return "added"
    if not (isinstance(own, Chosen) and isinstance(found, Chosen)):
        return "scope"
    score = response.questionnaire.choice
    return "lower" if score(found.choice).score < score(own.choice).score else "higher"
