"""The sheet of calculations: a row an item with its value, the lowest and the highest degree, and what that earns.

As in :mod:`maturity.scoring.items`: what is open, undefined, impossible or without reference value earns between
nothing and all; what does not apply has no degree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.worksheet.worksheet import Worksheet

from maturity.offline import COMPUTED
from maturity.offline.numeric_texts import ROLES, unit_beside
from maturity.offline.texts import ANSWERED, CALCULATION
from maturity.quantities import Quantity, name_of, unit
from maturity.questionnaire import Group, Item, Text
from maturity.questionnaire.asked import Computed, Table, Ticks
from maturity.questionnaire.naming import NOT_APPLICABLE
from maturity.scoring.items import SCORED

from ..style import quoted, set_formula, set_value, sheet_reference
from .draft import ColumnCells, Draft, factor_to_base, state_cell
from .figures import add_figure
from .formulas import Scalar
from .references import ReferenceCells
from .values import STATUS, VALUE, ValueRow, add_computed

HEADER_ROW = 4
HEADS = (
    Text("条目", "Item"),
    Text("作用", "Role"),
    Text("数值", "Value"),
    Text("单位", "Unit"),
    Text("最低程度", "Lowest degree"),
    Text("最高程度", "Highest degree"),
    Text("分值", "Points"),
    Text("最低得分", "Lowest points"),
    Text("最高得分", "Highest points"),
)
_STYLES = {1: "head", 2: "head", 4: "head-apart"}
HIDDEN = "MNOPQRSTUVWXY"  # columns that only formulas read


@dataclass(slots=True)
class Calculation:
    """The sheet while it is written: `rows` are those of items by id, `row` the last one used."""

    draft: Draft
    sheet: Worksheet
    references: ReferenceCells
    rows: dict[str, int] = field(default_factory=dict)
    known: dict[str, Scalar | ColumnCells] = field(default_factory=dict)
    row: int = HEADER_ROW

    def cells(self, column: str) -> str:
        """The cells of a column in the rows of all items."""
        return f"${column}${HEADER_ROW + 1}:${column}${self.row}"


def begin(draft: Draft, references: ReferenceCells) -> Calculation:
    """Add the sheet with a row for every assessed item and for every column of a table."""
    sheet: Worksheet = draft.book.create_sheet(draft.word(CALCULATION))
    found = Calculation(draft, sheet, references, known=dict(references.named))
    set_value(sheet, 1, 1, sheet.title, "title")
    sheet.row_dimensions[1].height = 28
    for column, head in enumerate(HEADS, start=1):
        set_value(sheet, HEADER_ROW, column, draft.word(head), _STYLES.get(column, "head-number"))
    for letter in HIDDEN:
        set_value(sheet, HEADER_ROW, ord(letter) - 64, draft.word(COMPUTED), "head")
        sheet.column_dimensions[letter].hidden = True
    areas = draft.content.response.areas
    _number(found, areas)
    for group_number, group in enumerate(draft.content.questionnaire.groups):
        for area in (area for area in group.areas if area in areas):
            for item in area.items:
                _item(found, item, group_number, areas.index(area))
    return found


def _number(found: Calculation, areas: Sequence[Group]) -> None:
    """Give every item its row, with a heading above those of an area, and what formulas call by a name its cells."""
    sheet, draft = found.sheet, found.draft
    for area in areas:
        found.row += 1
        for column in range(1, len(HEADS) + 1):
            set_value(sheet, found.row, column, None, "band")
        set_value(sheet, found.row, 1, draft.word(area.name), "band")
        for item in area.items:
            found.row += 1
            found.rows[item.id] = found.row
            here = sheet_reference(sheet, f"${STATUS}${found.row}")
            if isinstance(item.asks, Table):
                _columns(found, item)
            elif isinstance(item.asks, Quantity | Computed | Ticks):
                factor = factor_to_base(getattr(item.asks, "unit", unit("1")))
                value = sheet_reference(sheet, f"${VALUE}${found.row}")
                found.known[name_of(item.id)] = Scalar(f"({value}*{factor})", here)


def _columns(found: Calculation, item: Item) -> None:
    """Write a row for each column of a table: its sum, and why it has none."""
    draft, state = found.draft, state_cell(found.draft, item)
    columns = item.asks.columns if isinstance(item.asks, Table) else ()
    names = [(column.id, draft.word(column.name), column.quantity.unit) for column in columns]
    for id, title, meant in names or [(item.id, draft.word(item.text), unit("kgce"))]:
        found.row += 1
        cells = draft.columns[name_of(id)]
        aside, given = quoted(draft.word(NOT_APPLICABLE)), quoted(draft.word(ANSWERED))
        complete = f"COUNT({cells.reference})={draft.tables[item.id].filled}"
        status = f"IF({state}={aside},4,IF(AND({state}={given},{complete}),0,1))"
        set_value(found.sheet, found.row, 1, title, "name-2")
        set_value(found.sheet, found.row, 4, unit_beside(meant.id, draft.language), "unit")
        set_formula(found.sheet, found.row, _at(STATUS), status, "count")
        total = f"SUM({cells.reference})/{factor_to_base(meant)}"
        set_formula(found.sheet, found.row, 3, f'IF({STATUS}{found.row}=0,{total},"")', "value")
        where = sheet_reference(found.sheet, f"${STATUS}${found.row}")
        found.known[name_of(id)] = ColumnCells(cells.sheet, cells.letter, cells.first, cells.last, where)


def _at(letter: str) -> int:
    return ord(letter) - 64


def _item(found: Calculation, item: Item, group: int, area: int) -> None:
    """Write the row of an item."""
    draft, sheet, row = found.draft, found.sheet, found.rows[item.id]
    points = draft.content.response.profile.points.get(item.id, item.points)
    set_value(sheet, row, 1, draft.word(item.text), "name-1")
    set_value(sheet, row, 2, draft.word(ROLES[item.role]), "small")
    if getattr(item.asks, "unit", None):
        set_value(sheet, row, 4, unit_beside(item.asks.unit.id, draft.language), "unit")  # type: ignore[union-attr]
    for letter, value in (("U", item.role), ("V", group), ("W", area)):
        set_value(sheet, row, _at(letter), value, "small")
    values = ValueRow(draft, sheet, row, item, points, found.known, found.references)
    if isinstance(item.asks, Computed):
        add_computed(values)
    elif isinstance(item.asks, Quantity | Ticks):
        _entered(found, item, row)
    elif item.asks is None:
        cell = draft.items[item.id]
        answer = sheet_reference(cell.sheet, f"$D${cell.row}")
        set_formula(sheet, row, 3, f'IF({answer}="","",{answer})', "value")
    if item.role in SCORED and (item.asks is None or item.scorer is not None):
        set_value(sheet, row, 7, float(points), "figure")
        add_figure(values)


def _entered(found: Calculation, item: Item, row: int) -> None:
    """Write the value of a number, or of how much is ticked, in the unit asked."""
    draft, cell = found.draft, found.draft.items[item.id]
    state = state_cell(draft, item)
    aside, given = quoted(draft.word(NOT_APPLICABLE)), quoted(draft.word(ANSWERED))
    status = f"IF({state}={aside},4,IF({state}={given},0,1))"
    set_formula(found.sheet, row, _at(STATUS), status, "count")
    if isinstance(item.asks, Quantity):
        number, meant = (sheet_reference(cell.sheet, f"${letter}${cell.row}") for letter in "DE")
        value = f"{number}*{draft.factor(item.asks, meant)}"
    else:
        rows = draft.options[item.id]
        value = f"COUNTIF({sheet_reference(cell.sheet, f'$M${rows[0]}:$M${rows[-1]}')},1)"
    set_formula(found.sheet, row, _at(VALUE), f"IF({STATUS}{row}=0,{value},0)", "value")
    set_formula(found.sheet, row, 3, f'IF({STATUS}{row}=0,{VALUE}{row},"")', "value")
