"""Yearly forms that listed units file: tables of them, and the classes A+, A, B and the last 5 % of their values."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from ..errors import Place, Problem, refuse
from ..intake.bulk.columns import find_columns
from ..intake.bulk.ignored import Ignored, ignored_positions
from ..intake.bulk.rows import ProblemList
from ..intake.spreadsheets.table import Table, read_table
from ..regions.cells import read_number
from ..regions.ranks import LEAST_FOR_CODES, quantile_codes, ranks
from ..text.plain import normalised, one_line
from .cells import column_problem, missing, read_choice, read_code, read_day, words_problem
from .kinds import EXCLUSIONS, KINDS, read_word
from .ledger import Register, Unit

LAST = 5  # per cent of the units of a kind
_HEADINGS = {
    "kind": "类别 名单类别 类型 kind",
    "name": "名称 单位名称 企业名称 工厂名称 园区名称 name",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 credit_code",
    "year": "年度 年份 year",
    "day": "填报日期 日期 filed_on day",
    "value": "评价得分 得分 指标值 value score",
    "exclusions": "符合的排除项 排除项 exclusions exclusions_met",
}
_NONE = ("无", "没有", "none", "no", "-", "—", "/")


@dataclass(frozen=True, slots=True)
class Filing:
    """What a unit filed for a year: on which day, a score or indicator value (higher is better; None for none), and the
    exclusions that it meets (ids of `EXCLUSIONS`).
    """

    unit: str
    year: int
    on: date
    value: float | None = None
    exclusions: tuple[str, ...] = ()


def read_filings(
    path: Path,
    units: Mapping[str, Unit],
    year: int,
    today: date,
    *,
    kind: str = "",
    seen: Callable[[Table], None] = lambda table: None,
) -> tuple[Filing, ...]:
    """The filings of `year` in the table at `path`, one row a unit that is in the register and listed.

    `kind` is that of all rows of a table without such a column. Raises Refusal with every mistake.
    """
    names = {spelling: name for name, spellings in _HEADINGS.items() for spelling in spellings.split()}
    table = read_table(path, names)
    seen(table)
    needed = ["name", "day", *([] if kind else ["kind"])]
    where = find_columns(table.header, needed, table.source, list(_HEADINGS), table.row)
    beside = Ignored(ignored_positions(table.header, where), where.values())
    findings, register, found = ProblemList(table.source), Register(units), dict[str, tuple[int, Filing]]()
    for row, cells in beside.read_rows(table.rows):
        problems: list[Problem] = []
        texts = {name: cells[place] for name, place in where.items()}
        one = _filing(
            texts | ({} if texts.get("kind", "").strip() else {"kind": kind}), year, today, register, problems
        )
        if one and one.unit in found:
            first = {"name": one_line(texts["name"])[:200], "first": found[one.unit][0]}
            problems.append(column_problem("register-row-twice", "name", **first))
        elif one:
            found[one.unit] = (row, one)
        findings.add(problems, row)
    refusal = findings.refusal()
    if refusal or not found:
        raise refusal or refuse("intake-empty", Place(table.source))
    return tuple(one for _, one in found.values())


def _filing(
    cells: Mapping[str, str], year: int, today: date, register: Register, problems: list[Problem]
) -> Filing | None:
    day = read_day(cells["day"], today, "day", problems) if cells["day"].strip() else None
    problems += [] if cells["day"].strip() else [missing("day")]
    said = normalised(cells.get("year", "")).removesuffix("度").removesuffix("年")
    if said and said != str(year):
        problems.append(column_problem("register-year", "year", found=said[:40], year=year))
    value, exclusions = _value(cells.get("value", ""), problems), _exclusions(cells.get("exclusions", ""), problems)
    unit = _unit(cells, register, problems)
    return Filing(unit, year, day, value, exclusions) if unit and day and not problems else None


def _unit(cells: Mapping[str, str], register: Register, problems: list[Problem]) -> str:
    """The id of the listed unit that a row is about, "" for none."""
    kind, name = read_choice(KINDS, cells["kind"], "kind", problems), one_line(cells["name"])
    code = read_code(cells.get("credit_code", ""), problems)
    if not name:
        problems.append(missing("name"))
    if not name or not kind:
        return ""
    found = register.find(kind, name, code)
    if isinstance(found, Unit) and found.listed:
        return found.id
    values = {"name": name, "last": found.last.isoformat()} if isinstance(found, Unit) else found.values
    gone = "register-removed-before" if isinstance(found, Unit) else found.code
    problems.append(column_problem(gone, "name", **values))
    return ""


def _value(text: str, problems: list[Problem]) -> float | None:
    tight = normalised(text).replace(" ", "")
    if not tight or tight in _NONE:
        return None
    found = read_number(tight)
    if found is None:
        problems.append(column_problem("register-value", "value", found=one_line(text)[:40]))
    return found


def _exclusions(text: str, problems: list[Problem]) -> tuple[str, ...]:
    """The exclusions that a cell names, with commas or the like between them; none for an empty cell and for 无."""
    words = [word for word in re.split(r"\s*[,;/、]\s*", normalised(text)) if word and word.casefold() not in _NONE]
    read = [read_word(EXCLUSIONS, word) for word in words]
    problems += [words_problem("exclusions", EXCLUSIONS, word) for word, id in zip(words, read, strict=True) if not id]
    return tuple(id for id in EXCLUSIONS if id in read)


def classes(values: Mapping[str, float]) -> dict[str, str]:
    """The class of each unit: A+ where fewer than 5 % have a higher value, A where fewer than 40 % have, else B.

    Equal values share a class. Empty for fewer than 20 units.
    """
    codes = quantile_codes(ranks(np.asarray(list(values.values()), np.float64))) if values else None
    return dict(zip(values, codes, strict=True)) if codes else {}


def last_units(values: Mapping[str, float]) -> frozenset[str]:
    """The units in the last 5 %: fewer than 5 % have a lower value. Equal values share it; none for fewer than 20."""
    if len(values) < LEAST_FOR_CODES:
        return frozenset()
    worse = ranks(-np.asarray(list(values.values()), np.float64))
    return frozenset(id for id, place in zip(values, worse, strict=True) if 100 * (place - 1) < LAST * len(values))


def values_of(filings: Iterable[Filing], units: Mapping[str, Unit], kind: str, year: int) -> dict[str, float]:
    """The values that units of a kind filed for a year, by unit."""
    return {
        one.unit: one.value
        for one in filings
        if one.year == year and one.value is not None and units[one.unit].kind == kind
    }
