"""Sets of reference values: a table with the columns indicator, baseline, leading, source, status and, where they are
for some enterprises alone, division, region and year; `unit` where it is not the item's. A column `item` is for people.
Rows without values, source and status are left out, so that a table with a row for every indicator need not be filled.
"""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ..classification.industries import read_division
from ..classification.regions import read_province
from ..errors import Place, Problem, Refusal, refuse
from ..quantities import Unit, Written, read_number, spelled, unit
from ..questionnaire import Questionnaire, Text
from ..questionnaire.numeric.references import DIMENSIONS, Reference, References, SetTitle, checked
from ..text.plain import normalised, one_line
from .bulk.columns import find_columns
from .spreadsheets.table import read_table

MOST_BYTES = 4 * 1024 * 1024
WANTED = ("indicator", "baseline", "leading", "source", "status")
OPTIONAL = ("unit", *DIMENSIONS, "item")
COLUMNS: Mapping[str, Text] = {
    "indicator": Text("指标", "Indicator"),
    "baseline": Text("基准值", "Baseline"),
    "leading": Text("引领值", "Leading value"),
    "unit": Text("单位", "Unit"),
    "division": Text("行业大类", "Industry"),
    "region": Text("省份", "Province"),
    "year": Text("年份", "Year"),
    "source": Text("来源", "Source"),
    "status": Text("状态", "Status"),
}
_STATUSES = "SVRMC"
_SPELLINGS = {
    "indicator": "指标 指标编号",
    "baseline": "基准值",
    "leading": "引领值 先进值",
    "source": "来源 出处",
    "status": "状态",
    "unit": "单位",
    "division": "行业 行业大类 sector",
    "region": "地区 省份 province",
    "year": "年份 年度",
    "item": "条目",
}


def read_references(path: Path, questionnaire: Questionnaire) -> References:
    """The reference values in a file, called after it, for a questionnaire.

    Raises Refusal with every mistake, each with its row and column.
    """
    headings = {word: name for name, words in _SPELLINGS.items() for word in (name, *words.split())}
    table = read_table(path, headings)
    where = find_columns(table.header, WANTED, table.source, OPTIONAL, row=table.row)
    values, problems = list[Reference](), list[Problem]()
    for number, cells in table.rows:
        row = {name: one_line(cells[at]) for name, at in where.items()}
        if not any(row[name] for name in WANTED[1:]):
            continue
        reader = _Row(row, Place(table.source, number))
        values += [value] if (value := reader.reference()) else []
        problems += reader.problems
    try:
        found = checked(questionnaire, values)
    except Refusal as refusal:
        problems.extend(refusal.problems)
    if not values and not problems:
        problems.append(Problem("reference-none", Place(table.source)))
    if problems:
        raise Refusal(*sorted(problems, key=lambda problem: problem.place.row or 0))
    return replace(found, title=SetTitle(path.name))


def read_sent_references(data: bytes, name: str, questionnaire: Questionnaire) -> References:
    """As :func:`read_references`, of the bytes of a file called `name`. For :func:`.sandbox.run_isolated`."""
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"references{Path(name).suffix}"
        path.write_bytes(data)
        return read_references(path, questionnaire)


class _Row:
    """Reads the cells of one row and keeps all problems, each with the column that it is in."""

    def __init__(self, cells: Mapping[str, str], place: Place) -> None:
        self.cells, self.place = cells, place
        self.problems: list[Problem] = []

    def reference(self) -> Reference | None:
        """The value of the row; None where it names no indicator, or its numbers, unit or facts cannot be read."""
        indicator, status = self.cells["indicator"], self.cells["status"].upper()
        baseline, leading = (self._number(name) for name in ("baseline", "leading"))
        meant = self._unit(baseline, leading)
        facts = {fact: code for fact in DIMENSIONS if (code := self._fact(fact))}
        unread = bool(self.problems)
        self.problems += self._missing(indicator, status)
        if unread or not indicator:
            return None
        low, high = (one.value if one else None for one in (baseline, leading))
        return Reference(indicator, low, high, meant, facts, self.cells["source"], status, self.place)

    def _at(self, column: str) -> Place:
        return replace(self.place, column=column)

    def _missing(self, indicator: str, status: str) -> Iterator[Problem]:
        id = indicator[:60]
        if not indicator:
            yield Problem("reference-nameless", self._at("indicator"))
        elif not self.cells["baseline"] and not self.cells["leading"]:
            yield Problem("reference-empty", self._at("baseline"), {"id": id})
        if not self.cells["source"]:
            yield Problem("reference-source", self._at("source"), {"id": id})
        if status not in tuple(_STATUSES):
            yield Problem("reference-status", self._at("status"), {"id": id, "found": status[:20]})

    def _number(self, column: str) -> Written | None:
        try:
            return read_number(self.cells[column], self._at(column))
        except Refusal as refusal:
            self.problems.extend(refusal.problems)
            return None

    def _unit(self, *numbers: Written | None) -> Unit | None:
        """The one unit that the row names; None without any."""
        found = dict[str, Unit]()
        for column, words in (("unit", self.cells.get("unit", "")), *(("baseline", n.unit) for n in numbers if n)):
            if words:
                id = spelled(words)
                if id is None:
                    self.problems.append(Problem("unit-unknown", self._at(column), {"found": words[:40]}))
                else:
                    found[id] = unit(id)
        first, *others = found.values() or (None,)
        if first and others and others[0]:
            values = {"id": self.cells["indicator"][:60], "first": first.id, "second": others[0].id}
            self.problems.append(Problem("reference-units", self._at("unit"), values))
        return first

    def _fact(self, fact: str) -> str:
        """The code of what the row is for; "" where the cell is blank, or is a problem."""
        words = self.cells.get(fact, "")
        try:
            return read_fact(fact, words, self._at(fact)) if words else ""
        except Refusal as refusal:
            self.problems.extend(replace(one, place=self._at(fact)) for one in refusal.problems)
            return ""


def read_fact(fact: str, words: str, place: Place) -> str:
    """The code of a division, a province (`region`) or a year, one of DIMENSIONS, in words. Raises Refusal."""
    return _READERS[fact](words, place)


def _year(words: str, place: Place) -> str:
    plain = normalised(words).removesuffix("年")
    if not re.fullmatch(r"20\d\d", plain, re.ASCII):
        raise refuse("reference-year", place, found=words[:20])
    return plain


_READERS: Mapping[str, Callable[[str, Place], str]] = {
    "division": lambda words, place: read_division(words, place).code,
    "region": lambda words, place: read_province(words, place).code,
    "year": _year,
}
