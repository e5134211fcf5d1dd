"""The filter of an area's page: all items, open ones, marked ones, those without evidence."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...assessment.evidence_strength import Tally, strengths, without_evidence
from ...assessment.progress import Count
from ...questionnaire import Item, Level, Questionnaire
from ..language import lazy_gettext
from .progress import AnswerSheet, Part

KINDS = {
    "all": lazy_gettext("全部"),
    "open": lazy_gettext("未答"),
    "flagged": lazy_gettext("待定"),
    "bare": lazy_gettext("没有证据"),
}


ROLES = {  # of items without a level, in the order in which a page shows them
    "input": lazy_gettext("填写的数据"),
    "gate": lazy_gettext("一票否决项"),
    "mandatory": lazy_gettext("必选要求"),
    "optional": lazy_gettext("可选要求"),
    "bonus": lazy_gettext("加分项"),
    "value": lazy_gettext("结果数值"),
}


@dataclass(frozen=True, slots=True)
class Slice:
    """The items of an area that have one level, or one role called `name`: those on the page, the count of all, and of
    the `rest`, which are not on the page.
    """

    key: str
    level: Level | None
    name: str
    items: tuple[Item, ...]
    count: Count
    rest: Count


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


def slices(now: AnswerSheet, part: Part, view: Shown) -> list[Slice]:
    """The items of an area by level or, without levels, by role, in the order in which they are shown."""
    found = []
    for key, level, name, mine in parted(now.questionnaire, part.area.items):
        here = tuple(item for item in mine if item.id in view.items)
        rest = now.count(tuple(item for item in mine if item.id not in view.items))
        found.append(Slice(key, level, name, here, now.count(mine), rest))
    return found


def parted(
    questionnaire: Questionnaire, items: Iterable[Item]
) -> Iterator[tuple[str, Level | None, str, tuple[Item, ...]]]:
    """Items by level or, without levels, by role, in the order in which pages show them: a key, the level or None, the
    name of the role or "", and those items; without those that would be empty.
    """
    keys: list[tuple[str, Level | None]] = [(str(level.number), level) for level in questionnaire.levels]
    for key, level in keys or [(role, None) for role in ROLES]:
        mine = tuple(item for item in items if (item.level == level.number if level else item.role == key))
        if mine:
            yield key, level, "" if level else str(ROLES[key]), mine
