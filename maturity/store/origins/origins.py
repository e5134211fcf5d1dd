"""Where rows come from: made here, or brought in from another installation by somebody who wants them to count.

A submission from elsewhere is graded again when it comes in and is counted nowhere until an analyst accepts it, unless
a known instance signed it. What people of elsewhere wrote carries their name as text.
"""

from typing import Any

from sqlalchemy import ColumnElement

from ..schema import submissions

HERE, WAITING, PROVED, ACCEPTED, REFUSED = "", "waiting", "proved", "accepted", "refused"
ORIGINS = (HERE, WAITING, PROVED, ACCEPTED, REFUSED)
COUNTED = (HERE, PROVED, ACCEPTED)


class Elsewhere(str):
    """The name of a person of another installation: text without an account."""

    __slots__ = ()


def counted() -> ColumnElement[bool]:
    """The submission is part of statistics, comparisons and publications."""
    return submissions.c.origin.in_(COUNTED)


def author(row: Any) -> str:
    """The name in a row with the columns `author` (the person's here) and `elsewhere`."""
    return row.author if row.elsewhere is None else Elsewhere(row.elsewhere)
