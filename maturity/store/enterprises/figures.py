"""Reading of an enterprise's figures as people write them (1,200人, 3.5亿元, 2005年3月1日), for pages and files."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal

from ...errors import Place, refuse
from ...text.plain import normalised

HEADCOUNT_MOST = 10_000_000
REVENUE_MOST = Decimal(10) ** 9  # in 10,000 yuan: ten trillion yuan
FOUNDED_LEAST = 1800
_NUMBER = r"([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?|[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_PERSONS = re.compile(_NUMBER + r"\s*(万)?(?:人|名|名员工|persons?|people|employees)?", re.IGNORECASE)
_YUAN = re.compile(rf"(?:人民币|RMB|CNY|¥)?\s*{_NUMBER}\s*(亿元?|万元?|元)(?:人民币)?|{_NUMBER}", re.IGNORECASE)
_UNITS = {"亿": Decimal(10_000), "万": Decimal(1), "元": Decimal("0.0001")}
_MONTH, _DAY = "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_YEARS = (
    re.compile(r"([0-9]{4})(?:\.0*|年)?"),
    re.compile(rf"([0-9]{{4}})[-/.年]{_MONTH}(?:[-/.月]{_DAY}\s*日?|月)?"),  # 2005-03-01, 2005年3月1日
    re.compile(rf"{_DAY}[-/.]{_DAY}[-/.]([0-9]{{4}})"),  # 1/3/2005, whichever is the month
    re.compile(r"([0-9]{4})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"),  # 20050301
)
_TIME = re.compile(r"[T ][0-9]{1,2}:[0-9:.]+Z?$")  # of a date cell: 2005-03-01 00:00:00
_OF_CELL = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")
_EPOCHS = (date(1899, 12, 30), date(1904, 1, 1))  # day 0 of spreadsheets in the 1900 and the 1904 date system


def read_headcount(text: str, place: Place) -> int:
    """The number of persons employed: a whole number, with or without 人. Raises Refusal facts-number."""
    found = _PERSONS.fullmatch(_tight(text))
    number = _decimal(found[1]) * (10_000 if found[2] else 1) if found else None
    if number is None or number != int(number) or not 1 <= number <= HEADCOUNT_MOST:
        raise refuse("facts-number", place, found=text[:40], least=1, most=HEADCOUNT_MOST)
    return int(number)


def read_revenue(text: str, place: Place) -> Decimal:
    """The revenue in units of 10,000 yuan; 元, 万 and 亿 are converted. Raises Refusal facts-revenue."""
    found = _YUAN.fullmatch(_tight(text))
    number = _decimal(found[1] or found[3]) * _UNITS[found[2][0] if found[2] else "万"] if found else None
    if number is None or not 0 <= number <= REVENUE_MOST or number.scaleb(4) != int(number.scaleb(4)):
        raise refuse("facts-revenue", place, found=text[:40])
    return number.quantize(Decimal("0.0001"))


def read_founded(text: str, place: Place) -> int:
    """The founding year from a year or a date, in the formats of licences and spreadsheets.

    Raises Refusal facts-founded, facts-founded-shown.
    """
    tight, this_year = _tight(_TIME.sub("", normalised(text))), datetime.now(UTC).year
    found = next((match for pattern in _YEARS if (match := pattern.fullmatch(tight))), None)
    if found is None or not FOUNDED_LEAST <= int(found[1]) <= this_year:
        raise refuse("facts-founded", place, found=text[:40], least=FOUNDED_LEAST, most=this_year)
    shown = next((year for year in _shown_as_day(tight) if int(found[1]) != year <= this_year), None)
    if shown:
        raise refuse("facts-founded-shown", place, found=text[:40], year=shown)
    return int(found[1])


def _shown_as_day(tight: str) -> Iterator[int]:
    """The years that a cell with a date format would display as this date: 2005 is displayed as 1905-06-27."""
    parts = _OF_CELL.fullmatch(tight)
    with suppress(ValueError):  # 1905-02-30
        days = [(date(*map(int, parts.groups())) - epoch).days for epoch in _EPOCHS] if parts else []
        yield from (day for day in days if day >= 1900)


def _tight(text: str) -> str:
    tight = normalised(text).replace(" ", "")
    return tight if len(tight) <= 40 else ""


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
