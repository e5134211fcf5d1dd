"""What sittings of workshops began with and came to, and whether minutes may name a seat: nobody of before."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0030"
down_revision = "0029"

_ONE_ANSWER = "(choice IS NULL OR (reason IS NULL AND entered IS NULL)) AND (reason IS NULL OR entered IS NULL)"


def upgrade() -> None:
    op.add_column("workshop_seats", sa.Column("named", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "workshop_sittings",
        sa.Column("room_id", sa.String(32), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("room_id", "sitting", name=op.f("pk_workshop_sittings")),
        sa.ForeignKeyConstraint(["room_id"], ["workshop_rooms.id"], name=op.f("fk_workshop_sittings_room_id")),
    )
    _of_items(
        "workshop_openings",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("entered", sa.Text(), nullable=True),
        sa.CheckConstraint(_ONE_ANSWER, name=op.f("ck_workshop_openings_one_answer")),
    )
    _of_items(
        "workshop_outcomes",
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(14), nullable=True),
        sa.Column("choice", sa.String(60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint("(state = 'settled') = (kind IS NOT NULL)", name=op.f("ck_workshop_outcomes_settled")),
    )


def _of_items(name: str, *parts: sa.Column[object] | sa.CheckConstraint) -> None:
    """A table with a row for an item of a room and a sitting."""
    op.create_table(
        name,
        sa.Column("item_id", sa.String(32), nullable=False),
        sa.Column("sitting", sa.Integer(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("item_id", "sitting", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["item_id"], ["workshop_items.id"], name=op.f(f"fk_{name}_item_id")),
    )
