"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _organisations()
    _people()
    _assessments()
    _memberships()
    _tokens()
    _answers()
    _audit_log()
    _submissions()


def _organisations() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("division", sa.String(length=2), nullable=False),
        sa.Column("production_type", sa.String(length=8), nullable=False),
        sa.Column("city", sa.String(length=6), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("revenue_10k", sa.BigInteger(), nullable=False),
        sa.Column("founded", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_after", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("production_type IN ('process', 'discrete')", name=op.f("ck_organisations_production_type")),
        sa.CheckConstraint("founded BETWEEN 1800 AND 2200", name=op.f("ck_organisations_founded")),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_organisations_headcount")),
        sa.CheckConstraint("revenue_10k >= 0", name=op.f("ck_organisations_revenue_10k")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_organisations_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_organisations_credit_code")),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=13), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("language IN ('zh', 'en')", name=op.f("ck_people_language")),
        sa.CheckConstraint(
            "role IN ('enterprise', 'consultant', 'analyst', 'administrator')", name=op.f("ck_people_role")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index("ix_people_role", "people", ["role"], unique=False)


def _assessments() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("questionnaire", sa.String(length=60), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=60), nullable=False),
        sa.Column("profile", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("cuts", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("previous_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", name=op.f("ck_assessments_submitted_at")
        ),
        sa.CheckConstraint("state IN ('open', 'submitted')", name=op.f("ck_assessments_state")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_assessments_version")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_assessments_year")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_assessments_organisation_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["assessments.id"], name=op.f("fk_assessments_previous_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index("ix_assessments_organisation_id", "assessments", ["organisation_id", "year"], unique=False)
    op.create_index(
        "uq_assessments_open",
        "assessments",
        ["organisation_id", "questionnaire", "year"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def _memberships() -> None:
    op.create_table(
        "memberships",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=13), nullable=False),
        sa.CheckConstraint("role IN ('owner', 'editor', 'viewer', 'assessor')", name=op.f("ck_memberships_role")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_memberships_person_id")),
        sa.PrimaryKeyConstraint("organisation_id", "person_id", name=op.f("pk_memberships")),
    )
    op.create_index("ix_memberships_person_id", "memberships", ["person_id"], unique=False)


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=5), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('setup', 'reset')", name=op.f("ck_tokens_purpose")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tokens_person_id")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_tokens")),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("carried", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("choice IS NULL OR reason IS NULL", name=op.f("ck_answers_one_answer")),
        sa.CheckConstraint("length(comment) <= 5000", name=op.f("ck_answers_comment")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_answers_version")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_answers_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_answers_by")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_answers")),
    )


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=True),
        sa.Column("assessment_id", sa.String(length=32), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_audit_log_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("questionnaire", sa.String(length=60), nullable=False),
        sa.Column("questionnaire_version", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=60), nullable=False),
        sa.Column("cuts", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("division", sa.String(length=2), nullable=False),
        sa.Column("production_type", sa.String(length=8), nullable=False),
        sa.Column("city", sa.String(length=6), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("revenue_10k", sa.BigInteger(), nullable=False),
        sa.Column("founded", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=5), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("gated_level", sa.Integer(), nullable=False),
        sa.Column("gated_score", sa.Double(), nullable=False),
        sa.Column("summed_level", sa.Integer(), nullable=False),
        sa.Column("summed_score", sa.Double(), nullable=False),
        sa.Column("a1", sa.Double(), nullable=True),
        sa.Column("a2", sa.Double(), nullable=True),
        sa.Column("a3", sa.Double(), nullable=True),
        sa.Column("a4", sa.Double(), nullable=True),
        sa.Column("a5", sa.Double(), nullable=True),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.String(length=32), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("production_type IN ('process', 'discrete')", name=op.f("ck_submissions_production_type")),
        sa.CheckConstraint("rule IN ('gated', 'sum')", name=op.f("ck_submissions_rule")),
        sa.CheckConstraint("founded BETWEEN 1800 AND 2200", name=op.f("ck_submissions_founded")),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_submissions_headcount")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_submissions_digest")),
        sa.CheckConstraint("level BETWEEN 0 AND 5", name=op.f("ck_submissions_level")),
        sa.CheckConstraint("revenue_10k >= 0", name=op.f("ck_submissions_revenue_10k")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_submissions_assessment_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_submissions_organisation_id")),
        sa.ForeignKeyConstraint(["submitted_by"], ["people.id"], name=op.f("fk_submissions_submitted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_submissions_assessment_id")),
    )
    op.create_index(
        "ix_submissions_latest",
        "submissions",
        ["questionnaire", "questionnaire_version", "year", "organisation_id", "submitted_at"],
        unique=False,
    )
