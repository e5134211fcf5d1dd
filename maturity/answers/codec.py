"""Answers that are no choice as text that can be stored: canonical JSON, exact values as quotients of integers."""

import json
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..errors import Place, refuse
from ..quantities import Entered, Quantity
from ..questionnaire import Questionnaire
from ..questionnaire.asked import Table, Ticks, Words
from ..text.plain import visible
from .kinds import Answer, Chosen, Listed, NotApplicable, Row, Said, Ticked
from .reading import read_table
from .response import Response

_VALUE = re.compile(r"-?\d{1,90}(/[1-9]\d{0,90})?", re.ASCII)
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def entered_text(answer: Answer | None) -> str | None:
    """What was entered, as canonical JSON; None for a choice, "not applicable" and no answer.

    A number is {"text", "unit", "value"}, a table {"rows": [{"key", "numbers": {column: number}}]}, ticks
    {"ticks": [option]}, a text {"words"}. Equal answers are equal texts.
    """
    if answer is None or isinstance(answer, Chosen | NotApplicable):
        return None
    return _JSON.encode(_plain(answer))


def entered_texts(answers: Mapping[str, Answer]) -> dict[str, str]:
    """The answers that are no choice as such texts, by item id."""
    texts = {item: entered_text(answer) for item, answer in answers.items()}
    return {item: text for item, text in texts.items() if text is not None}


def _plain(answer: Answer) -> dict[str, object]:
    if isinstance(answer, Entered):
        return {"text": answer.text, "unit": answer.unit, "value": str(answer.value)}
    if isinstance(answer, Listed):
        rows = answer.rows
        return {
            "rows": [{"key": row.key, "numbers": {id: _plain(one) for id, one in row.numbers.items()}} for row in rows]
        }
    if isinstance(answer, Ticked):
        return {"ticks": list(answer.options)}
    if isinstance(answer, Said):
        return {"words": answer.words}
    raise TypeError(type(answer).__name__)


def entered_answer(text: str) -> Answer:
    """The answer in such a text. Raises ValueError for any other text."""
    try:
        return _answer(json.loads(text))
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no entered answer") from error


def entered_answers(texts: Mapping[str, str]) -> dict[str, Answer]:
    """The answers in such texts by item id. Raises ValueError."""
    return {item: entered_answer(text) for item, text in texts.items()}


def entered_document(answers: Mapping[str, Answer]) -> str:
    """The answers that are no choice as one text; :func:`entered_in` reads it."""
    return _JSON.encode(entered_texts(answers))


def entered_in(text: str) -> dict[str, Answer]:
    """The answers in such a text by item id. Raises ValueError for any other text."""
    try:
        return entered_answers(json.loads(text))
    except (TypeError, AttributeError, RecursionError) as error:
        raise ValueError("no entered answers") from error


def _answer(found: Mapping[str, Any]) -> Answer:
    keys = set(found)
    if keys == {"rows"}:
        return Listed(tuple(Row(_text(row["key"]), _numbers(row["numbers"])) for row in found["rows"]))
    if keys == {"ticks"}:
        return Ticked(tuple(_text(one) for one in found["ticks"]))
    return Said(_text(found["words"])) if keys == {"words"} else _number(found)


def _numbers(found: Mapping[str, Any]) -> dict[str, Entered]:
    return {id: _number(one) for id, one in found.items()}


def _number(found: Mapping[str, Any]) -> Entered:
    value = _text(found["value"])
    if set(found) != {"text", "unit", "value"} or not _VALUE.fullmatch(value):
        raise ValueError("number")
    return Entered(_text(found["text"]), _text(found["unit"]), Fraction(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def check_answer(questionnaire: Questionnaire, item: str, answer: Answer) -> None:
    """Raise Refusal for an answer that does not fit the item with this id, or that is not what its own text says.

    What is stored may come from elsewhere: numbers are read again from the text that was entered.
    """
    Response(questionnaire, next(iter(questionnaire.profiles)), {item: answer})
    if not isinstance(answer, Chosen | NotApplicable) and _again(questionnaire, item, answer) != answer:
        raise refuse("answer-other-kind", Place(column=item), item=item, found=type(answer).__name__)


def _again(questionnaire: Questionnaire, item: str, answer: Answer) -> Answer | None:
    """The answer as it is read from its own texts."""
    asked = questionnaire.item(item).asks
    if isinstance(asked, Quantity) and isinstance(answer, Entered):
        return asked.read(answer.text, answer.unit, Place(column=item), kept=True)
    if isinstance(asked, Table) and isinstance(answer, Listed):
        rows = [(row.key, {id: (one.text, one.unit) for id, one in row.numbers.items()}) for row in answer.rows]
        return read_table(questionnaire.item(item), rows, kept=True)
    if isinstance(asked, Ticks) and isinstance(answer, Ticked):
        return Ticked(tuple(option.id for option in asked.options if option.id in answer.options))
    if isinstance(asked, Words) and isinstance(answer, Said):
        words = visible(answer.words)
        return Said(words) if len(words) <= asked.most else None
    return None
