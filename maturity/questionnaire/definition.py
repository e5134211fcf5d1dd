"""The structure of a definition file as pydantic models, and the conversion to the objects of :mod:`.model`.

The consistency of the contents is checked by :mod:`maturity.questionnaire.checks`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from . import parts as frozen
from .model import Questionnaire
from .parts import ID

Id = Annotated[str, StringConstraints(pattern=f"^{ID.pattern}$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _exact(value: object) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise ValueError("number") from None


Number = Annotated[Fraction, BeforeValidator(_exact), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, Field(ge=1, le=99)]
Fact = Literal["production_type", "division", "ownership"]  # facts about an enterprise that are codes


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
    """An item: one checkable statement. It has a level exactly if the questionnaire has levels."""

    id: Id
    level: Whole | None = None
    text: TextShape
    evidence: TextsShape
    look_for: TextShape


class GroupShape(Shape):
    """A group: its groups of the next tier, or, in the innermost tier, its items and what it is about."""

    id: Id
    name: TextShape
    about: TextShape | None = None
    groups: list["GroupShape"] = []
    items: list[ItemShape] = []


class TierShape(Shape):
    """A tier of groups; `plural` is its English name in the plural."""

    id: Id
    name: TextShape
    plural: Words


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


class ProfileShape(Shape):
    """A weight profile. `for` says for which enterprises it is meant, codes by fact; `tailorable` holds ids of groups
    by tier, `weights` a weight a group by tier and id.
    """

    name: TextShape
    meant_for: dict[Fact, Annotated[list[Words], Field(min_length=1)]] = Field({}, alias="for")
    omits: list[Id] = []
    tailorable: dict[Id, list[Id]] = {}
    source: TextShape
    verified: Literal["true", "false"]
    weights: dict[Id, dict[Id, WeightShape]]


class ScoringShape(Shape):
    """The scoring method and its options, all of which the method "ladder" needs."""

    method: Literal["ladder", "points"]
    pass_mark: Number | None = None
    rule: Literal["gated", "sum"] | None = None
    empty_cell: Literal["carry", "renormalise"] | None = None


class EditionShape(Shape):
    """The standard that the questionnaire follows, and its status."""

    standard: Words
    status: Literal["current", "draft", "superseded"]


class QuestionnaireShape(Shape):
    """A complete definition file."""

    id: Id
    version: Annotated[Words, StringConstraints(max_length=60)]
    title: TextShape
    report_title: TextShape | None = None
    statistics_title: TextShape | None = None
    about: TextShape | None = None
    edition: EditionShape
    scoring: ScoringShape
    choices: Annotated[list[ChoiceShape], Field(min_length=2, max_length=9)]
    levels: Annotated[list[LevelShape], Field(max_length=9)] = []
    tiers: Annotated[list[TierShape], Field(min_length=2, max_length=4)]
    profiles: Annotated[dict[Id, ProfileShape], Field(min_length=1)]
    groups: Annotated[list[GroupShape], Field(min_length=1)]


class ProfileFileShape(ProfileShape):
    """A weight profile file for an existing questionnaire. `instead_of` are ids of profiles of the definition: where
    both are meant for an enterprise, it stands for them in assessments that begin from now on.
    """

    id: Id
    questionnaire: Id
    instead_of: list[Id] = []


def json_schema() -> dict[str, Any]:
    """The JSON Schema of definition files, for validation in editors."""
    return QuestionnaireShape.model_json_schema()


def freeze(shape: QuestionnaireShape) -> Questionnaire:
    """The questionnaire of a definition that passed :func:`.checks.check_definition`."""
    scoring, tiers = shape.scoring, tuple(frozen.Tier(t.id, t.name.text(), t.plural) for t in shape.tiers)
    positions = count()
    return Questionnaire(
        id=shape.id,
        version=shape.version,
        title=shape.title.text(),
        report_title=shape.report_title.text()
        if shape.report_title
        else _titled(shape.title, "自评报告", "self-assessment report"),
        statistics_title=shape.statistics_title.text()
        if shape.statistics_title
        else _titled(shape.title, "统计", "statistics"),
        about=shape.about.text() if shape.about else _about(shape.edition.standard),
        standard=shape.edition.standard,
        status=shape.edition.status,
        scoring=frozen.Scoring(
            scoring.method, scoring.pass_mark or Fraction(1), scoring.rule or "", scoring.empty_cell or ""
        ),
        choices=tuple(frozen.Choice(c.id, c.score, c.text.text(), c.when.text()) for c in shape.choices),
        levels=tuple(frozen.Level(level.id, level.name.text(), level.meaning.text()) for level in shape.levels),
        profiles={id: freeze_profile(id, profile) for id, profile in shape.profiles.items()},
        tiers=tiers,
        groups=tuple(_group(group, tiers, positions) for group in shape.groups),
    )


def _titled(title: TextShape, zh: str, en: str) -> frozen.Text:
    return frozen.Text(f"{title.zh}：{zh}", f"{title.en}: {en}")


def _about(standard: str) -> frozen.Text:
    return frozen.Text(f"依据：{standard}。", f"Based on: {standard}.")


def freeze_profile(id: str, shape: ProfileShape) -> frozen.Profile:
    """The weight profile, with this id, of a structure that passed the checks."""
    return frozen.Profile(
        id=id,
        name=shape.name.text(),
        weights={
            (tier, group): frozen.Weight(weight.percent / 100, weight.provenance, weight.confidence)
            for tier, weights in shape.weights.items()
            for group, weight in weights.items()
        },
        omits=frozenset(shape.omits),
        tailorable={group: tier for tier, groups in shape.tailorable.items() for group in groups},
        source=shape.source.text(),
        verified=shape.verified == "true",
        meant_for={fact: frozenset(codes) for fact, codes in shape.meant_for.items()},
        instead_of=frozenset(shape.instead_of if isinstance(shape, ProfileFileShape) else ()),
    )


def _group(shape: GroupShape, tiers: Sequence[frozen.Tier], positions: Iterator[int]) -> frozen.Group:
    """The group, of the first of `tiers`; items take the next of `positions`."""
    return frozen.Group(
        tiers[0],
        shape.id,
        shape.name.text(),
        shape.about.text() if shape.about else None,
        tuple(_group(group, tiers[1:], positions) for group in shape.groups),
        tuple(_item(item, shape.id, next(positions)) for item in shape.items),
    )


def _item(shape: ItemShape, area: str, position: int) -> frozen.Item:
    texts = shape.text.text(), shape.evidence.texts(), shape.look_for.text()
    return frozen.Item(shape.id, area, shape.level or 0, *texts, position)
