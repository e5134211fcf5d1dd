"""Accounts that administrators disable: none is."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("people", sa.Column("disabled_at", Moment(), nullable=True))
