"""Makers of listed products: none are known."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    with op.batch_alter_table("register_events") as table:
        table.add_column(sa.Column("maker", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("register_events") as table:
        table.alter_column("maker", existing_type=sa.String(200), existing_nullable=False, server_default=None)
