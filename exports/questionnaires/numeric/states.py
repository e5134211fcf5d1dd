"""Formulas of the state of an item or of a row of a table: open, answered, not applicable, or which mistake it has."""

from maturity.offline.numeric_texts import (
    AS_TEXT,
    BEYOND,
    BOTH,
    IN_TABLE,
    KEY_TWICE,
    NO_KEY,
    SAME_FAMILY,
    SHORT,
    TOO_LONG,
    WRONG_UNIT,
)
from maturity.offline.texts import ANSWERED, NO_REASON, OPEN, STRAY, UNKNOWN
from maturity.quantities import Quantity
from maturity.questionnaire import Item, Text
from maturity.questionnaire.asked import Table, Ticks, Words
from maturity.questionnaire.naming import NOT_APPLICABLE

from ..reading import ASIDE_CODE
from ..style import quoted
from .cells import cell_value
from .draft import Draft, within

ANSWER, UNIT, WORD, CODE, REASONED = "D", "E", "L", "M", "N"  # columns


def state_of(draft: Draft, item: Item) -> str:
    """The formula of the state of an item that is answered."""
    row, say = draft.items[item.id].row, _Words(draft)
    word, code, reason = (f"{column}{row}" for column in (WORD, CODE, REASONED))
    filled = _filled(draft, item)
    empty = say(OPEN)
    if isinstance(item.asks, Table):
        wrong = draft.tables[item.id].wrong
        empty = f"IF({wrong}>0,{say(IN_TABLE)},IF({filled}>0,{say(ANSWERED)},{say(OPEN)}))"
    elif isinstance(item.asks, Ticks):
        empty = f"IF({filled}>0,{say(ANSWERED)},{say(OPEN)})"
    aside = f'IF({reason}="",{say(NO_REASON)},{say(NOT_APPLICABLE)})'
    if filled:
        aside = f"IF({filled}>0,{say(BOTH)},{aside})"
    return (
        f'IF({word}="",IF({reason}="",{empty},{say(STRAY)}),IF({code}={ASIDE_CODE},{aside},'
        f'IF({reason}<>"",{say(STRAY)},{_answered(draft, item, row)})))'
    )


class _Words:
    """Texts as string literals of formulas."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft

    def __call__(self, text: Text) -> str:
        return quoted(self._draft.word(text))


def _filled(draft: Draft, item: Item) -> str:
    """A formula for how much is filled in elsewhere, in the rows of a table or of a list; "" for other items."""
    if isinstance(item.asks, Table):
        return draft.tables[item.id].filled
    if isinstance(item.asks, Ticks):
        rows = draft.items[item.id].row, len(item.asks.options)
        return f"COUNTIF({CODE}{rows[0] + 1}:{CODE}{rows[0] + rows[1]},1)"
    return ""


def _answered(draft: Draft, item: Item, row: int) -> str:
    """The state of what is neither blank nor "not applicable"."""
    say, cell, code = _Words(draft), f"{ANSWER}{row}", f"{CODE}{row}"
    if isinstance(item.asks, Quantity):
        return number_state(draft, item.asks, cell, f"{UNIT}{row}", _kept(draft, item))
    if isinstance(item.asks, Words):
        return f"IF(LEN({cell})>{item.asks.most},{say(TOO_LONG)},{say(ANSWERED)})"
    if isinstance(item.asks, Ticks):
        filled = _filled(draft, item)
        return f"IF({code}=1,IF({filled}>0,{say(BOTH)},{say(ANSWERED)}),{say(UNKNOWN)})"
    return f"IF({code}>0,{say(ANSWERED)},{say(UNKNOWN)})"


def _kept(draft: Draft, item: Item) -> str:
    """The number that stood in a cell of per cent, which needs no sign; "" for none."""
    value = cell_value(draft, item, draft.content.origin.entries[item.id].answer)
    return repr(value) if isinstance(value, float) else ""


def number_state(draft: Draft, asked: Quantity, cell: str, unit: str, kept: str) -> str:
    """The state of a number in a cell with the unit beside it."""
    say, factor = _Words(draft), draft.factor(asked, unit)
    share = share_test(draft, asked, cell, unit, kept)
    beyond = f"NOT({within(asked, draft.in_unit_asked(asked, cell, unit), cell)})"
    if share:
        beyond = f"OR({beyond},{share})"
    inner = f"IF({beyond},{say(BEYOND)},{say(ANSWERED)})"
    return f"IF(ISNUMBER({cell}),IF({factor}=0,{say(WRONG_UNIT)},{inner}),{say(AS_TEXT)})"


def share_test(draft: Draft, asked: Quantity, cell: str, unit: str, kept: str = "") -> str:
    """A condition that a number of per cent could be a share of 1; "" where no per cent are asked."""
    if "%" not in (one.id for one in (asked.unit, *asked.accepts)):
        return ""
    other = f",{cell}<>{kept}" if kept else ""
    return f'AND({unit}="%",ABS({cell})>0,ABS({cell})<=1{other})'


def option_state(draft: Draft, row: int) -> str:
    """The state of a row of an option: blank unless what stands there is unknown."""
    return f'IF({WORD}{row}="","",IF({CODE}{row}>0,"",{_Words(draft)(UNKNOWN)}))'


def row_state(draft: Draft, row: int, cells: list[tuple[Quantity, str, str]], keys: str, twice: str) -> str:
    """The state of a row of a table whose key is in column A: "" where nothing is filled in. `cells` are its numbers
    with what is asked and their units, `keys` all keys ("": they are given), `twice` a condition that the row repeats
    another one.
    """
    say = _Words(draft)
    numbers = [cell for _, cell, _ in cells]
    typed = [*([f'TRIM(A{row})<>""'] if keys else []), *(f'{cell}<>""' for cell in numbers)]
    anything = "OR(" + ",".join(typed) + ")"
    text = "OR(" + ",".join(f'AND({cell}<>"",NOT(ISNUMBER({cell})))' for cell in numbers) + ")"
    units = "OR(" + ",".join(f'AND({cell}<>"",{draft.factor(q, unit)}=0)' for q, cell, unit in cells) + ")"
    tests = []
    for asked, cell, unit in cells:
        number = f"N({cell})"
        inner = f"NOT({within(asked, draft.in_unit_asked(asked, number, unit), number)})"
        share = share_test(draft, asked, f"N({cell})", unit)
        tests.append(f'AND({cell}<>"",' + (f"OR({inner},{share})" if share else inner) + ")")
    same = f"SUMPRODUCT(--EXACT({keys},A{row}))>1" if keys else "FALSE"
    return (
        f'IF(NOT({anything}),"",IF(TRIM(A{row})="",{say(NO_KEY)},IF({same},{say(KEY_TWICE)},'
        f"IF({twice},{say(SAME_FAMILY)},IF({text},{say(AS_TEXT)},IF({units},{say(WRONG_UNIT)},"
        f"IF(OR({','.join(tests)}),{say(BEYOND)},"
        f"IF(COUNT({','.join(numbers)})<{len(numbers)},{say(SHORT)},{say(ANSWERED)}))))))))"
    )
