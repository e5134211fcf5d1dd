"""Facts of an enterprise that need not be stated: null where they are not, ownership too, which was "" until now."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_KINDS: dict[str, sa.types.TypeEngine[Any]] = {
    "division": sa.String(2),
    "production_type": sa.String(8),
    "city": sa.String(6),
    "headcount": sa.Integer(),
    "revenue_10k": sa.BigInteger(),
    "founded": sa.Integer(),
}


def upgrade() -> None:
    for name in ("organisations", "submissions"):
        with op.batch_alter_table(name) as table:
            for column, kind in _KINDS.items():
                table.alter_column(column, existing_type=kind, existing_nullable=False, nullable=True)
            table.alter_column(
                "ownership",
                existing_type=sa.String(10),
                existing_nullable=False,
                nullable=True,
                server_default=None,
            )
        found = sa.table(name, sa.column("ownership", sa.String))
        op.execute(found.update().where(found.c.ownership == "").values(ownership=None))
