"""The front sheets of the offline workbook (instructions, enterprise and scope), and the hidden sheet with its
identity.
"""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from maturity.offline import CELL_LIMIT, COLUMNS, FIELDS, IDENTITY, MARK, WorkbookContent
from maturity.offline.texts import explanatory_sheets, fingerprint
from maturity.questionnaire.naming import NOT_APPLICABLE, not_applicable_when, tailored

from .items import ANSWER, ItemCell, Lists
from .reading import Spellings
from .style import height, lay_out, level_style, protect, set_value, sheet_reference

WIDTHS = (20, 8, 72)


def add_instructions(book: Workbook, content: WorkbookContent, name: str, spellings: Spellings) -> Lists:
    """Add the sheet of instructions, choices with scores, and levels; returns where the choices are."""
    sheet: Worksheet = book.create_sheet(name)
    language, questionnaire = content.language, content.questionnaire
    zh = language == "zh"
    set_value(sheet, 1, 1, questionnaire.title.of(language), "title")
    sheet.row_dimensions[1].height = 32
    set_value(sheet, 2, 1, about(content), "lead")
    row = add_section(sheet, 4, "怎样填写" if zh else "How to fill it in")
    for number, step in enumerate(_STEPS[language], start=1):
        row += 1
        set_value(sheet, row, 1, f"{number}. {step}", "text")
        sheet.merge_cells(f"A{row}:C{row}")
        sheet.row_dimensions[row].height = height((step, sum(WIDTHS)))
    row = add_section(sheet, row + 1, "回答" if zh else "Answers")
    first = row + 1
    for choice in questionnaire.choices:
        row = add_line(sheet, row, choice.text.of(language), float(choice.score), choice.when.of(language))
    last = row
    when = not_applicable_when(questionnaire).of(language)
    row = add_line(sheet, row, NOT_APPLICABLE.of(language), "—", when)
    row = add_section(sheet, row + 1, "等级" if zh else "Levels")
    for level in questionnaire.levels:
        row = add_line(sheet, row, level.name.of(language), "", level.meaning.of(language))
        set_value(sheet, row, 2, level.number, level_style(level.number))
    lay_out(sheet, WIDTHS)
    protect(sheet)
    return Lists(
        sheet_reference(sheet, f"$B${first}:$B${last}"),
        sheet_reference(sheet, f"$A${first}:$A${last + 1}"),
        spellings,
    )


_STEPS = {
    "zh": (
        "逐张填写各工作表。只填浅色单元格，其余单元格已锁定；可以分几次填，也可以交给几个人各填几张后汇总。",
        "先看“怎样判断与常见证据”，再从下拉列表选择回答。拿不准时选较低的一项，在备注里写明依据。",
        "选“不适用”必须写明理由；理由栏只用于“不适用”，其他说明写进备注。",
        "“状态”一栏提示每条是否完成；红色的必须改正，否则导入时会被退回并指出单元格。",
        "“结果”随填随算，与网站用同一套规则；“计算”列出从条目到总分的全部算式。",
        "填好后存为 .xlsx，上传到网站的“离线工作簿”页。先看核对结果，确认后才写入；"
        "此后网站上又有人改过的条目会逐条请您选定。",
        "可以用 Excel、WPS 或 LibreOffice 打开和保存，可以调整工作表顺序、列宽、隐藏列。"
        "请不要删改已隐藏的列，也不要存为 .xls 或 .csv。",
    ),
    "en": (
        "Fill in the sheets. Only the tinted cells are open; the others are locked. Take as many sittings as needed.",
        "Read 'How to judge, and usual evidence' first, then choose an answer from the list. When in doubt choose the "
        "lower one and say in the comment what it rests on.",
        "'Not applicable' needs a reason. The reason is for that answer only; anything else belongs in the comment.",
        "The state tells whether an item is done. What is red must be mended; otherwise the workbook is refused on "
        "its return, naming the cell.",
        "'Result' is computed while you fill in, by the rules of the site; 'Calculation' shows every step from item "
        "to total.",
        "Save it as .xlsx and upload it on the site's page 'Offline workbook'. You see first what would change; where "
        "somebody has changed an item on the site meanwhile, you choose.",
        "It can be opened and saved with Excel, WPS and LibreOffice. Sheets may be reordered, columns widened or "
        "hidden. Leave the hidden columns as they are, and do not save it as .xls or .csv.",
    ),
}


def about(content: WorkbookContent) -> str:
    """What the workbook follows, its version and profile, and how many items it has, in one line."""
    questionnaire, language = content.questionnaire, content.language
    profile = questionnaire.profile(content.response.profile_id).name.of(language)
    count = len(content.response.items)
    if language == "zh":
        return f"依据 {questionnaire.standard.zh}，版本 {questionnaire.version}，{profile}，共 {count} 条"
    return f"After {questionnaire.standard.en}, version {questionnaire.version}, {profile}, {count} items"


def add_section(sheet: Worksheet, row: int, words: str) -> int:
    """Write the title of a section of the first sheet at `row`; returns its row number."""
    for column in range(1, len(WIDTHS) + 1):
        set_value(sheet, row, column, None, "section")
    set_value(sheet, row, 1, words, "section")
    sheet.row_dimensions[row].height = 24
    return row


def add_line(sheet: Worksheet, row: int, label: str, value: str | float, words: str) -> int:
    """Write a line of the first sheet below `row`; returns its row number."""
    row += 1
    for column, cell in enumerate((label, value, words), start=1):
        set_value(sheet, row, column, cell, "text")
    sheet.row_dimensions[row].height = height((words, WIDTHS[2]), (label, WIDTHS[0]))
    return row


def add_enterprise(book: Workbook, content: WorkbookContent, name: str) -> None:
    """Add the sheet of the enterprise and of the groups tailored out, with the reasons."""
    sheet: Worksheet = book.create_sheet(name)
    language = content.language
    zh = language == "zh"
    set_value(sheet, 1, 1, name, "title")
    sheet.row_dimensions[1].height = 32
    blank = (
        "空白工作簿，没有绑定企业。导入时指定要填入的评估。"
        if zh
        else "A blank workbook of no enterprise. Name the assessment it belongs to when you bring it in."
    )
    set_value(sheet, 2, 1, "在网站上维护，此处只供核对。" if content.facts and zh else blank if not content.facts
        else "Kept on the site; shown here for checking only.", "lead")  # fmt: skip
    row = 3
    for label, value in content.facts:
        row = _pair(sheet, row, label, value)
    out = tailored(content.questionnaire)
    row = _section_of_two(sheet, row + 2, f"裁剪的{out.zh}" if zh else f"{out.en} tailored away")
    cuts, tailorable = content.response.cuts, content.response.profile.tailorable
    for group in content.questionnaire.walk():
        if group.id in cuts and tailorable[group.id] == group.tier.id:
            row = _pair(sheet, row, group.name.of(language), cuts[group.id])
    if not cuts:
        row = _pair(sheet, row, "无" if zh else "None", "")
    row = _section_of_two(sheet, row + 2, "权重" if zh else "Weights")
    profile = content.response.profile
    row = _pair(sheet, row, profile.name.of(language), profile.source.of(language))
    if not profile.verified:
        set_value(sheet, row + 1, 2, "权重尚未与标准正式文本核对，结果供企业自查使用。" if zh else
            "The weights are not yet verified against the official text; the result is for self-checking.",
            "note")  # fmt: skip
        sheet.row_dimensions[row + 1].height = 34
    lay_out(sheet, (24, 76))
    protect(sheet)


def _section_of_two(sheet: Worksheet, row: int, words: str) -> int:
    set_value(sheet, row, 1, words, "section")
    set_value(sheet, row, 2, None, "section")
    sheet.row_dimensions[row].height = 24
    return row


def _pair(sheet: Worksheet, row: int, label: str, value: str) -> int:
    row += 1
    set_value(sheet, row, 1, label, "label")
    set_value(sheet, row, 2, value, "text")
    sheet.row_dimensions[row].height = height((value, 76), (label, 24))
    return row


def add_identity(book: Workbook, content: WorkbookContent, item_cells: dict[str, ItemCell]) -> None:
    """Add the hidden sheet: what the workbook was made from, the cell of each item, and a digest of both."""
    sheet: Worksheet = book.create_sheet(IDENTITY)
    sheet.sheet_state = "veryHidden"
    origin = content.origin
    told = {name: getattr(origin, name) for name in FIELDS}
    heading = (*COLUMNS, " ".join(_fingerprints(book, content)))
    rows: list[Sequence[str]] = [(MARK,), *((name, told[name]) for name in FIELDS), heading]
    for item, entry in origin.entries.items():
        item_cell = item_cells[item]
        cell = item_cell.sheet.cell(item_cell.row, ANSWER).coordinate
        stood = f"{item_cell.sheet.title}!{cell}"
        parts = [entry.entered[start : start + CELL_LIMIT] for start in range(0, len(entry.entered), CELL_LIMIT)]
        rows.append((item, stood, entry.choice, entry.reason, entry.comment, str(entry.version), *parts))
    for row, values in enumerate(rows, start=1):
        for column, value in enumerate(values, start=1):
            set_value(sheet, row, column, value, "text")
    protect(sheet)


def _fingerprints(book: Workbook, content: WorkbookContent) -> list[str]:
    """Digests of the constants in the sheets that are not filled in."""
    names = explanatory_sheets(content.questionnaire, content.language)
    cells = ((name, cell) for name in names for row in book[name].iter_rows() for cell in row)
    return sorted(
        {
            fingerprint(name, cell.column_letter, cell.value)
            for name, cell in cells
            if cell.value not in (None, "") and cell.data_type != "f"
        }
    )
