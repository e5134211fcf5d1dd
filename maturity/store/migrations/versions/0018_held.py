"""A row of the audit log for every enterprise that an export of microdata held."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute(
        sa.text(
            "INSERT INTO audit_log (at, person_id, action, organisation_id, detail) "
            "SELECT e.made_at, e.asked_by, 'detail.hold', x.organisation_id, '{\"export\":\"' || e.id || '\"}' "
            "FROM exports e JOIN exported x ON x.export_id = e.id WHERE e.made_at IS NOT NULL"
        )
    )
