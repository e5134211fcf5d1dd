"""The offline workbook: its contents, the reading of returned workbooks, and their merge with the database."""

from .payload import (
    COLUMNS,
    COMMENT_LIMIT,
    COMPUTED,
    EMPTY_ENTRY,
    FIELDS,
    FORMAT,
    HEADINGS,
    IDENTITY,
    LISTS,
    MARK,
    Entry,
    WorkbookContent,
    answer_words,
    entry_from_texts,
    make_entry,
    workbook_writer,
)

__all__ = [
    "COLUMNS",
    "COMMENT_LIMIT",
    "COMPUTED",
    "EMPTY_ENTRY",
    "FIELDS",
    "FORMAT",
    "HEADINGS",
    "IDENTITY",
    "LISTS",
    "MARK",
    "Entry",
    "WorkbookContent",
    "answer_words",
    "entry_from_texts",
    "make_entry",
    "workbook_writer",
]
