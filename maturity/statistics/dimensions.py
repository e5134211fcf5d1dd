"""By what a table can be broken down: each dimension with its codes in official order and their names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from ..classification import industries, ownership, regions, sizes
from ..questionnaire import Text, load
from .confidentiality.tally import GROUPS
from .table import TOTAL

V = TypeVar("V")
_WHOLE = Text("合计", "Total")
PARTS, SAMPLE = "part", "sample"
SERIES = "SERIES"  # the tidy column of every dimension of views


@dataclass(frozen=True, slots=True)
class View:
    """Another score of the same enterprises: `score` and `level` are the columns of the frame that hold it.

    Only enterprises that `known` (a dimension) places among its levels are looked at, "" for all. `gone` adds those
    that took part a year before and no more; `since` is the code of the view that this one is compared with.
    """

    score: str = "score"
    level: str = "level"
    known: str = ""
    gone: bool = False
    since: str = ""

    @property
    def found(self) -> tuple[str, ...]:
        """The codes of the levels that `known` has, the lowest first."""
        return tuple(DIMENSIONS[self.known].members)[:-1] if self.known else ()

    @property
    def unknown(self) -> str:
        """The code of those that `known` does not place."""
        return tuple(DIMENSIONS[self.known].members)[-1]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown. `concept` is its tidy column; `coded` says whether its codes are official and shown.

    `always` are the codes that a table lists even where nothing was counted, `whole` names its total and `note` is
    one for the tables that have it. A dimension of `views`, by code, does not part the enterprises: it looks at them
    again, by another score; a table has one of them at most.
    """

    id: str
    label: Text
    concept: str
    members: Mapping[str, Text]
    edition: Text
    coded: bool = False
    always: tuple[str, ...] = ()
    whole: Text = _WHOLE
    note: str = ""
    views: Mapping[str, View] = field(default_factory=dict)


class _Late(Mapping[str, V]):
    """What `make` gives, asked for when it is first needed: the questionnaire is not read for tables without it."""

    def __init__(self, make: Callable[[], Mapping[str, V]]) -> None:
        self._make = make

    def __getitem__(self, code: str) -> V:
        return self._make()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._make())

    def __len__(self) -> int:
        return len(self._make())


@cache
def _parts() -> Mapping[str, Text]:
    """Groups of the summary tier, each followed by its areas; a group of one area stands for it."""
    found: dict[str, Text] = {}
    for group in load().summary_groups:
        found[group.id] = group.name
        if len(group.areas) > 1:
            found.update(
                (area.id, Text(f"{group.name.zh}：{area.name.zh}", f"{group.name.en}: {area.name.en}"))
                for area in group.areas
            )
    return found


@cache
def _part_views() -> Mapping[str, View]:
    return {code: View(score=part_column(code)) for code in _parts()}


def part_column(code: str) -> str:
    """The column of the frame that holds the scores of a group or area."""
    return f"part_{code.replace('-', '_')}"


OTHER_AREAS = "other"  # Hong Kong, Macao and Taiwan belong to no economic region, and are not among the 31 provinces
NOT_BEFORE, NOT_ASSESSED, NOT_STATED = "NEW", "NONE", "NS"
_LEVELS = {group.id: group.label for group in GROUPS["five"]}
_OWN = Text("本工具", "this toolkit")
_AREAS = Text(regions.EDITION, regions.EDITION)

_ALL = (
    Dimension(
        "production_type",
        Text("生产类型", "Type of production"),
        "TYPE",
        {"discrete": Text("离散型", "Discrete"), "process": Text("流程型", "Process")},
        _OWN,
    ),
    Dimension(
        "division",
        Text("行业大类", "Industry division"),
        "INDUSTRY",
        {code: division.name for code, division in industries.DIVISIONS.items()},
        Text(industries.EDITION, industries.EDITION),
        coded=True,
    ),
    Dimension(
        "economic_region",
        Text("经济地带", "Economic region"),
        "REF_AREA",
        {**regions.ECONOMIC_REGIONS, OTHER_AREAS: Text("港澳台", "Hong Kong, Macao and Taiwan")},
        _OWN,
    ),
    Dimension(
        "province",
        Text("省份", "Province"),
        "REF_AREA",
        {code: province.short for code, province in regions.PROVINCES.items()},
        _AREAS,
        coded=True,
        always=tuple(code for code, province in regions.PROVINCES.items() if province.economic_region),
    ),
    Dimension(
        "city",
        Text("城市", "City"),
        "REF_AREA",
        {code: city.short for code, city in regions.CITIES.items()},
        _AREAS,
        coded=True,
    ),
    Dimension("size", Text("企业规模", "Size of enterprise"), "SIZE", sizes.SIZES, _OWN),
    Dimension(
        "ownership",
        Text("控股情况", "Ownership"),
        "OWNERSHIP",
        {**ownership.OWNERSHIPS, NOT_STATED: Text("未填写", "Not stated")},
        ownership.EDITION,
    ),
    Dimension(
        "level_before",
        Text("上年等级", "Level a year before"),
        "LEVEL_BEFORE",
        {**_LEVELS, NOT_BEFORE: Text("上年未参加", "Took no part a year before")},
        _OWN,
    ),
    Dimension(
        "level_assessed",
        Text("评估等级", "Level found by assessors"),
        "LEVEL_ASSESSED",
        {**_LEVELS, NOT_ASSESSED: Text("未经评估", "Not assessed")},
        _OWN,
        note="assessed",
    ),
    Dimension(
        PARTS,
        Text("能力域", "Domain"),
        SERIES,
        _Late(_parts),
        _OWN,
        whole=Text("总分 S", "Score S"),
        note="parts",
        views=_Late(_part_views),
    ),
    Dimension(
        SAMPLE,
        Text("样本", "Sample"),
        SERIES,
        {
            "BEFORE": Text("全部企业：上年", "All, year before"),
            "SAME": Text("两年均参加：本年", "In both years: this year"),
            "SAME_BEFORE": Text("两年均参加：上年", "In both years: year before"),
        },
        _OWN,
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
        _OWN,
        whole=Text("全部企业：自评", "All: by themselves"),
        note="assessed",
        views={
            "OWN": View(known="level_assessed"),
            "ASSESSOR": View("score_assessed", "number_assessed", "level_assessed"),
        },
    ),
)
DIMENSIONS = {dimension.id: dimension for dimension in _ALL}
PLAIN = tuple(id for id, dimension in DIMENSIONS.items() if not dimension.views)  # those that part the enterprises


def looking(rows: Sequence[str]) -> str:
    """The dimension of views among `rows`, "" where there is none."""
    return next((id for id in rows if DIMENSIONS[id].views), "")


def view_of(rows: Sequence[str], key: Sequence[str]) -> View:
    """By what the row `key` of a table by `rows` looks at its enterprises."""
    found = (DIMENSIONS[id].views.get(code) for id, code in zip(rows, key, strict=True))
    return next((view for view in found if view), View())
