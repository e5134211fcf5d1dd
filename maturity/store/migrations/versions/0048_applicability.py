"""What a round of a workshop asks: so far all asked for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

_RULE = "question IN ('answer', 'applicability', 'applicable')"


def upgrade() -> None:
    rule = sa.CheckConstraint(_RULE, name=op.f("ck_workshop_rounds_question"))
    op.add_column(
        "workshop_rounds", sa.Column("question", sa.String(13), rule, nullable=False, server_default="answer")
    )
