"""Manufacturing divisions (大类) of GB/T 4754-2017, section C, codes 13 to 43.

The standard does not say which divisions are process or discrete production; `usual_type` is this toolkit's suggestion
for prefilling a form, and the enterprise decides.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from ..errors import Place, Refusal, refuse
from ..questionnaire import Text
from .tables import Table, listed, shown

EDITION = "GB/T 4754-2017"
AS_OF = date(2017, 10, 1)  # in force since
_FIRST, _LAST = 13, 43
# "GB/T 4754-2011 C25", "C13", "39 计算机、通信和其他电子设备制造业": edition, section, digits and name
_ENTRY = re.compile(r"(?:(?:GB/?T?)? *4754 *[-–—] *(\d{4})[ :/]*)?([A-Z]?)(\d+)[ :、-]*(\D{2,})?", re.IGNORECASE)


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
    """The division of "13" or "C13", alone or followed by its name. Refuses everything else, naming what comes close.

    Two digits mean different industries in different editions (29 was rubber alone in 2002), so an entry that names
    another edition, or a name that its code does not have in this one, is refused.
    """
    clean = " ".join(unicodedata.normalize("NFKC", text).split())
    entry = _ENTRY.fullmatch(clean)
    if entry is None:
        raise _unknown(clean, place or Place())
    year, section, digits, name = entry.groups()
    if year and not EDITION.endswith(year):
        raise refuse("class-industry-edition", place or Place(), text=shown(clean), edition=EDITION)
    found = DIVISIONS.get(digits)
    if found is None or section.upper() not in ("", "C"):
        raise _misplaced(clean, section.upper(), digits, place or Place())
    if name and name not in (found.name.zh, found.name.en):
        raise refuse(
            "class-industry-name",
            place or Place(),
            text=shown(clean),
            edition=EDITION,
            **listed([found, *(other for other in _similar(name) if other != found)]),
        )
    return found


def _misplaced(text: str, section: str, digits: str, place: Place) -> Refusal:
    """The refusal of a code that is no manufacturing division: too fine, another section, or made up."""
    coarse = DIVISIONS.get(digits[:2])
    if coarse and len(digits) in (3, 4) and section in ("", "C"):
        return refuse("class-industry-fine", place, text=shown(text), **listed([coarse]))
    if (section and section != "C") or (len(digits) == 2 and not _FIRST <= int(digits) <= _LAST):
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
