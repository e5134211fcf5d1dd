"""Yearly forms: due days, the import of filings, proposals for removal and the decisions about them."""

import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Problem, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.sandbox import run_isolated
from ...registers.cells import COLUMNS, read_day
from ...registers.filings import Filing, classes, read_filings, values_of
from ...registers.kinds import KINDS, REASONS
from ...registers.ledger import Unit
from ...store.registers import decisions, forms
from ..access import for_roles, person
from ..context import store
from ..formatting import today
from ..language import gettext as _
from ..language import ngettext
from ..mistakes import table_mistakes
from ..offline.isolated import one_at_a_time
from ..refusals import refilled
from ..requests.reading import form_number
from ..security import up_to
from .entering import MOST_BYTES, REGISTER, column_names, uploads
from .held import held, years_held
from .listing import KEEPERS

pages = Blueprint("yearly", __name__)
FIRST_YEAR, LAST_YEAR = 2000, 2100
SHOWN = 200  # proposals on a page


@pages.get("/register/years")
@for_roles(*KEEPERS)
def page() -> ResponseReturnValue:
    """The years that have a due day, and the form to set one."""
    return _page()


def _page() -> str:
    with store().read() as c:
        found = years_held(c, held(c), today())
    return render_template("registers/years.html", years=found.values(), today=today())


@pages.post("/register/years")
@for_roles(*KEEPERS)
def due() -> ResponseReturnValue:
    """Set or move the day by which the forms of a year are due."""
    try:
        year = form_number("year", _("年度"))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise refuse("calendar-year", found=year, first=FIRST_YEAR, last=LAST_YEAR)
        problems: list[Problem] = []
        day = read_day(request.form.get("due", ""), date(LAST_YEAR, 12, 31), "due", problems)
        if day is None:
            raise Refusal(*problems)
        with store().write() as c:
            forms.set_due(c, person().id, year, day)
    except Refusal as refusal:
        return refilled(_page(), refusal)
    flash(_("已登记。"))
    return redirect(url_for(".one", year=year))


@pages.get("/register/years/<year:year>")
@for_roles(*KEEPERS)
def one(year: int) -> ResponseReturnValue:
    """The forms of a year: who filed, what is proposed, what was decided."""
    return _one(year)


def _one(year: int, refusal: Refusal | None = None) -> str:
    with store().read() as c:
        now = held(c)
        forms.due_day(c, year)
        found, filed = years_held(c, now, today())[year], forms.filings(c, [year])
        decided = decisions.decisions(c, year)
    open_ = [proposal for proposal in found.proposals if proposal.unit not in decided]
    return render_template(
        "registers/year.html",
        found=found,
        proposals=open_[:SHOWN],
        count=len(open_),
        decided=decided.values(),
        units=now.units,
        kinds=KINDS,
        reasons=REASONS,
        columns=COLUMNS,
        classes=[(kind, Counter(classes(values_of(filed, now.units, kind, year)).values())) for kind in KINDS],
        **table_mistakes(refusal, column_names()),
        over=today() > found.due,
        limit=decisions.WORDS_LIMIT,
    )


@pages.post("/register/years/<year:year>/filings")
@for_roles(*KEEPERS)
@up_to(MOST_BYTES + 1024 * 1024)
def check(year: int) -> ResponseReturnValue:
    """Check a table of filings and show what it would do; nothing is entered."""
    sent = request.files.get("table")
    with store().read() as c:
        due = forms.due_day(c, year)
    try:
        if sent is None or not sent.filename:
            raise refuse("register-no-file")
        data, name = sent.read(), clean_name(sent.filename)
        with one_at_a_time():
            found, units = _filings(data, name, year)
            upload = uploads().keep(person(), REGISTER, data)
    except Refusal as refusal:
        return _one(year, refusal), refusal.status
    with store().read() as c:
        known = {one.unit for one in forms.filings(c, [year])}
    return render_template(
        "registers/filings.html",
        year=year,
        filings=found[:20],
        count=len(found),
        again=sum(one.unit in known for one in found),
        late=sum(one.on > due for one in found),
        excluded=sum(bool(one.exclusions) for one in found),
        units=units,
        kinds=KINDS,
        reasons=REASONS,
        columns=COLUMNS,
        upload=upload,
        file=name,
        kind=_kind(),
    )


@pages.post("/register/years/<year:year>/filings/<upload>")
@for_roles(*KEEPERS)
def enter(year: int, upload: str) -> ResponseReturnValue:
    """Enter a table of filings that was checked, all of it or nothing; it is checked against the register once more."""
    name = clean_name(request.form.get("file", ""))
    data = uploads().read(person(), REGISTER, upload)
    try:
        with one_at_a_time():
            found, _units = _filings(data, name, year)
        with store().write() as c:
            again = forms.keep_filings(c, person().id, year, found)
    except Refusal as refusal:
        return _one(year, refusal), refusal.status
    uploads().drop(person(), REGISTER, upload)
    told = ngettext("已登记 %(num)s 份。", "已登记 %(num)s 份。", len(found))
    flash(told + (_("其中替换先前的：%(again)s。", again=again) if again else ""))
    return redirect(url_for(".one", year=year))


def _filings(data: bytes, name: str, year: int) -> tuple[tuple[Filing, ...], Mapping[str, Unit]]:
    """What a table says of the register as it is now, and the units of that."""
    with store().read() as c:
        units = dict(held(c).units)
    return run_isolated(read_sent, data, name, units, year, today(), _kind()), units


def _kind() -> str:
    kind = request.form.get("kind", "")
    return kind if kind in KINDS else ""


def read_sent(data: bytes, name: str, units: Mapping[str, Unit], year: int, day: date, kind: str) -> tuple[Filing, ...]:
    """As :func:`.registers.filings.read_filings`, of the bytes of a file called `name`; in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"table{Path(name).suffix}"
        path.write_bytes(data)
        return read_filings(path, units, year, day, kind=kind)


@pages.post("/register/years/<year:year>/decisions/<unit>")
@for_roles(*KEEPERS)
def decide(year: int, unit: str) -> ResponseReturnValue:
    """Decide about a proposal: remove the unit for one of its reasons, or keep it."""
    try:
        with store().write() as c:
            reason = request.form.get("reason", "")
            decisions.decide(
                c, person(), year, unit, "" if reason == "keep" else reason, request.form.get("words", ""), today()
            )
    except Refusal as refusal:
        return refilled(_one(year), refusal)
    flash(_("已登记。"))
    return redirect(url_for(".one", year=year))
