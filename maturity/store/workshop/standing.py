"""What the enterprise has answered to the items of a room by now."""

from sqlalchemy import Connection, select

from ...answers import Answer
from ..assessments.answers import answer_from_row
from ..schema import answers
from .rooms import Room


def answers_now(c: Connection, found: Room) -> dict[str, Answer]:
    """The saved answers of the room's assessment, by item; for the pages of a room, whose link or seat was checked."""
    rows = c.execute(select(answers).where(answers.c.assessment_id == found.assessment_id))
    return {row.item: answer for row in rows if (answer := answer_from_row(row)) is not None}
