"""The totals that minutes of workshops print, sealed: of sittings closed before there are none."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.add_column("workshop_outcomes", sa.Column("printed", sa.Text(), nullable=True))
