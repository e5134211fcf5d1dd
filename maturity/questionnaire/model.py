"""The questionnaire as immutable objects; :mod:`.catalogue` makes them from definitions.

Groups of two to four tiers, named by the definition, contain each other; the innermost ones, called areas, contain
items, each of one maturity level if there are levels. Scores and weights are exact fractions; weights add up to 1
within each parent.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

ID = re.compile(r"[a-z][a-z0-9.-]{0,59}")  # of everything that a definition names
Key = tuple[str, str]  # the ids of a tier and of a group in it


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """The text in `language`; anything but "zh" is English."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Choice:
    """A degree of fulfilment: its score from 0 to 1, its text, and when to choose it."""

    id: str
    score: Fraction
    text: Text
    when: Text


@dataclass(frozen=True, slots=True)
class Level:
    """A maturity level, counted from 1."""

    number: int
    name: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier of groups: its id, its name in the singular, and the plural in English."""

    id: str
    name: Text
    plural: str


@dataclass(frozen=True, slots=True)
class Item:
    """One checkable statement. `level` is 0 where the questionnaire has no levels.

    `area` is the id of the area that holds it, `position` its 0-based index in the questionnaire and in answer vectors.
    """

    id: str
    area: str
    level: int
    text: Text
    evidence: tuple[Text, ...]
    look_for: Text
    position: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a tier. It holds either the groups of the next tier or, in the innermost one, items in order of level.

    Ids are unique within a tier; `key` is unique in the questionnaire. A group of the innermost tier is an area.
    """

    tier: Tier
    id: str
    name: Text
    about: Text | None
    groups: "tuple[Group, ...]" = ()
    items: tuple[Item, ...] = ()

    def __repr__(self) -> str:
        return f"Group({self.tier.id!r}, {self.id!r})"

    @property
    def key(self) -> Key:
        """The ids of the tier and of the group."""
        return self.tier.id, self.id

    @property
    def areas(self) -> "tuple[Group, ...]":
        """The areas in this group, in order; an area itself."""
        return tuple(area for group in self.groups for area in group.areas) or (self,)

    def items_at(self, level: int) -> tuple[Item, ...]:
        """The items of an area at `level`; empty where the questionnaire has none."""
        return tuple(item for item in self.items if item.level == level)


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight as a share of the parent (0 to 1), and the source of the number."""

    share: Fraction
    provenance: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A weight profile: weights and scope for one kind of enterprise.

    `meant_for` are, by fact about an enterprise, the codes of those it is meant for; without any it is for all.
    `omits` are ids of areas that are not assessed. `tailorable` maps the ids of groups that an enterprise may leave out
    to the id of their tier. `weights` maps the key of a group to its share within the parent. `instead_of` are ids of
    profiles that it stands for where both are meant for an enterprise.
    """

    id: str
    name: Text
    weights: Mapping[Key, Weight]
    omits: frozenset[str]
    tailorable: Mapping[str, str]
    source: Text
    verified: bool
    meant_for: Mapping[str, frozenset[str]] = field(default_factory=dict)
    instead_of: frozenset[str] = frozenset()

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether it is meant for an enterprise with these facts, codes by fact."""
        return all(facts.get(fact) in codes for fact, codes in self.meant_for.items())

    def share(self, group: Group) -> Fraction:
        """The share (0 to 1) of a group within its parent. Raises KeyError for a group without a weight."""
        return self.weights[group.key].share

    def without(self, group: Group, cuts: Container[str]) -> bool:
        """Whether `group` itself is not assessed: an omitted area, or a group whose id is one of the `cuts`."""
        omitted = not group.groups and group.id in self.omits
        return omitted or (group.id in cuts and self.tailorable.get(group.id) == group.tier.id)


@dataclass(frozen=True, slots=True)
class Scoring:
    """The scoring method, its pass mark (0 to 1) and its options `rule` and `empty_cell`."""

    method: str
    pass_mark: Fraction
    rule: str
    empty_cell: str


@dataclass(frozen=True)
class Questionnaire:
    """A released questionnaire. The methods that take an id raise KeyError for an unknown one.

    `about` says what it follows, in one sentence. `tiers` are named from the outermost to the innermost; `groups` are
    those of the outermost.
    """

    id: str
    version: str
    title: Text
    report_title: Text
    statistics_title: Text
    about: Text
    standard: str
    status: str
    scoring: Scoring
    choices: tuple[Choice, ...]
    levels: tuple[Level, ...]
    profiles: Mapping[str, Profile]
    tiers: tuple[Tier, ...]
    groups: tuple[Group, ...]

    def __repr__(self) -> str:
        return f"Questionnaire({self.id!r}, version={self.version!r}, items={len(self.items)})"

    @property
    def area_tier(self) -> Tier:
        """The innermost tier."""
        return self.tiers[-1]

    @property
    def summary_tier(self) -> Tier:
        """The tier above the areas, which summaries show."""
        return self.tiers[-2]

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
