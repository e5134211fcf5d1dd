"""The sheets to fill in: one an outermost group, one row an item, and below a list of ticks a row for each option."""

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers import Entered, Ticked
from maturity.answers.reading import NONE_TICKED
from maturity.offline import tick_row
from maturity.offline.numeric_texts import COLUMNS, HINT, ROLES, item_lines, unit_beside
from maturity.offline.returned_values import TICKED
from maturity.quantities import Quantity
from maturity.questionnaire import Group, Item
from maturity.questionnaire.asked import Computed, Ticks
from maturity.questionnaire.naming import item_number

from ..items import ItemCell
from ..reading import Spellings, add_reading, hide
from ..style import height, lay_out, protect, set_formula, set_value
from .cells import cell_value, unit_in_cell
from .draft import Draft
from .limits import add_colours, add_limits
from .states import option_state, state_of

HEADER_ROW = 4
MARK, STATEMENT, HELP, ANSWER, UNIT, REASON, COMMENT, STATUS, SCORE, ID = range(1, 11)
HELPING = "KLMN"  # hidden columns: answer normalised, its word, its code, its reason
WIDTHS = (9, 36, 48, 18, 13, 22, 32, 14, 9, 26)


def add_items(draft: Draft, group: Group, name: str) -> None:
    """Add a sheet of the assessed items of `group`."""
    sheet: Worksheet = draft.book.create_sheet(name)
    set_value(sheet, 1, 1, draft.word(group.name), "title")
    set_value(sheet, 2, 1, draft.word(HINT), "lead")
    for column, heading in enumerate(COLUMNS, start=1):
        set_value(sheet, HEADER_ROW, column, draft.word(heading), "head-number" if column == SCORE else "head")
    asked = {area.id for area in draft.content.response.areas}
    row = HEADER_ROW
    for area in (area for area in group.areas if area.id in asked):
        row = _area(draft, sheet, row + 1, area)
    add_colours(draft, sheet, HEADER_ROW + 1, row)
    lay_out(sheet, WIDTHS, landscape=True, heads=f"{HEADER_ROW}:{HEADER_ROW}")
    hide(sheet, HEADER_ROW, draft.language, HELPING)
    sheet.column_dimensions[get_column_letter(ID)].hidden = True  # read when the workbook comes back
    sheet.print_area = f"A1:I{row}"
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.row_dimensions[1].height = 28
    protect(sheet)


def _area(draft: Draft, sheet: Worksheet, row: int, area: Group) -> int:
    """Write the heading and the items of an area from `row` on; returns the last row used."""
    for column in range(MARK, ID):
        set_value(sheet, row, column, None, "section")
    set_value(sheet, row, MARK, draft.word(area.name), "section")
    set_value(sheet, row, HELP, draft.word(area.about) if area.about else None, "about")
    sheet.row_dimensions[row].height = 30
    roles = {role: [item for item in area.items if item.role == role] for role in ROLES}
    for role, items in roles.items():
        if not items:
            continue
        row += 1
        for column in range(MARK, ID):
            set_value(sheet, row, column, None, "band")
        set_value(sheet, row, STATEMENT, draft.word(ROLES[role]), "band")
        for item in items:
            row = _item(draft, sheet, row + 1, item)
    return row


def _item(draft: Draft, sheet: Worksheet, row: int, item: Item) -> int:
    """Write the row of an item, and those of its options; returns the last row used."""
    draft.items[item.id] = ItemCell(sheet, row)
    statement, help = draft.word(item.text), item_lines(item, draft.language, draft.names)
    set_value(sheet, row, MARK, item_number(draft.content.questionnaire, item, draft.language), "mark")
    set_value(sheet, row, STATEMENT, statement, "text")
    set_value(sheet, row, HELP, help, "small")
    set_value(sheet, row, ID, item.id, "small")
    if isinstance(item.asks, Computed):
        set_value(sheet, row, UNIT, unit_beside(item.asks.unit.id, draft.language), "unit")
        for column in (REASON, COMMENT):
            set_value(sheet, row, column, None, "text")
        texts: list[tuple[str, float]] = []
    else:
        texts = _answer(draft, sheet, row, item)
        add_reading(sheet, row, _spellings(draft, item), "D", "F", HELPING)
        set_formula(sheet, row, STATUS, state_of(draft, item), "status")
        add_limits(draft, sheet, row, item)
    sheet.row_dimensions[row].height = height(
        (statement, WIDTHS[STATEMENT - 1]), *texts, small=(help, WIDTHS[HELP - 1] - 2)
    )
    return _options(draft, sheet, row, item) if isinstance(item.asks, Ticks) else row


def _answer(draft: Draft, sheet: Worksheet, row: int, item: Item) -> list[tuple[str, float]]:
    """Write the cells to fill in; returns their texts with the widths of their columns."""
    entry = draft.content.origin.entries[item.id]
    value, shown = cell_value(draft, item, entry.answer), isinstance(item.asks, Quantity)
    set_value(sheet, row, ANSWER, value, "number" if shown else "answer")
    if isinstance(item.asks, Quantity):
        meant = entry.answer.unit if isinstance(entry.answer, Entered) else item.asks.unit.id
        set_value(sheet, row, UNIT, unit_in_cell(draft, item.asks, meant), "answer")
    else:
        set_value(sheet, row, UNIT, None, "text")
    set_value(sheet, row, REASON, entry.reason or None, "answer")
    set_value(sheet, row, COMMENT, entry.comment or None, "answer")
    texts = ((value, ANSWER), (entry.reason, REASON), (entry.comment, COMMENT))
    return [(text, WIDTHS[column - 1] - 2) for text, column in texts if isinstance(text, str)]


def _spellings(draft: Draft, item: Item) -> Spellings:
    if item.asks is None:
        return draft.choices(item.scale)
    return draft.none_ticked(NONE_TICKED) if isinstance(item.asks, Ticks) else draft.aside()


def _options(draft: Draft, sheet: Worksheet, row: int, item: Item) -> int:
    """Write a row for each option of a list; returns the last one."""
    answer = draft.content.origin.entries[item.id].answer
    ticked = answer.options if isinstance(answer, Ticked) else ()
    rows = draft.options.setdefault(item.id, [])
    for option in item.asks.options if isinstance(item.asks, Ticks) else ():
        row += 1
        rows.append(row)
        for column in range(MARK, ID):
            set_value(sheet, row, column, None, "text")
        set_value(sheet, row, STATEMENT, draft.word(option.text), "name-2")
        set_value(sheet, row, ANSWER, TICKED[0] if option.id in ticked else None, "answer")
        set_value(sheet, row, ID, tick_row(item.id, option.id), "small")
        add_reading(sheet, row, draft.ticks(), "D", "F", HELPING)
        set_formula(sheet, row, STATUS, option_state(draft, row), "status")
        add_limits(draft, sheet, row, None)
    return row
