"""The sheet of reference values: those that items are scored against, in the unit of the item, with their source."""

from collections.abc import Iterator
from fractions import Fraction

from openpyxl.worksheet.worksheet import Worksheet

from maturity.offline.numeric_texts import UNVERIFIED, VERIFIED, unit_beside
from maturity.quantities import name_of
from maturity.questionnaire import Item, Text
from maturity.questionnaire.asked import Computed
from maturity.questionnaire.numeric.references import Reference, unit_of
from maturity.questionnaire.scorers import Linear, Ratio, Threshold
from maturity.scoring.degrees import needed
from maturity.scoring.items import anchors_of

from ..style import height, lay_out, protect, set_value, sheet_reference
from .draft import DIGITS, Draft, factor_to_base
from .formulas import Scalar

_HEADS = (
    Text("条目", "Item"),
    Text("基准值", "Baseline"),
    Text("引领值", "Leading value"),
    Text("单位", "Unit"),
    Text("出处", "Source"),
    Text("核实", "Checked"),
)
_OWN, _MISSING = Text("问卷自定", "of the questionnaire"), Text("没有参考值", "no reference value")
_STYLES = ("head", "head-number", "head-number", "head-apart", "head-apart", "head-apart")
_WIDTHS = (46, 14, 14, 16, 40, 10)
_LEAD = Text(
    "数值与这些值相比得分；没有参考值的条目不计分，结论待定。",
    "Numbers are scored against these values; items without one are not scored, and their verdict stays undecided.",
)
HEADER_ROW = 4


class ReferenceCells:
    """The cells of the reference values by item id, baseline and leading value, "" where one is not known; and those
    that formulas name.
    """

    def __init__(self) -> None:
        self.anchors: dict[str, tuple[str, str]] = {}
        self.missing: set[str] = set()  # ids of items without an anchor that their rule needs
        self.named: dict[str, Scalar] = {}
        self.unknown: set[str] = set()  # names of baselines that are not known

    def lacks(self, item: Item) -> bool:
        """Whether an item lacks a reference value: its own, or one that its formula names."""
        named = item.asks.formula.names if isinstance(item.asks, Computed) else ()
        return item.id in self.missing or any(name in self.unknown for name in named)


def add_references(draft: Draft, name: str) -> ReferenceCells:
    """Add the sheet; returns where its values are."""
    sheet: Worksheet = draft.book.create_sheet(name)
    cells, row = ReferenceCells(), HEADER_ROW
    set_value(sheet, 1, 1, name, "title")
    set_value(sheet, 2, 1, draft.word(_LEAD), "lead")
    sheet.row_dimensions[1].height = 28
    for column, head in enumerate(_HEADS, start=1):
        set_value(sheet, HEADER_ROW, column, draft.word(head), _STYLES[column - 1])
    for item in _scored(draft):
        row += 1
        _line(draft, sheet, row, item, cells)
    lay_out(sheet, _WIDTHS, landscape=True, heads=f"{HEADER_ROW}:{HEADER_ROW}")
    protect(sheet)
    return cells


def _scored(draft: Draft) -> Iterator[Item]:
    """All items that are, since formulas can name the values of those that are not assessed."""
    return (item for item in draft.content.questionnaire.items if isinstance(item.scorer, Threshold | Linear | Ratio))


def reference_of(draft: Draft, item: Item) -> Reference | None:
    """The reference value of an item; None where there is none, or its rule has the values itself."""
    id = getattr(item.scorer, "reference", "")
    return draft.content.references.find(id, draft.content.codes) if id else None


def _line(draft: Draft, sheet: Worksheet, row: int, item: Item, cells: ReferenceCells) -> None:
    found = reference_of(draft, item)
    anchors = anchors_of(item, found)
    set_value(sheet, row, 1, draft.word(item.text), "text")
    for column, value in enumerate(anchors, start=2):
        set_value(sheet, row, column, None if value is None else _digits(value), "value")
    source = found.source if found else draft.word(_MISSING if getattr(item.scorer, "reference", "") else _OWN)
    set_value(sheet, row, 4, unit_beside(unit_of(item).id, draft.language), "unit")
    set_value(sheet, row, 5, source, "small")
    checked = draft.word(VERIFIED if found.verified else UNVERIFIED) if found else None
    set_value(sheet, row, 6, checked, "small")
    sheet.row_dimensions[row].height = height((draft.word(item.text), _WIDTHS[0]), small=(source, _WIDTHS[4]))
    places = [sheet_reference(sheet, f"${letter}${row}") for letter in "BC"]
    cells.anchors[item.id] = (places[0], places[1])
    if item.scorer and any(getattr(anchors, name) is None for name in needed(item.scorer)):
        cells.missing.add(item.id)
    id = getattr(item.scorer, "reference", "")
    if id:
        status = "0" if anchors.baseline is not None else "2"
        based = f"({places[0]}*{factor_to_base(unit_of(item))})"
        name = f"ref_{name_of(id)}"
        cells.named.setdefault(name, Scalar(based, status))
        if anchors.baseline is None:
            cells.unknown.add(name)


def _digits(value: Fraction) -> float:
    return float(f"{float(value):.{DIGITS}g}")
