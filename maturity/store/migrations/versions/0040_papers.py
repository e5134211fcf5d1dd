"""Evidence for papers of a checklist: what is there is for items."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("paper", sa.String(60)))
        table.alter_column("item", existing_type=sa.String(60), nullable=True)
        table.create_check_constraint("about", "(item IS NULL) <> (paper IS NULL)")
