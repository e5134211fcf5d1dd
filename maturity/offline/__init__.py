"""A questionnaire on its way out and home again: what a workbook is made from, and what it must bring back."""

from .payload import (
    COLUMNS,
    COMMENT_LIMIT,
    COMPUTED,
    EMPTY,
    FIELDS,
    FORMAT,
    HEADINGS,
    IDENTITY,
    LISTS,
    MARK,
    Entry,
    Outgoing,
    entry,
    spelled,
    words,
    writer,
)

__all__ = [
    "COLUMNS",
    "COMMENT_LIMIT",
    "COMPUTED",
    "EMPTY",
    "FIELDS",
    "FORMAT",
    "HEADINGS",
    "IDENTITY",
    "LISTS",
    "MARK",
    "Entry",
    "Outgoing",
    "entry",
    "spelled",
    "words",
    "writer",
]
