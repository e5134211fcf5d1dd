"""Second factors of accounts: nobody has one."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factors")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_second_factors_person_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_recovery_codes")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
    )
    op.create_index("ix_recovery_codes_person_id", "recovery_codes", ["person_id"])
