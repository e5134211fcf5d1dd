"""Every version of an answer: who said what, when."""

from sqlalchemy import Connection, select

from ..origins.origins import author
from ..schema import answer_history as table
from ..schema import people
from .answers import Saved, answer_in
from .assessments import Assessment


def versions(c: Connection, assessment: Assessment, item: str) -> list[Saved]:
    """All versions of an item's answer, the latest first.

    The assessment is one that :func:`assessments.assessment` gave to the person. Empty for an item that was never
    answered, or is unknown.
    """
    query = (
        select(table, people.c.name.label("author"))
        .join(people, people.c.id == table.c.by)
        .where(table.c.assessment_id == assessment.id, table.c.item == item)
        .order_by(table.c.version.desc())
    )
    return [Saved(row.item, answer_in(row), row.comment, row.version, row.at, author(row)) for row in c.execute(query)]
