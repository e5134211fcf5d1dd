"""Who holds an enterprise; "" where it is not stated, as for all that are there already."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for table in ("organisations", "submissions"):
        op.add_column(table, sa.Column("ownership", sa.String(10), server_default=sa.text("''"), nullable=False))
