"""Which administrator made a one-time link, to be told to whom it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("tokens", sa.Column("issued_by", sa.String(32)))
    op.create_index("ix_tokens_person_id", "tokens", ["person_id"])
