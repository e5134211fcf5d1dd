"""Forms that came in after their session had ended: kept for a day, for the person who filled them in."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "kept_forms",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept_forms")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kept_forms_person_id")),
    )
    op.create_index("ix_kept_forms_person_id", "kept_forms", ["person_id", "at"])
