"""Areas: the innermost groups of any questionnaire, which one questionnaire calls subdomains."""

from alembic import op

revision = "0021"
down_revision = "0020"

_TABLES = ("assignments", "targets", "actions")


def upgrade() -> None:
    for table in _TABLES:
        op.alter_column(table, "subdomain", new_column_name="area")
