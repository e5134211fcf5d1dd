"""Tables of an index of regions by entropy-weight TOPSIS: ranks with their sensitivity, and the weights."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from ...errors import refuse
from ...questionnaire import Text
from ...regions.index import Index, Scores, base_of, closeness, index
from ...regions.indicators import Indicator
from ...regions.ranks import ranks
from ...regions.sensitivity import reversals, without_each
from ...regions.table import Region
from ...regions.words import CODES, LEVELS, METHOD, warnings
from ...statistics.breakdowns import Breakdowns
from ...statistics.dimensions import OWN, SERIES, Dimension
from ...statistics.sources.shapes import SourceTable
from ...statistics.table import Origin, Row, Table
from .brought import Regional
from .measures import RANK, column, words
from .naming import (
    decimals_of,
    indicator_code,
    indicator_dimension,
    name_columns,
    region_code,
    region_dimension,
)
from .tables import table_of

_DEPENDS = Text(
    "名次只在这些地区、这些指标之内成立：增减一个地区或指标，其他地区的先后也可能改变。",
    "Ranks hold among these regions and by these indicators only: with a region or an indicator more or less, the "
    "order of others may change.",
)
_YEAR = Text("年份", "Year")
_BETTER = {True: Text("越高越好", "higher is better"), False: Text("越低越好", "lower is better")}


def year_of(regional: Regional, year: int) -> int:
    """The year of the table that a release of `year` shows, 0 where it has none. Raises Refusal `plan-regions-year`."""
    years = regional.table.years
    if 0 in years:
        return 0
    if year not in years:
        raise refuse("plan-regions-year", year=year, allowed=", ".join(map(str, years)))
    return year


def years_until(regional: Regional, year: int) -> tuple[int, ...]:
    """The years of the table up to `year`; none where it has no years."""
    return tuple(sorted(one for one in regional.table.years if 0 < one <= year))


def origin_of(regional: Regional, remarks: Iterable[Text]) -> Origin:
    """Where a table of regions comes from: its source and the digests of its files."""
    return Origin(regional.indicators.source, tuple(remarks), regional.files)


def scope_of(regional: Regional, year: int, count: int) -> Text:
    """The regions, the set of indicators and the years of a table."""
    level, named = LEVELS[regional.indicators.level], regional.indicators
    zh = f"{named.title.zh}：{level.zh} {count} 个，指标 {len(named.indicators)} 个"
    en = f"{named.title.en}: {level.en.lower()} ({count}), indicators ({len(named.indicators)})"
    return Text(f"{zh}，{year} 年", f"{en}, {year}") if year else Text(zh, en)


def index_table(plan: SourceTable, number: int, by: Breakdowns, regional: Regional, year: int) -> Table:
    """Ranks and closeness of the regions in a year, best first, by limits and weights of the base year."""
    found, shown = index(regional.table, regional.indicators), year_of(regional, year)
    scores, level = found.years[shown], regional.indicators.level
    dimension = region_dimension(level, scores.regions)
    coded = [words("class", "档", "Class", CODES)] if scores.codes else []
    best, worst = _without(found, shown)
    rows = []
    for place in sorted(range(len(scores.ranks)), key=scores.ranks.__getitem__):
        region = scores.regions[place]
        code = region_code(level, region)
        named = (code, region.name) if dimension.coded else (region.name,)
        label = (Text(scores.codes[place], scores.codes[place]),) if scores.codes else ()
        near = Fraction(float(scores.closeness[place]))
        rows.append(Row((code,), None, (scores.ranks[place], *named, *label, near, best[place], worst[place])))
    measures = map(column, ("closeness", "rank_best", "rank_worst"))
    remarks = (*METHOD[:4], _DEPENDS, *_warnings(found), *([CODES] if scores.codes else []))
    return table_of(
        plan,
        number,
        by,
        (dimension,),
        scope=_with_base(scope_of(regional, shown, len(rows)), found),
        columns=(RANK, *name_columns(dimension), *coded, *measures),
        rows=rows,
        origin=origin_of(regional, remarks),
        ranked_by="closeness",
    )


def years_table(plan: SourceTable, number: int, by: Breakdowns, regional: Regional, year: int) -> Table:
    """Ranks and closeness of the regions in every year up to `year`, by limits and weights of the base year: a region's
    years one below the other, regions in the order of the last.
    """
    found, last = index(regional.table, regional.indicators), year_of(regional, year)
    shown = years_until(regional, last)
    level, places = regional.indicators.level, dict[Region, dict[int, int]]()
    for one in shown:
        for place, region in enumerate(found.years[one].regions):
            places.setdefault(region, {})[one] = place
    latest = {region: found.years[last].ranks[of[last]] for region, of in places.items() if last in of}
    order = sorted(places, key=lambda region: latest.get(region, len(places) + 1))
    area = region_dimension(level, order)
    period = Dimension("year", _YEAR, SERIES, {f"YEAR_{one}": Text(f"{one}", f"{one}") for one in shown}, OWN)
    rows = [
        _of_year(area, region_code(level, region), region, period, found.years[one], (one, place))
        for region in order
        for one, place in places[region].items()
    ]
    return table_of(
        plan,
        number,
        by,
        (area, period),
        scope=_with_base(scope_of(regional, last, len(order)), found),
        columns=(*name_columns(area), *name_columns(period), column("closeness"), RANK),
        rows=rows,
        origin=origin_of(regional, (*METHOD[:4], _DEPENDS, *_warnings(found))),
    )


def _of_year(area: Dimension, code: str, region: Region, period: Dimension, scores: Scores, at: tuple[int, int]) -> Row:
    """The row of a region in a year, `at` that year and its place in it."""
    year, place = at
    named = (code, region.name) if area.coded else (region.name,)
    told = period.members[f"YEAR_{year}"], Fraction(float(scores.closeness[place])), scores.ranks[place]
    return Row((code, f"YEAR_{year}"), None, (*named, *told))


def weights_table(plan: SourceTable, number: int, by: Breakdowns, regional: Regional, year: int) -> Table:
    """The weights, and the best and worst point of every indicator, as the base year sets them."""
    found = index(regional.table, regional.indicators)
    base, several = found.base, regional.indicators.indicators
    shifts = {one.indicator: one.shift for one in without_each(found)} or {0: 0}
    dimension = indicator_dimension(several)
    places = decimals_of([*base.lowest, *base.highest])
    rows = []
    for place, one in enumerate(several):
        ends = [Fraction(float(end[place])) for end in (base.highest, base.lowest)]
        best, worst = ends if one.higher_is_better else reversed(ends)
        figures = (Fraction(float(base.weights[place])), Fraction(float(base.entropy[place])), best, worst)
        named = (one.name, one.unit, _BETTER[one.higher_is_better])
        rows.append(Row((indicator_code(one),), None, (*named, *figures, shifts[place])))
    columns = (
        *name_columns(dimension),
        *(words("unit", "单位", "Unit"), words("better", "方向", "Better")),
        *(column("weight"), column("entropy"), column("ideal", None, places), column("worst", None, places)),
        column("rank_shift"),
    )
    return table_of(
        plan,
        number,
        by,
        (dimension,),
        scope=_with_base(scope_of(regional, 0, len(found.years[found.base_year].regions)), found),
        columns=columns,
        rows=rows,
        origin=origin_of(regional, (METHOD[1], *_sources(several))),
    )


def _without(found: Index, year: int) -> tuple[list[int], list[int]]:
    """The best and the worst rank of each region of a year, when one indicator after the other is left out of the base
    year; the rank itself of an index by one indicator.
    """
    higher = [one.higher_is_better for one in found.indicators.indicators]
    first, values = (found.table.years[one].values for one in (found.base_year, year))
    every = [found.years[year].ranks] if len(higher) == 1 else []
    for place in range(len(higher)) if len(higher) > 1 else ():
        base = base_of(np.delete(first, place, axis=1), [*higher[:place], *higher[place + 1 :]])
        scaled = base.scaled(np.delete(values, place, axis=1))
        every.append(ranks(closeness(scaled, base.weights, base.tells)))
    by_region = list(zip(*every, strict=True))
    return [min(one) for one in by_region], [max(one) for one in by_region]


def _warnings(found: Index) -> Iterator[Text]:
    without, swaps = without_each(found), reversals(found)
    zh, en = (warnings(found, without, swaps, language) for language in ("zh", "en"))
    return (Text(*pair) for pair in zip(zh, en, strict=True))


def _with_base(scope: Text, found: Index) -> Text:
    if not found.base_year:
        return scope
    return Text(f"{scope.zh}；基准年 {found.base_year}", f"{scope.en}; base year {found.base_year}")


def _sources(several: Sequence[Indicator]) -> Iterator[Text]:
    """The sources of indicators that have one of their own."""
    for one in several:
        if one.source:
            yield Text(f"{one.name.zh}：{one.source.zh}", f"{one.name.en}: {one.source.en}")
