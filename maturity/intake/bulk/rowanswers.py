"""The answers of one row of a bulk table: choices by their vocabulary, everything else by :mod:`.inputs`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...answers import ENTERED, NOT_APPLICABLE, NotApplicable
from ...answers.codec import entered_texts
from ...errors import Place, Problem, Refusal
from ...questionnaire import Item, Questionnaire
from ..spreadsheets.cells import Cells
from ..spreadsheets.texts import Covered, is_destroyed, is_lost
from .inputs import Inputs, read_headings

_REMEMBERED = 10_000  # distinct texts of cells


class Given(NamedTuple):
    """The vector of a row (:func:`maturity.answers.encode`), reasons by item id, and the answers that are no choice, as
    texts by item id. What cannot be read has a code too: something was written.
    """

    vector: bytes
    reasons: dict[str, str]
    entered: Mapping[str, str]


class RowAnswers:
    """Reads the answers of the rows of one table, whose columns stand `where`."""

    def __init__(self, questionnaire: Questionnaire, header: Sequence[str], where: Mapping[str, int]) -> None:
        self.cells = Cells(questionnaire)
        self.inputs = Inputs(questionnaire, where, read_headings(header, questionnaire))
        self.items = [(item, where[item.id]) for item in questionnaire.items if item.asks is None]
        self.size = len(questionnaire.items)
        self.places = {item.id: item.position for item in questionnaire.items}
        self._positions = [position for _, position in self.items]
        self._plain = len(self.items) == self.size and not questionnaire.scales
        self._meant: dict[tuple[str, str], tuple[int, str]] = {}

    def of(self, cells: Sequence[str], problems: list[Problem]) -> Given:
        """The answers of a row; its mistakes are added to `problems`."""
        codes = self.cells.codes
        try:
            if self._plain:
                return Given(bytes([codes[cells[position]] for position in self._positions]), {}, {})
        except KeyError:
            pass
        return self._one_by_one(cells, problems)

    def _one_by_one(self, cells: Sequence[str], problems: list[Problem]) -> Given:
        """As the fast way above, for rows with reasons, other spellings, numbers and mistakes."""
        vector, reasons = bytearray(self.size), dict[str, str]()
        for item, position in self.items:
            cell = cells[position]
            known = self._meant.get((item.scale, cell)) if type(cell) is str else None  # not a cell that was lost
            vector[item.position], reason = known or self._meaning(item, cell, problems)
            if reason:
                reasons[item.id] = reason
        given, unread = self.inputs.answers(cells, problems)
        for id in (*unread, *given):
            vector[self.places[id]] = ENTERED
        for id, answer in given.items():
            if isinstance(answer, NotApplicable):
                vector[self.places[id]], reasons[id] = NOT_APPLICABLE, answer.reason
        return Given(bytes(vector), reasons, entered_texts(given))

    def _meaning(self, item: Item, cell: str, problems: list[Problem]) -> tuple[int, str]:
        """Code and reason of a cell; what is right is remembered, since the same texts come again and again."""
        if is_lost(cell):
            problems += unread(item.id, cell)
            return NOT_APPLICABLE, ""
        try:
            found = self.cells.code(item.id, cell)
        except Refusal as refusal:
            problems.extend(refusal.problems)
            return NOT_APPLICABLE, ""  # something was written, though not readably
        if len(self._meant) < _REMEMBERED:
            self._meant[item.scale, cell] = found
        return found


def unread(column: str, cell: str) -> Iterator[Problem]:
    """What keeps the text of a cell from being taken: it shows an error, or was destroyed before."""
    if isinstance(cell, Covered):
        yield Problem("intake-merged", Place(column=column), {"shown": cell.strip()[:40]})
    elif is_lost(cell):
        yield Problem("intake-lost", Place(column=column), {"shown": cell.strip()[:60]})
    elif is_destroyed(cell):
        yield Problem("intake-destroyed", Place(column=column), {"found": cell.strip()[:40]})
