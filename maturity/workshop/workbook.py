"""The workbook of a seat: what it holds, and how a returned one is read, from rows of texts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path

from ..errors import Place, Problem, Refusal, refuse
from ..questionnaire import Item, Questionnaire
from ..questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID
from ..text.plain import one_line
from .ballots import read_vote
from .secrecy import ROOM_LETTERS, SEAT_LETTERS, read_code
from .tally import CANNOT_JUDGE, CANNOT_JUDGE_ID

MARK = "maturity-ballot-1"  # in the first cell: a workbook of a seat, in this layout
HEADING = 6  # the row above the items
ITEM, VOTE = 0, 4  # columns; the first one is hidden and holds the mark, the codes and the ids of the items


@dataclass(frozen=True, slots=True)
class SeatBook:
    """What a workbook is written from. `room` and `seat` are codes, `label` is what the room calls the seat."""

    questionnaire: Questionnaire
    items: Sequence[Item]
    title: str
    room: str
    seat: str
    label: str
    function: str
    language: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned workbook: votes by item as they are kept, how many items are blank, and what cannot be read.

    `room` and `seat` are the codes in it, "" where there are none.
    """

    file: str
    room: str = ""
    seat: str = ""
    votes: Mapping[str, str] = field(default_factory=dict)
    blank: int = 0
    problems: Sequence[Problem] = ()


def words_of(questionnaire: Questionnaire, item: Item, language: str) -> dict[str, str]:
    """By vote: the words that are chosen in the workbook; of items that ask for a number those beside it alone."""
    choices = () if item.asks else questionnaire.choices_of(item)
    apart = {NOT_APPLICABLE_ID: NOT_APPLICABLE.of(language), CANNOT_JUDGE_ID: CANNOT_JUDGE.of(language)}
    return {choice.id: choice.text.of(language) for choice in choices} | apart


def read_workbook(
    questionnaire: Questionnaire, file: str, rows: Iterable[tuple[int, Sequence[str]]], items: Iterable[str]
) -> Returned:
    """What the first sheet of a returned workbook says; `items` are the ids of the items that the room votes on."""
    cells = {row: [str(cell).strip() for cell in found] for row, found in rows}
    head = [_cell(cells, row, ITEM) for row in (1, 2, 3)]
    room, seat = read_code(head[1], ROOM_LETTERS), read_code(head[2], SEAT_LETTERS)
    if head[0] != MARK or room is None or seat is None:
        return Returned(file, problems=(Problem("ballot-strange", Place(file), {"file": file}),))
    wanted, votes, problems, blank = set(items), dict[str, str](), list[Problem](), 0
    for row in sorted(row for row in cells if row > HEADING and _cell(cells, row, ITEM)):
        id, typed = _cell(cells, row, ITEM), _cell(cells, row, VOTE)
        place, values = Place(file, row, "E"), {"file": file, "cell": f"E{row}", "found": typed[:40]}
        if id not in wanted:
            problems.append(Problem("ballot-item", place, values))
            continue
        wanted.discard(id)
        try:
            vote = _vote(questionnaire, questionnaire.item(id), typed)
        except Refusal:
            problems.append(Problem("ballot-vote", place, values))
            continue
        blank += vote is None
        votes |= {} if vote is None else {id: vote}
    if wanted:
        problems.append(Problem("ballot-rows", Place(file), {"file": file, "count": len(wanted)}))
    return Returned(file, room, seat, votes, blank, problems)


def writer() -> Callable[[SeatBook, Path], None]:
    """The installed exporter: `write(book, path)`. Raises Refusal `plan-unknown-suffix` where none is installed."""
    points = entry_points(group="maturity.workshop", name="seat")
    if not points:
        raise refuse("plan-unknown-suffix", found="xlsx", allowed="—")
    found: Callable[[SeatBook, Path], None] = next(iter(points)).load()
    return found


def _cell(cells: Mapping[int, Sequence[str]], row: int, column: int) -> str:
    found = cells.get(row, ())
    return found[column] if len(found) > column else ""


def _vote(questionnaire: Questionnaire, item: Item, typed: str) -> str | None:
    """The vote as it is kept, None for a blank one. Raises Refusal for anything that is none."""
    plain = one_line(typed)
    if not plain:
        return None
    for language in ("zh", "en"):
        for vote, words in words_of(questionnaire, item, language).items():
            if plain == one_line(words):
                return vote
    return read_vote(questionnaire, item, plain)
