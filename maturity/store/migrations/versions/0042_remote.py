"""Personal links, rounds with a deadline, and arguments of a round: none so far."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    for table, columns in {
        "workshop_rooms": (_number("remote"),),
        "workshop_seats": (_number("link"), _text("email", 254), _number("finished")),
        "workshop_rounds": (sa.Column("closes_at", Moment()), _text("zone", 40)),
        "workshop_votes": (_text("before", 64),),
        "workshop_notes": (_number("round"),),
    }.items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "workshop_stayers",
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("vote", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["workshop_items.id"], name=op.f("fk_workshop_stayers_item_id_workshop_items")
        ),
        sa.PrimaryKeyConstraint("item_id", "vote", name=op.f("pk_workshop_stayers")),
    )


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def _text(name: str, most: int) -> "sa.Column[str]":
    return sa.Column(name, sa.String(most), nullable=False, server_default=sa.text("''"))
