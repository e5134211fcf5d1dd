"""The tables of the work on an assessment: history, evidence, discussion, assignments, findings, plans."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table, Text

from ...answers import COMMENT_LIMIT
from .columns import LEVELS, ONE_ANSWER, id_, metadata, moment, reference

OPINION_LIMITS = {
    "body": 200,
    "course": 3000,
    "highlights": 100,
    "conclusion": 3000,
    "responsibility": 1000,
}  # letters
_MOST = 100  # effort and benefit are small whole numbers in units that the user chooses


def _item() -> Column[str]:
    return Column("item", String(60), nullable=False)


def _elsewhere() -> Column[str]:
    """A column for the name of who wrote the row in another installation; `by` is then who imported it."""
    return Column("elsewhere", Text)


def _version() -> Column[int]:
    return Column("version", Integer, nullable=False)


answer_history = Table(
    "answer_history",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("item", String(60), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("choice", String(60)),
    Column("reason", Text),
    Column("entered", Text),
    Column("comment", Text, nullable=False),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    Index("ix_answer_history_at", "assessment_id", "at"),
)

evidence = Table(
    "evidence",
    metadata,
    id_(),
    reference("assessment_id", "assessments"),
    Column("item", String(60)),  # what it is for, or
    Column("paper", String(60)),  # the paper of the checklist
    Column("kind", String(4), nullable=False),
    Column("words", Text, nullable=False),  # the note, or what the link or file is called
    Column("url", Text),
    Column("file", String(64)),  # the random name under which it is stored
    Column("media_type", String(100)),
    Column("size", Integer),
    Column("sha256", String(64)),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    moment("seen_at", null=True),  # by an assessor
    reference("seen_by", "people", null=True),
    CheckConstraint("(item IS NULL) <> (paper IS NULL)", name="about"),
    CheckConstraint("kind IN ('note', 'link', 'file')", name="kind"),
    CheckConstraint("(kind = 'link') = (url IS NOT NULL)", name="url"),
    CheckConstraint("(kind = 'file') = (file IS NOT NULL)", name="file"),
    CheckConstraint(f"length(words) <= {COMMENT_LIMIT}", name="words"),
    Index("ix_evidence_assessment_id", "assessment_id", "item"),
)

remarks = Table(
    "remarks",
    metadata,
    id_(),
    reference("assessment_id", "assessments"),
    _item(),
    Column("words", Text, nullable=False),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    CheckConstraint(f"length(words) BETWEEN 1 AND {COMMENT_LIMIT}", name="words"),
    Index("ix_remarks_assessment_id", "assessment_id", "item", "at"),
)

assignments = Table(
    "assignments",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("area", String(60), primary_key=True),
    reference("person_id", "people"),
    Column("due", Date),
    moment("at"),
    reference("by", "people"),
    Index("ix_assignments_person_id", "person_id"),
)

visits = Table(
    "visits",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    reference("person_id", "people", primary=True),
    moment("at"),
)

invitations = Table(
    "invitations",
    metadata,
    id_(),
    Column("sha256", String(64), nullable=False, unique=True),
    reference("organisation_id", "organisations"),
    Column("role", String(8), nullable=False),
    moment("created_at"),
    reference("by", "people"),
    moment("expires_at"),
    moment("used_at", null=True),
    reference("used_by", "people", null=True),
    CheckConstraint("role IN ('owner', 'editor', 'viewer', 'assessor')", name="role"),
    Index("ix_invitations_organisation_id", "organisation_id"),
)

flags = Table(
    "flags",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("item", String(60), primary_key=True),
    moment("at"),
    reference("by", "people"),
)

findings = Table(
    "findings",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("item", String(60), primary_key=True),
    Column("choice", String(60)),
    Column("reason", Text),  # why the assessor finds the item not applicable
    Column("entered", Text),
    Column("words", Text, nullable=False),
    _version(),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    CheckConstraint(ONE_ANSWER, name="one_answer"),
    CheckConstraint(f"length(words) <= {COMMENT_LIMIT}", name="words"),
)

opinions = Table(  # what an assessor states in the report on an assessment, beside the findings on items
    "opinions",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    *(Column(name, Text, nullable=False) for name in OPINION_LIMITS),
    _version(),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    *(CheckConstraint(f"length({name}) <= {most}", name=name) for name, most in OPINION_LIMITS.items()),
)

estimates = Table(
    "estimates",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("item", String(60), primary_key=True),
    Column("effort", Integer, nullable=False),
    Column("benefit", Integer, nullable=False),
    _version(),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    CheckConstraint(f"effort BETWEEN 1 AND {_MOST}", name="effort"),
    CheckConstraint(f"benefit BETWEEN 0 AND {_MOST}", name="benefit"),
)

targets = Table(
    "targets",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("area", String(60), primary_key=True),
    Column("level", Integer, nullable=False),
    Column("due", Date),
    _version(),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    CheckConstraint(f"level BETWEEN 1 AND {LEVELS}", name="level"),
)

value_targets = Table(
    "value_targets",
    metadata,
    reference("assessment_id", "assessments", primary=True),
    Column("subject", String(60), primary_key=True),  # an item, or ":score" or ":grade"
    Column("entered", String(60), nullable=False),  # as typed; of a grade its id
    Column("value", String(120), nullable=False),  # exact, in the unit of the item
    Column("year", Integer, nullable=False),
    _version(),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
)

actions = Table(
    "actions",
    metadata,
    id_(),
    reference("assessment_id", "assessments"),
    Column("area", String(60)),
    Column("item", String(60)),
    Column("words", Text, nullable=False),
    Column("owner", Text, nullable=False),  # a name; an owner of an action needs no account
    Column("due", Date),
    Column("state", String(7), nullable=False),
    _version(),
    moment("at"),
    reference("by", "people"),
    _elsewhere(),
    CheckConstraint("state IN ('open', 'doing', 'done', 'dropped')", name="state"),
    CheckConstraint(f"length(words) BETWEEN 1 AND {COMMENT_LIMIT}", name="words"),
    Index("ix_actions_assessment_id", "assessment_id"),
)
