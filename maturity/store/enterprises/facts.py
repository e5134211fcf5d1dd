"""The facts of an enterprise, and their reading from forms, workbooks and tables."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from ...classification.credit_code import check
from ...classification.industries import DIVISIONS, read_division
from ...classification.ownership import OWNERSHIPS, read_ownership
from ...classification.production import PRODUCTION_TYPES, read_production_type
from ...classification.regions import CITIES, PROVINCES, read_city
from ...classification.spelling import key
from ...errors import Place, Problem, Refusal, refuse
from ...questionnaire import Text
from ...text.plain import one_line
from ..types import check_text
from .figures import read_founded, read_headcount, read_revenue

NAME_LIMIT = 200
_NO_NAMES = (
    "nan",
    "none",
    "null",
    "nil",
    "na",
    "nat",
    "undefined",
    "true",
    "false",
    "无",
    "空",
    "同上",
    "待定",
    "未知",
)
_TYPES = {code: Text(name.zh, f"{name.en} production") for code, name in PRODUCTION_TYPES.items()}
_LABELS = {
    "name": Text("企业名称", "Enterprise"),
    "credit_code": Text("统一社会信用代码", "Unified social credit code"),
    "division": Text("行业大类", "Industry division"),
    "production_type": Text("生产类型", "Type of production"),
    "city": Text("所在城市", "City"),
    "headcount": Text("从业人员（人）", "Persons employed"),
    "revenue_10k": Text("上年营业收入（万元）", "Revenue of last year, 10,000 yuan"),
    "founded": Text("成立年份", "Founded in"),
    "ownership": Text("控股情况", "Ownership"),
}
OPTIONAL = ("ownership",)
CODED = ("division", "production_type", "ownership")  # by which weight profiles may be meant for enterprises


@dataclass(frozen=True, slots=True)
class Facts:
    """An enterprise's facts; `division` and `city` are official codes, `revenue_10k` is in units of 10,000 yuan.

    `ownership` is a code of :mod:`maturity.classification.ownership`, "" where it is not stated.
    """

    name: str
    credit_code: str
    division: str
    production_type: str
    city: str
    headcount: int
    revenue_10k: Decimal
    founded: int
    ownership: str = ""  # not stated


def codes_of(facts: Facts) -> dict[str, str]:
    """The facts that are codes, by field."""
    return {field: getattr(facts, field) for field in CODED}


def read_facts(mapping: Mapping[str, object], accepted: Collection[str] = ()) -> Facts:
    """Facts from texts or numbers by field name; other keys are ignored. `accepted` as for `credit_code.check`.

    Raises Refusal with a problem for every bad field, `place.column` being the field.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in FIELDS:
        try:
            values[field] = read_fact(field, mapping.get(field), accepted)
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    return Facts(**values)


def read_fact(field: str, value: object, accepted: Collection[str] = ()) -> Any:
    """One fact by the name of its field, from a text or a number; see :func:`read_facts`. Raises Refusal."""
    place = Place(column=field)
    try:
        text = check_text(_text(value), field)
        if not text and field not in OPTIONAL:
            raise refuse("facts-missing", place, column=field)
        return check(text, place, accepted) if field == "credit_code" else _READERS[field](text, place)
    except Refusal as refusal:
        raise Refusal(*(Problem(problem.code, place, problem.values) for problem in refusal.problems)) from None


def facts_of(row: Row[Any]) -> Facts:
    """The facts in a row of organisations or submissions."""
    return Facts(**{field: getattr(row, field) for field in Facts.__slots__})


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():  # a spreadsheet's 1200.0
        value = int(value)
    return one_line(str(value))


def _name(text: str, place: Place) -> str:
    if key(text) in _NO_NAMES or not key(text):
        raise refuse("facts-missing", place, column=place.column)
    if len(text) > NAME_LIMIT:
        raise refuse("facts-long", place, column=place.column, limit=NAME_LIMIT)
    return text


def _division(text: str, place: Place) -> str:
    return read_division(text, place).code


def _city(text: str, place: Place) -> str:
    return read_city(text, place).code


_READERS: Mapping[str, Callable[[str, Place], object]] = {
    "name": _name,
    "credit_code": check,
    "division": _division,
    "production_type": read_production_type,
    "city": _city,
    "headcount": read_headcount,
    "revenue_10k": read_revenue,
    "founded": read_founded,
    "ownership": read_ownership,
}
FIELDS = tuple(_READERS)


def labelled_facts(facts: Facts, language: str) -> tuple[tuple[str, str], ...]:
    """Labels and values of the facts for display; codes with their names."""
    division, city = DIVISIONS.get(facts.division), CITIES.get(facts.city)
    values: Mapping[str, str] = {
        "name": facts.name,
        "credit_code": facts.credit_code,
        "division": f"{facts.division} {division.name.of(language)}" if division else facts.division,
        "production_type": _TYPES[facts.production_type].of(language),
        "city": f"{PROVINCES[city.province].name.of(language)} {city.name.of(language)}" if city else facts.city,
        "headcount": str(facts.headcount),
        "revenue_10k": format(facts.revenue_10k.normalize(), "f"),
        "founded": str(facts.founded),
        "ownership": OWNERSHIPS[facts.ownership].of(language) if facts.ownership else "",
    }
    return tuple((label.of(language), values[field]) for field, label in _LABELS.items() if values[field])
