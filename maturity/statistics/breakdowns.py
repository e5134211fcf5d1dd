"""The breakdowns of tables about a questionnaire: groups of its maturity levels, and dimensions."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..questionnaire import Questionnaire, Text
from ..questionnaire.facts import UNSAID
from .dimensions import (
    CLASSIFICATIONS,
    NOT_ASSESSED,
    NOT_BEFORE,
    OWN,
    PARTS,
    SERIES,
    VIEWS,
    Dimension,
    View,
    part_column,
)
from .table import TOTAL, Column

_UNNAMED = Text("", "")
EACH, COLLAPSED = "each", "collapsed"  # the breakdowns by level that a plan can name
_NUMERALS = "零一二三四五六七八九"  # of levels, of which a questionnaire has nine at most
_LISTED = 4  # groups of a collapsed breakdown at most


@dataclass(frozen=True, slots=True)
class Group:
    """A group of maturity levels in tables: its code, its lowest and its highest level."""

    id: str
    low: int
    high: int
    label: Text

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels of the group."""
        return tuple(range(self.low, self.high + 1))


def level_code(level: int) -> str:
    """The code of the group of one level."""
    return "LE1" if level == 1 else f"L{level}"


def single_groups(count: int) -> tuple[Group, ...]:
    """A group for each of `count` levels; level 0 is counted in level 1."""
    first = Group(level_code(1), 1, 1, Text("一级及以下", "Level 1 or below"))
    others = (Group(level_code(k), k, k, Text(f"{_NUMERALS[k]}级", f"Level {k}")) for k in range(2, count + 1))
    return (first, *others)[:count]


def upper_groups(count: int) -> dict[int, Group]:
    """The groups "this level or above", by level; those of a single level are left out."""
    return {
        k: Group(f"GE{k}", k, count, Text(f"{_NUMERALS[k]}级及以上", f"Level {k} or above")) for k in range(2, count)
    }


def collapsed_groups(count: int) -> tuple[Group, ...]:
    """At most four groups that together have all levels, the highest ones merged."""
    if count <= _LISTED:
        return single_groups(count)
    return (*single_groups(count)[: _LISTED - 1], upper_groups(count)[_LISTED])


@dataclass(frozen=True)
class Breakdowns:
    """The breakdowns of a questionnaire with `count` levels, of whose enterprises these `facts` are known.

    `parts` are the codes and names of the groups of the summary tier, each followed by its areas; `part` is their
    label.
    """

    count: int
    parts: tuple[tuple[str, Text], ...] = ()
    part: Text = _UNNAMED
    facts: frozenset[str] = frozenset(UNSAID)

    @cached_property
    def every(self) -> tuple[int, ...]:
        """All levels; level 0 is counted in level 1."""
        return tuple(range(1, self.count + 1))

    @cached_property
    def each(self) -> tuple[Group, ...]:
        """A group for each level."""
        return single_groups(self.count)

    @cached_property
    def at_least(self) -> Mapping[int, Group]:
        """The groups "this level or above", by level."""
        return upper_groups(self.count)

    @cached_property
    def collapsed(self) -> tuple[Group, ...]:
        """At most four groups that together have all levels."""
        return collapsed_groups(self.count)

    def groups(self, levels: str) -> tuple[Group, ...]:
        """The groups of a breakdown by level, `levels` being EACH or COLLAPSED."""
        return {EACH: self.each, COLLAPSED: self.collapsed}[levels]

    def whole(self, ids: Container[str]) -> tuple[Group, ...]:
        """Groups of a partition of all levels that are all in `ids`: each level, else collapsed, else ()."""
        return next((some for some in (self.each, self.collapsed) if all(each.id in ids for each in some)), ())

    @cached_property
    def group_texts(self) -> Mapping[str, Text]:
        """The label of every group by its id."""
        return {group.id: group.label for group in (*self.each, *self.at_least.values())}

    def of_which(self, columns: Iterable[Column]) -> frozenset[str]:
        """The ids of those of `columns` that count a part of the row while other parts are not listed."""
        numbers = [column for column in columns if column.measure == "count"]
        levels = {column.level for column in numbers}
        whole = {
            group.id
            for groups in (self.each, self.collapsed)
            if {each.id for each in groups} <= levels
            for group in groups
        }
        return frozenset(each.id for each in numbers if TOTAL in levels and each.level not in {TOTAL, *whole})

    @cached_property
    def dimensions(self) -> Mapping[str, Dimension]:
        """Every dimension by its id, in official order, but for those of facts that some enterprise may not state."""
        levels = {group.id: group.label for group in self.each}
        before = {**levels, NOT_BEFORE: Text("上年未参加", "Took no part a year before")}
        assessed = {**levels, NOT_ASSESSED: Text("未经评估", "Not assessed")}
        found = (
            *(one for one in CLASSIFICATIONS.values() if self.facts.issuperset(one.needs)),
            Dimension("level_before", Text("上年等级", "Level a year before"), "LEVEL_BEFORE", before, OWN),
            Dimension(
                *("level_assessed", Text("评估等级", "Level found by assessors"), "LEVEL_ASSESSED", assessed, OWN),
                note="assessed",
            ),
            Dimension(
                *(PARTS, self.part, SERIES, dict(self.parts), OWN),
                whole=Text("总分 S", "Score S"),
                note="parts",
                views={code: View(score=part_column(code)) for code, _ in self.parts},
            ),
            *VIEWS,
        )
        return {dimension.id: dimension for dimension in found}


def breakdowns(questionnaire: Questionnaire) -> Breakdowns:
    """The breakdowns of a questionnaire; a group with a single area is listed once."""
    parts: list[tuple[str, Text]] = []
    for group in questionnaire.summary_groups:
        parts.append((group.id, group.name))
        if len(group.areas) > 1:
            names = ((area.id, area.name) for area in group.areas)
            parts += [(id, Text(f"{group.name.zh}：{name.zh}", f"{group.name.en}: {name.en}")) for id, name in names]
    named, facts = questionnaire.summary_tier.name, frozenset(questionnaire.needed_facts)
    return Breakdowns(len(questionnaire.levels), tuple(parts), named, facts)
