"""Drop-down lists, limits on what can be typed, and colours of states in the sheets to fill in."""

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers import REASON_LIMIT
from maturity.charts.palette import INK, LEVEL_0_COLOUR, LEVEL_COLOURS
from maturity.offline import COMMENT_LIMIT, answer_words
from maturity.offline.numeric_texts import MISTAKES, ROW_MISTAKES, limits
from maturity.offline.returned_values import TICKED
from maturity.offline.texts import ANSWERED
from maturity.quantities import Quantity
from maturity.questionnaire import Item
from maturity.questionnaire.asked import Ticks, Words
from maturity.questionnaire.naming import NOT_APPLICABLE

from ..style import WRONG, WRONG_TINT, quoted
from .cells import NONE
from .draft import Draft, within
from .states import share_test

LONGEST = 255  # letters of a formula that limits a cell; its state tells what is beyond


def add_limits(draft: Draft, sheet: Worksheet, row: int, item: Item | None) -> None:
    """Limit what can be typed in the cells of an item, or of an option (None)."""
    aside = draft.word(NOT_APPLICABLE)
    if item is None:
        _list(draft, sheet, f"D{row}", draft.offered([TICKED[0]]))
        return
    if isinstance(item.asks, Quantity):
        add_number_limits(draft, sheet, item.asks, f"D{row}", f"E{row}")
    elif isinstance(item.asks, Words):
        _length(draft, sheet, f"D{row}", item.asks.most)
    elif item.asks is None:
        scale = answer_words(draft.content.questionnaire, draft.language, item.scale)
        _list(draft, sheet, f"D{row}", draft.offered([*scale]))
    else:
        none = [NONE[draft.language]] if isinstance(item.asks, Ticks) else []
        _list(draft, sheet, f"D{row}", draft.offered([*none, aside]))
    _length(draft, sheet, f"F{row}", REASON_LIMIT)
    _length(draft, sheet, f"G{row}", COMMENT_LIMIT)


def add_number_limits(draft: Draft, sheet: Worksheet, asked: Quantity, cell: str, unit: str) -> None:
    """Limit a number to its limits, a text beside it being read on return, and its unit to those that fit."""
    share = share_test(draft, asked, cell, unit)
    kept = within(asked, draft.in_unit_asked(asked, cell, unit), cell)
    tests = [kept, *([f"NOT({share})"] if share else [])]
    formula = f"OR(ISTEXT({cell}),AND(ISNUMBER({cell}),{','.join(tests)}))"
    rule = DataValidation("custom", formula if len(formula) <= LONGEST else f"OR(ISTEXT({cell}),ISNUMBER({cell}))")
    told = [limits(asked, draft.language)]
    if share:
        told.append(draft.say("45% 请写 45", "write 45 for 45%"))
    words = draft.say("，", ", ").join(part for part in told if part)
    rule.error = draft.say(f"请填写数字。{words}", f"Enter a number. {words}")[:250]
    rule.allow_blank = rule.showErrorMessage = True
    rule.add(cell)
    sheet.add_data_validation(rule)
    _list(draft, sheet, unit, draft.units(asked)[0])


def add_key_limit(draft: Draft, sheet: Worksheet, cell: str, most: int) -> None:
    """Limit the length of what a record is known by."""
    _length(draft, sheet, cell, most)


def _list(draft: Draft, sheet: Worksheet, cell: str, words: str) -> None:
    known = next((one for one in sheet.data_validations.dataValidation if one.formula1 == words), None)
    if known is None:
        known = DataValidation("list", words, allow_blank=True, showErrorMessage=True)
        known.error = draft.say("请从列表中选择。", "Choose from the list.")
        sheet.add_data_validation(known)
    known.add(cell)


def _length(draft: Draft, sheet: Worksheet, cell: str, most: int) -> None:
    known = next((one for one in sheet.data_validations.dataValidation if one.formula1 == str(most)), None)
    if known is None:
        known = DataValidation("textLength", formula1=str(most), operator="lessThanOrEqual", showErrorMessage=True)
        known.error = draft.say(f"最多 {most} 个字符。", f"At most {most} characters.")
        sheet.add_data_validation(known)
    known.add(cell)


def add_colours(draft: Draft, sheet: Worksheet, first: int, last: int, column: str = "H", answer: str = "D") -> None:
    """Colour answers and states by the state."""
    marked = [(state, WRONG_TINT, WRONG) for state in dict.fromkeys((*MISTAKES, *ROW_MISTAKES))]
    for state, fill, colour in (*marked, (NOT_APPLICABLE, LEVEL_0_COLOUR, INK), (ANSWERED, LEVEL_COLOURS[0], INK)):
        wrong = colour == WRONG
        looks = DifferentialStyle(fill=PatternFill(bgColor=fill[1:]), font=Font(color=colour[1:], bold=wrong))
        rule = Rule(type="expression", formula=[f"${column}{first}={quoted(draft.word(state))}"], dxf=looks)
        for place in (answer, column) if wrong else (answer,):
            sheet.conditional_formatting.add(f"{place}{first}:{place}{last}", rule)
