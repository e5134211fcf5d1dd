"""The facts of an enterprise, read once from whatever a form, a workbook or a table holds."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from ..classification.credit_code import check
from ..classification.industries import read_division
from ..classification.ownership import read_ownership
from ..classification.regions import read_city
from ..errors import Place, Problem, Refusal, refuse
from .types import clean

NAME_LIMIT = 200
HEADCOUNT_MOST = 10_000_000
REVENUE_MOST = Decimal(10) ** 9  # in 10,000 yuan: ten trillion yuan
FOUNDED_LEAST = 1800
OPTIONAL = ("ownership",)
PRODUCTION_TYPES = ("process", "discrete")
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?|\d+(\.\d*)?|\.\d+")


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


def read_facts(mapping: Mapping[str, object]) -> Facts:
    """Facts from texts or numbers by field name; other keys are ignored.

    Raises Refusal with a problem for every bad field, `place.column` being the field.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field, read in _READERS.items():
        place = Place(column=field)
        try:
            text = clean(_text(mapping.get(field)), field)
            if not text and field not in OPTIONAL:
                raise refuse("facts-missing", place, column=field)
            values[field] = read(text, place)
        except Refusal as refusal:
            problems.extend(Problem(problem.code, place, problem.values) for problem in refusal.problems)
    if problems:
        raise Refusal(*problems)
    return Facts(**values)


def facts_of(row: Row[Any]) -> Facts:
    """The facts in a row of organisations or submissions."""
    return Facts(**{field: getattr(row, field) for field in Facts.__slots__})


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():  # a spreadsheet's 1200.0
        value = int(value)
    return unicodedata.normalize("NFC", str(value)).strip()


def _name(text: str, place: Place) -> str:
    if len(text) > NAME_LIMIT:
        raise refuse("facts-long", place, column=place.column, limit=NAME_LIMIT)
    return " ".join(text.split())


def _division(text: str, place: Place) -> str:
    return read_division(text, place).code


def _city(text: str, place: Place) -> str:
    return read_city(text, place).code


def _production_type(text: str, place: Place) -> str:
    if text.lower() not in PRODUCTION_TYPES:
        raise refuse("facts-production-type", place, found=text[:40])
    return text.lower()


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    return Decimal(plain.replace(",", "")) if len(plain) <= 30 and _NUMBER.fullmatch(plain) else None


def _headcount(text: str, place: Place) -> int:
    return _whole(text, place, 1, HEADCOUNT_MOST)


def _founded(text: str, place: Place) -> int:
    return _whole(text, place, FOUNDED_LEAST, datetime.now(UTC).year)


def _whole(text: str, place: Place, least: int, most: int) -> int:
    number = _number(text)
    if number is None or number != int(number) or not least <= number <= most:
        raise refuse("facts-number", place, found=text[:40], least=least, most=most)
    return int(number)


def _revenue(text: str, place: Place) -> Decimal:
    number = _number(text)
    if number is None or not 0 <= number <= REVENUE_MOST or number.scaleb(4) != int(number.scaleb(4)):
        raise refuse("facts-revenue", place, found=text[:40])
    return number.quantize(Decimal("0.0001"))


_READERS: Mapping[str, Callable[[str, Place], object]] = {
    "name": _name,
    "credit_code": check,
    "division": _division,
    "production_type": _production_type,
    "city": _city,
    "headcount": _headcount,
    "revenue_10k": _revenue,
    "founded": _founded,
    "ownership": read_ownership,
}
