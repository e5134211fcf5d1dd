"""Tables of regions that users bring: one row a region (and year), one column an indicator, all mistakes at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import isnan
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..classification.regions import misspelt, read_city, read_province
from ..errors import Place, Problem, Refusal, refuse
from ..intake.bulk.columns import find_columns
from ..intake.bulk.ignored import Ignored, ignored_positions
from ..intake.bulk.rows import ProblemList
from ..intake.spreadsheets.table import Table, read_table
from ..questionnaire import Text
from ..text.plain import folded, normalised, one_line
from .cells import read_value, read_year
from .indicators import Indicator, Level

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
REGION, YEAR = "region", "year"
_HEADINGS: Mapping[str, Sequence[str]] = {
    "province": ("省份", "省", "省区市", "省（区、市）", "province"),
    "city": ("城市", "市", "地市", "地级市", "city"),
    "other": (),
}
_ANY = ("地区", "地区名称", "区域", "region")
_YEARS = ("年份", "年度", "年", "year")
_TOTALS = ("合计", "总计", "小计", "平均", "均值")  # at the end: 东部合计
_WHOLE = ("全国", "全省", "中国", "total", "mean", "average", "china", "national")
_NO_YEAR = 0
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its official code, or its own name where the level is "other"; and its name."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Year:
    """n regions of one year in the order of the table; `values` (n, indicators) holds NaN where there is no value."""

    regions: tuple[Region, ...]
    values: Numbers


@dataclass(frozen=True, slots=True)
class RegionalTable:
    """A table that was read without a mistake; `years` by number, ascending, 0 where the table has no column of years.

    `beside` are headings of columns that were not read; `fractions` ids of columns in per cent that may hold fractions
    of 1: no value is beyond 1, and none has the sign.
    """

    source: str
    indicators: tuple[Indicator, ...]
    years: Mapping[int, Year]
    beside: tuple[str, ...] = ()
    fractions: tuple[str, ...] = ()

    def only(self, year: int | None = None) -> Year:
        """The rows of `year`, or of the one year there is. Raises Refusal regions-which-year, regions-base-year."""
        allowed = ", ".join(map(str, self.years))
        if year is None and len(self.years) > 1:
            raise refuse("regions-which-year", Place(self.source), allowed=allowed)
        if year is not None and year not in self.years:
            raise refuse("regions-base-year", Place(self.source), wanted=year, allowed=allowed)
        return self.years[year] if year is not None else next(iter(self.years.values()))


def read_regions(
    path: Path,
    indicators: Sequence[Indicator],
    level: Level,
    seen: Callable[[Table], None] = lambda table: None,
    *,
    asked: bool = False,
) -> RegionalTable:
    """The values of `indicators` in the table at `path` (CSV, .xlsx, .ods, .xls, Parquet).

    `seen` is called with the table. `asked` says that the user named the columns instead of describing them. Raises
    Refusal with every mistake: places that are unknown or stand twice, cells
    that hold no number, columns without any, fewer than two regions.
    """
    table = read_table(path, _headings(indicators, level))
    seen(table)
    wanted = [one.id for one in indicators]
    if asked:
        _refuse_unknown(table, wanted)
    where = _positions(table, [REGION, *wanted])
    beside = Ignored(ignored_positions(table.header, where), where.values())
    reader = _Reader(table.source, indicators, level, where)
    for row, cells in beside.read_rows(table.rows):
        reader.read(row, cells)
    unread = tuple(name for place, name in enumerate(table.header) if name and place not in where.values())
    years = reader.years()
    return RegionalTable(table.source, tuple(indicators), years, unread, tuple(reader.fractions(years)))


def _headings(indicators: Sequence[Indicator], level: Level) -> dict[str, str]:
    names = dict.fromkeys((*_ANY, *_HEADINGS[level]), REGION) | dict.fromkeys(_YEARS, YEAR)
    return names | {heading: one.id for one in indicators for heading in one.headings or (one.id,)}


def _refuse_unknown(table: Table, wanted: Sequence[str]) -> None:
    held, place = ", ".join(name for name in table.header if name)[:200], Place(table.source, table.row)
    problems = [
        Problem("regions-no-column", place, {"column": name[:40], "held": held})
        for name in wanted
        if name not in table.header
    ]
    if problems:
        raise Refusal(*problems)


def _positions(table: Table, wanted: list[str]) -> dict[str, int]:
    """Where the wanted columns stand, and that of years; others may stand beside them. Raises Refusal for missing ones,
    naming what may be meant.
    """
    missing = [name for name in wanted if name not in table.header]
    others = {name for name in table.header if name and name not in wanted}
    near = {name for name in others if get_close_matches(name, missing, n=1, cutoff=0.6)}
    found = find_columns(table.header, wanted, table.source, (YEAR, *(others - near)), table.row)
    return {name: found[name] for name in (*wanted, YEAR) if name in found}


class _Reader:
    """Reads rows of one table; what is wrong is kept until the end."""

    def __init__(self, source: str, indicators: Sequence[Indicator], level: Level, where: Mapping[str, int]) -> None:
        self.indicators, self.level, self.where = indicators, level, where
        self.findings = ProblemList(source)
        self.rows: dict[int, dict[str, tuple[int, str]]] = {}  # the row and what it calls the region, by code
        self.regions: dict[str, Region] = {}
        self.unknown: list[tuple[int, Problem]] = []
        self.values: dict[int, list[list[float]]] = {}
        self.gaps: dict[str, list[tuple[int, str]]] = {one.id: [] for one in indicators}
        self.marked: dict[str, set[bool]] = {
            one.id: set() for one in indicators
        }  # whether cells have a sign of per cent
        self.count = 0

    def read(self, row: int, cells: Sequence[str]) -> None:
        problems: list[Problem] = []
        region, year = self._region(cells, row, problems), self._year(cells, problems)
        shown = one_line(cells[self.where[REGION]])[:40] or f"{row}"
        values = [self._value(one, cells, row, shown, problems) for one in self.indicators]
        self.count += 1
        if region and year is not None:
            first, _ = self.rows.setdefault(year, {}).setdefault(region.code, (row, shown))
            self.regions[region.code] = region
            self.values.setdefault(year, []).append(values)
            if first != row:
                column = Place(column=REGION)
                problems.append(Problem("regions-repeated", column, {"region": shown, "first": first}))
        self.findings.add(problems, row)

    def _value(
        self, indicator: Indicator, cells: Sequence[str], row: int, shown: str, problems: list[Problem]
    ) -> float:
        before = len(problems)
        value = read_value(indicator, cells[self.where[indicator.id]], shown, problems)
        if isnan(value) and len(problems) == before:
            self.gaps[indicator.id].append((row, shown))
        elif not isnan(value):
            self.marked[indicator.id].add(normalised(cells[self.where[indicator.id]]).endswith("%"))
        return value

    def _region(self, cells: Sequence[str], row: int, problems: list[Problem]) -> Region | None:
        text, place = cells[self.where[REGION]], Place(column=REGION)
        word = folded(text).replace(" ", "")
        if not word:
            problems.append(Problem("regions-no-name", place))
        elif word in _WHOLE or word.endswith(_TOTALS):
            problems.append(Problem("regions-total", place, {"found": word[:40]}))
        else:
            try:
                return named_region(text, self.level, place)
            except Refusal as refusal:
                self.unknown += [(row, problem) for problem in refusal.problems]
        return None

    def _year(self, cells: Sequence[str], problems: list[Problem]) -> int | None:
        return read_year(cells[self.where[YEAR]], YEAR, problems) if YEAR in self.where else _NO_YEAR

    def years(self) -> dict[int, Year]:
        """Everything that was read. Raises Refusal with all mistakes."""
        for row, problem in self.unknown:  # what else stands in the table tells which places can be meant
            self.findings.insert([(row, misspelt(problem, self.regions))], 1)
        for one in self.indicators:
            self._missing(one, self.gaps[one.id])
            if len(self.marked[one.id]) > 1:
                self.findings.add([Problem("regions-per-cent", Place(column=one.id))], 0)
        self._refuse()
        found = {
            year: Year(tuple(self.regions[code] for code in self.rows[year]), np.array(values, np.float64))
            for year, values in sorted(self.values.items())
        }
        self.findings.add(_sizes(found), 0)
        self._refuse()
        return found

    def fractions(self, years: Mapping[int, Year]) -> Iterator[str]:
        """Columns in per cent whose values may be fractions of 1, as cells with a format of per cent hold them."""
        for place, one in enumerate(self.indicators):
            largest = max(np.nanmax(np.abs(found.values[:, place]), initial=0.0) for found in years.values())
            if "%" in one.unit.zh and 0 < largest <= 1 and self.marked[one.id] == {False}:
                yield one.id

    def _refuse(self) -> None:
        refusal = self.findings.refusal()
        if refusal:
            raise refusal

    def _missing(self, indicator: Indicator, gaps: Sequence[tuple[int, str]]) -> None:
        """What a column lacks: everything, or values of regions that need one."""
        column = Place(column=indicator.id)
        if self.count and len(gaps) == self.count:
            self.findings.add([Problem("regions-empty-column", column)], 0)
        elif indicator.required:
            for row, shown in gaps:
                self.findings.add([Problem("regions-no-value", column, {"region": shown})], row)


def _sizes(years: Mapping[int, Year]) -> Iterator[Problem]:
    """Years in which there is nothing to compare."""
    for year, found in (years or {_NO_YEAR: Year((), np.empty((0, 0)))}).items():
        if len(found.regions) < _LEAST:
            yield Problem("regions-few", Place(column=str(year or "")), {"count": len(found.regions)})


def named_region(text: str, level: Level, place: Place) -> Region:
    """The region that `text` names; `place` is told where none is. Raises Refusal of the classification."""
    if level == "other":
        name = one_line(text)
        return Region(folded(text), Text(name, name))
    found = read_province(text, place) if level == "province" else read_city(text, place)
    return Region(found.code, found.short)
