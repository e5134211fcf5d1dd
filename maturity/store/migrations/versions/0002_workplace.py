"""The tables of working together."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _invitations()
    _actions()
    _answer_history()
    _assignments()
    _estimates()
    _evidence()
    _findings()
    _remarks()
    _targets()
    _visits()


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("role IN ('owner', 'editor', 'viewer', 'assessor')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_invitations_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name=op.f("fk_invitations_used_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("sha256", name=op.f("uq_invitations_sha256")),
    )
    op.create_index("ix_invitations_organisation_id", "invitations", ["organisation_id"], unique=False)


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("subdomain", sa.String(length=60), nullable=True),
        sa.Column("item", sa.String(length=60), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state IN ('open', 'doing', 'done', 'dropped')", name=op.f("ck_actions_state")),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 5000", name=op.f("ck_actions_words")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_actions_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_actions_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index("ix_actions_assessment_id", "actions", ["assessment_id"], unique=False)


def _answer_history() -> None:
    op.create_table(
        "answer_history",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_answer_history_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_answer_history_by")),
        sa.PrimaryKeyConstraint("assessment_id", "item", "version", name=op.f("pk_answer_history")),
    )
    op.create_index("ix_answer_history_at", "answer_history", ["assessment_id", "at"], unique=False)


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("subdomain", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_assignments_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_assignments_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignments_person_id")),
        sa.PrimaryKeyConstraint("assessment_id", "subdomain", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_person_id", "assignments", ["person_id"], unique=False)


def _estimates() -> None:
    op.create_table(
        "estimates",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("benefit", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("benefit BETWEEN 0 AND 100", name=op.f("ck_estimates_benefit")),
        sa.CheckConstraint("effort BETWEEN 1 AND 100", name=op.f("ck_estimates_effort")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_estimates_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_estimates_by")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_estimates")),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("file", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("(kind = 'file') = (file IS NOT NULL)", name=op.f("ck_evidence_file")),
        sa.CheckConstraint("(kind = 'link') = (url IS NOT NULL)", name=op.f("ck_evidence_url")),
        sa.CheckConstraint("kind IN ('note', 'link', 'file')", name=op.f("ck_evidence_kind")),
        sa.CheckConstraint("length(words) <= 5000", name=op.f("ck_evidence_words")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_evidence_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_evidence_by")),
        sa.ForeignKeyConstraint(["seen_by"], ["people.id"], name=op.f("fk_evidence_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_assessment_id", "evidence", ["assessment_id", "item"], unique=False)


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("choice", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("choice IS NULL OR reason IS NULL", name=op.f("ck_findings_one_answer")),
        sa.CheckConstraint("length(words) <= 5000", name=op.f("ck_findings_words")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_findings_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_findings_by")),
        sa.PrimaryKeyConstraint("assessment_id", "item", name=op.f("pk_findings")),
    )


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 5000", name=op.f("ck_remarks_words")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_remarks_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_remarks_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remarks")),
    )
    op.create_index("ix_remarks_assessment_id", "remarks", ["assessment_id", "item", "at"], unique=False)


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("subdomain", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name=op.f("ck_targets_level")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_targets_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_targets_by")),
        sa.PrimaryKeyConstraint("assessment_id", "subdomain", name=op.f("pk_targets")),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("assessment_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_visits_assessment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visits_person_id")),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", name=op.f("pk_visits")),
    )
