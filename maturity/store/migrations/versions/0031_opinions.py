"""What an assessor states in the report on an assessment."""

import sqlalchemy as sa
from alembic import op

from maturity.store.types import Moment

revision = "0031"
down_revision = "0030"

_LIMITS = {"body": 200, "course": 3000, "highlights": 100, "conclusion": 3000, "responsibility": 1000}


def upgrade() -> None:
    op.create_table(
        "opinions",
        sa.Column("assessment_id", sa.String(32), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in _LIMITS),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("elsewhere", sa.Text(), nullable=True),
        *(
            sa.CheckConstraint(f"length({name}) <= {most}", name=op.f(f"ck_opinions_{name}"))
            for name, most in _LIMITS.items()
        ),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_opinions")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessments.id"], name=op.f("fk_opinions_assessment_id")),
        sa.ForeignKeyConstraint(["by"], ["people.id"], name=op.f("fk_opinions_by")),
    )
