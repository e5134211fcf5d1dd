"""How many enterprises a second person agreed to, and requests that were declined; the log of one organisation."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("exports") as table:
        table.add_column(sa.Column("enterprises", sa.Integer()))
        table.add_column(sa.Column("closed_at", Moment()))
        table.add_column(sa.Column("closed_by", sa.String(32)))
        table.create_foreign_key(op.f("fk_exports_closed_by"), "people", ["closed_by"], ["id"])
    op.create_index("ix_audit_log_organisation_id", "audit_log", ["organisation_id", "at"])
