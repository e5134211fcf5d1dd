"""Dimensions of tables: classifications and views, each with its codes in official order and their names.

Those that depend on the questionnaire are made by :mod:`.breakdowns`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..classification import industries, ownership, regions, sizes
from ..classification.production import PRODUCTION_TYPES
from ..questionnaire import Text
from ..regions.ranks import CODES, LEAST_FOR_CODES
from .table import TOTAL

_WHOLE = Text("合计", "Total")
PARTS, SAMPLE, CLASS = "part", "sample", "class"
SERIES = "SERIES"  # the tidy column of every dimension of views


@dataclass(frozen=True, slots=True)
class View:
    """Another score of the same enterprises, in the columns `score` and `level` of the frame.

    It covers the enterprises that have a level in the dimension `known`, all for "". `gone` includes those that took
    part a year before only; `since` is the code of the view that it is compared with.
    """

    score: str = "score"
    level: str = "level"
    known: str = ""
    gone: bool = False
    since: str = ""

    @property
    def unknown(self) -> str:
        """The code of enterprises without a level in `known`."""
        return {"level_before": NOT_BEFORE, "level_assessed": NOT_ASSESSED}[self.known]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown of tables. `concept` is its column in the observations; `coded` whether its codes are official and
    shown.

    `needs` are the facts that every enterprise must have stated. `always` are codes that a table lists even where
    nothing was counted, `whole` is the label of its total, `note` the id of a note. A dimension with `views` (by code)
    does not partition the enterprises but shows them by several scores; a table has at most one such dimension.
    """

    id: str
    label: Text
    concept: str
    members: Mapping[str, Text]
    edition: Text
    coded: bool = False
    needs: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    whole: Text = _WHOLE
    note: str = ""
    views: Mapping[str, View] = field(default_factory=dict)


def part_column(code: str) -> str:
    """The column of the frame with the scores of a group or area."""
    return f"part_{code.replace('-', '_')}"


OTHER_AREAS = "other"  # Hong Kong, Macao and Taiwan belong to no economic region, and are not among the 31 provinces
NOT_BEFORE, NOT_ASSESSED, NOT_STATED = "NEW", "NONE", "NS"
UNCLASSED, NOT_JOINED = "CLASS_NONE", "JOINED_NONE"
JOINED = "level_joined"  # the dimension of results under another questionnaire
OWN = Text("本工具", "this toolkit")
_AREAS = Text(regions.EDITION, regions.EDITION)

_CLASSIFIED = (
    Dimension(
        "production_type",
        Text("生产类型", "Type of production"),
        "TYPE",
        dict(sorted(PRODUCTION_TYPES.items())),
        OWN,
        needs=("production_type",),
    ),
    Dimension(
        "division",
        Text("行业大类", "Industry division"),
        "INDUSTRY",
        {code: division.name for code, division in industries.DIVISIONS.items()},
        Text(industries.EDITION, industries.EDITION),
        coded=True,
        needs=("division",),
    ),
    Dimension(
        "economic_region",
        Text("经济地带", "Economic region"),
        "REF_AREA",
        {**regions.ECONOMIC_REGIONS, OTHER_AREAS: Text("港澳台", "Hong Kong, Macao and Taiwan")},
        OWN,
        needs=("city",),
    ),
    Dimension(
        "province",
        Text("省份", "Province"),
        "REF_AREA",
        {code: province.short for code, province in regions.PROVINCES.items()},
        _AREAS,
        coded=True,
        needs=("city",),
        always=tuple(code for code, province in regions.PROVINCES.items() if province.economic_region),
    ),
    Dimension(
        "city",
        Text("城市", "City"),
        "REF_AREA",
        {code: city.short for code, city in regions.CITIES.items()},
        _AREAS,
        coded=True,
        needs=("city",),
    ),
    Dimension(
        *("size", Text("企业规模", "Size of enterprise"), "SIZE", sizes.SIZES, OWN), needs=("headcount", "revenue_10k")
    ),
    Dimension(
        "ownership",
        Text("控股情况", "Ownership"),
        "OWNERSHIP",
        {**ownership.OWNERSHIPS, NOT_STATED: Text("未填写", "Not stated")},
        ownership.EDITION,
    ),
)

VIEWS = (
    Dimension(
        SAMPLE,
        Text("样本", "Sample"),
        SERIES,
        {
            "BEFORE": Text("全部企业：上年", "All, year before"),
            "SAME": Text("两年均参加：本年", "In both years: this year"),
            "SAME_BEFORE": Text("两年均参加：上年", "In both years: year before"),
        },
        OWN,
        whole=Text("全部企业：本年", "All, this year"),
        note="break",
        views={
            TOTAL: View(since="BEFORE"),
            "BEFORE": View("score_before", "number_before", "level_before", gone=True),
            "SAME": View(known="level_before", since="SAME_BEFORE"),
            "SAME_BEFORE": View("score_before", "number_before", "level_before"),
        },
    ),
    Dimension(
        "valued_by",
        Text("评价者", "Valued by"),
        SERIES,
        {
            "OWN": Text("经评估：自评", "Assessed: by themselves"),
            "ASSESSOR": Text("经评估：评估", "Assessed: by assessors"),
        },
        OWN,
        whole=Text("全部企业：自评", "All: by themselves"),
        note="assessed",
        views={
            "OWN": View(known="level_assessed"),
            "ASSESSOR": View("score_assessed", "number_assessed", "level_assessed"),
        },
    ),
)
CLASSIFICATIONS = {each.id: each for each in _CLASSIFIED}  # dimensions of facts about enterprises
PLAIN = (*CLASSIFICATIONS, "level_before", "level_assessed")  # they part the enterprises
CLASSES = {CLASS: "", **{f"{CLASS}_in_{id}": id for id in CLASSIFICATIONS}}  # with the dimension that each is within
CLASS_MEMBERS = {
    **{f"CLASS_{code.replace('+', '_PLUS')}": Text(code, code) for code in CODES},
    UNCLASSED: Text(f"不足 {LEAST_FOR_CODES} 家，不分档", f"Fewer than {LEAST_FOR_CODES}: no class"),
}
RELATIVE = (*CLASSES, JOINED)  # they part them too, by what is known of others or under another questionnaire
VIEWED = (PARTS, *(each.id for each in VIEWS))  # they look at the enterprises again
IDS = (*PLAIN, *RELATIVE, *VIEWED)  # of all dimensions, in official order
_VIEWS = {each.id: each.views for each in VIEWS}


def class_dimensions(groups: Mapping[str, Dimension]) -> tuple[Dimension, ...]:
    """The classes A+, A and B by score, among all and within each of the `groups`."""
    found = [Dimension(CLASS, Text("档", "Class"), SERIES, CLASS_MEMBERS, OWN, note="class")]
    for id, group in CLASSES.items():
        if group in groups:
            label = Text(f"档（{groups[group].label.zh}内）", f"Class within {groups[group].label.en.lower()}")
            found.append(Dimension(id, label, SERIES, CLASS_MEMBERS, OWN, note="class"))
    return tuple(found)


def looking(rows: Sequence[str]) -> str:
    """The dimension with views among `rows`; "" for none."""
    return next((id for id in rows if id in VIEWED), "")


def view_of(rows: Sequence[str], key: Sequence[str]) -> View:
    """The view that the row `key` of a table by `rows` shows."""
    for id, code in zip(rows, key, strict=True):
        if id == PARTS and code != TOTAL:
            return View(score=part_column(code))
        if code in _VIEWS.get(id, {}):
            return _VIEWS[id][code]
    return View()
