"""The ledger: events that are only ever added, and the units of a register as they follow from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ..errors import Problem
from ..text.plain import folded
from .kinds import Action


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the unit with the id `unit`, on a day.

    "add" has all facts; "rename" the new `name`; "correct" the code, maker, places and industry that are right, "" for
    those that were; "restore" a `batch` where the unit comes back with one; "remove" a `reason`. `maker` is that of a
    product. `province`, `city` and `division` are codes of the classifications, "" where they do not apply.
    """

    unit: str
    action: Action
    on: date
    kind: str = ""
    name: str = ""
    credit_code: str = ""
    province: str = ""
    city: str = ""
    division: str = ""
    batch: str = ""
    reason: str = ""
    note: str = ""
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on some day: its facts, earlier names, the batch and day that it was listed with, whether it is listed,
    the reason where it is not, and the day of its last event.
    """

    id: str
    kind: str
    name: str
    credit_code: str
    province: str
    city: str
    division: str
    batch: str
    since: date
    listed: bool
    reason: str
    last: date
    former: tuple[str, ...] = ()
    maker: str = ""


def refused(unit: Unit | None, event: Event) -> Problem | None:
    """Why `event` cannot follow upon the state of its unit; None where it can."""
    if unit is None:
        return None if event.action == "add" else Problem("register-not-listed", values={"name": event.name})
    values = {"name": unit.name, "last": unit.last.isoformat(), "on": event.on.isoformat()}
    if event.action == "add":
        return Problem("register-listed" if unit.listed else "register-left", values=values)
    if event.action == "restore" and unit.listed:
        return Problem("register-listed", values=values)
    if event.action in ("remove", "rename") and not unit.listed:
        return Problem("register-removed-before", values=values)
    if event.action == "rename" and name_key(event.name) == name_key(unit.name):
        return Problem("register-same-name", values=values)
    if event.on < unit.last:
        return Problem("register-before-last", values=values)
    return Problem("register-same-facts", values=values) if event.action == "correct" and _same(unit, event) else None


def applied(unit: Unit | None, event: Event) -> Unit:
    """The unit after `event`. Raises ValueError where the event cannot follow upon its state."""
    if refused(unit, event):
        raise ValueError(f"{event.action} does not follow upon the state of {event.unit}")
    if unit is None:
        facts = (event.name, event.credit_code, event.province, event.city, event.division, event.batch)
        return Unit(event.unit, event.kind, *facts, event.on, True, "", event.on, maker=event.maker)
    if event.action == "rename":
        return replace(unit, name=event.name, former=(*unit.former, unit.name), last=event.on)
    if event.action == "correct":
        return _corrected(unit, event)
    return replace(unit, listed=event.action == "restore", reason=event.reason, last=event.on)


def _corrected(unit: Unit, event: Event) -> Unit:
    """Code, places and industry as the event has them, where it has any; a new province alone has no city."""
    city = event.city or ("" if event.province not in ("", unit.province) else unit.city)
    return replace(
        unit,
        credit_code=event.credit_code or unit.credit_code,
        province=event.province or unit.province,
        city=city,
        division=event.division or unit.division,
        maker=event.maker or unit.maker,
        last=event.on,
    )


def _same(unit: Unit, event: Event) -> bool:
    return replace(_corrected(unit, event), last=unit.last) == unit


def units_on(events: Iterable[Event], day: date | None = None) -> dict[str, Unit]:
    """The units by id as they were at the end of `day` (None: after all events), the first event of each first.

    Events of one unit come in the order of their days, as :func:`refused` demands.
    """
    found: dict[str, Unit] = {}
    for event in events:
        if day is None or event.on <= day:
            found[event.unit] = applied(found.get(event.unit), event)
    return found


def name_key(name: str) -> str:
    """What is compared of a name: case, width and blanks do not count."""
    return folded(name).replace(" ", "")


class Register:
    """The units of a register, found by kind and name. `units` are the units by id, `clash` and `find` look them up."""

    def __init__(self, units: Mapping[str, Unit]) -> None:
        self.units: dict[str, Unit] = {}
        self._named: dict[tuple[str, str], list[str]] = {}
        self._former: dict[tuple[str, str], str] = {}
        for unit in units.values():
            self._enter(unit)

    def _enter(self, unit: Unit) -> None:
        before = self.units.get(unit.id)
        if before is None or before.name != unit.name:
            if before:
                self._named[before.kind, name_key(before.name)].remove(before.id)
            self._named.setdefault((unit.kind, name_key(unit.name)), []).append(unit.id)
        for name in unit.former:
            self._former[unit.kind, name_key(name)] = unit.id
        self.units[unit.id] = unit

    def apply(self, event: Event) -> None:
        """Take `event` in. Raises ValueError as :func:`applied`."""
        self._enter(applied(self.units.get(event.unit), event))

    def find(self, kind: str, name: str, credit_code: str = "", maker: str = "") -> Unit | Problem:
        """The unit that is called `name` now, or what keeps it from being found.

        Products of several makers may share a name: `credit_code` or `maker` tells them apart, and must agree with the
        unit's.
        """
        named = [self.units[id] for id in self._named.get((kind, name_key(name)), ())]
        fitting = [one for one in named if not _differ(one, credit_code, maker)]
        if len(fitting) == 1:
            return fitting[0]
        if named:
            return Problem("register-which" if fitting else "register-other-code", values={"name": name})
        former = self._former.get((kind, name_key(name)))
        if former:
            return Problem("register-renamed", values={"name": name, "now": self.units[former].name})
        return Problem("register-not-listed", values={"name": name})

    def clash(self, kind: str, name: str, credit_code: str, but: str = "", maker: str = "") -> Unit | Problem | None:
        """What stands against calling a unit `name`: the unit called so now, a problem with a former name, or None.

        Products with two credit codes or makers may share a name. `but` is the id of a unit that does not count.
        """
        for id in self._named.get((kind, name_key(name)), ()):
            other = self.units[id]
            if id != but and (kind != "product" or not _differ(other, credit_code, maker)):
                return other
        former = self._former.get((kind, name_key(name)))
        if former and former != but:
            return Problem("register-renamed", values={"name": name, "now": self.units[former].name})
        return None


def _differ(unit: Unit, credit_code: str, maker: str) -> bool:
    """Whether both know a credit code, or both a maker, and these are not the same."""
    codes = {unit.credit_code, credit_code} - {""}
    makers = {name_key(unit.maker), name_key(maker)} - {""}
    return len(codes) > 1 or len(makers) > 1
