"""Answers that are no choice, and results without levels: what was entered, and null where there is no level."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_ONE_ANSWER = "(choice IS NULL OR (reason IS NULL AND entered IS NULL)) AND (reason IS NULL OR entered IS NULL)"
_OF_LEVELS: dict[str, sa.types.TypeEngine[Any]] = {
    "rule": sa.String(5),
    "level": sa.Integer(),
    "score": sa.Double(),
    "gated_level": sa.Integer(),
    "gated_score": sa.Double(),
    "summed_level": sa.Integer(),
    "summed_score": sa.Double(),
}


def upgrade() -> None:
    for name in ("answers", "findings"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("entered", sa.Text(), nullable=True))
            table.drop_constraint("one_answer", type_="check")
            table.create_check_constraint("one_answer", _ONE_ANSWER)
    op.add_column("answer_history", sa.Column("entered", sa.Text(), nullable=True))
    with op.batch_alter_table("submissions") as table:
        for name in ("entered", "evaluation"):
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        for column, kind in _OF_LEVELS.items():
            table.alter_column(column, existing_type=kind, existing_nullable=False, nullable=True)
        table.create_check_constraint("result", "rule IS NOT NULL OR evaluation IS NOT NULL")
