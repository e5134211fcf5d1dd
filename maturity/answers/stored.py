"""Answers as texts, for stores and files: what kind of answer it is, what was entered, and its exact value."""

import json
from fractions import Fraction
from typing import Literal, NamedTuple

from ..quantities import Entered
from .kinds import Answer, Chosen, Listed, NotApplicable, Row, Said, Ticked

Kind = Literal["choice", "not-applicable", "number", "table", "ticks", "words"]


class Stored(NamedTuple):
    """An answer as texts. `text` is the choice, the reason, the number as typed, the words, or canonical JSON of rows
    or ticks; `unit` is the id of the unit that a number was entered in, `value` its exact value in the unit asked: an
    integer, or numerator/denominator.
    """

    kind: Kind
    text: str
    unit: str = ""
    value: str = ""


def stored(answer: Answer) -> Stored:
    """The answer as texts; equal answers give equal texts."""
    if isinstance(answer, Chosen):
        return Stored("choice", answer.choice)
    if isinstance(answer, NotApplicable):
        return Stored("not-applicable", answer.reason)
    if isinstance(answer, Entered):
        return Stored("number", answer.text, answer.unit, str(answer.value))
    if isinstance(answer, Listed):
        return Stored("table", _canonical([[row.key, _cells(row)] for row in answer.rows]))
    if isinstance(answer, Ticked):
        return Stored("ticks", _canonical([*answer.options]))
    return Stored("words", answer.words)


def restored(found: Stored) -> Answer:
    """The answer in texts of :func:`stored`. Raises ValueError for texts that are none."""
    if found.kind == "choice":
        return Chosen(found.text)
    if found.kind == "not-applicable":
        return NotApplicable(found.text)
    if found.kind == "number":
        return Entered(found.text, found.unit, Fraction(found.value))
    if found.kind == "words":
        return Said(found.text)
    try:
        data = json.loads(found.text)
        if not isinstance(data, list):
            raise TypeError("a list is expected")
        if found.kind == "ticks":
            return Ticked(tuple(str(option) for option in data))
        return Listed(tuple(Row(key, {id: _number(cell) for id, cell in cells.items()}) for key, cells in data))
    except (TypeError, AttributeError, ValueError, ZeroDivisionError) as error:
        raise ValueError(f"no answer: {error}") from None


def _cells(row: Row) -> dict[str, list[str]]:
    return {id: [one.text, one.unit, str(one.value)] for id, one in row.numbers.items()}


def _number(cell: list[str]) -> Entered:
    text, unit, value = cell
    return Entered(text, unit, Fraction(value))


def _canonical(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
