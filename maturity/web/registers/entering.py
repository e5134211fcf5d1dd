"""Import of a table of events: checked first, entered after a look at what it says."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Conflict, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.sandbox import run_isolated
from ...registers.cells import COLUMNS
from ...registers.kinds import ACTIONS, KINDS, REASONS
from ...registers.ledger import Unit
from ...registers.reading import Plan, read_events
from ...store.evidence.uploads import FOLDER, Uploads
from ...store.registers.ledger import append
from ...text.plain import one_line
from ..access import for_roles, person
from ..context import application, store
from ..formatting import today
from ..language import language, ngettext
from ..mistakes import table_mistakes
from ..offline.isolated import one_at_a_time
from ..requests.reading import form_version
from ..security import up_to
from .held import held
from .listing import KEEPERS

pages = Blueprint("entering", __name__)
MOST_BYTES = 16 * 1024 * 1024
REGISTER = "0" * 32  # stands for the register where files that wait are kept by assessment
_COMMON = ("kind", "batch", "day")


@pages.get("/register/import")
@for_roles(*KEEPERS)
def page() -> ResponseReturnValue:
    """What a table must hold, and the upload."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    return render_template(
        "registers/import.html",
        **table_mistakes(refusal, column_names()),
        kinds=KINDS,
        actions=ACTIONS,
        columns=COLUMNS,
        common={name: request.form.get(name, "") for name in _COMMON},
        most=MOST_BYTES // 1024 // 1024,
    )


@pages.post("/register/import")
@for_roles(*KEEPERS)
@up_to(MOST_BYTES + 1024 * 1024)
def check() -> ResponseReturnValue:
    """Check a table and show what it would do; nothing is entered."""
    sent = request.files.get("table")
    try:
        if sent is None or not sent.filename:
            raise refuse("register-no-file")
        data, name = sent.read(), clean_name(sent.filename)
        with one_at_a_time():
            plan, seen = _plan(data, name)
            upload = uploads().keep(person(), REGISTER, data)
    except Refusal as refusal:
        return _page(refusal), refusal.status
    return _preview(plan, seen, upload, name)


@pages.post("/register/import/<upload>")
@for_roles(*KEEPERS)
def enter(upload: str) -> ResponseReturnValue:
    """Enter a table that was checked. Where the register changed since, it is checked again."""
    name = clean_name(request.form.get("file", ""))
    data = uploads().read(person(), REGISTER, upload)
    try:
        with one_at_a_time():
            plan, seen = _plan(data, name)
        if seen != form_version("seen"):
            return _preview(plan, seen, upload, name, changed=True), 409
        with store().write() as c:
            append(c, person().id, plan.events, seen)
    except Conflict:
        return redirect(url_for(".page"))
    except Refusal as refusal:
        return _page(refusal), refusal.status
    uploads().drop(person(), REGISTER, upload)
    flash(ngettext("已登记 %(num)s 项变动。", "已登记 %(num)s 项变动。", len(plan.events)))
    return redirect(url_for("register.page"))


def uploads() -> Uploads:
    """Where tables wait between check and entry."""
    return Uploads(application().settings.data_dir / FOLDER)


def _plan(data: bytes, name: str) -> tuple[Plan, int]:
    """What a table says of the register as it is now, and the number of its last event."""
    with store().read() as c:
        now = held(c)
    common = {field: one_line(request.form.get(field, "")) for field in _COMMON}
    return run_isolated(read_sent, data, name, dict(now.units), today(), common), now.last


def read_sent(data: bytes, name: str, units: Mapping[str, Unit], day: date, common: Mapping[str, str]) -> Plan:
    """As :func:`.registers.reading.read_events`, of the bytes of a file called `name`; in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"table{Path(name).suffix}"
        path.write_bytes(data)
        return read_events(path, units, day, common=common)


def _preview(plan: Plan, seen: int, upload: str, name: str, *, changed: bool = False) -> str:
    counts = [(kind, action, plan.counts.get((kind, action), 0)) for kind in KINDS for action in ACTIONS]
    return render_template(
        "registers/preview.html",
        events=plan.events[:20],
        count=len(plan.events),
        counts=[one for one in counts if one[2]],
        kinds=KINDS,
        actions=ACTIONS,
        reasons=REASONS,
        common={field: request.form.get(field, "") for field in _COMMON},
        upload=upload,
        file=name,
        seen=seen,
        changed=changed,
    )


def column_names() -> dict[str, str]:
    """The names of the columns of tables for registers, in the language of the request."""
    return {name: text.of(language()) for name, text in COLUMNS.items()}
