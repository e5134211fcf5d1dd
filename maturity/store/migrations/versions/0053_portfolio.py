"""Kept figures of assessments for the list of enterprises, and a person's tags and views of it.

Assessments of enterprises that have members get a row that is marked stale: the figures are computed when the list is
first read.
"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


_FILLED = """
INSERT INTO standings (organisation_id, assessment_id, questionnaire, year, state, latest, stale)
SELECT organisation_id, id, questionnaire, year, state, NOT EXISTS (
    SELECT 1 FROM assessments AS later
    WHERE later.organisation_id = assessments.organisation_id AND later.questionnaire = assessments.questionnaire
    AND (later.year, later.created_at, later.id) > (assessments.year, assessments.created_at, assessments.id)
), true
FROM assessments WHERE organisation_id IN (SELECT organisation_id FROM memberships)
"""


def upgrade() -> None:
    op.drop_index("ix_memberships_person_id", "memberships")
    op.create_index("ix_memberships_person_id", "memberships", ["person_id", "organisation_id", "role"])
    _standings()
    op.create_table(
        "portfolio_tags",
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("tag", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_portfolio_tags_person_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_portfolio_tags_organisation_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", "tag", name=op.f("pk_portfolio_tags")),
    )
    op.create_index("ix_portfolio_tags_organisation_id", "portfolio_tags", ["organisation_id"])
    op.create_table(
        "portfolio_views",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_portfolio_views_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_views")),
    )
    op.create_index("uq_portfolio_views_name", "portfolio_views", ["person_id", "name"], unique=True)


def _standings() -> None:
    op.create_table(
        "standings",
        sa.Column("organisation_id", sa.String(32), nullable=False),
        sa.Column("assessment_id", sa.String(32), nullable=False),
        sa.Column("questionnaire", sa.String(60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("latest", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("basis", sa.String(16), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("maximum", sa.Double(), nullable=True),
        sa.Column("grade", sa.String(60), nullable=True),
        sa.Column("verdict", sa.String(9), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=True),
        sa.Column("backed", sa.Integer(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("stale OR basis IS NOT NULL", name=op.f("ck_standings_basis")),
        sa.CheckConstraint("level BETWEEN 0 AND 9", name=op.f("ck_standings_level")),
        sa.CheckConstraint("verdict IN ('met', 'not met', 'undecided')", name=op.f("ck_standings_verdict")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_standings_assessment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_standings_organisation_id")),
        sa.PrimaryKeyConstraint("organisation_id", "assessment_id", name=op.f("pk_standings")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standings_assessment_id", "standings", ["assessment_id"])
    op.create_index(
        "ix_standings_stale",
        "standings",
        ["organisation_id", "assessment_id"],
        sqlite_where=sa.text("stale = 1"),
        postgresql_where=sa.text("stale"),
    )
    op.execute(_FILLED)
