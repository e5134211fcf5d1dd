"""States of the data behind releases, kept so that later releases are tried beside them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "states",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("enterprises", sa.LargeBinary, nullable=False),
    )
    with op.batch_alter_table("releases") as table:
        table.add_column(sa.Column("state", sa.String(64), nullable=True))
