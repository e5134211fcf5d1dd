"""The history of answers: every version with its author and time."""

from sqlalchemy import Connection, select

from ..origins.origins import author_name
from ..schema import answer_history as table
from ..schema import people
from .answers import SavedAnswer, answer_from_row
from .assessments import Assessment


def answer_versions(c: Connection, assessment: Assessment, item: str) -> list[SavedAnswer]:
    """All versions of an item's answer, the latest first.

    `assessment` comes from :func:`.assessments.assessment`, which checks access. Empty for an unknown item and one that
    was never answered.
    """
    query = (
        select(table, people.c.name.label("author"))
        .join(people, people.c.id == table.c.by)
        .where(table.c.assessment_id == assessment.id, table.c.item == item)
        .order_by(table.c.version.desc())
    )
    return [
        SavedAnswer(row.item, answer_from_row(row), row.comment, row.version, row.at, author_name(row))
        for row in c.execute(query)
    ]
