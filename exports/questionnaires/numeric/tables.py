"""The sheets of tables: one a table, a record a row, known by its key; of carriers of energy a row for each."""

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers import Entered, Listed
from maturity.answers.kinds import Row
from maturity.answers.reading import KEY_LIMIT, amount_of
from maturity.offline import COMPUTED, KEY, SHOWN, UNIT, table_mark, unit_name
from maturity.offline.numeric_texts import (
    AMOUNT,
    AS_TEXT,
    CARRIER_HINT,
    CHECKED,
    FACTOR,
    IN_KGCE,
    SHORT,
    SOURCE,
    TABLE_HINT,
    UNVERIFIED,
    VERIFIED,
    factor_words,
)
from maturity.offline.returned_values import as_entered
from maturity.offline.texts import ANSWERED, STATE
from maturity.quantities import Quantity, name_of, unit
from maturity.quantities.factors import Factor, factors
from maturity.questionnaire import Item
from maturity.questionnaire.asked import Table

from ..style import height, lay_out, protect, quoted, set_formula, set_value, sheet_reference
from .cells import unit_in_cell
from .draft import ColumnCells, Draft, TableCells, factor_to_base, literal
from .limits import add_colours, add_key_limit, add_number_limits
from .states import row_state

NAMES_ROW = 4  # hidden; the headings stand below, then the records
_MOST_ROWS = 200
_KGCE = unit("kgce")
Asked = Sequence[tuple[str, str, Quantity]]  # of each column its id, its heading, and what is asked


def add_table(draft: Draft, item: Item, table: Table, name: str) -> None:
    """Add the sheet of a table."""
    sheet: Worksheet = draft.book.create_sheet(name)
    known = factors(table.factors) if table.factors else {}
    rows = _rows(draft, item, table)
    set_value(sheet, 1, 1, draft.word(item.text), "title")
    set_value(sheet, 2, 1, draft.word(CARRIER_HINT if known else TABLE_HINT), "lead")
    sheet.row_dimensions[1].height = 28
    sheet.row_dimensions[NAMES_ROW].hidden = True
    writer = _Writer(draft, sheet, item, [*known.values()], len(rows))
    writer.columns(table)
    for row, record in enumerate(rows, start=writer.first):
        writer.record(row, record)
    writer.finish()


def _rows(draft: Draft, item: Item, table: Table) -> list[Row | None]:
    """The records with which the sheet begins, None for an empty row."""
    answer = draft.content.origin.entries[item.id].answer
    given = answer.rows if isinstance(answer, Listed) else ()
    if table.factors:
        by_carrier = {row.key: row for row in given}
        return [by_carrier.get(carrier, Row(carrier)) for carrier in factors(table.factors)]
    empty = max(0, min(table.most, _MOST_ROWS) - len(given))
    return [*given, *[None] * empty]


class _Writer:
    """Writes the sheet of one table."""

    def __init__(self, draft: Draft, sheet: Worksheet, item: Item, carriers: Sequence[Factor], count: int) -> None:
        self.draft, self.sheet, self.item, self.carriers = draft, sheet, item, carriers
        self.head, self.first, self.last = NAMES_ROW + 1, NAMES_ROW + 2, NAMES_ROW + 1 + count
        self.asked: Asked = ()
        self.state = 0  # the column of the state; those of base values follow
        self.widths: list[float] = []

    def columns(self, table: Table) -> None:
        """Write the headings and, above them, what the reader knows the columns by."""
        say = self.draft.word
        carrier_asked = [(self.item.id, say(AMOUNT), amount_of(one)) for one in self.carriers[:1]]
        self.asked = carrier_asked or [(one.id, say(one.name), one.quantity) for one in table.columns]
        self._head(say(table.key), KEY, "head", 30)
        for id, title, _ in self.asked:
            self._head(title, id, "head-number", 16)
            self._head(say(UNIT), unit_name(id), "head-apart", 12)
        self.state = self._head(say(STATE), f"{SHOWN} state", "head", 16)
        for id, _, _ in self.asked:
            self._head(say(COMPUTED), f"{SHOWN} {id}", "head", 10)
            self.sheet.column_dimensions[get_column_letter(len(self.widths))].hidden = True
        if self.carriers:
            self._head(say(IN_KGCE), f"{SHOWN} kgce", "head-number", 14)
            for heading, width in ((FACTOR, 22), (SOURCE, 40), (CHECKED, 10)):
                self._head(say(heading), "", "head-apart", width)
        self.sheet.row_dimensions[self.head].height = 32

    def _head(self, title: str, name: str, style: str, width: float) -> int:
        self.widths.append(width)
        column = len(self.widths)
        set_value(self.sheet, self.head, column, title, style)
        if name:
            set_value(self.sheet, NAMES_ROW, column, name, "small")
        return column

    def record(self, row: int, record: Row | None) -> None:
        """Write a record, or an empty row."""
        carrier = next((one for one in self.carriers if record and one.carrier == record.key), None)
        key = carrier.name(self.draft.language) if carrier else record.key if record else None
        set_value(self.sheet, row, 1, key, "text" if carrier else "answer")
        cells = []
        for place, (id, _, column_asked) in enumerate(self.asked):
            asked = amount_of(carrier) if carrier else column_asked
            number = record.numbers.get(id) if record else None
            meant = number.unit if number else (carrier.usual if carrier else asked.unit).id
            cells.append(self._number(row, 2 + 2 * place, asked, number, meant))
        keys = "" if carrier else f"A${self.first}:A${self.last}"
        state = row_state(self.draft, row, cells, keys, self._twice(row, carrier))
        set_formula(self.sheet, row, self.state, state, "status")
        for place, (asked, cell, unit_cell) in enumerate(cells):
            self._base(row, self.state + 1 + place, asked, cell, unit_cell, carrier)
        if carrier:
            self._told(row, carrier)
        else:
            add_key_limit(self.draft, self.sheet, f"A{row}", KEY_LIMIT)

    def _told(self, row: int, carrier: Factor) -> None:
        """Write what a carrier comes to, and its factor."""
        language, base = self.draft.language, f"{get_column_letter(self.state + 1)}{row}"
        column = self.state + len(self.asked) + 1
        set_formula(self.sheet, row, column, f'IF({base}="","",{base}/{factor_to_base(_KGCE)})', "value")
        source = carrier.zh_source if language == "zh" else carrier.en_source
        checked = self.draft.word(VERIFIED if carrier.verified else UNVERIFIED)
        for place, words in enumerate((factor_words(carrier, language), source, checked), start=1):
            set_value(self.sheet, row, column + place, words, "small")
        self.sheet.row_dimensions[row].height = height((carrier.name(language), 30), small=(source, 40))

    def _twice(self, row: int, carrier: Factor | None) -> str:
        """A condition that another carrier of the same energy is filled in too."""
        others = [
            f"B{self.first + place}"
            for place, one in enumerate(self.carriers)
            if carrier and one.family == carrier.family and one.carrier != carrier.carrier
        ]
        tests = [f'AND(B{row}<>"",{cell}<>"")' for cell in others]
        return f"OR({','.join(tests)})" if tests else "FALSE"

    def _number(
        self, row: int, column: int, asked: Quantity, number: Entered | None, meant: str
    ) -> tuple[Quantity, str, str]:
        set_value(self.sheet, row, column, as_entered(number, asked) if number else None, "number")
        set_value(self.sheet, row, column + 1, unit_in_cell(self.draft, asked, meant), "answer")
        cell, unit_cell = f"{get_column_letter(column)}{row}", f"{get_column_letter(column + 1)}{row}"
        add_number_limits(self.draft, self.sheet, asked, cell, unit_cell)
        return asked, cell, unit_cell

    def _base(self, row: int, column: int, asked: Quantity, cell: str, unit_cell: str, carrier: Factor | None) -> None:
        """Write the value of a number in base units; "" where it has none, or its row a mistake."""
        state = f"{get_column_letter(self.state)}{row}"
        scale = literal(carrier.value * carrier.target.factor) if carrier else factor_to_base(asked.unit)
        value = f"{cell}*{self.draft.factor(asked, unit_cell)}*{scale}"
        set_formula(self.sheet, row, column, f'IF(AND({state}<>"",ISNUMBER({cell})),{value},"")', "value")

    def finish(self) -> None:
        """Lay the sheet out, and note where its columns are."""
        draft, sheet, last = self.draft, self.sheet, self.last
        state = get_column_letter(self.state)
        states = sheet_reference(sheet, f"${state}${self.first}:${state}${last}")
        filled = f'SUMPRODUCT(--({states}<>""))'
        fine = (ANSWERED, SHORT, AS_TEXT)
        good = "+".join(f"COUNTIF({states},{quoted(draft.word(one))})" for one in fine)
        free = len(self.widths) + 1
        draft.tables[self.item.id] = TableCells(
            sheet, NAMES_ROW, self.first, last, filled, f"({filled}-({good}))", free
        )
        for place, (id, _, _) in enumerate(self.asked):
            letter = get_column_letter(self.state + 1 + place)
            draft.columns[name_of(id)] = ColumnCells(sheet, letter, self.first, last, "")
        add_colours(draft, sheet, self.first, last, state, "A")
        lay_out(sheet, tuple(self.widths), landscape=True, heads=f"{self.head}:{self.head}")
        sheet.freeze_panes = f"B{self.first}"
        protect(sheet)


def add_mark(table: TableCells, item: Item) -> None:
    """Write what tells the reader which table a sheet holds, beyond its last column."""
    set_value(table.sheet, table.names_row, table.free + 1, table_mark(item.id), "small")
