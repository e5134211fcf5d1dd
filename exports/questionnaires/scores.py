"""The ladder score (docs/method.md) as formulas: every group and level on one sheet.

The same rules as :mod:`maturity.scoring.ladder`: means of applicable items, empty cells carried or left out, weights
rescaled among what has a score, levels met within the tolerance. Only functions that every spreadsheet program has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.offline import WorkbookContent
from maturity.offline.texts import ANSWERED
from maturity.questionnaire import Group
from maturity.questionnaire.naming import NOT_APPLICABLE, inside

from .items import ItemCell
from .style import height, lay_out, protect, set_formula, set_value, sheet_reference

HEADER_ROW = 4
_NAME, _SHARE, _FIRST = 1, 2, 3  # columns: name, share inside the parent, level 1, level 2, …
_TOLERANCE = "0.000000001"


@dataclass(slots=True)
class Scores:
    """References to the results: `levels` the A_k, `met` 1 or 0 a level, `gated` and `summed` (level, S), `groups` each
    group of the summary tier with its row.
    """

    sheet: Worksheet
    levels: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    gated: tuple[str, str] = ("", "")
    summed: tuple[str, str] = ("", "")
    groups: list[tuple[Group, str]] = field(default_factory=list)


@dataclass(slots=True)
class _FormulaSheet:
    """The sheet of formulas while it is written; `row` is the last row used."""

    sheet: Worksheet
    content: WorkbookContent
    item_cells: dict[str, ItemCell]
    scores: Scores
    row: int = HEADER_ROW

    @property
    def columns(self) -> list[tuple[int, str]]:
        """The level numbers with the letters of their columns."""
        return [(level.number, letter(_FIRST + level.number - 1)) for level in self.content.questionnaire.levels]

    def begin(self, name: str, style: str, share: float | None) -> int:
        """Begin a row; returns its number."""
        self.row += 1
        set_value(self.sheet, self.row, _NAME, name, style)
        set_value(self.sheet, self.row, _SHARE, share, "share")
        return self.row

    def begin_group(self, group: Group) -> int:
        """Begin the row of a group with its nominal weight (empty where the profile gives it none);
        returns its number.
        """
        weight = self.content.response.profile.weights.get(group.key)
        depth = self.content.questionnaire.tiers.index(group.tier)
        style = "strong" if depth == 0 else f"name-{depth}"
        return self.begin(group.name.of(self.content.language), style, float(weight.share) if weight else None)


def add_scores(book: Workbook, content: WorkbookContent, name: str, item_cells: dict[str, ItemCell]) -> Scores:
    """Add the sheet of all formulas between the items and the result; returns references to the results."""
    sheet: Worksheet = book.create_sheet(name)
    formulas = _FormulaSheet(sheet, content, item_cells, Scores(sheet))
    set_value(sheet, 1, 1, name, "title")
    sheet.row_dimensions[1].height = 28
    _heads(formulas)
    asked = {area.id for area in content.response.areas}
    _levels(formulas, _rows(formulas, content.questionnaire.groups, asked))
    last = letter(_FIRST + len(content.questionnaire.levels) + 2)
    sheet.merge_cells(f"A2:{last}2")
    widths = (34, 9, *(9 for _ in content.questionnaire.levels), 9, 12, 9)
    set_value(sheet, 2, 1, _how(content), "note")
    sheet.row_dimensions[2].height = height((_how(content), sum(widths)))
    lay_out(sheet, widths, heads=f"{HEADER_ROW}:{HEADER_ROW}")
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    protect(sheet)
    return formulas.scores


def _how(content: WorkbookContent) -> str:
    carries = content.questionnaire.scoring.empty_cell == "carry"
    *outer, area = [tier.name for tier in content.questionnaire.tiers]
    if content.language == "zh":
        gap = "沿用较低等级的得分" if carries else "不计，由同级其他项分担权重"
        above = "、".join(name.zh for name in reversed(outer))
        return (
            f"{area.zh}每级得分是该级适用条目的平均分，未答按 0 分；本级没有适用条目的，{gap}。"
            f"{above}和等级得分是下一层得分的加权平均，没有得分的权重由同级其他项按比例分担。"
        )
    gap = "carries the score of the level below" if carries else "is left out, its weight shared by its siblings"
    return (
        f"{area.en}: the score at a level is the mean of its applicable items there, open items counting 0; a level "
        f"without any {gap}. {', '.join(name.en for name in reversed(outer))}, level: weighted means of what is below "
        "them; the weight of what has no score is shared by its siblings."
    )


def _heads(formulas: _FormulaSheet) -> None:
    zh = formulas.content.language == "zh"
    first, *others = [tier.name for tier in formulas.content.questionnaire.tiers]
    name = " / ".join(
        (first.zh, *(one.zh for one in others)) if zh else (first.en, *(inside(one.en) for one in others))
    )
    set_value(formulas.sheet, HEADER_ROW, _NAME, name, "head")
    set_value(formulas.sheet, HEADER_ROW, _SHARE, "权重" if zh else "Share", "head-number")
    for number, _column in formulas.columns:
        set_value(
            formulas.sheet, HEADER_ROW, _FIRST + number - 1, f"{number} 级" if zh else f"Level {number}", "head-number"
        )
    counts = ("已答", "其中不适用", "条目") if zh else ("Answered", "Of which n/a", "Items")
    for place, word in enumerate(counts):
        set_value(formulas.sheet, HEADER_ROW, _FIRST + len(formulas.columns) + place, word, "head-number")


def _rows(formulas: _FormulaSheet, groups: Sequence[Group], asked: set[str]) -> list[int]:
    """Write the rows of groups and of those in them; returns the row numbers of the `groups` with assessed items."""
    kept = [group for group in groups if any(area.id in asked for area in group.areas)]
    return [_group(formulas, group, asked) if group.groups else _area(formulas, group) for group in kept]


def _group(formulas: _FormulaSheet, group: Group, asked: set[str]) -> int:
    questionnaire, row = formulas.content.questionnaire, formulas.begin_group(group)
    style = "figure-strong" if group.tier == questionnaire.tiers[0] else "figure"
    _means(formulas, row, _rows(formulas, group.groups, asked), style)
    if group.tier == questionnaire.summary_tier:
        first, last = formulas.columns[0][1], formulas.columns[-1][1]
        formulas.scores.groups.append((group, sheet_reference(formulas.sheet, f"${first}${row}:${last}${row}")))
    return row


def _area(formulas: _FormulaSheet, area: Group) -> int:
    """Write the row of an area: the mean at each level, or what the questionnaire says about empty cells."""
    row = formulas.begin_group(area)
    carries = formulas.content.questionnaire.scoring.empty_cell == "carry"
    before = '""'
    for number, column in formulas.columns:
        cells = _range(formulas.item_cells, [item.id for item in area.items_at(number)], "H")
        formula = f"IF(COUNT({cells})=0,{before},SUM({cells})/COUNT({cells}))" if cells else before
        set_formula(formulas.sheet, row, _FIRST + number - 1, formula, "figure")
        before = f"{column}{row}" if carries else '""'
    _counts(formulas, row, area)
    return row


def _counts(formulas: _FormulaSheet, row: int, area: Group) -> None:
    """Write how many items of an area are answered, not applicable and assessed."""
    states = _range(formulas.item_cells, [item.id for item in area.items], "G")
    place = _FIRST + len(formulas.columns)
    done, aside = (f'COUNTIF({states},"{state.of(formulas.content.language)}")' for state in (ANSWERED, NOT_APPLICABLE))
    for formula in (f"{done}+{aside}", aside):
        set_formula(formulas.sheet, row, place, formula, "count")
        place += 1
    set_value(formulas.sheet, row, place, len(area.items), "count")


def _range(item_cells: dict[str, ItemCell], items: Sequence[str], column: str) -> str:
    """The reference to a column from the first to the last item; "" without items."""
    if not items:
        return ""
    first, last = item_cells[items[0]], item_cells[items[-1]]
    return sheet_reference(first.sheet, f"${column}${first.row}:${column}${last.row}")


def _means(formulas: _FormulaSheet, row: int, children: Iterable[int], style: str) -> None:
    """Write the weighted means of the rows `children` with a score and a weight, at every level; empty without one."""
    weighed = [child for child in children if formulas.sheet.cell(child, _SHARE).value]
    share = letter(_SHARE)
    for number, column in formulas.columns:
        above = "+".join(f"${share}{child}*N({column}{child})" for child in weighed) or "0"
        below = "+".join(f"${share}{child}*ISNUMBER({column}{child})" for child in weighed) or "0"
        set_formula(formulas.sheet, row, _FIRST + number - 1, f'IF({below}=0,"",({above})/({below}))', style)


def _levels(formulas: _FormulaSheet, outermost: Sequence[int]) -> None:
    """Write the rows of A_k, met, met with all below, the terms of the sum, and its bands."""
    zh, sheet, scores = formulas.content.language == "zh", formulas.sheet, formulas.scores
    formulas.row += 1
    whole = formulas.begin("等级得分（加权平均）" if zh else "Level score (weighted mean)", "strong", None)
    _means(formulas, whole, outermost, "figure-strong")
    mark_row = formulas.begin("达标线" if zh else "Pass mark", "name-1", None)
    mark = f"${letter(_FIRST)}${mark_row}"
    set_value(sheet, mark_row, _FIRST, float(formulas.content.questionnaire.scoring.pass_mark), "figure")
    scored = formulas.begin("A", "name-1", None)
    met = formulas.begin("达标（1 是，0 否）" if zh else "Met (1 yes, 0 no)", "name-1", None)
    climbed = formulas.begin("逐级判定：至此各级均达标" if zh else "Gated rule: all met up to here", "name-1", None)
    counted = formulas.begin("累加判定：计入总分" if zh else "Sum rule: counts in the total", "name-1", None)
    bands = formulas.begin("累加判定：总分达到该级" if zh else "Sum rule: total reaches the level", "name-1", None)
    first, last = formulas.columns[0][1], formulas.columns[-1][1]
    total = f"SUM(${first}${counted}:${last}${counted})"
    for number, column in formulas.columns:
        place = _FIRST + number - 1
        before = f"{letter(place - 1)}{climbed}*" if number > 1 else ""
        set_formula(sheet, scored, place, f"N({column}{whole})", "figure")
        set_formula(sheet, met, place, f"IF({column}{scored}>={mark}-{_TOLERANCE},1,0)", "count")
        set_formula(sheet, climbed, place, f"{before}{column}{met}", "count")
        set_formula(sheet, counted, place, f"IF({column}{met}=1,1,{column}{scored})", "figure")
        set_formula(sheet, bands, place, f"IF({total}>={number - 1}+{mark}-{_TOLERANCE},1,0)", "count")
        scores.levels.append(sheet_reference(sheet, f"${column}${scored}"))
        scores.met.append(sheet_reference(sheet, f"${column}${met}"))
    scores.gated = _outcome(formulas, climbed, f"INDEX({first}{scored}:{last}{scored},1,{{0}}+1)")
    scores.summed = _outcome(formulas, bands, "", total)


def _outcome(formulas: _FormulaSheet, row: int, following: str, total: str = "") -> tuple[str, str]:
    """Write the two rows of level and S; for the rule "gated" S adds the score of the first level not met."""
    zh, sheet, most = formulas.content.language == "zh", formulas.sheet, len(formulas.columns)
    first, last = formulas.columns[0][1], formulas.columns[-1][1]
    rule = ("累加判定" if zh else "Sum rule") if total else ("逐级判定" if zh else "Gated rule")
    level = formulas.begin(f"{rule}{'：等级' if zh else ': level'}", "strong", None)
    score = formulas.begin(f"{rule}{'：总分 S' if zh else ': total S'}", "strong", None)
    reached = f"{first}{level}"
    set_formula(sheet, level, _FIRST, f"SUM({first}{row}:{last}{row})", "count")
    gated = f"{reached}+IF({reached}<{most},{following.format(reached)},0)"
    set_formula(sheet, score, _FIRST, total or gated, "figure-strong")
    return sheet_reference(sheet, f"${first}${level}"), sheet_reference(sheet, f"${first}${score}")
