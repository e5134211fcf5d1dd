"""Sets of reference values: a table with the columns indicator, baseline, leading, source, status and, where they are
for some enterprises alone, division, region and year; `unit` where it is not the item's.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from ..errors import Place, Problem, Refusal, refuse
from ..quantities import Unit, read_number, spelled, unit
from ..questionnaire import Questionnaire
from ..questionnaire.numeric.references import DIMENSIONS, Reference, References, checked
from ..text.plain import one_line
from .bulk.columns import find_columns
from .spreadsheets.table import read_table

WANTED = ("indicator", "baseline", "leading", "source", "status")
OPTIONAL = ("unit", *DIMENSIONS)
_STATUSES = "SVRMC"
_SPELLINGS = {
    "indicator": "指标 指标编号",
    "baseline": "基准值",
    "leading": "引领值 先进值",
    "source": "来源 出处",
    "status": "状态",
    "unit": "单位",
    "division": "行业 行业大类 sector",
    "region": "地区",
    "year": "年份 年度",
}


def read_references(path: Path, questionnaire: Questionnaire) -> References:
    """The reference values in a file, for a questionnaire. Raises Refusal with every mistake and its row."""
    headings = {word: name for name, words in _SPELLINGS.items() for word in (name, *words.split())}
    table = read_table(path, headings)
    where = find_columns(table.header, WANTED, table.source, OPTIONAL, row=table.row)
    values, problems = list[Reference](), list[Problem]()
    for number, cells in table.rows:
        row = {name: one_line(cells[at]) for name, at in where.items()}
        place = Place(table.source, number, row["indicator"][:60])
        try:
            values.append(_reference(row, place))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    try:
        found = checked(questionnaire, values)
    except Refusal as refusal:
        problems.extend(refusal.problems)
    if problems:
        raise Refusal(*sorted(problems, key=lambda problem: problem.place.row or 0))
    return found


def _reference(row: Mapping[str, str], place: Place) -> Reference:
    problems = [*_problems(row, place)]
    if problems:
        raise Refusal(*problems)
    given = _unit(row.get("unit", ""), place)
    read = [read_number(row[name], place) for name in ("baseline", "leading")]
    named = [_unit(one.unit, place) for one in read if one and one.unit]
    meant = next((one for one in (given, *named) if one), None)
    baseline, leading = (one.value if one else None for one in read)
    facts = {fact: row[fact] for fact in DIMENSIONS if row.get(fact)}
    return Reference(row["indicator"], baseline, leading, meant, facts, row["source"], row["status"].upper(), place)


def _problems(row: Mapping[str, str], place: Place) -> Iterator[Problem]:
    values = {"id": row["indicator"][:60]}
    if not row["baseline"] and not row["leading"]:
        yield Problem("reference-empty", place, values)
    if not row["source"] or row["status"].upper() not in tuple(_STATUSES):
        yield Problem("reference-source", place, values)


def _unit(words: str, place: Place) -> Unit | None:
    if not words:
        return None
    id = spelled(words)
    if id is None:
        raise refuse("unit-unknown", place, found=words[:40])
    return unit(id)
