"""By what a table can be broken down: each dimension with its codes in official order and their names."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..classification import industries, regions, sizes
from ..questionnaire import Text


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown. `concept` is its tidy column; `coded` says whether its codes are official and shown.

    `always` are the codes that a table lists even where nothing was counted.
    """

    id: str
    label: Text
    concept: str
    members: Mapping[str, Text]
    edition: Text
    coded: bool = False
    always: tuple[str, ...] = ()


OTHER_AREAS = "other"  # Hong Kong, Macao and Taiwan belong to no economic region, and are not among the 31 provinces
NOT_BEFORE = "NEW"
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
        "level_before",
        Text("上年等级", "Level a year before"),
        "LEVEL_BEFORE",
        {
            "LE1": Text("一级及以下", "Level 1 or below"),
            "L2": Text("二级", "Level 2"),
            "L3": Text("三级", "Level 3"),
            "L4": Text("四级", "Level 4"),
            "L5": Text("五级", "Level 5"),
            NOT_BEFORE: Text("上年未参加", "Took no part a year before"),
        },
        _OWN,
    ),
)
DIMENSIONS = {dimension.id: dimension for dimension in _ALL}
