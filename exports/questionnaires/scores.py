"""The arithmetic of the ladder as plain formulas: every subdomain, domain, element and level on one sheet.

The same rules as :mod:`maturity.scoring.ladder`: means of what applies, gaps carried or shared out, weights made whole
again among what has a score, levels met within the tolerance. Only functions that every spreadsheet knows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.offline import WorkbookContent
from maturity.offline.texts import ANSWERED
from maturity.questionnaire import Domain, Element, Subdomain
from maturity.questionnaire.naming import NOT_APPLICABLE

from .items import Spot
from .style import compute, height, lay_out, protect, put, there

HEADER_ROW = 4
_NAME, _SHARE, _FIRST = 1, 2, 3  # columns: name, share inside the parent, level 1, level 2, …
_TOLERANCE = "0.000000001"


@dataclass(slots=True)
class Scores:
    """Where the results stand, as references from other sheets.

    `levels` are the A_k, `met` 1 or 0; `gated` and `summed` are (level, S); `domains` the row of each domain.
    """

    sheet: Worksheet
    levels: list[str] = field(default_factory=list)
    met: list[str] = field(default_factory=list)
    gated: tuple[str, str] = ("", "")
    summed: tuple[str, str] = ("", "")
    domains: list[tuple[Domain, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Board:
    sheet: Worksheet
    outgoing: WorkbookContent
    spots: dict[str, Spot]
    scores: Scores
    row: int = HEADER_ROW

    @property
    def columns(self) -> list[tuple[int, str]]:
        """The levels with the letters of their columns."""
        return [(level.number, letter(_FIRST + level.number - 1)) for level in self.outgoing.questionnaire.levels]

    def begin(self, name: str, style: str, share: float | None) -> int:
        """A new row; returns its number."""
        self.row += 1
        put(self.sheet, self.row, _NAME, name, style)
        put(self.sheet, self.row, _SHARE, share, "share")
        return self.row

    def share(self, kind: str, id: str) -> float | None:
        """The nominal share of a node; None where the profile does not weigh it."""
        weight = self.outgoing.response.profile.weights.get((kind, id))
        return float(weight.share) if weight else None


def add_scores(book: Workbook, outgoing: WorkbookContent, name: str, spots: dict[str, Spot]) -> Scores:
    """The sheet of all formulas between the items and the result."""
    sheet: Worksheet = book.create_sheet(name)
    board = _Board(sheet, outgoing, spots, Scores(sheet))
    put(sheet, 1, 1, name, "title")
    sheet.row_dimensions[1].height = 28
    _heads(board)
    asked = {subdomain.id for subdomain in outgoing.response.subdomains}
    elements = [row for element in outgoing.questionnaire.elements if (row := _element(board, element, asked))]
    _levels(board, elements)
    last = letter(_FIRST + len(outgoing.questionnaire.levels) + 2)
    sheet.merge_cells(f"A2:{last}2")
    widths = (34, 9, *(9 for _ in outgoing.questionnaire.levels), 9, 12, 9)
    put(sheet, 2, 1, _how(outgoing), "note")
    sheet.row_dimensions[2].height = height((_how(outgoing), sum(widths)))
    lay_out(sheet, widths, heads=f"{HEADER_ROW}:{HEADER_ROW}")
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    protect(sheet)
    return board.scores


def _how(outgoing: WorkbookContent) -> str:
    carries = outgoing.questionnaire.scoring.empty_cell == "carry"
    if outgoing.language == "zh":
        gap = "沿用较低等级的得分" if carries else "不计，由同级其他子域分担权重"
        return (
            f"能力子域每级得分是该级适用条目的平均分，未答按 0 分；本级没有适用条目的，{gap}。"
            "域、要素和等级得分是下一层得分的加权平均，没有得分的权重由同级其他项按比例分担。"
        )
    gap = "carries the score of the level below" if carries else "is left out, its weight shared by its siblings"
    return (
        "A subdomain's score at a level is the mean of its applicable items there, open items counting 0; a level "
        f"without any {gap}. Domains, elements and levels are weighted means of what is below them; the weight of "
        "what has no score is shared by its siblings."
    )


def _heads(board: _Board) -> None:
    zh = board.outgoing.language == "zh"
    name = "能力要素 / 能力域 / 能力子域" if zh else "Element / domain / subdomain"
    put(board.sheet, HEADER_ROW, _NAME, name, "head")
    put(board.sheet, HEADER_ROW, _SHARE, "权重" if zh else "Share", "head-number")
    for number, _column in board.columns:
        put(board.sheet, HEADER_ROW, _FIRST + number - 1, f"{number} 级" if zh else f"Level {number}", "head-number")
    counts = ("已答", "其中不适用", "条目") if zh else ("Answered", "Of which n/a", "Items")
    for place, word in enumerate(counts):
        put(board.sheet, HEADER_ROW, _FIRST + len(board.columns) + place, word, "head-number")


def _element(board: _Board, element: Element, asked: set[str]) -> int | None:
    """The rows of an element; its own row, or None where nothing of it is asked."""
    domains = [(d, [s for s in d.subdomains if s.id in asked]) for d in element.domains]
    domains = [(domain, subdomains) for domain, subdomains in domains if subdomains]
    if not domains:
        return None
    language = board.outgoing.language
    row = board.begin(element.name.of(language), "strong", board.share("element", element.id))
    rows = [_domain(board, domain, subdomains) for domain, subdomains in domains]
    _means(board, row, rows, "figure-strong")
    return row


def _domain(board: _Board, domain: Domain, subdomains: Sequence[Subdomain]) -> int:
    row = board.begin(domain.name.of(board.outgoing.language), "name-1", board.share("domain", domain.id))
    rows = [_subdomain(board, subdomain) for subdomain in subdomains]
    _means(board, row, rows, "figure")
    first, last = board.columns[0][1], board.columns[-1][1]
    board.scores.domains.append((domain, there(board.sheet, f"${first}${row}:${last}${row}")))
    return row


def _subdomain(board: _Board, subdomain: Subdomain) -> int:
    """A mean a level; where nothing applies, what the questionnaire says about empty cells."""
    row = board.begin(subdomain.name.of(board.outgoing.language), "name-2", board.share("subdomain", subdomain.id))
    carries = board.outgoing.questionnaire.scoring.empty_cell == "carry"
    before = '""'
    for number, column in board.columns:
        cells = _range(board.spots, [item.id for item in subdomain.items_at(number)], "H")
        formula = f"IF(COUNT({cells})=0,{before},SUM({cells})/COUNT({cells}))" if cells else before
        compute(board.sheet, row, _FIRST + number - 1, formula, "figure")
        before = f"{column}{row}" if carries else '""'
    _counts(board, row, subdomain)
    return row


def _counts(board: _Board, row: int, subdomain: Subdomain) -> None:
    """Answered, not applicable, asked: items, not level bands, have a score or an id beside them."""
    states = _range(board.spots, [item.id for item in subdomain.items], "G")
    place = _FIRST + len(board.columns)
    done, aside = (f'COUNTIF({states},"{state.of(board.outgoing.language)}")' for state in (ANSWERED, NOT_APPLICABLE))
    for formula in (f"{done}+{aside}", aside):
        compute(board.sheet, row, place, formula, "count")
        place += 1
    put(board.sheet, row, place, len(subdomain.items), "count")


def _range(spots: dict[str, Spot], items: Sequence[str], column: str) -> str:
    """The cells of a column from the first to the last item; "" without items."""
    if not items:
        return ""
    first, last = spots[items[0]], spots[items[-1]]
    return there(first.sheet, f"${column}${first.row}:${column}${last.row}")


def _means(board: _Board, row: int, children: Iterable[int], style: str) -> None:
    """The weighted mean of what has a score and a weight, at every level; empty where nothing has."""
    weighed = [child for child in children if board.sheet.cell(child, _SHARE).value]
    share = letter(_SHARE)
    for number, column in board.columns:
        above = "+".join(f"${share}{child}*N({column}{child})" for child in weighed) or "0"
        below = "+".join(f"${share}{child}*ISNUMBER({column}{child})" for child in weighed) or "0"
        compute(board.sheet, row, _FIRST + number - 1, f'IF({below}=0,"",({above})/({below}))', style)


def _levels(board: _Board, elements: Sequence[int]) -> None:
    """The rows that make the grade: A_k, met, all met so far, what counts in the sum, and its bands."""
    zh, sheet, scores = board.outgoing.language == "zh", board.sheet, board.scores
    board.row += 1
    whole = board.begin("等级得分（加权平均）" if zh else "Level score (weighted mean)", "strong", None)
    _means(board, whole, elements, "figure-strong")
    mark_row = board.begin("达标线" if zh else "Pass mark", "name-1", None)
    mark = f"${letter(_FIRST)}${mark_row}"
    put(sheet, mark_row, _FIRST, float(board.outgoing.questionnaire.scoring.pass_mark), "figure")
    scored = board.begin("A", "name-1", None)
    met = board.begin("达标（1 是，0 否）" if zh else "Met (1 yes, 0 no)", "name-1", None)
    climbed = board.begin("逐级判定：至此各级均达标" if zh else "Gated rule: all met up to here", "name-1", None)
    counted = board.begin("累加判定：计入总分" if zh else "Sum rule: counts in the total", "name-1", None)
    bands = board.begin("累加判定：总分达到该级" if zh else "Sum rule: total reaches the level", "name-1", None)
    first, last = board.columns[0][1], board.columns[-1][1]
    total = f"SUM(${first}${counted}:${last}${counted})"
    for number, column in board.columns:
        place = _FIRST + number - 1
        before = f"{letter(place - 1)}{climbed}*" if number > 1 else ""
        compute(sheet, scored, place, f"N({column}{whole})", "figure")
        compute(sheet, met, place, f"IF({column}{scored}>={mark}-{_TOLERANCE},1,0)", "count")
        compute(sheet, climbed, place, f"{before}{column}{met}", "count")
        compute(sheet, counted, place, f"IF({column}{met}=1,1,{column}{scored})", "figure")
        compute(sheet, bands, place, f"IF({total}>={number - 1}+{mark}-{_TOLERANCE},1,0)", "count")
        scores.levels.append(there(sheet, f"${column}${scored}"))
        scores.met.append(there(sheet, f"${column}${met}"))
    scores.gated = _outcome(board, climbed, f"INDEX({first}{scored}:{last}{scored},1,{{0}}+1)")
    scores.summed = _outcome(board, bands, "", total)


def _outcome(board: _Board, row: int, following: str, total: str = "") -> tuple[str, str]:
    """Two rows, level and S, below everything; S of the gated rule adds the score of the level not reached."""
    zh, sheet, most = board.outgoing.language == "zh", board.sheet, len(board.columns)
    first, last = board.columns[0][1], board.columns[-1][1]
    rule = ("累加判定" if zh else "Sum rule") if total else ("逐级判定" if zh else "Gated rule")
    level = board.begin(f"{rule}{'：等级' if zh else ': level'}", "strong", None)
    score = board.begin(f"{rule}{'：总分 S' if zh else ': total S'}", "strong", None)
    reached = f"{first}{level}"
    compute(sheet, level, _FIRST, f"SUM({first}{row}:{last}{row})", "count")
    gated = f"{reached}+IF({reached}<{most},{following.format(reached)},0)"
    compute(sheet, score, _FIRST, total or gated, "figure-strong")
    return there(sheet, f"${first}${level}"), there(sheet, f"${first}${score}")
