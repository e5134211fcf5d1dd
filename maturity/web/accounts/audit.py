"""The audit log for administrators: by kind, days and people, and as a table."""

import csv
from datetime import date
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, cast

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from ...store.audit.kinds import retention
from ...store.audit.reading import COLUMNS, AuditFilter, audit_page, audit_rows
from ...text.formulas import protect
from ..access import for_roles, person
from ..context import store
from ..requests.reading import whole
from .audit_words import KINDS, author, sentence, whom

pages = Blueprint("audit", __name__)
_SEARCH_LIMIT = 100


@pages.get("/audit")
@for_roles("administrator")
def page() -> ResponseReturnValue:
    """One page of the log."""
    filters = _filters(request.args)
    with store().read() as c:
        log = audit_page(c, person(), filters)
    return render_template(
        "people/audit.html",
        log=log,
        filters=filters,
        kinds=KINDS,
        retention=retention(),
        author=author,
        whom=whom,
        sentence=sentence,
        limit=_SEARCH_LIMIT,
    )


@pages.post("/audit/export")
@for_roles("administrator")
def export() -> ResponseReturnValue:
    """All entries that the filters leave, as CSV; that they were taken is an entry itself."""
    rows = audit_rows(store(), person(), _filters(request.form))
    file = TemporaryFile()  # noqa: SIM115 -- closed with the answer
    text = TextIOWrapper(cast(IO[bytes], file), "utf-8-sig", newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(map(protect, row) for row in rows)
    text.detach()
    file.seek(0)
    answer: Response = send_file(file, "text/csv", as_attachment=True, download_name="audit-log.csv")
    return answer


def _filters(sent: MultiDict[str, str]) -> AuditFilter:
    """The filters that an address or a form holds; what makes no sense is left out."""
    kind, (day, _, number) = sent.get("kind", ""), sent.get("before", "").partition("/")
    at, count = _day(day), whole(number)
    return AuditFilter(
        kind if kind in KINDS else "",
        _day(sent.get("since", "")),
        _day(sent.get("until", "")),
        sent.get("search", "").strip()[:_SEARCH_LIMIT],
        (at.isoformat(), count) if at and count is not None else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
