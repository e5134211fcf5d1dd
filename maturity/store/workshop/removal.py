"""Deletion of the workshops of assessments."""

from typing import Any

from sqlalchemy import Connection, Select, delete, select

from .. import schema


def delete_rooms(c: Connection, assessments: Select[Any]) -> None:
    """Delete all workshops of the assessments with the ids of a query, with everything in them."""
    rooms = select(schema.workshop_rooms.c.id).where(schema.workshop_rooms.c.assessment_id.in_(assessments))
    items = select(schema.workshop_items.c.id).where(schema.workshop_items.c.room_id.in_(rooms))
    for table in (
        *(schema.workshop_notes, schema.workshop_votes, schema.workshop_electors, schema.workshop_rounds),
        *(schema.workshop_stayers, schema.workshop_openings, schema.workshop_outcomes, schema.workshop_sittings),
        *(schema.workshop_seats, schema.workshop_items),
    ):
        mine = table.c.item_id.in_(items) if "item_id" in table.c else table.c.room_id.in_(rooms)
        c.execute(delete(table).where(mine))
    c.execute(delete(schema.workshop_rooms).where(schema.workshop_rooms.c.assessment_id.in_(assessments)))
