"""Values computed by the formulas of a definition, live; row by row beside the records of a table where they are so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers import NotApplicable
from maturity.offline import SHOWN
from maturity.offline.numeric_texts import (
    COMPUTED_STATE,
    LACKING,
    NO_REFERENCE,
    OUT_OF_BOUNDS,
    ZERO_DENOMINATOR,
)
from maturity.quantities import name_of
from maturity.quantities.formula import Term
from maturity.questionnaire import Item
from maturity.questionnaire.asked import Computed, Table
from maturity.questionnaire.naming import NOT_APPLICABLE

from ..style import quoted, set_formula, set_value, sheet_reference
from .draft import ColumnCells, Draft, TableCells, factor_to_base
from .formulas import Scalar, any_of, is_by_row, translated, zero_tests
from .references import ReferenceCells

STATUS, VALUE, STATE, ROUNDED = "MNOP"  # hidden columns of the sheet of calculations; codes of the first and the third:
OPEN, LACKS_REFERENCE, UNDEFINED, ASIDE, IMPOSSIBLE = 1, 2, 3, 4, 5  # 0: there is a value
_PLACES = 6  # decimals of values that are shown in words


@dataclass(slots=True)
class ValueRow:
    """The row of an item on the sheet of calculations, and what its formula can name."""

    draft: Draft
    sheet: Worksheet
    row: int
    item: Item
    points: Fraction
    known: dict[str, Scalar | ColumnCells]
    references: ReferenceCells
    by_row: ColumnCells | None = None  # the cells of its values, where it has one a record, in the unit asked
    steps: dict[Term, ColumnCells] = field(default_factory=dict)  # what was spread over the records

    def put(self, letter: str, formula: str, style: str = "value") -> None:
        """Write a formula into a column of its row."""
        set_formula(self.sheet, self.row, ord(letter) - 64, formula, style)

    def table(self, columns: ColumnCells) -> TableCells:
        """The table of a column."""
        return next(one for one in self.draft.tables.values() if one.sheet is columns.sheet)


def add_computed(values: ValueRow) -> None:
    """Write value and status of a computed item, and show both in its row of the sheet to fill in."""
    asked = values.item.asks
    if not isinstance(asked, Computed):
        return
    answer = values.draft.content.response.answers.get(values.item.id)
    statuses = [values.known[name].status for name in asked.formula.names]
    lack = f"MAX({','.join(statuses)})" if statuses else "0"
    if isinstance(answer, NotApplicable):
        lack = str(ASIDE)
    root = asked.formula.root
    if is_by_row(root, values.known):
        values.by_row = spread(values, root, asked, lack)
        cells = values.by_row.reference
        zero, value = f'COUNTIF({cells},"!")>0', f"MIN({cells})"
    else:
        zero = any_of([*zero_tests(root, values.known, lambda term: spread(values, term, None, lack))])
        expression = translated(root, values.known, lambda term: spread(values, term, None, lack))
        value = f"{expression}/{factor_to_base(asked.unit)}"
    row = values.row
    values.put(STATUS, f"IF({lack}>0,{lack},IF({zero},{UNDEFINED},0))", "count")
    values.put(VALUE, f"IF({STATUS}{row}=0,{value},0)")
    _show(values, asked)


def spread(values: ValueRow, term: Term, asked: Computed | None, lack: str) -> ColumnCells:
    """Write an expression beside the records of its table, "!" where it divides by zero: the value of the item in the
    unit asked, or a step in base units (`asked` is None).
    """
    if asked is None and term in values.steps:
        return values.steps[term]
    named = [values.known[one.text] for one in term.walk() if one.sign == "name"]
    columns = next(one for one in named if isinstance(one, ColumnCells))
    table = values.table(columns)
    letter = add_column(values, table, shown=asked is not None)
    needed = ",".join(f'{one.letter}{{row}}<>""' for one in named if isinstance(one, ColumnCells))
    scale = f"/{factor_to_base(asked.unit)}" if asked else ""
    found = ColumnCells(table.sheet, letter, table.first, table.last, "0")
    for row in range(table.first, table.last + 1):
        inner = translated(term, values.known, lambda one: spread(values, one, None, lack), row)
        zero = any_of([*zero_tests(term, values.known, lambda one: spread(values, one, None, lack), row)])
        given = f"AND({lack}=0,{needed.format(row=row)})"
        formula = f'IF({given},IF({zero},"!",{inner}{scale}),"")'
        set_formula(table.sheet, row, column_index_from_string(letter), formula, "value")
    values.steps[term] = found
    return found


def add_column(values: ValueRow, table: TableCells, *, shown: bool) -> str:
    """Take the next free column of a table's sheet, and name it for readers of the file and of the sheet."""
    column = table.free
    table.free += 1
    table.shown += 1
    title = values.draft.word(values.item.text) if shown else ""
    set_value(table.sheet, table.names_row, column, f"{SHOWN} {table.shown}", "small")
    set_value(table.sheet, table.names_row + 1, column, title or None, "head-number")
    letter = get_column_letter(column)
    table.sheet.column_dimensions[letter].width = 16
    table.sheet.column_dimensions[letter].hidden = not shown
    return letter


def _show(values: ValueRow, asked: Computed) -> None:
    """Show a value, or why there is none, on the sheet of calculations and on the one to fill in."""
    draft, row = values.draft, values.row
    words = f"ROUND({VALUE}{row},{_PLACES})" if values.by_row else f"{VALUE}{row}"
    if values.by_row:
        cells = values.by_row.reference
        span = f'ROUND(MIN({cells}),{_PLACES})&" – "&ROUND(MAX({cells}),{_PLACES})'
        words = f"IF(MIN({cells})=MAX({cells}),{words},{span})"
    lacking = draft.say("缺：", "missing: ")
    why = {
        ASIDE: quoted(draft.word(NOT_APPLICABLE)),
        UNDEFINED: quoted(draft.word(ZERO_DENOMINATOR)),
        LACKS_REFERENCE: quoted(draft.word(NO_REFERENCE)),
        OPEN: f"{quoted(lacking)}&MID({_missing(values, asked)},2,200)",
    }
    status = f"{STATUS}{row}"
    formula = words
    for code, told in why.items():
        formula = f"IF({status}={code},{told},{formula})"
    values.put("C", formula)
    cell = draft.items[values.item.id]
    set_formula(cell.sheet, cell.row, 4, sheet_reference(values.sheet, f"$C${row}"), "value")
    states = [NOT_APPLICABLE, ZERO_DENOMINATOR, NO_REFERENCE, LACKING, OUT_OF_BOUNDS]
    codes = [ASIDE, UNDEFINED, LACKS_REFERENCE, OPEN, IMPOSSIBLE]
    state = quoted(draft.word(COMPUTED_STATE))
    where = sheet_reference(values.sheet, f"${STATE}${row}")
    for text, code in zip(states, codes, strict=True):
        state = f"IF({where}={code},{quoted(draft.word(text))},{state})"
    set_formula(cell.sheet, cell.row, 8, state, "status")


def _missing(values: ValueRow, asked: Computed) -> str:
    """A formula for the names of the inputs that are open, each after a separator."""
    titles = _titles(values.draft)
    parts = [
        f'IF({values.known[name].status}={OPEN},{quoted(values.draft.say("、", ";") + titles[name])},"")'
        for name in asked.formula.names
        if name in titles
    ]
    return "&".join(parts) or '""'


def _titles(draft: Draft) -> Mapping[str, str]:
    """What the numbers that formulas name are called."""
    found = dict[str, str]()
    for item in draft.content.questionnaire.items:
        found[name_of(item.id)] = draft.word(item.text)
        for column in item.asks.columns if isinstance(item.asks, Table) else ():
            found[name_of(column.id)] = f"{draft.word(item.text)} · {draft.word(column.name)}"
    return found
