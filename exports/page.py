"""A worksheet independent of file formats: cells with a value and a style name each."""

from dataclasses import dataclass

Scalar = str | int | float | None


@dataclass(frozen=True, slots=True)
class Item:
    """A cell: its value, the name of its style, the decimals of a number, the sheet that it links to."""

    value: Scalar
    style: str = "text"
    decimals: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A worksheet. `header` is the row of the column headings (from 1; 0 for none), `table` the name of the Excel table
    there.

    `widths` are in characters of the body font; an empty tuple sets them by content.
    """

    name: str
    rows: tuple[tuple[Item, ...], ...]
    header: int = 0
    table: str = ""
    widths: tuple[float, ...] = ()
