"""Timers, the automatic reveal and the consultant's name of workshops; how long their items took."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    for table, column in (
        ("workshop_rooms", sa.Column("vote_seconds", sa.Integer(), nullable=False, server_default="45")),
        ("workshop_rooms", sa.Column("discuss_minutes", sa.Integer(), nullable=False, server_default="3")),
        ("workshop_rooms", sa.Column("auto_reveal", sa.Boolean(), nullable=False, server_default=sa.false())),
        ("workshop_rooms", sa.Column("consultant", sa.String(200), nullable=False, server_default=sa.text("''"))),
        ("workshop_rooms", sa.Column("shown_at", Moment(), nullable=True)),
        ("workshop_items", sa.Column("spent", sa.Integer(), nullable=False, server_default="0")),
        ("workshop_outcomes", sa.Column("spent", sa.Integer(), nullable=False, server_default="0")),
    ):
        op.add_column(table, column)
