"""The register of listed units: empty."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    texts = {"kind": 7, "name": 200, "credit_code": 18, "province": 6, "city": 6, "division": 2, "batch": 20}
    op.create_table(
        "register_events",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("action", sa.String(7), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(length), nullable=False) for name, length in texts.items()),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *_written("register_events"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_register_events")),
        sa.CheckConstraint("action IN ('add', 'rename', 'restore', 'remove')", name=op.f("ck_register_events_action")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_register_events_seq")),
    )
    op.create_index(op.f("ix_register_events_unit"), "register_events", ["unit"])
    op.create_table(
        "register_forms",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        *_written("register_forms"),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_register_forms")),
    )
    op.create_table(
        "register_filings",
        *_unit_and_year(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("exclusions", sa.String(6), nullable=False),
        *_written("register_filings"),
        sa.PrimaryKeyConstraint("unit", "year", name=op.f("pk_register_filings")),
    )
    op.create_table(
        "register_decisions",
        *_unit_and_year(),
        sa.Column("reasons", sa.String(200), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *_written("register_decisions", null=False),
        sa.PrimaryKeyConstraint("unit", "year", name=op.f("pk_register_decisions")),
    )
    op.create_table(
        "register_stocks",
        sa.Column("kind", sa.String(7), nullable=False),
        sa.Column("batch", sa.String(20), nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        *_written("register_stocks"),
        sa.PrimaryKeyConstraint("kind", "batch", name=op.f("pk_register_stocks")),
        sa.CheckConstraint("closing >= 0", name=op.f("ck_register_stocks_closing")),
    )


def _unit_and_year() -> tuple[Any, ...]:
    return (
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
    )


def _written(table: str, *, null: bool = True) -> tuple[Any, ...]:
    """When and by whom a row was written."""
    return (
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=null),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f(f"fk_{table}_by")),
    )
