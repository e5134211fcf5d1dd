"""The tables of accounts, enterprises, assessments, submissions and the audit log.

Ids are random texts; submissions repeat the facts of the enterprise at that time. Every query of a page
starts from a person, an organisation or an assessment and uses an index, so that its cost does not grow with the number
of other people's assessments.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from ...answers import COMMENT_LIMIT
from ..types import Pairs, Yuan
from .columns import LEVELS, ONE_ANSWER, id_, metadata, moment, reference


def _facts() -> tuple[Column[Any] | CheckConstraint, ...]:
    """Null where a fact is not stated."""
    return (
        Column("name", Text, nullable=False),
        Column("credit_code", String(18), nullable=False),
        Column("division", String(2)),
        Column("production_type", String(8)),
        Column("city", String(6)),
        Column("headcount", Integer),
        Column("revenue_10k", Yuan),
        Column("founded", Integer),
        Column("ownership", String(10)),
        CheckConstraint("production_type IN ('process', 'discrete')", name="production_type"),
        CheckConstraint("headcount >= 1", name="headcount"),
        CheckConstraint("revenue_10k >= 0", name="revenue_10k"),
        CheckConstraint("founded BETWEEN 1800 AND 2200", name="founded"),
    )


organisations = Table(
    "organisations",
    metadata,
    id_(),
    *_facts(),
    Column("version", Integer, nullable=False),
    moment("created_at"),
    moment("delete_after", null=True),  # deletion was requested and can be cancelled until then
    Column(
        "compared", Boolean, nullable=False, server_default=false()
    ),  # its scores take part in the comparison of peers
    UniqueConstraint("credit_code"),
    CheckConstraint("version >= 1", name="version"),
)

people = Table(
    "people",
    metadata,
    id_(),
    Column("email", String(254), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(13), nullable=False),
    Column("language", String(2), nullable=False),
    Column("password", Text),  # argon2id; null until the person has set one
    Column("stamp", String(32), nullable=False),
    moment("created_at"),
    moment("disabled_at", null=True),  # by an administrator, until one enables it again
    UniqueConstraint("email"),
    CheckConstraint("role IN ('enterprise', 'consultant', 'analyst', 'administrator')", name="role"),
    CheckConstraint("language IN ('zh', 'en')", name="language"),
    CheckConstraint("email = lower(email)", name="email"),
    Index("ix_people_role", "role"),
)

memberships = Table(
    "memberships",
    metadata,
    reference("organisation_id", "organisations", primary=True),
    reference("person_id", "people", primary=True),
    Column("role", String(13), nullable=False),
    Column(
        "may_submit", Boolean, nullable=False, server_default=false()
    ),  # an editor with an owner's permission; owners always may
    CheckConstraint("role IN ('owner', 'editor', 'viewer', 'assessor')", name="role"),
    Index("ix_memberships_person_id", "person_id", "organisation_id", "role"),  # all that lists read
)

assessments = Table(
    "assessments",
    metadata,
    id_(),
    reference("organisation_id", "organisations"),
    Column("questionnaire", String(60), nullable=False),
    Column("questionnaire_version", String(60), nullable=False),
    Column("profile", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String(9), nullable=False),
    Column("cuts", Pairs, nullable=False),
    moment("created_at"),
    moment("submitted_at", null=True),
    Column("version", Integer, nullable=False),
    reference("previous_id", "assessments", null=True),  # the round whose answers were carried over
    CheckConstraint("state IN ('open', 'submitted')", name="state"),
    CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_at"),
    CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
    CheckConstraint("version >= 1", name="version"),
    Index("ix_assessments_organisation_id", "organisation_id", "year"),
    Index("ix_assessments_questionnaire", "questionnaire", "questionnaire_version"),
    Index(  # one open assessment of a year: a double click does not start two
        "uq_assessments_open",
        "organisation_id",
        "questionnaire",
        "year",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

answers = Table(
    "answers",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("item", String(60), primary_key=True),
    Column("choice", String(60)),
    Column("reason", Text),  # why the item is not applicable
    Column("entered", Text),  # an answer that is no choice (:mod:`maturity.answers.codec`)
    Column("comment", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("carried", Boolean, nullable=False),  # carried over from the previous round and not confirmed yet
    moment("at"),
    reference("by", "people"),
    Column("elsewhere", Text),  # the name of who wrote it in another installation; `by` imported it
    CheckConstraint(ONE_ANSWER, name="one_answer"),
    CheckConstraint(f"length(comment) <= {COMMENT_LIMIT}", name="comment"),
    CheckConstraint("version >= 1", name="version"),
)

submissions = Table(
    "submissions",
    metadata,
    id_(),
    reference("assessment_id", "assessments"),
    reference("organisation_id", "organisations"),
    Column("questionnaire", String(60), nullable=False),
    Column("questionnaire_version", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("profile", String(60), nullable=False),
    Column("cuts", Pairs, nullable=False),
    *_facts(),
    Column("vector", LargeBinary, nullable=False),
    Column("reasons", Pairs, nullable=False),
    Column("entered", Pairs),  # the answers that are no choice, by item, where there are any
    Column("evaluation", Pairs),  # the result of a questionnaire without levels (:func:`.submissions.frozen.kept`)
    Column("rule", String(5)),  # this and what follows: of questionnaires with levels alone
    Column("level", Integer),
    Column("score", Double),
    Column("gated_level", Integer),
    Column("gated_score", Double),
    Column("summed_level", Integer),
    Column("summed_score", Double),
    *(Column(f"a{number}", Double) for number in range(1, LEVELS + 1)),
    Column("unanswered", Integer, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("verified", Boolean, nullable=False),
    moment("submitted_at"),
    reference("submitted_by", "people", null=True),
    Column("digest", String(64), nullable=False),
    Column("origin", String(8), nullable=False, server_default=text("''")),  # of :data:`.store.origins.origins.ORIGINS`
    Column("stated_level", Integer),  # the level stated by the installation it was imported from
    moment("stated_at", null=True),
    UniqueConstraint("assessment_id"),
    CheckConstraint("rule IN ('gated', 'sum')", name="rule"),
    CheckConstraint("rule IS NOT NULL OR evaluation IS NOT NULL", name="result"),
    CheckConstraint(f"level BETWEEN 0 AND {LEVELS}", name="level"),
    CheckConstraint("length(digest) = 64", name="digest"),
    Index("ix_submissions_latest", "questionnaire", "questionnaire_version", "year", "organisation_id", "submitted_at"),
    Index("ix_submissions_organisation_id", "organisation_id"),
    Index("ix_submissions_year", "questionnaire", "year", "organisation_id", "origin"),  # all that counting them reads
)

kept_forms = Table(
    "kept_forms",
    metadata,
    Column("sha256", String(64), primary_key=True),
    reference("person_id", "people"),
    Column("path", Text, nullable=False),
    Column("fields", Text, nullable=False),  # JSON: pairs of name and value
    moment("at"),
    Index("ix_kept_forms_person_id", "person_id", "at"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("purpose", String(5), nullable=False),
    reference("person_id", "people", null=True),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", null=True),
    Column("issued_by", String(32)),  # the administrator who made it; no foreign key: the row outlives the account
    Index("ix_tokens_person_id", "person_id"),
    CheckConstraint("purpose IN ('setup', 'reset')", name="purpose"),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    moment("at"),
    reference("person_id", "people", null=True),
    Column("action", String(40), nullable=False),
    Column("organisation_id", String(32)),  # no foreign keys: the log outlives the objects of its rows
    Column("assessment_id", String(32)),
    Column("detail", Pairs, nullable=False),
    Index("ix_audit_log_organisation_id", "organisation_id", "at"),
    Index("ix_audit_log_person_id", "person_id", "at"),
)
