"""Stock and flow, tables by batch and province with a map of tiles, official stocks, and the files."""

import tempfile
from fractions import Fraction
from io import BytesIO
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...charts import publications as charts
from ...classification.regions import PROVINCES
from ...errors import Refusal
from ...regions.workbook import writer
from ...registers.book import book, csv_text
from ...registers.kinds import KINDS
from ...registers.national import national_flows, national_lists
from ...registers.stockflow import stock_and_flow
from ...registers.tables import Line, batch_name, by_batch, by_division, by_province, totals
from ...store.registers import stocks
from ..access import for_roles, person
from ..context import store
from ..formatting import today
from ..language import gettext as _
from ..language import language
from ..offline.isolated import one_at_a_time
from ..refusals import refilled
from ..requests.reading import form_number
from .held import held
from .listing import KEEPERS

pages = Blueprint("registered", __name__)
_TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


@pages.get("/register/figures")
@for_roles(*KEEPERS)
def page() -> ResponseReturnValue:
    """Every table; `kind` says what the map shows."""
    return _page()


def _page() -> str:
    chosen = request.args.get("kind", "")
    with store().read() as c:
        now, official = held(c), stocks.stocks(c)
    closings = {key: one.closing for key, one in official.items()}
    lines = by_province(now.units.values())
    kinds = [kind for place, kind in enumerate(KINDS) if totals(lines)[place]]
    shown = chosen if chosen in kinds else next(iter(kinds), "factory")
    batches, divisions = by_batch(now.events), by_division(now.units.values())
    return render_template(
        "registers/figures.html",
        flows=stock_and_flow(now.events, closings),
        official=official,
        batches=batches,
        batch_totals=totals(batches),
        provinces=lines,
        province_totals=totals(lines),
        divisions=divisions,
        division_totals=totals(divisions),
        map=_map(lines, shown) if lines else None,
        shown=shown,
        mapped=kinds,
        kinds=KINDS,
        batch_name=batch_name,
        national=national_flows(),
        printed={(one.kind, one.batch): one for one in national_lists()},
    )


def _map(lines: tuple[Line, ...], kind: str) -> Markup:
    place = list(KINDS).index(kind)
    counts = {line.id: line.counts[place] for line in lines}
    tiles = [
        (one.tile, one.short.of(language()), Fraction(count) if count else None, f"{count:,}" if count else "0")
        for code, one in PROVINCES.items()
        for count in [counts.get(code, 0)]
    ]
    name = KINDS[kind].of(language())
    return charts.tiles(tiles, _("单位数"), _("%(kind)s，按省份", kind=name), counts=True)


@pages.post("/register/stock")
@for_roles(*KEEPERS)
def stock() -> ResponseReturnValue:
    """Enter, replace or take away an official closing stock."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        abort(400)
    try:
        closing = None if "remove" in request.form else form_number("closing", _("公布的期末数"))
        with store().write() as c:
            batch, source = request.form.get("batch", ""), request.form.get("source", "")
            stocks.set_stock(c, person().id, kind, batch, closing, source)
    except Refusal as refusal:
        return refilled(_page(), refusal)
    flash(_("已登记。"))
    return redirect(url_for(".page"))


@pages.get("/register/register.<suffix>")
@for_roles(*KEEPERS)
def download(suffix: str) -> ResponseReturnValue:
    """The register as it is today: a workbook with every table, or the units as CSV."""
    if suffix not in _TYPES:
        abort(404)
    with store().read() as c:
        now, official = held(c), stocks.stocks(c)
    closings = {key: one.closing for key, one in official.items()}
    made = book(now.events, closings, today(), language())
    name = f"register-{today().isoformat()}.{suffix}"
    if suffix == "csv":
        units = next(sheet for sheet in made.tables if sheet.id == "units")
        content = BytesIO(csv_text(units).encode("utf-8-sig"))
    else:
        with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
            path = Path(folder) / name
            writer(".xlsx")(made, path)
            content = BytesIO(path.read_bytes())
    return send_file(content, _TYPES[suffix], as_attachment=True, download_name=name)
