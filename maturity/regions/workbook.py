"""An index as plain tables in one language: what its workbook holds, before any file format.

Written by the entry point `index` of the group `maturity.regions`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path

from ..errors import refuse
from .index import Index
from .indicators import Indicator
from .sensitivity import Reversals, Without
from .words import CODES, LEVELS, METHOD, NO_CODES, warnings

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it holds numbers, and their decimals."""

    heading: str
    number: bool = False
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class WorkbookTable:
    """A table with its title and what must be known to read it. `id` is ASCII; rows have a value a column.

    The rows of a `plain` table, which may be tens of thousands, are written without styles, in a third of the time.
    """

    id: str
    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    plain: bool = False


@dataclass(frozen=True, slots=True)
class TableWorkbook:
    """The cover (facts as label and words, warnings) and the tables; `day` stands in the file's properties."""

    title: str
    language: str
    day: date
    facts: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]
    tables: tuple[WorkbookTable, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A file that went into an index: its name and the SHA-256 of its bytes."""

    name: str
    digest: str


def writer(suffix: str) -> Callable[[TableWorkbook, Path], None]:
    """The installed writer: `write(workbook, path)` raises Refusal where the file cannot be written.

    Raises Refusal `plan-unknown-suffix` for files other than .xlsx.
    """
    points = entry_points(group="maturity.regions", name="index")
    if suffix.lower() != ".xlsx" or not points:
        raise refuse("plan-unknown-suffix", found=suffix, allowed=".xlsx")
    found: Callable[[TableWorkbook, Path], None] = next(iter(points)).load()
    return found


def index_workbook(
    found: Index,
    without: tuple[Without, ...],
    swaps: Reversals,
    origins: Sequence[Origin],
    day: date,
    language: str,
) -> TableWorkbook:
    """The workbook of an index in `language` ("zh" or "en")."""
    builder = _WorkbookBuilder(found, without, swaps, language)
    tables = [builder.weights(), builder.ranks(), builder.values()]
    tables += [builder.sensitivity(), builder.ranks_without()] if without else []
    told = tuple(warnings(found, without, swaps, language))
    facts = tuple(builder.facts(origins, day))
    return TableWorkbook(found.indicators.title.of(language), language, day, facts, told, (*tables, builder.swapped()))


class _WorkbookBuilder:
    def __init__(self, found: Index, without: tuple[Without, ...], swaps: Reversals, language: str) -> None:
        self.found, self.without, self.swaps, self.language = found, without, swaps, language
        self.indicators = found.indicators.indicators
        self.dated = 0 not in found.years
        self.base = found.years[found.base_year]

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def facts(self, origins: Sequence[Origin], day: date) -> Iterator[tuple[str, str]]:
        """What is compared, where the data come from, and the method."""
        say, found, gap = self.say, self.found, self.say("：", ": ")
        level = LEVELS[found.indicators.level].of(self.language)
        yield say("地区", "Regions"), f"{level}{gap}{len(self.base.regions)}"
        yield say("指标", "Indicators"), str(len(self.indicators))
        if self.dated:
            yield say("年份", "Years"), say("、", ", ").join(map(str, found.years))
            yield say("基准年", "Base year"), str(found.base_year)
        yield say("数据来源", "Source of the data"), found.indicators.source.of(self.language)
        for origin in origins:
            yield say("所用文件", "File used"), f"{origin.name}\nSHA-256 {origin.digest}"
        yield say("制作日期", "Created on"), day.isoformat()
        for text in (*METHOD, CODES if self.base.codes else NO_CODES):
            yield say("方法", "Method"), text.of(self.language)

    def name(self, indicator: Indicator) -> str:
        unit = indicator.unit.of(self.language)
        return indicator.name.of(self.language) + (self.say(f"（{unit}）", f" ({unit})") if unit else "")

    def weights(self) -> WorkbookTable:
        say, base = self.say, self.found.base
        columns = (
            Column(say("编号", "Id")),
            Column(say("指标", "Indicator")),
            Column(say("方向", "Better")),
            Column(say("来源", "Source")),
            Column(say("权重", "Weight"), True, 6),
            Column(say("熵", "Entropy"), True, 6),
            Column(say("最低", "Lowest"), True, 4),
            Column(say("最高", "Highest"), True, 4),
        )
        better = {True: say("越高越好", "higher"), False: say("越低越好", "lower")}
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (
                *(one.id, self.name(one), better[one.higher_is_better]),
                (one.source or self.found.indicators.source).of(self.language),
                *(float(figure[place]) for figure in (base.weights, base.entropy, base.lowest, base.highest)),
            )
            for place, one in enumerate(self.indicators)
        )
        note = say("最低、最高为基准年各地区之中的数。", "Lowest and highest of the regions in the base year.")
        return WorkbookTable("weights", "权重 Weights", say("权重", "Weights"), (note,), columns, rows)

    def ranks(self) -> WorkbookTable:
        say, coded = self.say, any(scores.codes for scores in self.found.years.values())
        columns = (
            *((Column(say("年份", "Year")),) if self.dated else ()),
            Column(say("代码", "Code")),
            Column(say("地区", "Region")),
            *((Column(say("档", "Class")),) if coded else ()),
            Column(say("名次", "Rank"), True),
            Column(say("接近度", "Closeness"), True, 6),
        )
        note = say(
            "并列者名次相同，其后名次顺延（1、2、2、4）。", "Ties share a rank, and the next are left out (1, 2, 2, 4)."
        )
        rows = tuple(self._ranked(coded))
        return WorkbookTable("ranks", "名次 Ranks", say("名次", "Ranks"), (note,), columns, rows)

    def _ranked(self, coded: bool) -> Iterator[tuple[Value, ...]]:
        for year, scores in self.found.years.items():
            for place in sorted(range(len(scores.ranks)), key=scores.ranks.__getitem__):
                region, code = scores.regions[place], scores.codes[place] if scores.codes else None
                named = (*((str(year),) if self.dated else ()), region.code, region.name.of(self.language))
                yield (*named, *((code,) if coded else ()), scores.ranks[place], float(scores.closeness[place]))

    def values(self) -> WorkbookTable:
        say = self.say
        columns = (
            *((Column(say("年份", "Year")),) if self.dated else ()),
            Column(say("代码", "Code")),
            Column(say("地区", "Region")),
            *(Column(self.name(one), True, self._decimals(place)) for place, one in enumerate(self.indicators)),
        )
        rows = tuple(
            (*((str(year),) if self.dated else ()), region.code, region.name.of(self.language), *map(float, row))
            for year, found in self.found.table.years.items()
            for region, row in zip(found.regions, found.values, strict=True)
        )
        note = say("从文件中读到的数。", "The values as they were read from the file.")
        return WorkbookTable("values", "数据 Values", say("数据", "Values"), (note,), columns, rows)

    def _decimals(self, place: int) -> int:
        """As many decimals as the values of a column have, 6 at most."""
        found = [
            f"{value:.6f}".rstrip("0") for year in self.found.table.years.values() for value in year.values[:, place]
        ]
        return max(len(text.partition(".")[2]) for text in found)

    def sensitivity(self) -> WorkbookTable:
        say = self.say
        columns = (
            Column(say("去掉的指标", "Indicator left out")),
            Column(say("这时的第一名", "First then")),
            Column(say("权重", "Weight"), True, 6),
            Column(say("名次相关 ρ", "Rank correlation"), True, 4),
            Column(say("名次最大变动", "Largest change of rank"), True),
        )
        rows = tuple(
            (
                self.name(self.indicators[one.indicator]),
                say("、", ", ").join(region.name.of(self.language) for region in one.first[:5]),
                float(self.found.base.weights[one.indicator]),
                one.correlation,
                one.shift,
            )
            for one in self.without
        )
        note = say("基准年；去掉一个指标后权重重算。", "Base year; weights are computed again without the indicator.")
        return WorkbookTable(
            "sensitivity", "敏感性 Sensitivity", say("去掉一个指标", "Without one indicator"), (note,), columns, rows
        )

    def ranks_without(self) -> WorkbookTable:
        say = self.say
        columns = (
            Column(say("代码", "Code")),
            Column(say("地区", "Region")),
            Column(say("名次", "Rank"), True),
            *(Column(say("去掉：", "Without ") + one.name.of(self.language), True) for one in self.indicators),
        )
        places = sorted(range(len(self.base.ranks)), key=self.base.ranks.__getitem__)
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (
                *(self.base.regions[place].code, self.base.regions[place].name.of(self.language)),
                *(self.base.ranks[place], *(one.ranks[place] for one in self.without)),
            )
            for place in places
        )
        title = say("去掉一个指标后的名次", "Ranks without one indicator")
        return WorkbookTable(
            "ranks_without", "去掉一项 Without one", title, (say("基准年。", "Base year."),), columns, rows
        )

    def swapped(self) -> WorkbookTable:
        say = self.say
        columns = (
            Column(say("去掉的地区", "Region left out")),
            Column(say("互换先后的地区", "Regions that swap")),
            Column(say("互换的对数", "Pairs that swap"), True),
        )
        rows = tuple(
            (
                one.left_out.name.of(self.language),
                say("；", "; ").join(" – ".join(region.name.of(self.language) for region in pair) for pair in one.pairs)
                + (" …" if one.count > len(one.pairs) else ""),
                one.count,
            )
            for one in self.swaps.found
        )
        return WorkbookTable(
            "swaps", "互换 Swaps", say("去掉一个地区", "Without one region"), self._compared(), columns, rows
        )

    def _compared(self) -> tuple[str, ...]:
        say, window = self.say, self.swaps.window
        first = say(
            "基准年；去掉一个地区后上下限和权重重算，其他地区中先后颠倒的各对。",
            "Base year; limits and weights are computed again without the region: pairs of others that stand the other "
            "way round.",
        )
        if not self.swaps.found:
            return first, say("没有互换的。", "None swap.")
        more = say(f"只比较名次相差不超过 {window} 位的各对。", f"Pairs up to {window} ranks apart were compared.")
        return (first,) if self.swaps.whole else (first, more)
