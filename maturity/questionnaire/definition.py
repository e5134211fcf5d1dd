"""The structure of a definition file as pydantic models, and the conversion to the objects of :mod:`.model`.

The consistency of the contents is checked by :mod:`maturity.questionnaire.checks`.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from . import model as frozen

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]{0,59}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _exact(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("number") from None


Number = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, Field(ge=1, le=99)]


class Shape(BaseModel):
    """Base of all models: unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TextShape(Shape):
    """A text in both languages."""

    zh: Words
    en: Words

    def text(self) -> frozen.Text:
        """The text as an object of the model."""
        return frozen.Text(self.zh, self.en)


class TextsShape(Shape):
    """A list of texts in both languages, paired by position."""

    zh: Annotated[list[Words], Field(min_length=1, max_length=4)]
    en: Annotated[list[Words], Field(min_length=1, max_length=4)]

    def texts(self) -> tuple[frozen.Text, ...]:
        """The texts as objects of the model, in order."""
        return tuple(frozen.Text(zh, en) for zh, en in zip(self.zh, self.en, strict=True))


class ItemShape(Shape):
    """An item: one checkable statement."""

    id: Id
    level: Whole
    text: TextShape
    evidence: TextsShape
    look_for: TextShape


class SubdomainShape(Shape):
    """A subdomain and its items."""

    id: Id
    name: TextShape
    about: TextShape
    items: Annotated[list[ItemShape], Field(min_length=1)]


class DomainShape(Shape):
    """A domain and its subdomains."""

    id: Id
    name: TextShape
    subdomains: Annotated[list[SubdomainShape], Field(min_length=1)]


class ElementShape(Shape):
    """An element and its domains."""

    id: Id
    name: TextShape
    domains: Annotated[list[DomainShape], Field(min_length=1)]


class ChoiceShape(Shape):
    """A choice: a degree of fulfilment with its score (0 to 1)."""

    id: Id
    score: Number
    text: TextShape
    when: TextShape


class LevelShape(Shape):
    """A maturity level; `id` is its number."""

    id: Whole
    name: TextShape
    meaning: TextShape


class WeightShape(Shape):
    """A weight in per cent of the parent, and the source of the number."""

    percent: Number
    provenance: Words
    confidence: Literal["high", "medium-high", "medium", "medium-low", "low-medium", "low", "own"]


class WeightsShape(Shape):
    """Weights of elements, domains and subdomains, each by id."""

    elements: dict[Id, WeightShape]
    domains: dict[Id, WeightShape]
    subdomains: dict[Id, WeightShape]

    def tiers(self) -> Iterable[tuple[str, dict[str, WeightShape]]]:
        """Pairs of node kind ("element", "domain", "subdomain") and the weights of that tier."""
        return (("element", self.elements), ("domain", self.domains), ("subdomain", self.subdomains))


class ProfileShape(Shape):
    """A weight profile for one production type."""

    name: TextShape
    omits: list[Id] = []
    tailorable: list[Id] = []
    source: TextShape
    verified: Literal["true", "false"]
    weights: WeightsShape


class ScoringShape(Shape):
    """The scoring method and its options."""

    method: Literal["ladder"]
    pass_mark: Number
    rule: Literal["gated", "sum"]
    empty_cell: Literal["carry", "renormalise"]


class EditionShape(Shape):
    """The standard that the questionnaire follows, and its status."""

    standard: Words
    status: Literal["current", "draft", "superseded"]


class QuestionnaireShape(Shape):
    """A complete definition file."""

    id: Id
    version: Words
    title: TextShape
    edition: EditionShape
    scoring: ScoringShape
    choices: Annotated[list[ChoiceShape], Field(min_length=2, max_length=6)]
    levels: Annotated[list[LevelShape], Field(min_length=1, max_length=9)]
    profiles: Annotated[dict[Id, ProfileShape], Field(min_length=1)]
    elements: Annotated[list[ElementShape], Field(min_length=1)]


class ProfileFileShape(ProfileShape):
    """A weight profile file for an existing questionnaire."""

    id: Id
    questionnaire: Id


def json_schema() -> dict[str, Any]:
    """The JSON Schema of definition files, for validation in editors."""
    return QuestionnaireShape.model_json_schema()


def freeze(shape: QuestionnaireShape) -> frozen.Questionnaire:
    """The questionnaire of a definition that passed :func:`.checks.check_definition`."""
    positions = iter(range(10**6))
    return frozen.Questionnaire(
        id=shape.id,
        version=shape.version,
        title=shape.title.text(),
        standard=shape.edition.standard,
        status=shape.edition.status,
        scoring=frozen.Scoring(
            shape.scoring.method, shape.scoring.pass_mark, shape.scoring.rule, shape.scoring.empty_cell
        ),
        choices=tuple(frozen.Choice(c.id, c.score, c.text.text(), c.when.text()) for c in shape.choices),
        levels=tuple(frozen.Level(level.id, level.name.text(), level.meaning.text()) for level in shape.levels),
        profiles={id: freeze_profile(id, profile) for id, profile in shape.profiles.items()},
        elements=tuple(
            frozen.Element(element.id, element.name.text(), tuple(_domain(d, positions) for d in element.domains))
            for element in shape.elements
        ),
    )


def freeze_profile(id: str, shape: ProfileShape) -> frozen.Profile:
    """The weight profile, with this id, of a structure that passed the checks."""
    return frozen.Profile(
        id=id,
        name=shape.name.text(),
        weights={
            (kind, node): frozen.Weight(weight.percent / 100, weight.provenance, weight.confidence)
            for kind, tier in shape.weights.tiers()
            for node, weight in tier.items()
        },
        omits=frozenset(shape.omits),
        tailorable=frozenset(shape.tailorable),
        source=shape.source.text(),
        verified=shape.verified == "true",
    )


def _domain(shape: DomainShape, positions: Iterable[int]) -> frozen.Domain:
    return frozen.Domain(shape.id, shape.name.text(), tuple(_subdomain(s, positions) for s in shape.subdomains))


def _subdomain(shape: SubdomainShape, positions: Iterable[int]) -> frozen.Subdomain:
    items = tuple(
        frozen.Item(
            item.id,
            shape.id,
            item.level,
            item.text.text(),
            item.evidence.texts(),
            item.look_for.text(),
            position,
        )
        for item, position in zip(shape.items, positions, strict=False)
    )
    return frozen.Subdomain(shape.id, shape.name.text(), shape.about.text(), items)
