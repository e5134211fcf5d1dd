"""Whom an owner lets submit: nobody yet, so that editors of before ask an owner."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("memberships", sa.Column("may_submit", sa.Boolean(), server_default=sa.false(), nullable=False))
