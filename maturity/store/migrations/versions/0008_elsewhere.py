"""What is brought in from elsewhere keeps its author's name as text and counts only once it is accepted."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0008"
down_revision = "0007"
AUTHORED = ("answers", "answer_history", "evidence", "remarks", "findings", "estimates", "targets", "actions")


def upgrade() -> None:
    for table in AUTHORED:
        op.add_column(table, sa.Column("elsewhere", sa.Text(), nullable=True))
    op.add_column("submissions", sa.Column("origin", sa.String(8), server_default=sa.text("''"), nullable=False))
    op.add_column("submissions", sa.Column("stated_level", sa.Integer(), nullable=True))
    op.add_column("submissions", sa.Column("stated_at", Moment(), nullable=True))
    op.create_table(
        "imports",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("instance", sa.Text(), nullable=True),
        sa.Column("held", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_imports_organisation_id"),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name="fk_imports_by"),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_organisation_id", "imports", ["organisation_id"])
    op.create_table(
        "instances",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_instances"),
    )
