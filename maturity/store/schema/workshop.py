"""The tables of workshops. Votes have neither time nor serial number, and no column that leads to a seat."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from .columns import ONE_ANSWER, id_, metadata, moment, reference

workshop_rooms = Table(
    "workshop_rooms",
    metadata,
    id_(),
    reference("assessment_id", "assessments"),
    Column("title", String(200), nullable=False),
    Column("code", String(6), nullable=False, unique=True),
    Column("salt", String(32), nullable=False),
    Column("state", String(9), nullable=False),
    Column("counter", Integer, nullable=False),  # grows with every act; who acts names the one seen
    Column("sitting", Integer, nullable=False),
    Column("rule", String(20), nullable=False),
    Column("rule_version", Integer, nullable=False),
    Column("target", String(8), nullable=False),
    Column("functions", Text, nullable=False),  # one a line
    Column("minutes", Integer, nullable=False),
    Column("vote_seconds", Integer, nullable=False, server_default="45"),  # an item; 0: no timer, as below
    Column("discuss_minutes", Integer, nullable=False, server_default="3"),  # an item
    Column("auto_reveal", Boolean, nullable=False, server_default=false()),
    Column("consultant", String(200), nullable=False, server_default=text("''")),  # the firm that the minutes name
    Column("locked", Boolean, nullable=False),
    Column("nudges", Integer, nullable=False),
    Column("wall", Integer, nullable=False),  # version of the link to the wall
    Column("shown", String(32)),  # the id of the item that the wall shows
    moment("shown_at", null=True),  # since when the room is at what it is at; null while it is not running
    reference("facilitator_id", "people"),
    moment("created_at"),
    reference("by", "people"),
    moment("started_at", null=True),
    moment("closed_at", null=True),
    moment("expires_at", null=True),
    Column("elsewhere", Text),  # the name of who led it in another installation; `facilitator_id` imported it
    Column("remote", Integer, nullable=False, server_default="0"),  # how many rounds were opened without a meeting
    CheckConstraint(
        "state IN ('draft', 'lobby', 'running', 'paused', 'closed', 'accepted', 'discarded')", name="state"
    ),
    CheckConstraint("target IN ('answers', 'assessed')", name="target"),
    Index("ix_workshop_rooms_assessment_id", "assessment_id"),
)

workshop_items = Table(
    "workshop_items",
    metadata,
    id_(),
    reference("room_id", "workshop_rooms"),
    Column("item", String(60), nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("round", Integer, nullable=False),  # 0 before the first
    Column("kind", String(14)),  # how it was settled
    Column("choice", String(60)),
    Column("reason", Text, nullable=False),
    Column("owner", Text, nullable=False),  # of a parked item: who brings the evidence, and until when
    Column("due", Date),
    Column("unclear", Integer, nullable=False),
    Column("spent", Integer, nullable=False, server_default="0"),  # seconds of voting and discussion
    UniqueConstraint("room_id", "item"),
    CheckConstraint("state IN ('waiting', 'open', 'revealed', 'discussing', 'settled', 'parked')", name="state"),
    CheckConstraint("kind IN ('agreed', 'dissent', 'decided', 'not-applicable')", name="kind"),
    CheckConstraint("(state = 'settled') = (kind IS NOT NULL)", name="settled"),
)

workshop_rounds = Table(
    "workshop_rounds",
    metadata,
    reference("item_id", "workshop_items", primary=True),
    Column("round", Integer, primary_key=True),
    Column("state", String(8), nullable=False),
    Column("seats", Integer, nullable=False),
    moment("opened_at"),
    moment("revealed_at", null=True),
    moment("closes_at", null=True),  # of a round without a meeting
    Column("zone", String(40), nullable=False, server_default=text("''")),
    Column("question", String(13), nullable=False, server_default="answer"),  # see workshop/ballots.py
    CheckConstraint("state IN ('open', 'revealed', 'void')", name="state"),
    CheckConstraint("question IN ('answer', 'applicability', 'applicable')", name="question"),
)

workshop_seats = Table(
    "workshop_seats",
    metadata,
    id_(),
    reference("room_id", "workshop_rooms"),
    Column("key", String(64), nullable=False, unique=True),
    Column("device", String(32), nullable=False),  # the one that the seat was brought to last
    Column("alias", String(40), nullable=False),
    Column("function", String(40), nullable=False),
    Column("own_area", Boolean, nullable=False),
    Column("named", Boolean, nullable=False, server_default=false()),  # whether the minutes may name it
    Column("state", String(7), nullable=False),
    moment("joined_at"),
    Column("paper", Integer),  # the number on its ballots, of seats that vote on paper
    Column("link", Integer, nullable=False, server_default="0"),  # version of its personal link, 0 for none
    Column("email", String(254), nullable=False, server_default=text("''")),
    Column("finished", Integer, nullable=False, server_default="0"),  # the last round without a meeting it voted in
    CheckConstraint("state IN ('present', 'left', 'removed')", name="state"),
    UniqueConstraint("room_id", "paper"),
    Index("ix_workshop_seats_room_id", "room_id"),
)

workshop_electors = Table(
    "workshop_electors",
    metadata,
    reference("item_id", "workshop_items", primary=True),
    reference("seat_id", "workshop_seats", primary=True),
    Column("function", String(40), nullable=False),  # under which the vote is kept: of five seats or more, or empty
    Column("counted", Boolean, nullable=False, server_default=false()),  # its paper ballot was entered in this round
)

workshop_votes = Table(
    "workshop_votes",
    metadata,
    Column("key", String(64), primary_key=True),
    reference("item_id", "workshop_items"),
    Column("round", Integer, nullable=False),
    Column("vote", String(60), nullable=False),
    Column("function", String(40), nullable=False),
    Column("confidence", String(5), nullable=False),
    Column(
        "before", String(64), nullable=False, server_default=text("''")
    ),  # until the reveal: see store/workshop/stayers.py
    CheckConstraint("confidence IN ('', 'guess', 'know', 'show')", name="confidence"),
    Index("ix_workshop_votes_item_id", "item_id", "round"),
    sqlite_with_rowid=False,  # its rows lie in the order of their keys, not of their arrival
)

workshop_stayers = Table(  # what those who stayed to the last round had voted in the first one, as totals
    "workshop_stayers",
    metadata,
    reference("item_id", "workshop_items", primary=True),
    Column("vote", String(60), primary_key=True),
    Column("number", Integer, nullable=False),
)

workshop_notes = Table(
    "workshop_notes",
    metadata,
    id_(),
    reference("item_id", "workshop_items"),
    Column("kind", String(8), nullable=False),
    Column("words", Text, nullable=False),
    Column("signed", String(40), nullable=False),
    Column("round", Integer, nullable=False, server_default="0"),  # shown after the reveal of this round
    CheckConstraint("kind IN ('argument', 'dissent', 'evidence')", name="kind"),
    Index("ix_workshop_notes_item_id", "item_id"),
)

workshop_sittings = Table(
    "workshop_sittings",
    metadata,
    reference("room_id", "workshop_rooms", primary=True),
    Column("sitting", Integer, primary_key=True),
    moment("opened_at"),
    moment("closed_at", null=True),
)

workshop_openings = Table(  # the answer or the finding on an item when a sitting was opened; no row without one
    "workshop_openings",
    metadata,
    reference("item_id", "workshop_items", primary=True),
    Column("sitting", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("choice", String(60)),
    Column("reason", Text),
    Column("entered", Text),
    CheckConstraint(ONE_ANSWER, name="one_answer"),
)

workshop_outcomes = Table(  # an item of a room as a sitting left it
    "workshop_outcomes",
    metadata,
    reference("item_id", "workshop_items", primary=True),
    Column("sitting", Integer, primary_key=True),
    Column("state", String(10), nullable=False),
    Column("round", Integer, nullable=False),  # the last one that was revealed, 0 for none
    Column("kind", String(14)),
    Column("choice", String(60)),
    Column("reason", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due", Date),
    Column("spent", Integer, nullable=False, server_default="0"),
    Column("accepted", Boolean),  # null until the room is accepted
    Column("printed", Text),  # the totals in its minutes, sealed: see store/workshop/printed.py
    CheckConstraint("(state = 'settled') = (kind IS NOT NULL)", name="settled"),
)
