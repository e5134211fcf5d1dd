"""The calendar of releases: figures about answers to any questionnaire, those so far to the shipped one."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    with op.batch_alter_table("planned_releases") as table:
        table.add_column(sa.Column("questionnaire", sa.String(60), server_default=sa.text("'cmmm'"), nullable=False))
        table.drop_constraint("uq_planned_releases_plan", type_="unique")
        table.create_unique_constraint("uq_planned_releases_questionnaire", ["questionnaire", "plan", "year", "status"])
    with op.batch_alter_table("planned_releases") as table:
        table.alter_column("questionnaire", server_default=None)
