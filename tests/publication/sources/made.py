"""Releases of registers in memory."""

import csv
from datetime import date

from maturity.publication.publish import without_submissions
from maturity.publication.release import build
from maturity.publication.sources.brought import read_regional, read_targets
from maturity.publication.sources.data import Register, Sources
from maturity.questionnaire import load
from maturity.regions.indicators import read_indicators
from maturity.registers.national import national_lists
from maturity.statistics.plan import load_plan

from ...registers.made import added
from ...statistics.world import frame_2021

DAY = date(2022, 12, 31)
PLAN = load_plan("register")


def release_of(events, stocks=(), plan=PLAN):
    sources = Sources(2022, Register(DAY, tuple(events), dict(stocks)))
    return without_submissions(plan, 2022, load(), DAY, sources).release


def cells(release, id):
    """{key: {column: cell}} of a table."""
    table = next(one for one in release.tables if one.id == id)
    ids = [column.id for column in table.columns]
    return {row.key[0]: dict(zip(ids, row.cells, strict=True)) for row in table.rows}


def national():
    """Events with the sums of the first six lists; all parks but one stand in Jiangsu."""
    for one in national_lists():
        if one.batch.isdecimal() and int(one.batch) <= 6:
            day = date.fromisoformat(f"{one.published}-01")
            for number in range(one.added):
                yield added(f"{one.kind} {one.batch} {number}", one.kind, day, one.batch)


INDICATORS = """
title: {zh: 示例指数, en: Example index}
level: LEVEL
source: {zh: 虚构的示例数据, en: Made-up example data}
BASE
indicators:
  - id: plants
    name: {zh: 绿色工厂数, en: Plants}
    better: higher
  - id: energy
    name: {zh: 单位能耗, en: Energy}
    unit: {zh: 吨, en: t}
    better: lower
  - id: waste
    name: {zh: 利用率, en: Use}
    unit: {zh: "%", en: "%"}
    better: higher
"""
FIRST = [[12, 0.80, 65], [3, 0.55, 73], [0, 0.90, 40], [7, 0.60, 88]]  # golden values of four regions and two years
SECOND = [[13, 0.78, 70], [5, 0.56, 75], [1, 0.85, 48], [9, 0.58, 90]]


def regional_of(folder, years, names="ABCD", level="other", text=None):
    """A table of regions that was read from files; `years` are rows of values by year, 0 for none."""
    described = text or INDICATORS.replace("LEVEL", level).replace("BASE", "base_year: 2021" if 2021 in years else "")
    ids = [one.id for one in read_indicators(described).indicators]
    with (folder / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["region", *(["year"] if 0 not in years else []), *ids])
        for year, rows in years.items():
            writer.writerows([name, *([year] if year else []), *row] for name, row in zip(names, rows, strict=True))
    (folder / "indicators.yaml").write_text(described, encoding="utf-8")
    return read_regional(folder / "regions.csv", folder / "indicators.yaml", ("regions.csv", "indicators.yaml"))


def targets_of(folder, *lines):
    (folder / "actual.csv").write_text("\n".join(lines), encoding="utf-8")
    return read_targets(folder / "actual.csv", "actual.csv")


def of_sources(plan, year=2022, **given):
    return without_submissions(load_plan(plan), year, load(), DAY, Sources(year, **given)).release


def brought_release(plan, folder):
    """A release of a shipped plan with invented data of four provinces."""
    regional = regional_of(folder, {0: FIRST}, ["江苏", "浙江", "安徽", "福建"], "province")
    sources = Sources(2021, regions=regional, targets=targets_of(folder, "indicator,actual", "steel-energy,566"))
    if load_plan(plan).tables:
        return build(load_plan(plan), frame_2021(), load(), 2021, sources=sources)
    return without_submissions(load_plan(plan), 2021, load(), DAY, sources).release
