"""Indexes of submissions by enterprise, and by year for numbers of enterprises."""

from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.create_index("ix_submissions_organisation_id", "submissions", ["organisation_id"])
    op.create_index("ix_submissions_year", "submissions", ["questionnaire", "year", "organisation_id", "origin"])
