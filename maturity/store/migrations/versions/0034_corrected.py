"""Events that correct facts of a listed unit: a further action."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    with op.batch_alter_table("register_events") as table:
        table.drop_constraint("action", type_="check")
        actions = "action IN ('add', 'rename', 'correct', 'restore', 'remove')"
        table.create_check_constraint("action", actions)
