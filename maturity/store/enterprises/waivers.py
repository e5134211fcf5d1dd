"""Credit codes of the pilot that were taken although their last character does not follow GB 32100.

Whoever confirms one leaves a row in the audit log; that the code is such a one can be told from the code itself.
"""

from datetime import datetime

from sqlalchemy import Connection, select

from ...classification.credit_code import waived
from ..schema import audit_log
from . import audit

_ACTION = "organisation.confirm-code"


def record(c: Connection, person_id: str | None, organisation_id: str, code: str) -> None:
    """Leave a row in the audit log where `code` is one that had to be confirmed."""
    if waived(code):
        audit.record(c, person_id, _ACTION, organisation=organisation_id, detail={"credit_code": code})


def confirmed_at(c: Connection, organisation_id: str, code: str) -> datetime | None:
    """When `code` was last confirmed for an organisation here; None for one that never was."""
    query = (
        select(audit_log.c.at, audit_log.c.detail)
        .where(audit_log.c.organisation_id == organisation_id, audit_log.c.action == _ACTION)
        .order_by(audit_log.c.id.desc())
    )
    return next((row.at for row in c.execute(query) if row.detail.get("credit_code") == code), None)
