"""The sheets to fill in: one an outermost group, one row an item, with its state and score."""

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers import REASON_LIMIT
from maturity.charts.palette import INK, LEVEL_0_COLOUR, LEVEL_COLOURS
from maturity.offline import COMMENT_LIMIT, WorkbookContent, answer_words
from maturity.offline.texts import ANSWERED, COLUMNS, HINT, NO_REASON, OPEN, STRAY, UNKNOWN, item_help
from maturity.questionnaire import Group, Item, Level, Text
from maturity.questionnaire.naming import NOT_APPLICABLE, item_number

from .reading import ASIDE_CODE, CODE, REASONED, WORD, Spellings, add_reading, hide
from .style import (
    WRONG,
    WRONG_TINT,
    height,
    lay_out,
    level_style,
    protect,
    quoted,
    set_formula,
    set_value,
    sheet_reference,
)

HEADER_ROW = 4
MARK, STATEMENT, HELP, ANSWER, REASON, COMMENT, STATUS, SCORE, ID = range(1, 10)
_WIDTHS = (13, 36, 56, 16, 26, 40, 13, 7, 26)

MISTAKES = (NO_REASON, STRAY, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Lists:
    """References to the scores of the choices and to the allowed answers on the first sheet, and to all spellings."""

    scores: str
    allowed: str
    spellings: Spellings


@dataclass(frozen=True, slots=True)
class ItemCell:
    """The sheet and row of an item."""

    sheet: Worksheet
    row: int


def add_items(book: Workbook, content: WorkbookContent, group: Group, name: str, lists: Lists) -> dict[str, ItemCell]:
    """Add a sheet of the assessed items of `group`; returns their sheet and row by item id."""
    sheet: Worksheet = book.create_sheet(name)
    language = content.language
    set_value(sheet, 1, 1, group.name.of(language), "title")
    set_value(sheet, 2, 1, HINT.of(language), "lead")
    for column, heading in enumerate(COLUMNS, start=1):
        set_value(sheet, HEADER_ROW, column, heading.of(language), "head-number" if column == SCORE else "head")
    item_cells: dict[str, ItemCell] = {}
    asked = {area.id for area in content.response.areas}
    row = HEADER_ROW
    for area in (area for area in group.areas if area.id in asked):
        row = _area(sheet, row + 1, content, area, lists, item_cells)
    _rules(sheet, row, content, lists)
    lay_out(sheet, _WIDTHS, landscape=True, heads=f"{HEADER_ROW}:{HEADER_ROW}")
    hide(sheet, HEADER_ROW, language)
    sheet.column_dimensions[get_column_letter(ID)].hidden = True  # read when the workbook comes back
    sheet.print_area = f"A1:H{row}"
    sheet.freeze_panes = f"C{HEADER_ROW + 1}"
    sheet.row_dimensions[1].height = 28
    protect(sheet)
    return item_cells


def _area(
    sheet: Worksheet, row: int, content: WorkbookContent, area: Group, lists: Lists, item_cells: dict[str, ItemCell]
) -> int:
    """Write heading, levels and items of an area from `row` on; returns the last row used."""
    language = content.language
    for column in range(MARK, ID):
        set_value(sheet, row, column, None, "section")
    set_value(sheet, row, MARK, area.name.of(language), "section")
    set_value(sheet, row, HELP, area.about.of(language) if area.about else None, "about")
    sheet.row_dimensions[row].height = 30
    for level in content.questionnaire.levels:
        items = area.items_at(level.number)
        if not items:
            continue
        row += 1
        _band(sheet, row, level, language)
        for item in items:
            row += 1
            _item(sheet, row, item, content)
            _state(sheet, row, content, lists)
            add_reading(sheet, row, lists.spellings)
            item_cells[item.id] = ItemCell(sheet, row)
    return row


def _band(sheet: Worksheet, row: int, level: Level, language: str) -> None:
    for column in range(MARK, ID):
        set_value(sheet, row, column, None, "band")
    set_value(sheet, row, MARK, level.number, level_style(level.number))
    set_value(sheet, row, STATEMENT, level.name.of(language), "band")
    sheet.row_dimensions[row].height = 18


def _item(sheet: Worksheet, row: int, item: Item, content: WorkbookContent) -> None:
    language, entry = content.language, content.origin.entries[item.id]
    spelling = {id: word for word, id in answer_words(content.questionnaire, language).items()}
    statement, help = item.text.of(language), item_help(item, language)
    set_value(sheet, row, MARK, item_number(content.questionnaire, item, language), "mark")
    set_value(sheet, row, STATEMENT, statement, "text")
    set_value(sheet, row, HELP, help, "small")
    set_value(sheet, row, ANSWER, spelling.get(entry.choice), "answer")
    set_value(sheet, row, REASON, entry.reason or None, "answer")
    set_value(sheet, row, COMMENT, entry.comment or None, "answer")
    set_value(sheet, row, ID, item.id, "small")
    indented = ((entry.reason, _WIDTHS[REASON - 1] - 2), (entry.comment, _WIDTHS[COMMENT - 1] - 2))
    sheet.row_dimensions[row].height = height(
        (statement, _WIDTHS[STATEMENT - 1]), *indented, small=(help, _WIDTHS[HELP - 1] - 2)
    )


def _state(sheet: Worksheet, row: int, content: WorkbookContent, lists: Lists) -> None:
    """Write the formulas of the state of an item, and of its score: empty where not applicable, 0 while open.

    "Not applicable" without a reason counts as not answered.
    """
    say = {name: quoted(text.of(content.language)) for name, text in _STATES.items()}
    code, reason = f"{CODE}{row}", f"{REASONED}{row}"
    state = (
        f'IF({WORD}{row}="",IF({reason}="",{say["open"]},{say["stray"]}),'
        f'IF({code}={ASIDE_CODE},IF({reason}="",{say["no-reason"]},{say["aside"]}),'
        f'IF({code}>0,IF({reason}="",{say["answered"]},{say["stray"]}),{say["unknown"]})))'
    )
    score = f'IF(G{row}={say["aside"]},"",IF({code}>0,INDEX({lists.scores},{code}),0))'
    set_formula(sheet, row, STATUS, state, "status")
    set_formula(sheet, row, SCORE, score, "score")


_STATES: Mapping[str, Text] = {
    "open": OPEN,
    "answered": ANSWERED,
    "aside": NOT_APPLICABLE,
    "no-reason": NO_REASON,
    "stray": STRAY,
    "unknown": UNKNOWN,
}


def _rules(sheet: Worksheet, last: int, content: WorkbookContent, lists: Lists) -> None:
    """Add drop-down lists, limits on text lengths, and colours for the states."""
    language, first = content.language, HEADER_ROW + 1
    zh = language == "zh"
    choose = DataValidation("list", lists.allowed, allow_blank=True, showErrorMessage=True)
    choose.error = "请从列表中选择。" if zh else "Choose from the list."
    limits = [(f"D{first}:D{last}", choose)]
    for column, most in (("E", REASON_LIMIT), ("F", COMMENT_LIMIT)):
        limit = DataValidation("textLength", formula1=str(most), operator="lessThanOrEqual", showErrorMessage=True)
        limit.error = f"最多 {most} 个字符。" if zh else f"At most {most} characters."
        limits.append((f"{column}{first}:{column}{last}", limit))
    for cells, limit in limits:
        limit.add(cells)
        sheet.add_data_validation(limit)
    for state, fill, colour in (
        *((mistake, WRONG_TINT, WRONG) for mistake in MISTAKES),
        (NOT_APPLICABLE, LEVEL_0_COLOUR, INK),
        (ANSWERED, LEVEL_COLOURS[0], INK),
    ):
        looks = DifferentialStyle(
            fill=PatternFill(bgColor=fill[1:]), font=Font(color=colour[1:], bold=state in MISTAKES)
        )
        rule = Rule(type="expression", formula=[f"$G{first}={quoted(state.of(language))}"], dxf=looks)
        for column in ("D", "G") if state in MISTAKES else ("D",):
            sheet.conditional_formatting.add(f"{column}{first}:{column}{last}", rule)


def states(item_cells: Mapping[str, ItemCell]) -> list[str]:
    """The ranges of all states, one reference a sheet."""
    last: dict[str, ItemCell] = {cell.sheet.title: cell for cell in item_cells.values()}  # they are in order of rows
    return [sheet_reference(cell.sheet, f"$G${HEADER_ROW + 1}:$G${cell.row}") for cell in last.values()]
