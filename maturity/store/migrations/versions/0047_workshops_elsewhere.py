"""Workshops from another installation: who led them there."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.add_column("workshop_rooms", sa.Column("elsewhere", sa.Text(), nullable=True))
