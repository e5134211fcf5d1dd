"""A release: finished tables with all that is said about them. The only thing an exporter of aggregates is ever given.

The tidy rows are made from the tables, never beside them: what a table does not show, no file holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .errors import refuse
from .questionnaire import Questionnaire, Text
from .statistics.describe import CodeList, Fact, Note, code_lists, metadata, notes
from .statistics.dimensions import DIMENSIONS
from .statistics.plan import Plan
from .statistics.quality import Line
from .statistics.table import STATUS_TEXTS, TOTAL, Cell, Column, Row, Status, Table, shown
from .words import half_up

if TYPE_CHECKING:
    import pandas as pd

    from .disclosure.rules import Rules

INTERNAL = "仅供内部使用 For internal use only"
_INTERNAL_MARK = "-internal"
_UNITS = {
    **dict.fromkeys(("share", "ci_low", "ci_high"), "PC"),
    **dict.fromkeys(("mean", "median", "q1", "q3"), "SCORE"),
    "count": "ENT",
    "rank": "RANK",
}


class Observation(NamedTuple):
    """One tidy row; its field names in capitals are the columns of the data. Without a value a status says why."""

    time_period: int
    ref_area: str
    industry: str
    type: str
    size: str
    level_before: str
    level: str
    measure: str
    unit_measure: str
    obs_value: int | Fraction | None
    obs_status: str
    conf_status: str
    n_base: int | None
    decimals: int
    table_id: str


TIDY_COLUMNS = {
    "TIME_PERIOD": Text("年份", "Year."),
    "REF_AREA": Text("地区代码；_T 为全部。", "Code of the area; _T is all."),
    "INDUSTRY": Text("行业大类代码；_T 为全部。", "Code of the industry division; _T is all."),
    "TYPE": Text("生产类型；_T 为全部。", "Type of production; _T is all."),
    "SIZE": Text("企业规模；_T 为全部。", "Size of enterprise; _T is all."),
    "LEVEL_BEFORE": Text("上年成熟度等级组；_T 为全部。", "Level group a year before; _T is all."),
    "LEVEL": Text("成熟度等级组；_T 为不分等级。", "Level group; _T is without regard to level."),
    "MEASURE": Text(
        "指标：count 企业数、share 占比、ci_low 和 ci_high 占比的区间、mean 平均、median 中位数、"
        "q1 和 q3 四分位数、rank 名次。",
        "Measure: count, share, ci_low and ci_high (interval of the share), mean, q1 and q3 (quartiles), median, rank.",
    ),
    "UNIT_MEASURE": Text(
        "单位：ENT 家、PC 百分之一、SCORE 分、RANK 名次。",
        "Unit: ENT enterprises, PC per cent, SCORE points, RANK place.",
    ),
    "OBS_VALUE": Text(
        "数值，未舍入；空白的原因见状态列。",
        "The value, not rounded; where it is empty the status columns say why.",
    ),
    "OBS_STATUS": Text("A 正常；M 没有数值。", "A normal; M no value."),
    "CONF_STATUS": Text(
        "N 仅供内部使用，不得发布；F 可以发布；C 为保护单个企业而不公布。",
        "N not for publication, internal use only; F free; C confidential.",
    ),
    "N_BASE": Text("本行总体的企业数；不公布时为空。", "Enterprises in the row's population; empty if confidential."),
    "DECIMALS": Text("显示时的小数位数。", "Decimals for display."),
    "TABLE_ID": Text("所在表的编号。", "Id of the table it stands in."),
}


@dataclass(frozen=True)
class Release:
    """What is published for one year, in both languages. `base` counts the enterprises behind it.

    `internal` is True as long as nothing protects single enterprises: every file then says so.
    """

    id: str
    title: Text
    scope: Text
    publisher: Text | None
    year: int
    as_of: date
    base: int
    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    codes: tuple[CodeList, ...]
    metadata: tuple[Fact, ...]
    internal: bool = True
    quality: tuple[Line, ...] = ()

    @cached_property
    def dictionary(self) -> tuple[Column, ...]:
        """Every column of the tables once, in the order of first use."""
        return tuple({column.id: column for table in self.tables for column in table.columns}.values())

    @cached_property
    def tidy(self) -> tuple[Observation, ...]:
        """The tidy rows, see :func:`tidy`."""
        return tuple(tidy(self))

    @cached_property
    def checksum(self) -> str:
        """SHA-256 over the tidy rows, one a line, fields joined by commas, values as exact fractions."""
        lines = "\n".join(",".join("" if field is None else str(field) for field in row) for row in self.tidy)
        return sha256(lines.encode()).hexdigest()

    def note_numbers(self, ids: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers under which the notes `ids` stand in this release."""
        return tuple(note.number for note in self.notes if note.id in ids)


class Count(NamedTuple):
    """What a table holds, to be counted again in a finished file: rows below the header, and cells in them."""

    table: str
    rows: int
    cells: int


def build(
    plan: Plan, frame: "pd.DataFrame", questionnaire: Questionnaire, year: int, *, as_of: date | None = None
) -> Release:
    """The internal release of `plan` for `year` from the enterprises of `frame`; other years in it are left out.

    Raises Refusal where the year has no records. For `as_of` see :func:`assemble`.
    """
    from .statistics.tabulate import tabulate  # DuckDB and Ibis are needed here and nowhere else

    records = frame[frame["year"] == year]
    if not len(records):
        raise refuse("plan-no-records", year=year)
    return assemble(plan, tabulate(plan, records), questionnaire, year, len(records), as_of=as_of)


def assemble(
    plan: Plan,
    tables: tuple[Table, ...],
    questionnaire: Questionnaire,
    year: int,
    base: int,
    *,
    as_of: date | None = None,
    rules: "Rules | None" = None,
) -> Release:
    """Finished `tables` over `base` enterprises with all that is said about them.

    `as_of` is the day of the snapshot, by default the last of the year. `rules` are those by which `tables` were
    protected; without any the release is internal.
    """
    day = as_of or date(year, 12, 31)
    return Release(
        id=plan.id,
        title=plan.title,
        scope=plan.scope,
        publisher=plan.publisher,
        year=year,
        as_of=day,
        base=base,
        tables=tables,
        notes=notes(questionnaire, tables),
        codes=code_lists(tables),
        metadata=metadata(plan, questionnaire, year, day, base, rules),
        internal=rules is None,
    )


def tidy(release: Release) -> Iterator[Observation]:
    """Every figure of every table as one row, in the order of the tables."""
    for table in release.tables:
        for row, column, cell in table.figures():
            place = _place(table, row)
            empty = isinstance(cell, Status)
            yield Observation(
                release.year,
                place.get("REF_AREA", TOTAL),
                place.get("INDUSTRY", TOTAL),
                place.get("TYPE", TOTAL),
                place.get("SIZE", TOTAL),
                place.get("LEVEL_BEFORE", TOTAL),
                column.level,
                column.measure,
                _UNITS[column.measure],
                cell if isinstance(cell, int | Fraction) else None,
                "M" if empty else "A",
                "N" if release.internal else "C" if cell is Status.CONFIDENTIAL else "F",
                row.base,
                column.decimals,
                table.id,
            )


def _place(table: Table, row: Row) -> dict[str, str]:
    """The code a concept; of two areas (a city in its province) the narrower one."""
    return {
        DIMENSIONS[dimension].concept: code
        for dimension, code in zip(table.dimensions, row.key, strict=True)
        if code != TOTAL
    }


def manifest(release: Release) -> tuple[Count, ...]:
    """Rows and cells of every table and of the tidy data (as "Data")."""
    counts = [Count(table.id, len(table.rows), sum(len(row.cells) for row in table.rows)) for table in release.tables]
    return (*counts, Count("Data", len(release.tidy), len(release.tidy) * len(Observation._fields)))


def marked(release: Release, path: Path) -> Path:
    """`path`, with "-internal" at the end of its stem where the release must not leave the house."""
    if not release.internal or path.stem.endswith(_INTERNAL_MARK):
        return path
    return path.with_name(f"{path.stem}{_INTERNAL_MARK}{path.suffix}")


def suffixes() -> list[str]:
    """The endings of the files that the installed exporters write."""
    return sorted(f".{point.name}" for point in entry_points(group="maturity.exports"))


Exporter = Callable[[Release, Path, str], Path]


def exporter(suffix: str) -> Exporter:
    """The exporter for a suffix such as ".xlsx": `write(release, path, language) -> the path written`.

    Raises Refusal `plan-unknown-suffix` with the suffixes that are installed.
    """
    found = {point.name: point for point in entry_points(group="maturity.exports")}
    name = suffix.removeprefix(".").lower()
    if name not in found:
        raise refuse("plan-unknown-suffix", found=suffix, allowed=", ".join(suffixes()))
    loaded: Exporter = found[name].load()
    return loaded


__all__ = [
    "INTERNAL",
    "STATUS_TEXTS",
    "TIDY_COLUMNS",
    "TOTAL",
    "Cell",
    "CodeList",
    "Column",
    "Count",
    "Exporter",
    "Fact",
    "Note",
    "Observation",
    "Release",
    "Row",
    "Status",
    "Table",
    "assemble",
    "build",
    "exporter",
    "half_up",
    "manifest",
    "marked",
    "shown",
    "suffixes",
    "tidy",
]
