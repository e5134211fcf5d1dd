"""Up to nine levels: columns for their scores, and wider checks of levels."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    with op.batch_alter_table("submissions") as table:
        for number in range(6, 10):
            table.add_column(sa.Column(f"a{number}", sa.Double(), nullable=True))
        table.drop_constraint("level", type_="check")
        table.create_check_constraint("level", "level BETWEEN 0 AND 9")
    with op.batch_alter_table("targets") as table:
        table.drop_constraint("level", type_="check")
        table.create_check_constraint("level", "level BETWEEN 1 AND 9")
