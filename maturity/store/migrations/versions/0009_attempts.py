"""Attempts counted for all processes together, and the addresses a person has signed in from."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_expires_at", "attempts", ["expires_at"])
    op.create_table(
        "familiar_addresses",
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_familiar_addresses")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_familiar_addresses_person_id")),
    )
    op.create_index("ix_familiar_addresses_person_id", "familiar_addresses", ["person_id"])
