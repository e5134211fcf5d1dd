"""Items whose words mean other things to others, counted over all workshops for the authors of questionnaires."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from ..schema import assessments
from ..schema import workshop_items as items
from ..schema import workshop_rooms as rooms


@dataclass(frozen=True, slots=True)
class Unclear:
    """An item of a version of a questionnaire: how often it was marked, and in how many workshops."""

    questionnaire: str
    version: str
    item: str
    marks: int
    workshops: int


def unclear_items(c: Connection, most: int = 50) -> list[Unclear]:
    """Those marked most often, at most `most`; nothing tells in which enterprise."""
    marks = func.sum(items.c.unclear)
    named = (assessments.c.questionnaire, assessments.c.questionnaire_version, items.c.item)
    query = select(*named, marks, func.count(rooms.c.id))
    query = query.join(rooms, rooms.c.id == items.c.room_id).join(
        assessments, assessments.c.id == rooms.c.assessment_id
    )
    query = query.where(items.c.unclear > 0).group_by(*named).order_by(marks.desc(), *named).limit(most)
    return [Unclear(*row) for row in c.execute(query)]
