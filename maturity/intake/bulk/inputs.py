"""The columns of a bulk table for answers that are no choice: numbers with their units, cells of tables, ticks, texts.

A heading is the id of an item or its words; of a cell of a table it has the row in brackets, `energy[electricity]`. The
unit of a number stands in its cell, in a column beside it (`output unit`), or in the heading (`output [t]`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...answers import Answer
from ...answers.reading import amount_of, read_table, read_value
from ...errors import Place, Problem, Refusal
from ...quantities import Quantity
from ...quantities.factors import factors
from ...questionnaire import Item, Questionnaire
from ...questionnaire.asked import Computed, Table, Words
from ...text.plain import folded, one_line
from ..measured import columns
from ..spreadsheets.cells import Cells
from ..spreadsheets.table import heading_key
from ..spreadsheets.texts import is_lost

UNIT = " unit"  # at the end of the name of a column that holds units
_BRACKETS = re.compile(r"(?P<base>.+?)\s*[\[［【(（](?P<inside>[^\]］】)）]+)[\]］】)）]\s*(?P<rest>.*)")
_COMPANION = re.compile(r"(?P<base>.+?)(?:[\s._-]+unit|[\s._-]*的?(?:计量)?单位)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says: the item, the id of the column of a table with its row (`key`), and the unit of the numbers
    below it; or, where `units`, that units stand below it.
    """

    item: Item
    column: str = ""
    key: str = ""
    unit: str = ""
    units: bool = False

    @property
    def name(self) -> str:
        """The one name of such a column, without the unit of its numbers."""
        plain = f"{self.column}[{self.key}]" if self.column else self.item.id
        return plain + UNIT if self.units else plain

    @property
    def quantity(self) -> Quantity | None:
        """What is asked for below it; None where that is no number, or the carrier of energy is unknown."""
        asks = self.item.asks
        if not isinstance(asks, Table):
            return asks if isinstance(asks, Quantity) else None
        if asks.factors:
            found = factors(asks.factors).get(self.key)
            return amount_of(found) if found else None
        return next((one.quantity for one in asks.columns if one.id == self.column), None)


class Headings:
    """Reads the headings of tables about one questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._items = dict[str, Item]()
        self._columns = dict[str, tuple[Item, str]]()
        words = [(one, word) for one in questionnaire.items for word in {one.id, one.text.zh, one.text.en}]
        counts = dict[str, int]()
        for _, word in words:
            counts[heading_key(word)] = counts.get(heading_key(word), 0) + 1
        for item, word in words:
            if word == item.id or counts[heading_key(word)] == 1:
                self._items[heading_key(word)] = item
        for item in questionnaire.items:
            for id in columns(item):
                self._columns[heading_key(id)] = item, id
            if len(columns(item)) == 1:
                whole = item, columns(item)[0]
                self._columns |= {heading_key(word): whole for word in (item.id, item.text.zh, item.text.en)}

    def read(self, text: str) -> Heading | None:
        """What a heading says; None where it names no item."""
        if (named := self._items.get(heading_key(text))) is not None:
            return Heading(named)
        if companion := _COMPANION.fullmatch(text.strip()):
            found = self.read(companion["base"])
            return Heading(found.item, found.column, found.key, units=True) if found and not found.units else None
        inside = _BRACKETS.fullmatch(text.strip())
        return self._bracketed(inside["base"], one_line(inside["inside"]), inside["rest"]) if inside else None

    def _bracketed(self, base: str, inside: str, rest: str) -> Heading | None:
        if (table := self._columns.get(heading_key(base))) is not None:
            item, column = table
            unit = _BRACKETS.fullmatch("x" + rest) if rest else None
            if rest and (unit is None or unit["rest"]):
                return None
            return Heading(item, column, _key(item, inside), unit["inside"] if unit else "")
        named = None if rest else self._items.get(heading_key(base))
        return Heading(named, unit=inside) if named is not None and isinstance(named.asks, Quantity) else None


def _key(item: Item, words: str) -> str:
    """The row that a heading names; of carriers of energy the id."""
    if isinstance(item.asks, Table) and item.asks.factors:
        for id, factor in factors(item.asks.factors).items():
            if folded(words) in {folded(word) for word in (id, factor.zh, factor.en)}:
                return id
    return words


@dataclass(frozen=True, slots=True)
class Input:
    """A column of a table: what its heading says, where it stands, and where its units do (None: nowhere)."""

    heading: Heading
    at: int
    units_at: int | None

    def unit(self, cells: Sequence[str]) -> str:
        """The unit of the number in a row, in words; "" where none is told."""
        told = "" if self.units_at is None else cells[self.units_at]
        return told if one_line(told) else self.heading.unit


class Inputs:
    """The columns of one table that are no choices, by item; `where` are the positions of columns by their names, and
    `told` what their headings say by position.
    """

    def __init__(self, questionnaire: Questionnaire, where: Mapping[str, int], told: Mapping[int, Heading]) -> None:
        self.cells = Cells(questionnaire)
        self.by_item = dict[str, list[Input]]()
        for name, at in where.items():
            if at in told and told[at].item.asks is not None and not told[at].units:
                found = Input(told[at], at, where.get(name + UNIT))
                self.by_item.setdefault(found.heading.item.id, []).append(found)

    def answers(self, cells: Sequence[str], problems: list[Problem]) -> tuple[dict[str, Answer], list[str]]:
        """The answers of a row by item, and the items whose cells cannot be read; their mistakes are added to
        `problems`, each with the column it is in.
        """
        found, unread = dict[str, Answer](), list[str]()
        for inputs in self.by_item.values():
            item = inputs[0].heading.item
            lost = [problem for one in inputs for problem in _lost(one, cells)]
            try:
                if lost:
                    raise Refusal(*lost)
                answer = self._answer(item, inputs, cells)
            except Refusal as refusal:
                problems.extend(refusal.problems)
                unread.append(item.id)
                continue
            found |= {item.id: answer} if answer is not None else {}
        return found, unread

    def _answer(self, item: Item, inputs: Sequence[Input], cells: Sequence[str]) -> Answer | None:
        whole = next((one for one in inputs if not one.heading.column), None)
        text = cells[whole.at] if whole else ""
        if whole and self.cells.not_applicable(text):
            return self.cells.answer(item.id, text)
        if isinstance(item.asks, Table) and not one_line(text):
            return read_table(item, [*rows_of(inputs, cells)], Place(column=item.id))
        if not one_line(text) or whole is None:
            return None
        return read_value(item, text, whole.unit(cells), Place(column=item.id))


def _lost(one: Input, cells: Sequence[str]) -> Iterator[Problem]:
    for place in (one.at, one.units_at):
        if place is not None and is_lost(cells[place]):
            yield Problem("intake-lost", Place(column=one.heading.name), {"shown": cells[place].strip()[:60]})


def rows_of(inputs: Sequence[Input], cells: Sequence[str]) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    """The rows of a table whose cells stand in columns of a line, those without a filled cell left out."""
    rows = dict[str, dict[str, tuple[str, str]]]()
    for one in inputs:
        if one.heading.column and one_line(cells[one.at]):
            rows.setdefault(one.heading.key, {})[one.heading.column] = cells[one.at], one.unit(cells)
    yield from rows.items()


def read_headings(header: Sequence[str], questionnaire: Questionnaire) -> dict[int, Heading]:
    """What each heading says that names an item of a questionnaire, by position."""
    if all(item.asks is None for item in questionnaire.items):
        return {}
    read = Headings(questionnaire).read
    return {place: found for place, name in enumerate(header) if name and (found := read(name))}


def heading_problems(told: Mapping[int, Heading], source: str, row: int) -> list[Problem]:
    """What is wrong with headings: units that do not fit, unknown carriers of energy."""
    problems = list[Problem]()
    for heading in told.values():
        place, quantity = Place(source, row, heading.name[:80]), heading.quantity
        if heading.key and quantity is None:
            problems.append(Problem("answer-carrier", place, {"found": heading.key[:60]}))
        elif heading.unit and quantity is not None:
            try:
                quantity.named(heading.unit, place)
            except Refusal as refusal:
                problems.extend(refusal.problems)
    return problems


def is_wanted(item: Item) -> bool:
    """Whether a table must have a column for an item: not for texts, rows of tables and what is computed."""
    return not isinstance(item.asks, Words | Table | Computed)
