"""The questionnaire as immutable objects; :mod:`.catalogue` makes them from definitions.

Structure after GB/T 39116-2020: elements contain domains, domains contain subdomains, subdomains contain items, and
every item is of one maturity level. Scores and weights are exact fractions; weights add up to 1 within each parent.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


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
class Item:
    """One checkable statement. `position` is its 0-based index in the questionnaire and in answer vectors."""

    id: str
    subdomain: str
    level: int
    text: Text
    evidence: tuple[Text, ...]
    look_for: Text
    position: int


@dataclass(frozen=True, slots=True)
class Subdomain:
    """A capability subdomain with its items in ascending order of level."""

    id: str
    name: Text
    about: Text
    items: tuple[Item, ...]

    def items_at(self, level: int) -> tuple[Item, ...]:
        """The items of `level`; empty where the questionnaire has none."""
        return tuple(item for item in self.items if item.level == level)


@dataclass(frozen=True, slots=True)
class Domain:
    """A capability domain."""

    id: str
    name: Text
    subdomains: tuple[Subdomain, ...]


@dataclass(frozen=True, slots=True)
class Element:
    """A capability element."""

    id: str
    name: Text
    domains: tuple[Domain, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight as a share of the parent (0 to 1), and the source of the number."""

    share: Fraction
    provenance: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A weight profile: the weights for one production type.

    `omits` are ids of subdomains that are not assessed, `tailorable` ids of domains that an enterprise may leave out.
    `weights` maps (kind, id), kind one of "element", "domain", "subdomain", to the share within the parent.
    """

    id: str
    name: Text
    weights: Mapping[tuple[str, str], Weight]
    omits: frozenset[str]
    tailorable: frozenset[str]
    source: Text
    verified: bool

    def share(self, kind: str, id: str) -> Fraction:
        """The share (0 to 1) of a node within its parent. Raises KeyError for a node without a weight."""
        return self.weights[kind, id].share


@dataclass(frozen=True, slots=True)
class Scoring:
    """The scoring method, its pass mark (0 to 1) and its options `rule` and `empty_cell`."""

    method: str
    pass_mark: Fraction
    rule: str
    empty_cell: str


@dataclass(frozen=True)
class Questionnaire:
    """A released questionnaire. The methods that take an id raise KeyError for an unknown one."""

    id: str
    version: str
    title: Text
    standard: str
    status: str
    scoring: Scoring
    choices: tuple[Choice, ...]
    levels: tuple[Level, ...]
    profiles: Mapping[str, Profile]
    elements: tuple[Element, ...]

    def __repr__(self) -> str:
        return f"Questionnaire({self.id!r}, version={self.version!r}, items={len(self.items)})"

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        """All domains in the order of the definition."""
        return tuple(domain for element in self.elements for domain in element.domains)

    @cached_property
    def subdomains(self) -> tuple[Subdomain, ...]:
        """All subdomains in the order of the definition."""
        return tuple(sub for domain in self.domains for sub in domain.subdomains)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All items in the order of the definition, which is the order of answer vectors."""
        return tuple(item for subdomain in self.subdomains for item in subdomain.items)

    @cached_property
    def _by_id(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _subdomain_by_id(self) -> dict[str, Subdomain]:
        return {subdomain.id: subdomain for subdomain in self.subdomains}

    @cached_property
    def _choice_by_id(self) -> dict[str, Choice]:
        return {choice.id: choice for choice in self.choices}

    def item(self, id: str) -> Item:
        """The item with this id."""
        return self._by_id[id]

    def choice(self, id: str) -> Choice:
        """The choice with this id."""
        return self._choice_by_id[id]

    def subdomain(self, id: str) -> Subdomain:
        """The subdomain with this id."""
        return self._subdomain_by_id[id]

    def level(self, number: int) -> Level:
        """The level with this number, from 1. Raises KeyError for any other, 0 included."""
        if not 1 <= number <= len(self.levels):
            raise KeyError(number)
        return self.levels[number - 1]

    def profile(self, id: str) -> Profile:
        """The weight profile with this id."""
        return self.profiles[id]

    def walk(self) -> Iterator[tuple[Element, Domain, Subdomain]]:
        """All subdomains, each with its element and domain, in the order of the definition."""
        for element in self.elements:
            for domain in element.domains:
                for subdomain in domain.subdomains:
                    yield element, domain, subdomain

    def subdomains_of(self, profile: str) -> tuple[Subdomain, ...]:
        """The subdomains assessed under the profile with this id."""
        omits = self.profile(profile).omits
        return tuple(subdomain for subdomain in self.subdomains if subdomain.id not in omits)

    def items_of(self, profile: str) -> tuple[Item, ...]:
        """The items assessed under the profile with this id."""
        return tuple(item for subdomain in self.subdomains_of(profile) for item in subdomain.items)
