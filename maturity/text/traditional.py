"""Traditional Chinese characters and their simplified forms, for comparing names, headings and choices.

`traditional.csv` lists the characters of the names, headings and choices that the readers know, after the table of
OpenCC. No character that a simplified name itself holds is listed: 乾 of 乾县 stays.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product


def simplified(text: str) -> str:
    """`text` with every listed traditional character in its simplified form: 蘇州 gives 苏州."""
    return text if text.isascii() else text.translate(_simplified())


def spellings(text: str) -> Iterator[str]:
    """`text` in every way of writing its characters, simplified or traditional, first as it stands."""
    return map("".join, product(*((letter, *_traditional().get(letter, ())) for letter in text)))


@cache
def _simplified() -> Mapping[int, str]:
    rows = csv.DictReader(files(__package__).joinpath("traditional.csv").read_text("utf-8").splitlines())
    return {ord(row["traditional"]): row["simplified"] for row in rows}


@cache
def _traditional() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, letter in _simplified().items():
        found[letter] = (*found.get(letter, ()), chr(code))
    return found
