"""Revisions of the figures of a year: provisional, revised, final, each from a reference state of the data (decision
19).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from ..assessment.selection import BEIJING, Reference
from ..errors import refuse
from ..questionnaire import Text

if TYPE_CHECKING:
    from ..store.publications.releases import LedgerEntry

ReleaseStatus = Literal["provisional", "revised", "final"]
STATUSES: tuple[ReleaseStatus, ...] = get_args(ReleaseStatus)
RELEASE_STATUS_TEXTS: Mapping[ReleaseStatus, Text] = {
    "provisional": Text("初步数", "provisional"),
    "revised": Text("修订数", "revised"),
    "final": Text("最终数", "final"),
}
POLICY = Text(
    "先发布初步数，之后的数据分批计入并发布修订数，最后发布最终数；发布最终数后，该年度只按同一份数据发布。"
    "每次发布都写明数据时点；改动企业太少、会因此暴露的，留到以后的批次。",
    "Provisional figures come first; later data are taken in by batches and published as revised figures, then as "
    "final ones, after which the year is published from the same data only. Every release names the day of its data; "
    "changes of so few enterprises that they would be disclosed wait for a later batch.",
)


def reference_on(day: date | None, now: datetime, year: int, known: Sequence["LedgerEntry"]) -> Reference:
    """The reference of the data of `year` at the end of `day` in Beijing; at `now` where it is None or today.

    Where an earlier release of the year (in `known`) is of that day, it is that release's reference. The year before is
    read as in its final release, if there is one. Raises Refusal `release-as-of-future`.
    """
    today = now.astimezone(BEIJING).date()
    known = [entry for entry in known if entry.counted]
    before = _final(year - 1, known)
    if day is None:
        return Reference(now, before=before)
    if day > today:
        raise refuse("release-as-of-future", day=day.isoformat(), today=today.isoformat())
    for entry in reversed(known):
        if entry.year == year and entry.reference and entry.reference.day == day:
            return entry.reference
    end = datetime.combine(day + timedelta(days=1), time.min, BEIJING) - timedelta(microseconds=1)
    return Reference(min(end, now), before=before)


def _final(year: int, known: Sequence["LedgerEntry"]) -> Reference | None:
    """The reference of a year's final release from the store; None without one."""
    from ..store.publications.releases import SALT

    final = [each for each in known if each.year == year and each.status == "final" and SALT not in each.footprint]
    found = final[-1].reference if final else None
    return replace(found, before=None) if found else None


def check_status(
    status: ReleaseStatus, reference: Reference, state: str, year: int, known: Sequence["LedgerEntry"]
) -> None:
    """Raise Refusal where a release may not have `status` after the earlier ones of its year (`known`).

    Codes: `release-after-final`, `release-nothing-revised` (the same state of the data), `release-status-lower`.
    """
    final = [entry for entry in known if entry.status == "final"]
    if final and state not in {entry.state for entry in final}:
        raise refuse("release-after-final", year=year, day=_day(final[-1]))
    others = [entry for entry in known if entry.status and entry.state != state]
    if status == "revised" and not others:
        raise refuse("release-nothing-revised", year=year)
    for entry in others:
        if entry.reference and entry.reference.as_of <= reference.as_of and _rank(entry.status) > _rank(status):
            raise refuse("release-status-lower", year=year, day=_day(entry))


def own_data(entry: "LedgerEntry") -> "LedgerEntry":
    """`entry` with the state of its own questionnaire's data, without results under another one."""
    from ..store.publications.releases import OWN_STATE

    return replace(entry, state=entry.footprint.get(OWN_STATE, entry.state))


def _rank(status: str | None) -> int:
    return next((place for place, each in enumerate(STATUSES) if each == status), -1)


def _day(entry: "LedgerEntry") -> str:
    return entry.reference.day.isoformat() if entry.reference else ""
