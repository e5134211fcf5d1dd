"""The register: its units with filters, and the history of one unit with what can happen to it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...classification.industries import DIVISIONS
from ...classification.regions import PROVINCES
from ...errors import Problem, Refusal, refuse
from ...registers.book import place_names
from ...registers.cells import missing, read_batch, read_code, read_day, read_industry, read_places, read_text
from ...registers.kinds import ACTIONS, KINDS, REASONS, Action
from ...registers.ledger import Event, Register, Unit, name_key, refused
from ...registers.tables import batch_name
from ...store.registers.ledger import append, entries
from ...text.plain import one_line
from ..access import for_roles, person
from ..context import store
from ..formatting import today
from ..language import gettext as _
from ..language import language
from ..refusals import refilled
from ..requests.reading import form_version, query_number
from .held import Held, held

pages = Blueprint("register", __name__)
KEEPERS = ("analyst", "administrator")
PAGE = 50
LOGGED = 100  # events on a page


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of the page: "" for all."""

    kind: str = ""
    province: str = ""
    division: str = ""
    batch: str = ""
    state: str = ""
    words: str = ""

    def fits(self, unit: Unit) -> bool:
        """Whether a unit is among those that are asked for."""
        exact = ("kind", "province", "division", "batch")
        if any(getattr(self, name) not in ("", getattr(unit, name)) for name in exact):
            return False
        if self.state and (self.state == "listed") != unit.listed:
            return False
        names = (unit.name, *unit.former, unit.credit_code) if self.words else ()
        return not self.words or any(name_key(self.words) in name_key(name) for name in names)


@pages.get("/register")
@for_roles(*KEEPERS)
def page() -> ResponseReturnValue:
    """The units that fit the filters, those listed last first."""
    filters = Filters(**{one.name: one_line(request.args.get(one.name, ""))[:200] for one in fields(Filters)})
    with store().read() as c:
        found = held(c)
    fitting = sorted(filter(filters.fits, found.units.values()), key=lambda unit: unit.since, reverse=True)
    number = max(query_number("page") or 1, 1)
    shown = fitting[(number - 1) * PAGE : number * PAGE]
    return render_template(
        "registers/register.html",
        filters=filters,
        query=asdict(filters),
        units=[(unit, place_names(unit, language())) for unit in shown],
        count=len(fitting),
        listed=sum(unit.listed for unit in fitting),
        number=number,
        last=-(-len(fitting) // PAGE),
        batches=[(batch, batch_name(batch)) for batch in reversed(list(found.batches))],
        provinces=_provinces(found.units.values()),
        divisions=_divisions(found.units.values()),
        kinds=KINDS,
        whole=len(found.units),
    )


def _provinces(units: Iterable[Unit]) -> list[tuple[str, str]]:
    named = {unit.province for unit in units}
    return [(code, one.short.of(language())) for code, one in PROVINCES.items() if code in named]


def _divisions(units: Iterable[Unit]) -> list[tuple[str, str]]:
    named = {unit.division for unit in units}
    return [(code, one.name.of(language())) for code, one in DIVISIONS.items() if code in named]


@pages.get("/register/ledger")
@for_roles(*KEEPERS)
def log() -> ResponseReturnValue:
    """Everything that was entered, the last first: what, when and by whom."""
    with store().read() as c:
        found = held(c)
        history = entries(c, before=query_number("before"), limit=LOGGED + 1)
    return render_template(
        "registers/ledger.html",
        history=history[:LOGGED],
        more=history[LOGGED - 1].seq if len(history) > LOGGED else None,
        units=found.units,
        kinds=KINDS,
        actions=ACTIONS,
        reasons=REASONS,
    )


@pages.get("/register/units/<unit>")
@for_roles(*KEEPERS)
def unit(unit: str) -> ResponseReturnValue:
    """One unit: its facts, everything that happened, and the forms to rename, correct, remove or restore it."""
    return _unit(unit)


def _unit(id: str) -> str:
    with store().read() as c:
        found = held(c).unit(id)
        history = entries(c, id)
    return render_template(
        "registers/unit.html",
        unit=found,
        places=place_names(found, language()),
        batch=batch_name(found.batch),
        history=history,
        kinds=KINDS,
        actions=ACTIONS,
        reasons=REASONS,
        today=today(),
        seen=len(history),
    )


@pages.post("/register/units/<unit>/<action>")
@for_roles(*KEEPERS)
def change(unit: str, action: str) -> ResponseReturnValue:
    """Enter an event of one unit: rename, correct, restore or remove."""
    if action not in ("rename", "correct", "restore", "remove"):
        abort(404)
    try:
        with store().write() as c:
            now = held(c)
            event = _event(now, now.unit(unit), action)
            if len(entries(c, unit)) != form_version("seen"):
                raise refuse("register-changed")
            append(c, person().id, [event], now.last)
    except Refusal as refusal:
        return refilled(_unit(unit), refusal)
    flash(_("已登记。"))
    return redirect(url_for(".unit", unit=unit))


def _event(now: Held, unit: Unit, action: str) -> Event:
    """The event that the form says. Raises Refusal with what is wrong with it."""
    form, problems = request.form, list[Problem]()
    day = read_day(form.get("day", ""), today(), "day", problems)
    name, note = (read_text(form.get(field, ""), field, problems) for field in ("name", "note"))
    batch = read_text(read_batch(form.get("batch", "")), "batch", problems) if action == "restore" else ""
    reason = form.get("reason", "") if action == "remove" else ""
    if action == "rename" and not name:
        problems.append(missing("new_name"))
    if action == "remove" and reason not in REASONS:
        problems.append(missing("reason"))
    corrected = _corrections(problems) if action == "correct" else {}
    if problems or day is None:
        raise Refusal(*problems)
    facts = {
        "kind": unit.kind,
        "name": name if action == "rename" else unit.name,
        "batch": batch,
        "note": note,
    } | corrected
    event = Event(unit.id, cast(Action, action), day, reason=reason, **facts)
    wrong = refused(unit, event) or _taken(now, unit, event)
    if wrong:
        raise Refusal(wrong)
    return event


def _corrections(problems: list[Problem]) -> dict[str, str]:
    """The facts that the form corrects, "" for those that stay; mistakes are added to `problems`."""
    form = request.form
    province, city = read_places(form, problems)
    return {
        "credit_code": read_code(form.get("credit_code", ""), problems),
        "maker": read_text(form.get("maker", ""), "maker", problems),
        "province": province,
        "city": city,
        "division": read_industry(form.get("division", ""), problems),
    }


def _taken(now: Held, unit: Unit, event: Event) -> Problem | None:
    """The new name belongs to another unit, or did."""
    if event.action != "rename":
        return None
    clash = Register(now.units).clash(unit.kind, event.name, unit.credit_code, unit.id, unit.maker)
    return Problem("register-name-taken", values={"name": event.name}) if isinstance(clash, Unit) else clash
