"""The degree that an item earns, from its answer or its value, and what counts of it in every sum."""

from openpyxl.utils import column_index_from_string

from maturity.offline.numeric_texts import MET as IS_MET
from maturity.offline.numeric_texts import NOT_MET, UNDECIDED
from maturity.offline.texts import ANSWERED
from maturity.quantities import name_of
from maturity.questionnaire.asked import Computed
from maturity.questionnaire.naming import NOT_APPLICABLE
from maturity.questionnaire.parts import Item
from maturity.questionnaire.scorers import Ratio, Scorer

from ..style import quoted, set_formula, sheet_reference
from .degrees import degree_formula, divides_by_zero
from .draft import ColumnCells, compared, rounded, state_cell
from .values import ASIDE, IMPOSSIBLE, LACKS_REFERENCE, ROUNDED, STATE, STATUS, UNDEFINED, VALUE, ValueRow, add_column

COUNTED, MET, MISSED, APPLIES = "QRST"  # hidden columns of the sheet of calculations
_DECIMALS = 12  # of a degree, for whether it is whole


def add_figure(values: ValueRow) -> None:
    """Write lowest and highest degree, points, and whether the item is met, missed, or does not apply."""
    if values.item.asks is None:
        _choice(values)
    else:
        _scored(values)
    row = values.row
    low, high = f"E{row}", f"F{row}"
    for letter, degree in (("H", low), ("I", high)):
        values.put(letter, f'IF({degree}="",0,{degree}*G{row})', "figure")
    values.put(COUNTED, f'IF({low}="",0,G{row})', "count")
    values.put(MET, f'IF({low}="",1,IF(ROUND({low},{_DECIMALS})>=1,1,0))', "count")
    values.put(MISSED, f'IF({high}="",0,IF(ROUND({high},{_DECIMALS})<1,1,0))', "count")
    values.put(APPLIES, f'IF({low}="",0,1)', "count")
    _earned(values)


def _choice(values: ValueRow) -> None:
    draft, item = values.draft, values.item
    cell, state = draft.items[item.id], state_cell(draft, item)
    code = sheet_reference(cell.sheet, f"$M${cell.row}")
    aside, given = quoted(draft.word(NOT_APPLICABLE)), quoted(draft.word(ANSWERED))
    for letter, unknown in (("E", 0), ("F", 1)):
        score = f"IF({state}={given},INDEX({draft.scores(item.scale)},{code}),{unknown})"
        values.put(letter, f'IF({state}={aside},"",{score})', "figure")


def _scored(values: ValueRow) -> None:
    """Write why a value is not scored (0: it is), and the degrees."""
    item, row = values.item, values.row
    scorer = item.scorer
    if scorer is None:
        return
    anchors = values.references.anchors.get(item.id, ("0", "0"))
    clipped = values.draft.content.questionnaire.scoring.method != "attainment"
    status = f"{STATUS}{row}"
    values.put(ROUNDED, rounded(f"{VALUE}{row}"))
    zero, degree = _degree(values, scorer, anchors, clipped=clipped)
    found = f"IF({zero},{UNDEFINED},0)" if zero else "0"
    if item.id in values.references.missing:
        found, degree = str(LACKS_REFERENCE), "0"
    bounds = _beyond(values, item)
    if bounds:
        found = f"IF({bounds},{IMPOSSIBLE},{found})"
    values.put(STATE, f"IF({status}>0,{status},{found})", "count")
    for letter, unknown in (("E", 0), ("F", 1)):
        values.put(letter, f'IF({STATE}{row}={ASIDE},"",IF({STATE}{row}=0,{degree},{unknown}))', "figure")


def _beyond(values: ValueRow, item: Item) -> str:
    """A condition that the value, or one of its rows, lies outside its bounds; "" without bounds."""
    asked = item.asks
    if not isinstance(asked, Computed):
        return ""
    least = most = f"{ROUNDED}{values.row}"
    if values.by_row:
        least, most = (rounded(f"{name}({values.by_row.reference})") for name in ("MIN", "MAX"))
    tests = [f"{least}<{compared(asked.low)}"] if asked.low is not None else []
    tests += [f"{most}>{compared(asked.high)}"] if asked.high is not None else []
    return f"OR({','.join(tests)})" if tests else ""


def _degree(values: ValueRow, scorer: Scorer, anchors: tuple[str, str], *, clipped: bool) -> tuple[str, str]:
    """A condition that the degree divides by zero ("" for never), and the degree."""
    value = f"{ROUNDED}{values.row}"
    if values.by_row is None:
        zero = divides_by_zero(scorer, value, anchors)
        return zero, degree_formula(scorer, value, anchors, values.points, clipped=clipped)
    cells, degrees = values.by_row, _degrees(values, values.by_row, scorer, anchors, clipped=clipped)
    zeros = []
    if isinstance(scorer, Ratio):
        zeros = [f"{anchors[1]}=0" if scorer.better == "high" else f"COUNTIF({cells.reference},0)>0"]
    combination = values.item.asks.combination if isinstance(values.item.asks, Computed) else None
    mean = f"SUM({degrees})/MAX(1,COUNT({degrees}))"
    if combination == "weighted" and isinstance(values.item.asks, Computed):
        weights = values.known[name_of(values.item.asks.weight)]
        if isinstance(weights, ColumnCells):
            total = f"SUM({weights.reference})"
            zeros.append(f"AND({weights.status}=0,{total}=0)")
            weighted = f"SUMPRODUCT({degrees},{weights.reference})/{total}"
            mean = f"IF({weights.status}=0,{weighted},{mean})"
    degree = mean if combination in ("mean", "weighted") else f"MIN({degrees})"
    return f"OR({','.join(zeros)})" if zeros else "", degree


def _degrees(values: ValueRow, cells: ColumnCells, scorer: Scorer, anchors: tuple[str, str], *, clipped: bool) -> str:
    """Write the degree of each row beside its value, in hidden columns; returns the cells."""
    table = values.table(cells)
    near, letter = add_column(values, table, shown=False), add_column(values, table, shown=False)
    for row in range(cells.first, cells.last + 1):
        value, close = f"{cells.letter}{row}", f"{near}{row}"
        set_formula(
            cells.sheet, row, column_index_from_string(near), f'IF(ISNUMBER({value}),{rounded(value)},"")', "value"
        )
        found = degree_formula(scorer, close, anchors, values.points, clipped=clipped)
        inner = f'IF(ISNUMBER({close}),IFERROR({found},0),"")'
        set_formula(cells.sheet, row, column_index_from_string(letter), inner, "value")
    return sheet_reference(cells.sheet, f"${letter}${cells.first}:${letter}${cells.last}")


def _earned(values: ValueRow) -> None:
    """Show in the sheet to fill in what an item earns: points, or whether it is met."""
    draft, row = values.draft, values.row
    cell = draft.items[values.item.id]
    there = {letter: sheet_reference(values.sheet, f"${letter}${row}") for letter in ("E", "F", "H", MET, MISSED)}
    method = draft.content.questionnaire.scoring.method
    if values.item.role == "gate" or (values.item.role == "mandatory" and method != "index"):
        met, missed, open_ = (quoted(draft.word(text)) for text in (IS_MET, NOT_MET, UNDECIDED))
        shown = f'IF({there["E"]}="","",IF({there[MET]}=1,{met},IF({there[MISSED]}=1,{missed},{open_})))'
    elif values.points:
        shown = f'IF({there["E"]}="","",{there["H"]})'
    else:
        shown = f'IF({there["E"]}="","",{there["E"]})'
    set_formula(cell.sheet, cell.row, 9, shown, "score")
