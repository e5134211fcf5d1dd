"""The tables of the list of enterprises: kept figures of assessments, and a person's own tags and views."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Double, Index, Integer, String, Table, Text, text

from .columns import LEVELS, id_, metadata, moment, reference

TAG_LIMIT = 40  # letters
VIEW_LIMIT = 60  # letters of its name

standings = Table(  # a row for every assessment of an enterprise that has members
    "standings",
    metadata,
    reference("organisation_id", "organisations", primary=True),
    reference("assessment_id", "assessments", primary=True),
    Column("questionnaire", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String(9), nullable=False),
    Column("latest", Boolean, nullable=False),  # no later one of the enterprise by the same questionnaire
    Column("stale", Boolean, nullable=False),  # something changed since: what follows is not to be shown
    Column("basis", String(16)),  # what it was computed by, beside the answers (:func:`.portfolio.figures.basis_of`)
    Column("level", Integer),
    Column("score", Double),  # S or, where the questionnaire has no levels, points
    Column("maximum", Double),  # of the points
    Column("grade", String(60)),  # and verdict: of questionnaires without levels
    Column("verdict", String(9)),
    Column("provisional", Boolean),
    Column("answered", Integer),
    Column("asked", Integer),
    Column("claims", Integer),
    Column("backed", Integer),
    Column("due", Date),  # the first one of an area that is not answered
    moment("changed_at", null=True),
    CheckConstraint("stale OR basis IS NOT NULL", name="basis"),
    CheckConstraint(f"level BETWEEN 0 AND {LEVELS}", name="level"),
    CheckConstraint("verdict IN ('met', 'not met', 'undecided')", name="verdict"),
    Index(
        "ix_standings_stale",
        "organisation_id",
        "assessment_id",
        sqlite_where=text("stale = 1"),
        postgresql_where=text("stale"),
    ),
    Index("ix_standings_assessment_id", "assessment_id"),
    sqlite_with_rowid=False,  # rows lie beside those of the same enterprise: reading 20,000 takes half the time
)

portfolio_tags = Table(
    "portfolio_tags",
    metadata,
    reference("person_id", "people", primary=True),
    reference("organisation_id", "organisations", primary=True),
    Column("tag", String(TAG_LIMIT), primary_key=True),
    Index("ix_portfolio_tags_organisation_id", "organisation_id"),
)

portfolio_views = Table(
    "portfolio_views",
    metadata,
    id_(),
    reference("person_id", "people"),
    Column("name", String(VIEW_LIMIT), nullable=False),
    Column("query", Text, nullable=False),  # the part of the address behind the question mark
    moment("at"),
    Index("uq_portfolio_views_name", "person_id", "name", unique=True),
)
