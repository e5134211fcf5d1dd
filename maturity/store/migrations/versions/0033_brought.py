"""Data that the publishing body brings for releases: none."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "brought",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("source", sa.String(7), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_brought_by_people")),
        sa.CheckConstraint("source IN ('regions', 'targets')", name=op.f("ck_brought_source")),
    )
    op.create_index("ix_brought_year", "brought", ["source", "year", "at"])
