"""A classification's CSV as a mapping, read at the first look so that importing costs nothing."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from typing import Protocol, TypeVar

from ..questionnaire import Text

T = TypeVar("T")
_SHOWN = 60  # characters of a mistaken entry that an error repeats


class Named(Protocol):
    """A row with an official code and a name."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> Text: ...  # noqa: D102


class Table(Mapping[str, T]):
    """The rows of `file` (a CSV beside this module with a `code` column) by code, in official order."""

    def __init__(self, file: str, row: Callable[[Mapping[str, str]], T]) -> None:
        self._file = file
        self._row = row

    @cached_property
    def _rows(self) -> dict[str, T]:
        text = files(__package__).joinpath(self._file).read_text("utf-8")
        return {row["code"]: self._row(row) for row in csv.DictReader(text.splitlines())}

    def __getitem__(self, code: str) -> T:
        return self._rows[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def shown(text: str) -> str:
    """`text` for an error message: no line breaks, not longer than a line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def listed(rows: Iterable[Named]) -> dict[str, str]:
    """The values `near_zh` and `near_en` of an error: names with codes, to choose from."""
    rows = list(rows)
    return {
        "near_zh": "、".join(f"{row.name.zh}({row.code})" for row in rows),
        "near_en": "; ".join(f"{row.code} {row.name.en}" for row in rows),
    }
