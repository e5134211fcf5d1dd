"""Workshops: rooms, their items and rounds, seats, votes, notes; all empty."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0029"
down_revision = "0028"

_CHECKS = {
    "workshop_rooms": {
        "state": "state IN ('draft', 'lobby', 'running', 'paused', 'closed', 'accepted', 'discarded')",
        "target": "target IN ('answers', 'assessed')",
    },
    "workshop_items": {
        "state": "state IN ('waiting', 'open', 'revealed', 'discussing', 'settled', 'parked')",
        "kind": "kind IN ('agreed', 'dissent', 'decided', 'not-applicable')",
        "settled": "(state = 'settled') = (kind IS NOT NULL)",
    },
    "workshop_rounds": {"state": "state IN ('open', 'revealed', 'void')"},
    "workshop_seats": {"state": "state IN ('present', 'left', 'removed')"},
    "workshop_votes": {"confidence": "confidence IN ('', 'guess', 'know', 'show')"},
    "workshop_notes": {"kind": "kind IN ('argument', 'dissent', 'evidence')"},
}


def upgrade() -> None:
    _rooms()
    _create(
        "workshop_items",
        _text("id", 32),
        _text("room_id", 32),
        _text("item", 60),
        _number("position"),
        _text("state", 10),
        _number("round"),
        _text("kind", 14, null=True),
        _text("choice", 60, null=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        _number("unclear"),
        _refers("workshop_items", "room_id", "workshop_rooms"),
        sa.UniqueConstraint("room_id", "item", name=op.f("uq_workshop_items_room_id")),
    )
    _create(
        "workshop_rounds",
        _text("item_id", 32),
        _number("round"),
        _text("state", 8),
        _number("seats"),
        _moment("opened_at"),
        _moment("revealed_at", null=True),
        _refers("workshop_rounds", "item_id", "workshop_items"),
        key=("item_id", "round"),
    )
    _seats()
    _create(
        "workshop_notes",
        _text("id", 32),
        _text("item_id", 32),
        _text("kind", 8),
        sa.Column("words", sa.Text(), nullable=False),
        _text("signed", 40),
        _refers("workshop_notes", "item_id", "workshop_items"),
    )
    op.create_index(op.f("ix_workshop_notes_item_id"), "workshop_notes", ["item_id"])


def _rooms() -> None:
    _create(
        "workshop_rooms",
        _text("id", 32),
        _text("assessment_id", 32),
        *(_text(name, most) for name, most in (("title", 200), ("code", 6), ("salt", 32), ("state", 9))),
        _number("counter"),
        _number("sitting"),
        _text("rule", 20),
        _number("rule_version"),
        _text("target", 8),
        sa.Column("functions", sa.Text(), nullable=False),
        _number("minutes"),
        sa.Column("locked", sa.Boolean(), nullable=False),
        _number("nudges"),
        _number("wall"),
        _text("shown", 32, null=True),
        _text("facilitator_id", 32),
        _moment("created_at"),
        _text("by", 32),
        *(_moment(name, null=True) for name in ("started_at", "closed_at", "expires_at")),
        _refers("workshop_rooms", "assessment_id", "assessments"),
        _refers("workshop_rooms", "facilitator_id", "people"),
        _refers("workshop_rooms", "by", "people"),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_rooms_code")),
    )
    op.create_index(op.f("ix_workshop_rooms_assessment_id"), "workshop_rooms", ["assessment_id"])


def _seats() -> None:
    _create(
        "workshop_seats",
        _text("id", 32),
        _text("room_id", 32),
        *(_text(name, most) for name, most in (("key", 64), ("device", 32), ("alias", 40), ("function", 40))),
        sa.Column("own_area", sa.Boolean(), nullable=False),
        _text("state", 7),
        _moment("joined_at"),
        _refers("workshop_seats", "room_id", "workshop_rooms"),
        sa.UniqueConstraint("key", name=op.f("uq_workshop_seats_key")),
    )
    op.create_index(op.f("ix_workshop_seats_room_id"), "workshop_seats", ["room_id"])
    _create(
        "workshop_electors",
        *(_text(name, 32) for name in ("item_id", "seat_id")),
        _text("function", 40),
        _refers("workshop_electors", "item_id", "workshop_items"),
        _refers("workshop_electors", "seat_id", "workshop_seats"),
        key=("item_id", "seat_id"),
    )
    _create(
        "workshop_votes",
        _text("key", 64),
        _text("item_id", 32),
        _number("round"),
        *(_text(name, most) for name, most in (("vote", 60), ("function", 40), ("confidence", 5))),
        _refers("workshop_votes", "item_id", "workshop_items"),
        key=("key",),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_workshop_votes_item_id"), "workshop_votes", ["item_id", "round"])


def _create(name: str, *parts: Any, key: tuple[str, ...] = ("id",), **options: Any) -> None:
    checks = [
        sa.CheckConstraint(rule, name=op.f(f"ck_{name}_{about}")) for about, rule in _CHECKS.get(name, {}).items()
    ]
    op.create_table(name, *parts, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")), *checks, **options)


def _text(name: str, most: int, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(most), nullable=null)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment(), nullable=null)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
