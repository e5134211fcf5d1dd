"""Credit codes that were accepted although their check character does not follow GB 32100.

Every confirmation adds a row to the audit log; whether a code is such a one follows from the code itself.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from ...classification.credit_code import waived
from ..schema import audit_log
from . import audit

_ACTION = "organisation.confirm-code"


def record(c: Connection, person_id: str | None, organisation_id: str, code: str) -> None:
    """Add a row to the audit log if `code` is one that had to be confirmed."""
    if waived(code):
        audit.record(c, person_id, _ACTION, organisation=organisation_id, detail={"credit_code": code})


def confirmed_at(c: Connection, organisation_id: str, code: str) -> datetime | None:
    """When `code` was last confirmed for an organisation; None if never."""
    query = (
        select(audit_log.c.at, audit_log.c.detail)
        .where(audit_log.c.organisation_id == organisation_id, audit_log.c.action == _ACTION)
        .order_by(audit_log.c.id.desc())
    )
    return next((row.at for row in c.execute(query) if row.detail.get("credit_code") == code), None)
