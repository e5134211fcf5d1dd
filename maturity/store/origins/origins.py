"""The origin of rows: made in this installation, or imported from another one.

An imported submission is graded again and does not count until an analyst accepts it, unless a trusted instance signed
it. Imported rows have the name of their author as text.
"""

from typing import Any

from sqlalchemy import ColumnElement

from ..schema import submissions

HERE, WAITING, PROVED, ACCEPTED, REFUSED = "", "waiting", "proved", "accepted", "refused"
ORIGINS = (HERE, WAITING, PROVED, ACCEPTED, REFUSED)
COUNTED = (HERE, PROVED, ACCEPTED)


class ExternalAuthor(str):
    """The name of a person of another installation: text without an account."""

    __slots__ = ()


def counted_condition() -> ColumnElement[bool]:
    """The SQL condition for submissions that are part of statistics, comparisons and publications."""
    return submissions.c.origin.in_(COUNTED)


def author_name(row: Any) -> str:
    """The author's name in a row with the columns `author` (of an account here) and `elsewhere`."""
    return row.author if row.elsewhere is None else ExternalAuthor(row.elsewhere)
