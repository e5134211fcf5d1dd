"""The calendar of releases; nothing is planned yet."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "planned_releases",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("plan", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(11), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_releases")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_planned_releases_by")),
        sa.CheckConstraint("status IN ('provisional', 'revised', 'final')", name=op.f("ck_planned_releases_status")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_planned_releases_version")),
        sa.UniqueConstraint("plan", "year", "status", name=op.f("uq_planned_releases_plan")),
    )
