"""The workbook of a seat in a workshop: its items, and a column to choose in."""

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from maturity.errors import refuse
from maturity.quantities import Quantity
from maturity.workshop.workbook import HEADING, ITEM, MARK, VOTE, SeatBook, words_of

from .package import place
from .questionnaires.style import add_styles, height, lay_out, protect, set_value, sheet_reference

_WIDTHS = (4, 6, 22, 56, 18)
_HEADS = {"zh": ("", "序号", "部分", "条目", "您的选择"), "en": ("", "No.", "Area", "Item", "Your choice")}
_STEPS = {
    "zh": "只填最后一列；不填就是不投这一条。填好后存为 .xlsx 交回。收集的人能打开这份文件；"
    "计票后系统里查不出是谁投的。",
    "en": "Fill in the last column only; an item left blank gets no vote. Save as .xlsx and hand it back. Whoever "
    "collects the files can open them; once counted, nothing tells whose vote is whose.",
}
_CODES = {
    "zh": "研讨会代码 {room}，席位码 {seat}：以后在手机上用它找回席位，再投下一轮。",
    "en": "Code of the workshop {room}, seat code {seat}: they bring the seat to a phone for the next round.",
}


def write(content: SeatBook, path: Path) -> None:
    """Write the workbook to `path`. Raises Refusal where that fails or it does not read back as it was meant."""
    place(path, lambda draft: _save(content, draft), lambda draft: _check(content, draft))


def _save(content: SeatBook, path: Path) -> None:
    book, language = Workbook(), content.language
    add_styles(book, language)
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "选票" if language == "zh" else "Ballot"
    for row, hidden in enumerate((MARK, content.room, content.seat), start=1):
        set_value(sheet, row, ITEM + 1, hidden, "note")
    codes = _CODES[language].format(room=content.room, seat=content.seat)
    shown = ((content.title, "title"), (f"{content.label} · {content.function}", "strong"))
    for row, (words, style) in enumerate((*shown, (_STEPS[language], "note"), (codes, "note")), start=1):
        set_value(sheet, row, 2, words, style)
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=len(_WIDTHS))
        sheet.row_dimensions[row].height = 28 if row == 1 else height((words, sum(_WIDTHS[1:])))
    for column, words in enumerate(_HEADS[language], start=1):
        set_value(sheet, HEADING, column, words, "head")
    _items(content, sheet, _lists(content, book))
    lay_out(sheet, _WIDTHS)
    sheet.column_dimensions["A"].hidden = True
    protect(sheet)
    book.save(path)


def _lists(content: SeatBook, book: Workbook) -> Mapping[tuple[str, ...], str]:
    """A hidden sheet with the lists to choose from; by their words, where each is."""
    sheet: Worksheet = book.create_sheet("lists")
    sheet.sheet_state = "hidden"
    found: dict[tuple[str, ...], str] = {}
    for item in content.items:
        words = tuple(words_of(content.questionnaire, item, content.language).values())
        if words not in found:
            letter = get_column_letter(len(found) + 1)
            for row, word in enumerate(words, start=1):
                set_value(sheet, row, len(found) + 1, word, "text")
            found[words] = sheet_reference(sheet, f"${letter}$1:${letter}${len(words)}")
    return found


def _items(content: SeatBook, sheet: Worksheet, lists: Mapping[tuple[str, ...], str]) -> None:
    language, zh = content.language, content.language == "zh"
    for number, item in enumerate(content.items, start=1):
        row = HEADING + number
        words, area = item.text.of(language), content.questionnaire.area(item.area).name.of(language)
        if isinstance(item.asks, Quantity) and (unit := item.asks.unit.name(language)):
            words = f"{words}（{unit}）" if zh else f"{words} ({unit})"
        styles = ("note", "mark", "small", "text", "answer")
        for column, (value, style) in enumerate(
            zip((item.id, number, area, words, None), styles, strict=True), start=1
        ):
            set_value(sheet, row, column, value, style)
        sheet.row_dimensions[row].height = height((words, _WIDTHS[3]), small=(area, _WIDTHS[2]))
        where = lists[tuple(words_of(content.questionnaire, item, language).values())]
        choose = DataValidation("list", where, allow_blank=True, showErrorMessage=not item.asks)
        choose.error = "请从列表中选择。" if zh else "Choose from the list."
        choose.add(f"E{row}")
        sheet.add_data_validation(choose)


def _check(content: SeatBook, path: Path) -> None:
    sheet = load_workbook(path).worksheets[0]
    kept = [str(sheet.cell(HEADING + number, ITEM + 1).value) for number in range(1, len(content.items) + 1)]
    head = [sheet.cell(row, ITEM + 1).value for row in (1, 2, 3)]
    blank = all(sheet.cell(HEADING + number, VOTE + 1).value is None for number in range(1, len(content.items) + 1))
    if kept != [item.id for item in content.items] or head != [MARK, content.room, content.seat] or not blank:
        raise refuse("plan-not-verified", detail=path.suffix)
