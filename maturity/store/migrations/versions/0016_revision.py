"""Releases with their status, and with what they read; unknown of those that are there."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("releases") as table:
        table.add_column(sa.Column("status", sa.String(11), nullable=True))
        table.add_column(sa.Column("reference", sa.Text(), nullable=True))
