"""The first sheet: how to fill the workbook in, and the choices of every scale."""

from openpyxl.worksheet.worksheet import Worksheet

from maturity.questionnaire.naming import NOT_APPLICABLE, not_applicable_when

from ..front import WIDTHS, about, add_line, add_section
from ..style import height, lay_out, protect, set_value
from .draft import Draft

_STEPS = {
    "zh": (
        "逐张填写各工作表。只填浅色单元格，其余单元格已锁定；可以分几次填，也可以交给几个人各填几张后汇总。",
        "选择题从下拉列表选择；数写成数字，旁边选单位，换算由工作簿完成。45% 写 45，单位选 %。",
        "写成文字的数（如“4.5 万”）工作簿不计算，导入时按网站的规则读取；读不准的会指出单元格。",
        "产品、污染物、能源等表格各有一张工作表，一行一个，按名称对照；行可以增减、换位置。",
        "选“不适用”必须写明理由；理由栏只用于“不适用”，其他说明写进备注。",
        "“状态”一栏提示每条是否完成；红色的必须改正，否则导入时会被退回并指出单元格。",
        "“结果”随填随算，与网站用同一套规则；“计算”列出每条的数值、程度和得分。缺数据、缺参考值的，得分给出上下限。",
        "填好后存为 .xlsx，上传到网站的“离线工作簿”页。先看核对结果，确认后才写入；"
        "此后网站上又有人改过的内容会逐条请您选定。",
        "可以用 Excel、WPS 或 LibreOffice 打开和保存。请不要删改隐藏的行和列，也不要存为 .xls 或 .csv。",
    ),
    "en": (
        "Fill in the sheets. Only the tinted cells are open; the others are locked. Take as many sittings as needed.",
        "Choose from the lists; write numbers in digits and choose the unit beside them, which the workbook converts. "
        "Write 45 for 45%, with the unit %.",
        "Numbers written as text, such as '4.5万', are not computed here but read on return by the rules of the site; "
        "what cannot be read is named with its cell.",
        "Products, pollutants, energy and the like have a sheet each, a row for each of them, known by its name. Rows "
        "may be added, removed and moved.",
        "'Not applicable' needs a reason. The reason is for that answer only; anything else belongs in the comment.",
        "The state tells whether an item is done. What is red must be mended; otherwise the workbook is refused on "
        "its return, naming the cell.",
        "'Result' is computed while you fill in, by the rules of the site; 'Calculation' shows value, degree and "
        "points of every item. Where data or reference values are missing, scores have a lower and an upper limit.",
        "Save it as .xlsx and upload it on the site's page 'Offline workbook'. You see first what would change; where "
        "somebody has changed something on the site meanwhile, you choose.",
        "It can be opened and saved with Excel, WPS and LibreOffice. Leave hidden rows and columns as they are, and do "
        "not save it as .xls or .csv.",
    ),
}


def add_instructions(draft: Draft, name: str) -> None:
    """Add the sheet."""
    sheet: Worksheet = draft.book.create_sheet(name)
    content, language = draft.content, draft.language
    set_value(sheet, 1, 1, draft.word(content.questionnaire.title), "title")
    set_value(sheet, 2, 1, about(draft.content), "lead")
    sheet.row_dimensions[1].height = 32
    row = add_section(sheet, 4, draft.say("怎样填写", "How to fill it in"))
    for number, step in enumerate(_STEPS[language], start=1):
        row += 1
        set_value(sheet, row, 1, f"{number}. {step}", "text")
        sheet.merge_cells(f"A{row}:C{row}")
        sheet.row_dimensions[row].height = height((step, sum(WIDTHS)))
    scales = {item.scale: content.questionnaire.choices_of(item) for item in content.response.items if not item.asks}
    for number, choices in enumerate(scales.values(), start=1):
        title = draft.say("回答", "Answers") + (f" {number}" if len(scales) > 1 else "")
        row = add_section(sheet, row + 2, title)
        for choice in choices:
            row = add_line(sheet, row, draft.word(choice.text), float(choice.score), draft.word(choice.when))
    row = add_section(sheet, row + 2, draft.word(NOT_APPLICABLE))
    add_line(sheet, row, draft.word(NOT_APPLICABLE), "—", draft.word(not_applicable_when(content.questionnaire)))
    lay_out(sheet, WIDTHS)
    protect(sheet)
