"""The access log of an enterprise for its owners, by kind and month."""

from datetime import UTC, datetime

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import to_user_timezone, to_utc  # type: ignore[import-untyped]

from ...store.enterprises import access_log, organisations
from ...store.enterprises.access_log import LogFilter
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..formatting import today
from ..requests.reading import query_number, whole
from .log_formatting import KINDS, author, sentence

pages = Blueprint("accesslog", __name__)


@pages.get("/enterprises/<oid>/log")
@for_roles(*ANSWERING)
def page(oid: str) -> ResponseReturnValue:
    """One page of the log."""
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    month = _month(request.args.get("month", ""))
    since, until = _span(*month) if month else (None, None)
    with store().read() as c:
        firm = organisations.owned_organisation(c, person(), oid)
        log = access_log.log_of(c, person(), oid, LogFilter(kind, since, until, query_number("after")))
    return render_template(
        "accesslog/log.html",
        organisation=firm,
        log=log,
        kinds=KINDS,
        kind=kind,
        months=_months(log.first),
        month=_named(*month) if month else "",
        author=author,
        sentence=sentence,
    )


def _month(text: str) -> tuple[int, int] | None:
    """Year and month of "2026-03"; None for anything else."""
    year, month = (whole(part) for part in (text[:4], text[5:]))
    found = year is not None and month is not None and text[4:5] == "-" and 2000 <= year <= 2100 and 1 <= month <= 12
    return (year, month) if found and year and month else None


def _named(year: int, month: int) -> str:
    return f"{year}-{month:02}"


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + month // 12, month % 12 + 1)


def _span(year: int, month: int) -> tuple[datetime, datetime]:
    """The beginning of a month and of the next, Beijing time."""
    begins, ends = (to_utc(datetime(*one, 1)).replace(tzinfo=UTC) for one in ((year, month), _next(year, month)))
    return begins, ends


def _months(first: datetime | None) -> list[str]:
    """Every month from the first entry to now, the latest first."""
    if first is None:
        return []
    local = to_user_timezone(first)
    found, end = [(local.year, local.month)], (today().year, today().month)
    while found[-1] < end:
        found.append(_next(*found[-1]))
    return [_named(*one) for one in reversed(found)]
