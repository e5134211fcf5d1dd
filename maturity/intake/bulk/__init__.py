"""Many enterprises in one table, one row each: their facts in named columns, one column an item."""

from .rows import (
    FACTS,
    MOST_PROBLEMS,
    OPTIONAL,
    headings,
    read_bulk,
)

__all__ = [
    "FACTS",
    "MOST_PROBLEMS",
    "OPTIONAL",
    "headings",
    "read_bulk",
]
