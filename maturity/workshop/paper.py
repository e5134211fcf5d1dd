"""Paper ballots, as they are typed: a line a ballot, its seat number first, then a mark for each item."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..errors import Place, Problem, Refusal
from ..questionnaire import Item, Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE_ID
from ..text.plain import one_line
from .applicability import APPLICABLE_ID
from .ballots import Question, read_vote, votes_apart
from .tally import CANNOT_JUDGE_ID

LEAST_BALLOTS = 4  # typed at a time, so that what is kept of them is nobody's
BLANK, NOT_APPLICABLE, CANNOT_JUDGE = "-", "N", "?"
_APART = {APPLICABLE_ID: "1", NOT_APPLICABLE_ID: NOT_APPLICABLE, CANNOT_JUDGE_ID: CANNOT_JUDGE}
_LINE = re.compile(r"[Pp]?([0-9]{1,9})(?:\s*[:\uff1a]\s*|\s)(.*)")


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot as it was typed: the number of its seat, and its marks in the order of the items."""

    seat: int
    marks: tuple[str, ...]


def marks_of(questionnaire: Questionnaire, item: Item, question: Question = "answer") -> dict[str, str]:
    """What is typed for each box of an item, by the id of its vote: "1" for its first choice, N, ? beside them; "1" for
    applicable, where that is asked.

    Items that ask for a number have no boxes for it; the number is typed.
    """
    choices = () if item.asks or question == "applicability" else questionnaire.choices_of(item)
    boxes = {choice.id: str(number) for number, choice in enumerate(choices, 1)}
    return boxes | {vote: _APART[vote] for vote in votes_apart(question)}


def read_ballots(text: str, items: Sequence[Item], column: str = "") -> list[Ballot]:
    """The ballots in lines such as "7: 3 2 - ?".

    Raises Refusal paper-line, paper-twice, paper-few with all mistakes at once, by line.
    """
    found: list[Ballot] = []
    problems: list[Problem] = []
    for row, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(one_line(line))
        seat, marks = (int(read[1]), tuple(read[2].upper().split())) if read else (0, ())
        place, values = Place(row=row, column=column), {"line": row, "seat": seat, "found": len(marks)}
        if not seat or len(marks) != len(items):
            problems.append(Problem("paper-line", place, {**values, "wanted": len(items)}))
        elif any(seat == one.seat for one in found):
            problems.append(Problem("paper-twice", place, values))
        else:
            found.append(Ballot(seat, marks))
    if not problems and len(found) < LEAST_BALLOTS:
        problems.append(Problem("paper-few", Place(column=column), {"found": len(found), "least": LEAST_BALLOTS}))
    if problems:
        raise Refusal(*problems)
    return found


def differences(first: Sequence[Ballot], second: Sequence[Ballot], numbers: Sequence[int]) -> list[Problem]:
    """Where two entries of the same ballots differ, by seat and place; `numbers` are those of the items on them."""
    again = {one.seat: one for one in second}
    seats = {one.seat for one in first}
    problems = [Problem("paper-once", values={"seat": seat}) for seat in sorted(seats ^ again.keys())]
    for one in first:
        for number, mark, other in zip(numbers, one.marks, again.get(one.seat, one).marks, strict=True):
            if mark != other:
                values = {"seat": one.seat, "item": number, "first": mark, "second": other}
                problems.append(Problem("paper-differs", Place(row=one.seat, column=str(number)), values))
    return problems


def votes_of(
    questionnaire: Questionnaire,
    items: Sequence[Item],
    numbers: Sequence[int],
    ballots: Sequence[Ballot],
    questions: Mapping[str, Question],
) -> list[tuple[int, dict[str, str]]]:
    """By seat number: the votes by item as they are kept; items left blank are not in it. `questions` are what
    their open rounds ask, by item.

    Raises Refusal paper-mark with all mistakes at once.
    """
    problems: list[Problem] = []
    found = []
    for ballot in ballots:
        votes = {}
        for item, number, mark in zip(items, numbers, ballot.marks, strict=True):
            if mark == BLANK:
                continue
            try:
                votes[item.id] = read_mark(questionnaire, item, mark, questions[item.id])
            except Refusal:
                values = {"seat": ballot.seat, "item": number, "found": mark[:20]}
                problems.append(Problem("paper-mark", Place(row=ballot.seat, column=str(number)), values))
        found.append((ballot.seat, votes))
    if problems:
        raise Refusal(*problems)
    return found


def read_mark(questionnaire: Questionnaire, item: Item, mark: str, question: Question = "answer") -> str:
    """The vote that a mark stands for, as it is kept. Raises Refusal workshop-vote, and of numbers quantity-…."""
    boxes = {mark: vote for vote, mark in marks_of(questionnaire, item, question).items()}
    return read_vote(questionnaire, item, boxes.get(mark, mark if item.asks else ""), question)
