"""Many enterprises in one table, one row each: their facts in named columns, one column an item."""

from .rows import (
    COLUMNS,
    MOST_PROBLEMS,
    headings,
    read_bulk,
)

__all__ = [
    "COLUMNS",
    "MOST_PROBLEMS",
    "headings",
    "read_bulk",
]
