"""A questionnaire of its :mod:`.parts`, and the crosswalks that lead to it from earlier versions.

:mod:`.catalogue` makes them from definitions.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from .facts import FACTS, UNSAID
from .parts import Choice, Grading, Group, Hint, Item, Key, Level, Paper, Profile, Scoring, Text, Tier

Kind = Literal["same", "reworded", "split", "merged", "new", "gone"]


@dataclass(frozen=True, slots=True)
class Link:
    """Items of the earlier version and what they became, by ids."""

    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """From `before`, an earlier version of a questionnaire, to the one that has this crosswalk.

    `links` name every item of both versions once: those of the later version in its order, then what is gone.
    `comparable` says whether levels and total scores of the two versions can be compared. `broken` are the ids of the
    areas of the later version whose scores cannot: all if nothing can, else those of which an item was added, taken
    away, split, merged or moved.
    """

    before: "Questionnaire"
    comparable: bool
    source: Text
    links: tuple[Link, ...]
    broken: frozenset[str]

    def __repr__(self) -> str:
        return f"Crosswalk({self.before!r}, links={len(self.links)})"

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of the items of the earlier version that became none."""
        return tuple(id for link in self.links if link.kind == "gone" for id in link.before)

    def of(self, kind: Kind) -> tuple[Link, ...]:
        """The links of a kind."""
        return tuple(link for link in self.links if link.kind == kind)


@dataclass(frozen=True)
class Questionnaire:
    """A released questionnaire. The methods that take an id raise KeyError for an unknown one.

    `about` says what it follows, in one sentence. `tiers` are named from the outermost to the innermost; `groups` are
    those of the outermost. `scales` are the choices of items that have other ones than `choices`, by id; `checklist`
    the papers of an application. `facts` are those about an enterprise that its definition names, None where it is
    silent about them. `verified` says whether structure and words were checked against the standard,
    `superseded_by` is the id of what took its place. `crosswalks` lead here from earlier versions.
    """

    id: str
    version: str
    title: Text
    report_title: Text
    statistics_title: Text
    about: Text
    standard: Text
    status: str
    scoring: Scoring
    choices: tuple[Choice, ...]
    levels: tuple[Level, ...]
    profiles: Mapping[str, Profile]
    tiers: tuple[Tier, ...]
    groups: tuple[Group, ...]
    scales: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    grading: tuple[Grading, ...] = ()
    hints: tuple[Hint, ...] = ()
    checklist: tuple[Paper, ...] = ()
    facts: tuple[str, ...] | None = None
    superseded_by: str = ""
    verified: bool = False
    crosswalks: tuple[Crosswalk, ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        return f"Questionnaire({self.id!r}, version={self.version!r}, items={len(self.items)})"

    @property
    def needed_facts(self) -> tuple[str, ...]:
        """The facts that an enterprise must state before it begins, in the order of :data:`.facts.FACTS`."""
        return UNSAID if self.facts is None else tuple(fact for fact in FACTS if fact in self.facts)

    @property
    def has_levels(self) -> bool:
        """Whether answers come to a level; else to verdicts and values (:mod:`maturity.scoring.methods`)."""
        return bool(self.levels)

    @property
    def area_tier(self) -> Tier:
        """The innermost tier."""
        return self.tiers[-1]

    @property
    def summary_tier(self) -> Tier:
        """The tier above the areas, which summaries show; the areas' own where there is no other."""
        return self.tiers[-2:][0]

    @property
    def tailored_tiers(self) -> tuple[Tier, ...]:
        """The tiers of which some profile lets groups be left out."""
        named = {tier for profile in self.profiles.values() for tier in profile.tailorable.values()}
        return tuple(tier for tier in self.tiers if tier.id in named)

    def walk(self) -> Iterator[Group]:
        """All groups, each before those in it, in the order of the definition."""
        waiting = [*reversed(self.groups)]
        while waiting:
            group = waiting.pop()
            yield group
            waiting.extend(reversed(group.groups))

    @cached_property
    def areas(self) -> tuple[Group, ...]:
        """The groups of the innermost tier, which hold the items, in the order of the definition."""
        return self.groups_of(self.area_tier)

    @cached_property
    def summary_groups(self) -> tuple[Group, ...]:
        """The groups of the tier above the areas."""
        return self.groups_of(self.summary_tier)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the definition, which is the order of answer vectors."""
        return tuple(item for area in self.areas for item in area.items)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _group_by_key(self) -> dict[Key, Group]:
        return {group.key: group for group in self.walk()}

    @cached_property
    def _parents(self) -> dict[Key, tuple[Group, ...]]:
        found: dict[Key, tuple[Group, ...]] = {group.key: () for group in self.groups}
        for group in self.walk():
            found |= {child.key: (*found[group.key], group) for child in group.groups}
        return found

    @cached_property
    def _choice_by_id(self) -> dict[str, Choice]:
        return {choice.id: choice for choice in self.choices}

    def item(self, id: str) -> Item:
        """The item with this id."""
        return self._by_id[id]

    def choices_of(self, item: Item) -> tuple[Choice, ...]:
        """The choices of an item; none where it asks for something else."""
        if item.asks is not None:
            return ()
        return self.scales[item.scale] if item.scale else self.choices

    def choice(self, id: str) -> Choice:
        """The choice with this id."""
        return self._choice_by_id[id]

    def groups_of(self, tier: Tier) -> tuple[Group, ...]:
        """The groups of a tier in the order of the definition."""
        return tuple(group for group in self.walk() if group.tier == tier)

    def group(self, tier: str, id: str) -> Group:
        """The group with this id in the tier with the id `tier`."""
        return self._group_by_key[tier, id]

    def area(self, id: str) -> Group:
        """The area with this id."""
        return self._group_by_key[self.area_tier.id, id]

    def parents(self, group: Group) -> tuple[Group, ...]:
        """The groups that contain `group`, from the outermost to its own parent."""
        return self._parents[group.key]

    def level(self, number: int) -> Level:
        """The level with this number, from 1. Raises KeyError for any other, 0 included."""
        if not 1 <= number <= len(self.levels):
            raise KeyError(number)
        return self.levels[number - 1]

    def crosswalk_from(self, version: str) -> Crosswalk | None:
        """The crosswalk from an earlier version; None if there is none."""
        return next((found for found in self.crosswalks if found.before.version == version), None)

    def profile(self, id: str) -> Profile:
        """The weight profile with this id."""
        return self.profiles[id]

    def profiles_for(self, facts: Mapping[str, str]) -> tuple[Profile, ...]:
        """The profiles that are meant for an enterprise with these facts, codes by fact; all where none is. One stands
        for others that are meant too.
        """
        every = tuple(self.profiles.values())
        able = tuple(profile for profile in every if profile.fits(facts)) or every
        replaced = frozenset[str]().union(*(profile.instead_of for profile in able))
        return tuple(profile for profile in able if profile.id not in replaced)

    def areas_of(self, profile: str, cuts: Container[str] = ()) -> tuple[Group, ...]:
        """The areas assessed under the profile with this id and without the groups left out (`cuts`, ids)."""
        wanted = self.profile(profile)
        return tuple(
            area for area in self.areas if not any(wanted.without(one, cuts) for one in (*self.parents(area), area))
        )

    def items_of(self, profile: str, cuts: Container[str] = ()) -> tuple[Item, ...]:
        """The items assessed under the profile with this id and without the groups left out (`cuts`, ids)."""
        return tuple(item for area in self.areas_of(profile, cuts) for item in area.items)
