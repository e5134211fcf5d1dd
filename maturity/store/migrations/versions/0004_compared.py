"""Whether an enterprise takes part in the comparison of peers: what was loaded in bulk does, nobody else yet."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("organisations", sa.Column("compared", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute("UPDATE organisations SET compared = true WHERE id NOT IN (SELECT organisation_id FROM memberships)")
