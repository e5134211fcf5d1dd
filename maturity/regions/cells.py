"""Numbers and years in the cells of regional tables, as people and yearbooks write them."""

import re
from math import nan

from ..errors import Place, Problem
from ..intake.spreadsheets.texts import Covered, is_lost
from ..text.plain import normalised
from .indicators import YEAR, Indicator

_WHOLE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_NUMBER = re.compile(rf"[+-]?(?:{_WHOLE}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?")
_MINUS = str.maketrans("−﹣–", "---")
_NONE = ("", "-", "--", "—", "——", "…", "...", "/", "n/a", "na", "无", "缺")
_MOST = 1e18


def read_value(indicator: Indicator, cell: str, region: str, problems: list[Problem]) -> float:
    """The number in `cell`, NaN for none; what is wrong with it is added to `problems`. `region` names the row.

    A sign of per cent behind the number is read where the unit has one.
    """
    place, tight = Place(column=indicator.id), normalised(cell).replace(" ", "")
    if is_lost(cell):
        code = "intake-merged" if isinstance(cell, Covered) else "intake-lost"
        problems.append(Problem(code, place, {"shown": cell.strip()[:40]}))
        return nan
    if tight.casefold() in _NONE:
        return nan
    if "%" in indicator.unit.zh:
        tight = tight.removesuffix("%")
    number = read_number(tight)
    values = {"region": region, "found": cell.strip()[:40]}
    if number is None:
        problems.append(Problem("regions-number", place, values))
        return nan
    if number < 0 and not indicator.negative:
        problems.append(Problem("regions-negative", place, values))
    return number


def read_number(text: str) -> float | None:
    """The number that `text` writes in plain digits, commas between thousands or not; None for anything else."""
    tight = text.translate(_MINUS)
    if not _NUMBER.fullmatch(tight):
        return None
    number = float(tight.replace(",", ""))
    return number if abs(number) <= _MOST else None


def read_year(cell: str, column: str, problems: list[Problem]) -> int | None:
    """The year in `cell`; None, and a problem, for anything else."""
    found = YEAR.fullmatch(normalised(cell).replace(" ", ""))
    if not found:
        problems.append(Problem("regions-year", Place(column=column), {"found": cell.strip()[:40]}))
        return None
    return int(found[1])
