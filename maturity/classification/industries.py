"""Manufacturing divisions (大类) of GB/T 4754-2017, section C, codes 13 to 43.

The standard does not say which divisions are process or discrete production; `usual_type` is this toolkit's suggestion
for prefilling a form, and the enterprise decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from ..errors import Place, Refusal, refuse
from ..questionnaire import Text
from ..text.plain import normalised
from .spelling import Spellings
from .tables import Table, listed, shown

EDITION = "GB/T 4754-2017"
AS_OF = date(2017, 10, 1)  # in force since
_FIRST, _LAST = 13, 43
_CODE = r"(?P<section>[A-Z]?)[ -]?(?P<digits>[0-9]+)(?:\.0*(?![0-9]))?"  # C13, C-13, c 13, a spreadsheet's 13.0
# "GB/T 4754-2011 C25", "13.农副食品加工业", "39 计算机、通信和其他电子设备制造业": edition, code, name
_EDITION = r"(?:(?:GB/?T?)? *4754 *[-–—] *(?P<year>[0-9]{4})[ :/]*)?"
_ENTRIES = (
    re.compile(rf"{_EDITION}\(?{_CODE}\)?[ .:、,_-]*(?P<name>[^0-9]{{2,}})?", re.IGNORECASE),
    re.compile(rf"{_EDITION}(?P<name>[^0-9]{{2,}}?)[ .:、,_-]*\(?{_CODE}\)?", re.IGNORECASE),  # 农副食品加工业(C13)
)


@dataclass(frozen=True, slots=True)
class Division:
    """An industry division; `usual_type` is "process", "discrete" or "mixed"."""

    code: str
    name: Text
    usual_type: str


def _division(row: Mapping[str, str]) -> Division:
    return Division(row["code"], Text(row["name_zh"], row["name_en"]), row["usual_type"])


DIVISIONS: Mapping[str, Division] = Table("industries.csv", _division)


def read_division(text: str, place: Place | None = None) -> Division:
    """The division of a code, alone or with its name on either side, or of its name: 13, C13, 农副食品加工业(13).

    A group or class (C1311) stands for the division it is part of. Refuses everything else, naming what comes close.
    Two digits mean different industries in different editions (29 was rubber alone in 2002), so an entry that names
    another edition, or a name that its code does not have in this one, is refused.
    """
    clean, where = normalised(text), place or Place()
    named = _names().codes(clean)
    if named:
        return DIVISIONS[named[0]]
    entry = next((match for pattern in _ENTRIES if (match := pattern.fullmatch(clean))), None)
    if entry is None:
        raise _unknown(clean, where)
    year, section, digits, name = entry.group("year", "section", "digits", "name")
    if year and not EDITION.endswith(year):
        raise refuse("class-industry-edition", where, text=shown(clean), edition=EDITION)
    fine = len(digits) in (3, 4)
    found = DIVISIONS.get(digits[:2]) if fine or len(digits) == 2 else None
    if found is None or section.upper() not in ("", "C") or (fine and name):
        raise _misplaced(clean, section.upper(), digits, where)
    if name and found.code not in _names().codes(name):
        near = (other for other in _similar(name) if other != found)
        raise refuse("class-industry-name", where, text=shown(clean), edition=EDITION, **listed([found, *near]))
    return found


@cache
def _names() -> Spellings:
    """Divisions by their names in both languages; the 业 at the end may be left out."""
    return Spellings(
        (name, division.code)
        for division in DIVISIONS.values()
        for name in (division.name.zh, division.name.zh.removesuffix("业"), division.name.en)
    )


def _misplaced(text: str, section: str, digits: str, place: Place) -> Refusal:
    """The refusal of a code that is no manufacturing division: a class by name, another section, or made up."""
    coarse = DIVISIONS.get(digits[:2])
    if coarse and len(digits) in (3, 4) and section in ("", "C"):
        return refuse("class-industry-fine", place, text=shown(text), **listed([coarse]))
    if (section and section != "C") or (2 <= len(digits) <= 4 and not _FIRST <= int(digits[:2]) <= _LAST):
        return refuse("class-industry-outside", place, text=shown(text), edition=EDITION)
    return _unknown(text, place)


def _unknown(text: str, place: Place) -> Refusal:
    near = _similar(text)
    if near:
        return refuse("class-industry-near", place, text=shown(text), edition=EDITION, **listed(near))
    return refuse("class-industry-unknown", place, text=shown(text), edition=EDITION)


def _similar(text: str) -> list[Division]:
    """Divisions whose code is in `text`, or whose name resembles it, best first."""
    digits = re.search(r"\d{2}", text)
    if digits:
        return [DIVISIONS[digits[0]]] if digits[0] in DIVISIONS else []
    names: dict[str, Division] = {}
    for division in DIVISIONS.values():
        names |= dict.fromkeys((division.name.zh, division.name.en.casefold()), division)
    return list(dict.fromkeys(names[name] for name in get_close_matches(text.casefold(), names, n=3, cutoff=0.5)))
