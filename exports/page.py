"""One sheet before any file format: plain cells, a style name each."""

from dataclasses import dataclass

Scalar = str | int | float | None


@dataclass(frozen=True, slots=True)
class Item:
    """One cell: its value, the name of its style, the decimals of a number, the sheet it links to."""

    value: Scalar
    style: str = "text"
    decimals: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. `header` is the 1-based row of column headings, `table` the name of the Excel table below it.

    `widths` are in characters of the body font; an empty tuple leaves them to the sheet's contents.
    """

    name: str
    rows: tuple[tuple[Item, ...], ...]
    header: int = 0
    table: str = ""
    widths: tuple[float, ...] = ()
