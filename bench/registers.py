"""Registers and indices of regions: as multiples of sorting the same values, and of reading the same table once."""

import csv
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from maturity.classification.regions import PROVINCES
from maturity.intake.spreadsheets.table import read_table
from maturity.questionnaire import Text
from maturity.regions.index import index
from maturity.regions.indicators import Indicator, IndicatorSet
from maturity.regions.table import Region, RegionalTable, Year
from maturity.registers.ledger import units_on
from maturity.registers.reading import read_events
from maturity.registers.stockflow import stock_and_flow

from .scoring import best

REGIONS, INDICATORS, YEARS, ROWS = 3_000, 40, 10, 10_000


def _index() -> None:
    """The index of all counties over ten years; the goal is a second."""
    values = np.random.default_rng(1).random((YEARS, REGIONS, INDICATORS))
    several = tuple(Indicator(f"i{n}", Text("指标", "Indicator")) for n in range(INDICATORS))
    named = tuple(Region(str(n), Text("地区", "Region")) for n in range(REGIONS))
    table = RegionalTable("bench", several, {2015 + n: Year(named, one) for n, one in enumerate(values)})
    described = IndicatorSet(Text("指数", "Index"), "other", Text("虚构", "Made up"), None, several)
    once, spent = best(lambda: np.sort(values, axis=1)), best(lambda: index(table, described))
    print(
        f"index of {REGIONS:,} regions, {INDICATORS} indicators, {YEARS} years: {spent:.2f} s = {spent / once:.1f} x "
        "sorting the values (goal 1 s)"
    )


def _register() -> None:
    """The reading of a list, and stock and flow of what it holds; the goal is five seconds."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "list.csv")
        provinces = [one.short.zh for one in PROVINCES.values()]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["类别", "名称", "省份", "批次", "日期"])
            for n in range(ROWS):
                day = f"20{17 + n % 6}-09-01"
                writer.writerow(["绿色工厂", f"示例{n:05d}厂", provinces[n % 31], str(1 + n % 6), day])
        once = best(lambda: list(read_table(path, {}).rows), 3)
        start = time.perf_counter()
        plan = read_events(path, {}, date(2026, 1, 31))
        spent = time.perf_counter() - start
        print(f"list of {ROWS:,} rows checked: {spent:.2f} s = {spent / once:.0f} x reading the table once (goal 5 s)")
        start = time.perf_counter()
        units_on(plan.events)
        stock_and_flow(plan.events)
        spent = time.perf_counter() - start
        print(f"units, stock and flow of {ROWS:,} events: {spent:.2f} s = {spent / once:.1f} x reading the table once")


def main() -> None:
    """Measure both."""
    _index()
    _register()


if __name__ == "__main__":
    main()
