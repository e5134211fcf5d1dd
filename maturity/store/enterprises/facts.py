"""The facts of an enterprise, and their reading from forms, workbooks and tables."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from ...classification.credit_code import check
from ...classification.industries import DIVISIONS, read_division
from ...classification.ownership import OWNERSHIPS, read_ownership
from ...classification.production import PRODUCTION_TYPES, read_production_type
from ...classification.regions import CITIES, read_city, with_province
from ...classification.spelling import key
from ...errors import Place, Problem, Refusal, refuse
from ...questionnaire import Text
from ...questionnaire.facts import CODED, FACTS, missing
from ...text.plain import normalised, one_line
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
    **FACTS,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """An enterprise's facts, None where one is not stated; `division` and `city` are official codes, `revenue_10k` is
    in units of 10,000 yuan.

    `production_type` and `ownership` are codes of :mod:`maturity.classification.production` and `.ownership`.
    """

    name: str
    credit_code: str
    division: str | None = None
    production_type: str | None = None
    city: str | None = None
    headcount: int | None = None
    revenue_10k: Decimal | None = None
    founded: int | None = None
    ownership: str | None = None


def codes_of(facts: Facts) -> dict[str, str]:
    """The stated facts that are codes, by field."""
    codes = {field: getattr(facts, field) for field in CODED}
    return {field: code for field, code in codes.items() if code is not None}


def read_facts(mapping: Mapping[str, object], accepted: Collection[str] = (), needed: Collection[str] = ()) -> Facts:
    """Facts from texts or numbers by field name; other keys are ignored. Name, credit code and the `needed` ones must
    be there. `accepted` as for `credit_code.check`.

    Raises Refusal with a problem for every bad field, `place.column` being the field.
    """
    return Facts(**_read(FIELDS, mapping, accepted, needed))


def completed(facts: Facts, typed: Mapping[str, object], needed: Collection[str]) -> Facts:
    """The facts with those of the `needed` ones that are not stated read from `typed`. Raises Refusal as
    :func:`read_facts`.
    """
    return replace(facts, **_read(missing(facts, needed), typed, (), needed))


def _read(
    fields: Iterable[str], mapping: Mapping[str, object], accepted: Collection[str], needed: Collection[str]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields:
        try:
            values[field] = read_fact(field, mapping.get(field), accepted, needed)
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(*problems)
    return values


def read_fact(field: str, value: object, accepted: Collection[str] = (), needed: Collection[str] = ()) -> Any:
    """One fact by the name of its field, from a text or a number, None for a blank one that is not `needed`; see
    :func:`read_facts`. Raises Refusal.
    """
    place = Place(column=field)
    try:
        text = check_text(_text(value), field)
        blank = not normalised(text)
        if blank and field in FACTS and field not in needed:
            return None
        if blank:
            raise refuse("facts-missing", place, column=field)
        return check(text, place, accepted) if field == "credit_code" else _READERS[field](text, place)
    except Refusal as refusal:
        raise Refusal(*(Problem(problem.code, place, problem.values) for problem in refusal.problems)) from None


def require_facts(facts: Facts, needed: Collection[str]) -> None:
    """Raise Refusal facts-missing, a problem for each of the `needed` facts that is not stated."""
    problems = [Problem("facts-missing", Place(column=fact), {"column": fact}) for fact in missing(facts, needed)]
    if problems:
        raise Refusal(*problems)


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
    """Labels and values of the stated facts for display; codes with their names."""
    told = ((label, getattr(facts, field), _SHOWN.get(field)) for field, label in _LABELS.items())
    return tuple(
        (label.of(language), shown(value, language) if shown else str(value))
        for label, value, shown in told
        if value is not None
    )


def _shown_division(code: str, language: str) -> str:
    return f"{code} {DIVISIONS[code].name.of(language)}" if code in DIVISIONS else code


def _shown_city(code: str, language: str) -> str:
    city = CITIES.get(code)
    return with_province(city, language) if city else code


_SHOWN: Mapping[str, Callable[[Any, str], str]] = {
    "division": _shown_division,
    "production_type": lambda code, language: _TYPES[code].of(language),
    "city": _shown_city,
    "revenue_10k": lambda amount, _: format(amount.normalize(), "f"),
    "ownership": lambda code, language: OWNERSHIPS[code].of(language),
}
