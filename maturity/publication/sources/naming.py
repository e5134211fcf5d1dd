"""Dimensions of tables of regions: regions, indicators and targets, with their codes."""

from collections.abc import Iterable, Sequence

from ...questionnaire import Text
from ...regions.indicators import Indicator, Level
from ...regions.table import Region
from ...statistics.dimensions import CLASSIFICATIONS, OWN, SERIES, Dimension
from ...statistics.table import Column
from .measures import code_of, words

AREA = "REF_AREA"
_REGION = Text("地区", "Region")


def region_dimension(level: Level, regions: Iterable[Region]) -> Dimension:
    """The dimension of provinces or cities, or of regions that the table names itself."""
    if level != "other":
        return CLASSIFICATIONS[level]
    members = {region_code(level, one): one.name for one in regions}
    return Dimension("region", _REGION, AREA, members, OWN)


def region_code(level: Level, region: Region) -> str:
    """The code of a region in tables."""
    return region.code if level != "other" else f"AREA_{code_of(region.code)}"


def indicator_dimension(indicators: Sequence[Indicator]) -> Dimension:
    """The dimension of the indicators of a set."""
    members = {indicator_code(one): one.name for one in indicators}
    return Dimension("indicator", Text("所用指标", "Indicator"), SERIES, members, OWN)


def indicator_code(indicator: Indicator) -> str:
    """The code of an indicator in tables."""
    return f"IND_{indicator.id.upper().replace('-', '_')}"


def name_columns(dimension: Dimension) -> tuple[Column, ...]:
    """The columns that name the rows of a dimension: its code where that is official, and its name."""
    label = dimension.label
    named = words(dimension.id, label.zh, label.en)
    if not dimension.coded:
        return (named,)
    code = Text(f"{label.zh}代码", f"{label.en} code")
    said = Text(f"{dimension.edition.zh}代码；合计没有代码。", f"Code of {dimension.edition.en}; a total has none.")
    return Column(f"{dimension.id}_code", code, "code", Text("", ""), 0, said), named


def decimals_of(values: Iterable[float], most: int = 4) -> int:
    """As many decimals as the values have, `most` at most."""
    return max((len(f"{one:.{most}f}".rstrip("0").partition(".")[2]) for one in values), default=0)
