"""Answers to one version of a questionnaire, as answers to a later one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..errors import Refusal
from ..quantities import Entered, Quantity, decimal_text, read_number, unit
from ..quantities.factors import factors
from ..questionnaire import Crosswalk, Item, Questionnaire
from ..questionnaire.asked import Table
from .codec import check_answer
from .kinds import Answer, Chosen, Listed, NotApplicable
from .reading import amount_of
from .response import COMMENT_LIMIT, REASON_LIMIT

Answered = tuple[Answer, str]  # an answer and its comment


def carried_over(crosswalk: Crosswalk, later: Questionnaire, answers: Mapping[str, Answered]) -> dict[str, Answered]:
    """By item of the later version, the answer to the item that it came from, with its comment.

    An item that was split gives its answer to every part. Of merged items the lowest answer counts, one that is not
    applicable only where all are, and none where one is open or is no choice; comments and reasons are joined, up to
    their limits.
    Answers that do not fit the later version (:func:`fitted`), and those to items that are gone, are left out.
    """
    found = dict[str, Answered]()
    for link in crosswalk.links:
        sources = [answers[id] for id in link.before if id in answers]
        if not link.after or not sources or len(sources) != len(link.before):
            continue
        comment = _joined([comment for _, comment in sources], COMMENT_LIMIT)
        for id in link.after:
            answer = _one(later, later.item(id), [answer for answer, _ in sources])
            if answer is not None:
                found[id] = answer, comment
    return found


def fitted(later: Questionnaire, item: Item, answer: Answer) -> Answer | None:
    """The answer as one to an item of the later version: numbers in the unit that it asks for, as they were typed where
    it accepts their unit. None for one that does not fit: another kind, a choice, a unit or a column that it does not
    have, a value beyond its limits.
    """
    try:
        answer = _converted(item, answer)
        check_answer(later, item.id, answer)
    except (Refusal, ValueError, KeyError):  # KeyError: a carrier or a column that is not there
        return None
    return answer


def _one(later: Questionnaire, item: Item, answers: Sequence[Answer]) -> Answer | None:
    """The answer that several ones come to, fitted to an item."""
    order = [choice.id for choice in later.choices_of(item)]  # from the highest score to the lowest
    if len(answers) == 1:
        return fitted(later, item, answers[0])
    if not all(isinstance(answer, Chosen | NotApplicable) for answer in answers):
        return None
    chosen = [answer for answer in answers if isinstance(answer, Chosen)]
    if any(answer.choice not in order for answer in chosen):
        return None
    if chosen:
        return max(chosen, key=lambda answer: order.index(answer.choice))
    reasons = [answer.reason for answer in answers if isinstance(answer, NotApplicable)]
    return NotApplicable(_joined(reasons, REASON_LIMIT))


def _converted(item: Item, answer: Answer) -> Answer:
    """Raises Refusal, ValueError and KeyError for what the item does not take."""
    if isinstance(answer, Entered) and isinstance(item.asks, Quantity):
        return _number(item.asks, answer)
    if isinstance(answer, Listed) and isinstance(item.asks, Table):
        table = item.asks
        asked = {column.id: column.quantity for column in table.columns}
        rows = []
        for row in answer.rows:
            known = {item.id: amount_of(factors(table.factors)[row.key])} if table.factors else asked
            rows.append(replace(row, numbers={id: _number(known[id], one) for id, one in row.numbers.items()}))
        return Listed(tuple(rows))
    return answer


def _number(asked: Quantity, entered: Entered) -> Entered:
    meant, words, named = unit(entered.unit), entered.text, entered.unit
    written = read_number(words)
    if written and meant not in asked.accepts and meant.dimension:
        if not meant.fits(asked.unit):
            raise ValueError(named)
        words, named = decimal_text(written.value * meant.to(asked.unit)), asked.unit.id
    found = asked.read(words, named, kept=True)
    if found is None:
        raise ValueError(words)
    return found


def _joined(texts: Sequence[str], limit: int) -> str:
    whole = "\n".join(dict.fromkeys(text for text in texts if text))
    return whole if len(whole) <= limit else f"{whole[: limit - 1]}…"
