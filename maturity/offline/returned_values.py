"""Reading of what an item asks for beside a choice: numbers with units, ticks, texts, and the rows of tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from ..answers import Answer, Entered, Listed, Ticked
from ..answers.reading import NONE_TICKED, amount_of, read_table, read_value
from ..errors import Place, Problem, Refusal, refuse
from ..quantities import Quantity, shown, spelled, unit
from ..quantities.factors import factors
from ..quantities.reading import read_number
from ..questionnaire import Item, Questionnaire
from ..questionnaire.asked import Computed, Table, Ticks
from ..text.plain import folded, one_line, visible
from .payload import KEY, TABLE, tick_row, unit_name
from .records import same
from .returned_sheet import NOTHING, TypedCell, typed_cell

TICKED = ("✓", "✔", "√", "是", "有", "yes", "y", "x", "1", "true")  # what says that an option holds
UNTICKED = ("否", "无", "no", "n", "0", "false")
_SEARCHED = 40  # rows that are searched for the names of a table


@dataclass(frozen=True, slots=True)
class RecordCells:
    """A row of a table's sheet: its key and by column its number and unit, each with the cell ("sheet!B7")."""

    key: tuple[TypedCell, str]
    numbers: Mapping[str, tuple[TypedCell, TypedCell, str]]

    @property
    def words(self) -> tuple[str, ...]:
        """What is typed in it, apart from units."""
        return (self.key[0].words, *(number.words for number, _, _ in self.numbers.values()))


@dataclass(frozen=True, slots=True)
class TableSheet:
    """The sheet of a table: the id of its item, the 0-based columns by name, the row of its headings, from 1."""

    item: str
    columns: Mapping[str, int]
    head: int


def table_sheet(rows: Sequence[Sequence[object]]) -> TableSheet | None:
    """Which table stands on a sheet; None for none."""
    for number, cells in enumerate(rows[:_SEARCHED], start=1):
        names = {str(cell).strip(): place for place, cell in enumerate(cells) if cell != ""}
        marks = [name for name in names if name.startswith(f"{TABLE} ")]
        if marks:
            return TableSheet(marks[0].removeprefix(f"{TABLE} "), names, number + 1)
    return None


def records(name: str, rows: Sequence[Sequence[object]], found: TableSheet, item: Item) -> Iterator[RecordCells]:
    """The rows below the headings of a table's sheet in which anything is typed.

    A carrier of energy stands there whether it is used or not: it counts where it has a number.
    """
    if not isinstance(item.asks, Table) or KEY not in found.columns:
        return
    ids = [item.id] if item.asks.factors else [column.id for column in item.asks.columns]
    for number, cells in enumerate(rows[found.head :], start=found.head + 1):

        def at(place: str, cells: Sequence[object] = cells, number: int = number) -> tuple[TypedCell, str]:
            column = found.columns.get(place)
            if column is None:
                return NOTHING, ""
            return typed_cell(cells[column]), f"{name}!{get_column_letter(column + 1)}{number}"

        numbers = {id: (*at(id), at(unit_name(id))[0]) for id in ids}
        one = RecordCells(at(KEY), {id: (cell, meant, where) for id, (cell, where, meant) in numbers.items()})
        if any(one_line(words) for words in (one.words[1:] if item.asks.factors else one.words)):
            yield one


class Values:
    """Reads the answers to items of one questionnaire in a language; problems are at `source` and the cells given."""

    def __init__(self, questionnaire: Questionnaire, language: str, source: str) -> None:
        self._language, self._source = language, source
        lists = [item for item in questionnaire.items if isinstance(item.asks, Ticks)]
        self.options = {
            tick_row(item.id, option.id): (item.id, option.id)
            for item in lists
            if isinstance(item.asks, Ticks)
            for option in item.asks.options
        }
        self.computed = {item.id for item in questionnaire.items if isinstance(item.asks, Computed)}

    def place(self, cell: str) -> Place:
        """The place of a cell."""
        return Place(self._source, column=cell)

    def value(self, item: Item, cell: TypedCell, meant: TypedCell, at: str, before: Answer | None) -> Answer | None:
        """The answer in the cell of an item that asks for a number or a text. Raises Refusal at the cell."""
        if not isinstance(item.asks, Quantity):
            return read_value(item, cell.words, place=self.place(at))
        return self.number(item.asks, cell, meant, at, before if isinstance(before, Entered) else None)

    def number(
        self, asked: Quantity, cell: TypedCell, meant: TypedCell, at: str, before: Entered | None
    ) -> Entered | None:
        """The number in a cell with the unit beside it; as it was entered `before` where that is the same number."""
        words, id = meant.words, self._unit(asked, meant.words)
        if cell.number is not None and before and id == before.unit and same_digits(before, asked, cell.number):
            return before
        text = cell.words if cell.number is None else format(cell.number, ".15g")
        if id == "%":
            if cell.number is not None and 0 < abs(cell.number) <= 1:
                share = shown(read_number(text).value * 100)  # type: ignore[union-attr]  # a number is not blank
                raise refuse("offline-share", self.place(at), found=text, share=share)
            words = ""  # the unit that the program wrote there does not tell what a share was meant as
        return asked.read(text, words if id is None or not words else id, self.place(at))

    def _unit(self, asked: Quantity, words: str) -> str | None:
        """The id of the unit in a cell, as the program wrote it or as people write it; None for an unknown one."""
        named = {folded(one.name(self._language)): one.id for one in (*asked.accepts, asked.unit)}
        return named.get(folded(words)) or spelled(words) if one_line(words) else asked.unit.id

    def ticked(self, asked: Ticks, own: str, cells: Mapping[str, TypedCell], at: Mapping[str, str]) -> Ticked | None:
        """The ticks of a list: `own` is what stands at the list itself, the cells are by option.

        Raises Refusal with every mistake.
        """
        problems = list[Problem]()
        found = list[str]()
        for option in asked.options:
            word = folded(cells[option.id].words) if option.id in cells else ""
            if word in map(folded, TICKED):
                found.append(option.id)
            elif word and word not in UNTICKED:
                values = {"found": cells[option.id].words[:40], "allowed": TICKED[0]}
                problems.append(Problem("offline-word", self.place(at[option.id]), values))
        none = folded(own) in NONE_TICKED
        if one_line(own) and not none:
            values = {"found": own[:40], "allowed": NONE_TICKED[1 if self._language == "zh" else 2]}
            problems.append(Problem("offline-word", self.place(at[""]), values))
        if none and found:
            problems.append(Problem("offline-both", self.place(at[""]), {"found": own[:40], "count": len(found)}))
        if problems:
            raise Refusal(*problems)
        return Ticked(tuple(found)) if found or none else None

    def table(self, item: Item, rows: list[RecordCells], at: str, before: Answer | None) -> Listed | None:
        """The table in the rows of its sheet. Raises Refusal with every mistake at its cell."""
        if not isinstance(item.asks, Table):
            raise TypeError(item.id)
        known = {row.key: row for row in before.rows} if isinstance(before, Listed) else {}
        problems = list[Problem]()
        texts, places = [], []
        for row in rows:
            key = visible(row.key[0].words)
            carrier = _carrier(item.asks, key)
            cells = dict[str, tuple[str, str]]()
            for id, (cell, meant, where) in row.numbers.items():
                asked = _quantity(item.asks, id, carrier)
                kept = known[carrier or key].numbers.get(id) if (carrier or key) in known else None
                try:
                    number = self.number(asked, cell, meant, where, kept) if asked else None
                except Refusal as refusal:
                    problems += refusal.problems
                else:
                    cells |= {id: (number.text, number.unit)} if number else {}
            texts.append((key, cells))
            places.append({"": self.place(row.key[1])} | {id: self.place(w) for id, (_, _, w) in row.numbers.items()})
        try:
            found = read_table(item, texts, self.place(at), places)
        except Refusal as refusal:
            raise Refusal(*problems, *refusal.problems) from None
        if problems:
            raise Refusal(*problems)
        return before if isinstance(before, Listed) and same(found, before) else found


def same_digits(before: Entered, asked: Quantity, number: float) -> bool:
    """Whether a cell still holds a number that was written there; spreadsheets keep 15 digits."""
    return format(as_entered(before, asked), ".15g") == format(number, ".15g")


def as_entered(number: Entered, asked: Quantity) -> float:
    """The number as a cell holds it, in the unit that it was entered in."""
    return float(number.value * asked.unit.to(unit(number.unit)))


def _carrier(table: Table, words: str) -> str:
    """The id of the carrier of energy that a key names; "" for none."""
    known = factors(table.factors) if table.factors else {}
    ways = ((id, word) for id, one in known.items() for word in (id, one.zh, one.en))
    return next((id for id, word in ways if folded(word) == folded(words)), "")


def _quantity(table: Table, column: str, carrier: str) -> Quantity | None:
    if table.factors:
        return amount_of(factors(table.factors)[carrier]) if carrier else None
    return next((one.quantity for one in table.columns if one.id == column), None)
