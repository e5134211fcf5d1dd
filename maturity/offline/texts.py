"""Texts that the program writes into an offline workbook outside the cells to fill in.

The reader reports every other text that it finds there, because somebody typed it.
"""

from collections.abc import Iterator
from hashlib import sha256

from ..questionnaire import Item, Questionnaire, Text
from ..questionnaire.naming import NOT_APPLICABLE, item_number
from .payload import COMPUTED, HEADINGS

OPEN, ANSWERED = Text("未答", "open"), Text("已答", "answered")
NO_REASON, STRAY, UNKNOWN = Text("缺理由", "no reason"), Text("多余理由", "stray reason"), Text("无此选项", "unknown")
STATE, SCORE = Text("状态", "State"), Text("得分", "Score")
STATEMENT, JUDGING = Text("条目", "Statement"), Text("怎样判断与常见证据", "How to judge, and usual evidence")
COLUMNS = (
    Text("级", "Level"),
    STATEMENT,
    JUDGING,
    HEADINGS["answer"],
    HEADINGS["reason"],
    HEADINGS["comment"],
    STATE,
    SCORE,
    HEADINGS["item"],
)  # the headings of a sheet to fill in, in order
HINT = Text(
    "只填写浅色单元格：从下拉列表选择回答；选“不适用”时写明理由；备注可留空。右侧随即显示状态和得分。",
    "Fill in the tinted cells only: choose an answer from the list; 'Not applicable' needs a reason; comments are "
    "optional. State and score follow at once.",
)
INSTRUCTIONS, ENTERPRISE = Text("说明", "Instructions"), Text("企业", "Enterprise")
RESULT, CALCULATION = Text("结果", "Result"), Text("计算", "Calculation")
REFERENCES = Text("参考值", "Reference values")


def explanatory_sheets(questionnaire: Questionnaire, language: str) -> dict[str, int]:
    """The names of the sheets that are not filled in, with their numbers of columns."""
    levels = len(questionnaire.levels)
    if not levels:
        wide = {INSTRUCTIONS: 3, ENTERPRISE: 2, RESULT: 6, REFERENCES: 7, CALCULATION: 30}
        return {name.of(language): width for name, width in wide.items()}
    widths = {INSTRUCTIONS: 3, ENTERPRISE: 2, RESULT: 5, CALCULATION: 2 + levels + 3}
    return {name.of(language): width for name, width in widths.items()}


def fingerprint(sheet: str, column: str, value: object) -> str:
    """A short digest of the value of a cell of such a sheet, independent of the program that saved it."""
    shown = " ".join(value.split()) if isinstance(value, str) else format(float(str(value)), ".10g")
    return sha256(f"{sheet}!{column}\n{shown}".encode()).hexdigest()[:8]


def item_help(item: Item, language: str) -> str:
    """The explanation of an item: how to judge it, and usual evidence."""
    examples = ("；" if language == "zh" else "; ").join(example.of(language) for example in item.evidence)
    return f"{item.look_for.of(language)}\n{'证据：' if language == 'zh' else 'Evidence: '}{examples}"


def program_texts(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    """All texts of the sheets to fill in that the program writes."""
    for text in (*COLUMNS, COMPUTED, HINT, OPEN, ANSWERED, NO_REASON, STRAY, UNKNOWN, NOT_APPLICABLE):
        yield text.of(language)
    for level in questionnaire.levels:
        yield from (str(level.number), level.name.of(language))
    for group in questionnaire.walk():
        yield group.name.of(language)
        yield from [group.about.of(language)] if group.about else []
    for item in questionnaire.items:
        number = item_number(questionnaire, item, language)
        yield from (item.text.of(language), item_help(item, language), number, item.id)
        yield item.id.rpartition(".")[2]  # the number in workbooks that were downloaded from earlier versions
