"""Seats that vote on paper: none so far."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    with op.batch_alter_table("workshop_seats") as table:
        table.add_column(sa.Column("paper", sa.Integer()))
        table.create_unique_constraint(op.f("uq_workshop_seats_room_id"), ["room_id", "paper"])
    with op.batch_alter_table("workshop_electors") as table:
        table.add_column(sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()))
