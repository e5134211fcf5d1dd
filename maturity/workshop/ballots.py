"""What can be voted on, what is voted in a round, and how a vote is read and kept."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Literal, get_args

from ..answers import Answer, Chosen, NotApplicable
from ..errors import Place, refuse
from ..quantities import Entered, Quantity
from ..quantities.reading import decimal_text
from ..questionnaire import Item, Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE_ID
from .applicability import APPLICABLE_ID
from .tally import CANNOT_JUDGE_ID

_APART = (NOT_APPLICABLE_ID, CANNOT_JUDGE_ID)
# What a round asks: an answer, or that the item does not apply; whether it applies; an answer, as it does apply
Question = Literal["answer", "applicability", "applicable"]
QUESTIONS: tuple[Question, ...] = get_args(Question)


def votable(item: Item) -> bool:
    """Whether an item can be voted on: it is answered by a choice or by a single number."""
    return item.asks is None or isinstance(item.asks, Quantity)


def question_after(act: str, before: Question) -> Question:
    """What the round asks that an act opens after one that asked `before`: after a vote on whether an item applies
    another one, where that was void, else the answer.
    """
    if act == "applicability":
        return "applicability"
    return "applicable" if act == "again" and before == "applicability" else before


def votes_apart(question: Question) -> tuple[str, ...]:
    """The votes beside the answers; where it is asked whether the item applies, all that there are."""
    named: dict[Question, tuple[str, ...]] = {
        "answer": _APART,
        "applicability": (APPLICABLE_ID, *_APART),
        "applicable": (CANNOT_JUDGE_ID,),
    }
    return named[question]


def read_vote(questionnaire: Questionnaire, item: Item, text: str, question: Question = "answer") -> str:
    """The vote as it is kept: the id of a choice, one of :func:`votes_apart`, or an exact number in the unit that the
    item asks for.

    Raises Refusal workshop-vote, and of numbers quantity-….
    """
    answers = question != "applicability"
    if text in votes_apart(question) or (answers and text in {one.id for one in questionnaire.choices_of(item)}):
        return text
    if answers and isinstance(item.asks, Quantity):
        entered = item.asks.read(text, "", Place(column="vote"))
        kept = str(entered.value) if entered else ""
        if 0 < len(kept) <= 60:
            return kept
    raise refuse("workshop-vote", Place(column="vote"))


def numbers_of(votes: Iterable[str]) -> list[Fraction]:
    """The numbers among votes on an item that asks for one."""
    return [Fraction(vote) for vote in votes if vote not in _APART]


def answer_of(item: Item, choice: str | None, reason: str) -> Answer:
    """The answer that a settled item comes to: not applicable without a `choice`, for this reason."""
    if choice is None:
        return NotApplicable(reason)
    if isinstance(item.asks, Quantity):
        return Entered(shown_number(choice), item.asks.unit.id, Fraction(choice))
    return Chosen(choice)


def shown_number(kept: str) -> str:
    """A number that was kept as a vote, as people write it: exact in decimals where that is possible, else with six
    digits.
    """
    value = Fraction(kept)
    try:
        return decimal_text(value)
    except ValueError:
        return f"{float(value):.6g}"
