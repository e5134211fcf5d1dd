"""The parts of a questionnaire as immutable objects: texts, choices, levels, groups, items, weight profiles.

Groups of two to four tiers, named by the definition, contain each other; the innermost ones, called areas, contain
items, each of one maturity level if there are levels. Scores and weights are exact fractions; weights add up to 1
within each parent.
"""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..quantities import Formula
from .asked import Asked
from .scorers import Scorer
from .texts import Text as Text

ID = re.compile(r"[a-z][a-z0-9.-]{0,59}")  # of everything that a definition names
Key = tuple[str, str]  # the ids of a tier and of a group in it


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
    Without levels it has a `role`: gate, mandatory, optional, bonus, input or value (shown, not scored). What it `asks`
    for is None where that is one of the choices of its `scale` ("": those of the questionnaire); `scorer` makes a
    degree of a value, and `points` are earned at degree 1. `papers` are ids of the checklist, `provenance` tells where
    the requirement comes from: S source, V confirmed, R one secondary source, M recalled, C computed.
    """

    id: str
    area: str
    level: int
    text: Text
    evidence: tuple[Text, ...]
    look_for: Text
    position: int
    role: str = ""
    scale: str = ""
    asks: Asked | None = None
    points: Fraction = Fraction(0)
    scorer: Scorer | None = None
    papers: tuple[str, ...] = ()
    applies_when: Text | None = None
    provenance: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of a tier. It holds either the groups of the next tier or, in the innermost one, items in order of level.

    Ids are unique within a tier; `key` is unique in the questionnaire. A group of the innermost tier is an area. Where
    `pick` is not 0, that many of the items in it count, the best.
    """

    tier: Tier
    id: str
    name: Text
    about: Text | None
    groups: "tuple[Group, ...]" = ()
    items: tuple[Item, ...] = ()
    pick: int = 0

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
    profiles that it stands for where both are meant for an enterprise. `points` are those of items, by id, that differ
    from the definition's.
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
    points: Mapping[str, Fraction] = field(default_factory=dict)

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
    """The scoring method and its options.

    Of the ladder: the pass mark (0 to 1), `rule` and `empty_cell`. Of the others: the `total` that can be reached, the
    share (0 to 1) of a block's weight that its `mandatory` items have (None: points are added up without weights),
    whether these count all or nothing, what is done where items are not applicable, and the most that a bonus adds.
    """

    method: str
    pass_mark: Fraction = Fraction(1)
    rule: str = ""
    empty_cell: str = ""
    total: Fraction = Fraction(100)
    mandatory: Fraction | None = None
    all_or_nothing: bool = True
    na_policy: str = ""
    bonus_most: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the score from which it is reached; it ends below the next band."""

    id: str
    start: Fraction
    name: Text


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades by bands of the score, in rising order, for enterprises with these facts, codes by fact; all without any.

    `source` says who set them.
    """

    name: Text
    bands: tuple[Band, ...]
    source: Text
    verified: bool
    meant_for: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def band(self, score: Fraction) -> Band | None:
        """The band of a score; None below the first."""
        return next((band for band in reversed(self.bands) if score >= band.start), None)

    def fits(self, facts: Mapping[str, str]) -> bool:
        """Whether it is meant for an enterprise with these facts, codes by fact."""
        return all(facts.get(fact) in codes for fact, codes in self.meant_for.items())


@dataclass(frozen=True, slots=True)
class Hint:
    """A relation that plausible numbers keep: `left` is at least (`sign` ">=") or at most ("<=") `right`."""

    id: str
    left: Formula
    sign: str
    right: Formula
    text: Text


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of an application: one `where_applicable` is not asked of all, one `by_engine` this program writes."""

    id: str
    text: Text
    where_applicable: bool = False
    by_engine: bool = False
