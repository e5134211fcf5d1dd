"""Reading of the sheets of tables, one a table, whose rows are known by what stands under their key."""

from collections.abc import Mapping, Sequence, Set

from openpyxl.utils import get_column_letter

from ..answers import Answer, Listed
from ..errors import Problem, refuse
from ..intake.spreadsheets.package import Package
from ..questionnaire import Item, Questionnaire
from ..questionnaire.asked import Table
from ..text.plain import one_line
from .payload import SHOWN
from .returned_sheet import typed_cell
from .returned_values import RecordCells, TableSheet, Values, records, table_sheet

Rows = Sequence[Sequence[object]]


class Tables:
    """The sheets of tables read so far; `problems` are those of cells and of copied sheets."""

    def __init__(self, package: Package, values: Values, questionnaire: Questionnaire) -> None:
        self._package, self._values = package, values
        self._items = {item.id: item for item in questionnaire.items if isinstance(item.asks, Table)}
        self._sheets: dict[str, tuple[str, TableSheet]] = {}
        self._rows: dict[str, list[RecordCells]] = {}
        self.problems: list[Problem] = []

    def read(self, name: str, rows: Rows) -> bool:
        """Read a sheet where it is that of a table; whether it is. A copy that holds the same does no harm."""
        found = table_sheet(rows)
        if found is None or found.item not in self._items:
            return False
        read = [*records(name, rows, found, self._items[found.item])]
        if found.item in self._rows:
            first = self._rows[found.item]
            if read and [one.words for one in read] != [one.words for one in first]:
                values = {"sheet": name, "first": self._sheets[found.item][0], "count": len(read), "item": found.item}
                self.problems.append(Problem("offline-sheet-copied", self._values.place(name), values))
            return True
        self._sheets[found.item], self._rows[found.item] = (name, found), read
        self._check(name, read)
        return True

    def _check(self, name: str, rows: Sequence[RecordCells]) -> None:
        """Report formulas, dates, errors and control characters in the cells to fill in."""
        computed, lost = self._package.computed(name), self._package.lost(name)
        found = self._sheets_of(name)
        read = {get_column_letter(place + 1) for key, place in found.columns.items() if _is_read(key)}
        for cell, shown in lost.items():
            column = cell.rstrip("0123456789")
            if column in read and int(cell[len(column) :]) > found.head:
                self._tell("intake-lost", f"{name}!{cell}", {"shown": shown})
        for row in rows:
            for typed, at in (row.key, *((number, where) for number, _, where in row.numbers.values())):
                if at.rpartition("!")[2] in computed:
                    self._tell("offline-formula", at, {})
                elif typed.dated:
                    self._tell("offline-date", at, {"found": typed.words[:40]})
                if typed.unseen:
                    self._tell("offline-control", at, {"found": f"U+{ord(typed.unseen):04X}"})

    def _sheets_of(self, name: str) -> TableSheet:
        return next(found for sheet, found in self._sheets.values() if sheet == name)

    def _tell(self, code: str, at: str, values: Mapping[str, object]) -> None:
        self.problems.append(Problem(code, self._values.place(at), values))

    def beside(self, name: str, rows: Rows, own: Set[str]) -> list[tuple[str, str]]:
        """Cells of the sheet of a table that are neither read nor written by the program, with their texts."""
        found = next((one for sheet, one in self._sheets.values() if sheet == name), None)
        if found is None:
            return []
        computed, passed = self._package.computed(name), set(found.columns.values())
        cells = []
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if cell == "" or number == found.head - 1 or (number > found.head and place in passed):
                    continue
                words, here = typed_cell(cell).words, f"{get_column_letter(place + 1)}{number}"
                if words and one_line(words) not in own and here not in computed:
                    cells.append((here, words))
        return cells

    def answer(self, item: Item, own: str, at: str, before: Answer | None) -> Listed | None:
        """The table of an item; `own` is what stands in its row, where only "not applicable" can, at the cell `at`.

        Raises Refusal with every mistake.
        """
        if item.id not in self._rows:
            raise refuse("offline-table-missing", self._values.place(at), item=item.id)
        if own:
            name = self._sheets[item.id][0]
            raise refuse("offline-beside-table", self._values.place(at), found=one_line(own)[:40], sheet=name)
        return self._values.table(item, self._rows[item.id], at, before)


def _is_read(name: str) -> bool:
    return not name.startswith(SHOWN)
