"""The filter of an area's page: all items, open ones, marked ones, those without evidence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ...assessment.evidence_strength import Tally, strengths, without_evidence
from ...assessment.progress import Count
from ..language import lazy_gettext
from .progress import AnswerSheet, Part

KINDS = {
    "all": lazy_gettext("全部"),
    "open": lazy_gettext("未答"),
    "flagged": lazy_gettext("待定"),
    "bare": lazy_gettext("没有证据"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The filter `kind`, the items that it selects, and the number of items of each kind."""

    kind: str
    items: frozenset[str]
    counts: Mapping[str, int]


def shown(now: AnswerSheet, part: Part, tallies: Mapping[str, Tally], kind: str, kept: Collection[str]) -> Shown:
    """The items of `part` selected by `kind` ("all" where it is unknown), and those in `kept`."""
    items = part.area.items
    known = strengths(tallies, {id for id, saved in now.saved.items() if saved.comment})
    found = {
        "all": {item.id for item in items},
        "open": {item.id for item in items if now.is_open(item)},
        "flagged": {item.id for item in items if item.id in now.flags},
        "bare": {item.id for item in without_evidence(now.response, known, items)},
    }
    kind = kind if kind in found else "all"
    counts = {name: len(ids) for name, ids in found.items()}
    return Shown(kind, frozenset(found[kind] | (found["all"] & set(kept))), counts)


def beyond(now: AnswerSheet, part: Part, view: Shown) -> dict[int, Count]:
    """By level, the count of the items that are not on the page."""
    hidden = [item for item in part.area.items if item.id not in view.items]
    levels = {item.level for item in part.area.items}
    return {level: now.count(tuple(item for item in hidden if item.level == level)) for level in levels}
