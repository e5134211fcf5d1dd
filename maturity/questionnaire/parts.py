"""The parts of a questionnaire as immutable objects: texts, choices, levels, groups, items, weight profiles.

Groups of two to four tiers, named by the definition, contain each other; the innermost ones, called areas, contain
items, each of one maturity level if there are levels. Scores and weights are exact fractions; weights add up to 1
within each parent.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

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
