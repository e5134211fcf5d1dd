"""The structure of a definition file as pydantic models, and the conversion to the objects of :mod:`.model`.

The consistency of the contents is checked by :mod:`maturity.questionnaire.checks`.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from . import parts as frozen
from .model import Questionnaire
from .numeric import freezing
from .numeric.shapes import (
    ComputedShape,
    Flag,
    GradingShape,
    HintShape,
    IndexShape,
    NumberShape,
    PaperShape,
    PointsShape,
    Role,
    Status,
    TableShape,
    TicksShape,
    ValuesShape,
    WordsShape,
)
from .shapes import Id, Number, Shape, TextShape, TextsShape, Whole, Words, text_of

Fact = Literal["division", "production_type", "city", "headcount", "revenue_10k", "founded", "ownership"]
Coded = Literal["production_type", "division", "ownership"]  # of these, those that are codes


class ItemShape(Shape):
    """An item: one checkable statement. It has a level exactly if the questionnaire has levels, else a role.

    `scale` names the choices of its answer, by default those of the questionnaire.
    """

    id: Id
    kind: Literal["choice"] = "choice"
    level: Whole | None = None
    role: Role | None = None
    scale: Id | None = None
    points: Number | None = None
    text: TextShape
    evidence: TextsShape
    look_for: TextShape
    papers: list[Id] = Field([])
    applies_when: TextShape | None = None
    provenance: Status | None = None


def _kind(item: Any) -> Any:
    return item.get("kind", "choice") if isinstance(item, dict) else getattr(item, "kind", "choice")


AnyItemShape = Annotated[
    Annotated[ItemShape, Tag("choice")]
    | Annotated[NumberShape, Tag("number")]
    | Annotated[ComputedShape, Tag("computed")]
    | Annotated[TableShape, Tag("table")]
    | Annotated[TicksShape, Tag("ticks")]
    | Annotated[WordsShape, Tag("words")],
    Discriminator(_kind),
]


class GroupShape(Shape):
    """A group: its groups of the next tier, or, in the innermost tier, its items and what it is about.

    Of the items of a group with `pick` that many count, the best.
    """

    id: Id
    name: TextShape
    about: TextShape | None = None
    pick: Whole | None = None
    groups: list["GroupShape"] = Field([])
    items: list[AnyItemShape] = Field([])


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


Choices = Annotated[list[ChoiceShape], Field(min_length=2, max_length=9)]


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
    by tier, `weights` a weight a group by tier and id, `points` the points of items that differ from the definition's.
    """

    name: TextShape
    meant_for: dict[Coded, Annotated[list[Words], Field(min_length=1)]] = Field({}, alias="for")
    omits: list[Id] = Field([])
    tailorable: dict[Id, list[Id]] = Field({})
    source: TextShape
    verified: Flag
    weights: dict[Id, dict[Id, WeightShape]] = Field({})
    points: dict[Id, Number] = Field({})


class LadderShape(Shape):
    """A score for every level, and the level that is reached."""

    method: Literal["ladder"]
    pass_mark: Number
    rule: Literal["gated", "sum"]
    empty_cell: Literal["carry", "renormalise"]


class EditionShape(Shape):
    """The standard that the questionnaire follows, its status, and the id of the questionnaire that superseded it.

    `verified` says whether structure and words were checked against the standard's text.
    """

    standard: TextShape | Words
    status: Literal["current", "draft", "superseded"]
    superseded_by: Id | None = None
    verified: Flag | None = None


class QuestionnaireShape(Shape):
    """A complete definition file. `facts` are those that an enterprise must state; see :mod:`.facts`."""

    id: Id
    version: Annotated[Words, StringConstraints(max_length=60)]
    title: TextShape
    report_title: TextShape | None = None
    statistics_title: TextShape | None = None
    about: TextShape | None = None
    edition: EditionShape
    facts: list[Fact] | None = None
    scoring: Annotated[LadderShape | PointsShape | IndexShape | ValuesShape, Field(discriminator="method")]
    grading: list[GradingShape] = Field([])
    choices: Choices | None = None
    scales: dict[Id, Choices] = Field({})
    levels: Annotated[list[LevelShape], Field(max_length=9)] = Field([])
    tiers: Annotated[list[TierShape], Field(min_length=1, max_length=4)]
    profiles: Annotated[dict[Id, ProfileShape], Field(min_length=1)]
    groups: Annotated[list[GroupShape], Field(min_length=1)]
    hints: list[HintShape] = Field([])
    checklist: list[PaperShape] = Field([])


class ProfileFileShape(ProfileShape):
    """A weight profile file for an existing questionnaire. `instead_of` are ids of profiles of the definition: where
    both are meant for an enterprise, it stands for them in assessments that begin from now on.
    """

    id: Id
    questionnaire: Id
    instead_of: list[Id] = Field([])


def json_schema() -> dict[str, Any]:
    """The JSON Schema of definition files, for validation in editors."""
    return QuestionnaireShape.model_json_schema()


def freeze(shape: QuestionnaireShape) -> Questionnaire:
    """The questionnaire of a definition that passed :func:`.checks.check_definition`."""
    tiers = tuple(frozen.Tier(t.id, t.name.text(), t.plural) for t in shape.tiers)
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
        about=shape.about.text() if shape.about else _about(text_of(shape.edition.standard)),
        standard=text_of(shape.edition.standard),
        status=shape.edition.status,
        facts=None if shape.facts is None else tuple(shape.facts),
        scoring=_scoring(shape.scoring),
        grading=tuple(freezing.grading(one) for one in shape.grading),
        choices=_choices(shape.choices or []),
        scales={id: _choices(choices) for id, choices in shape.scales.items()},
        levels=tuple(frozen.Level(level.id, level.name.text(), level.meaning.text()) for level in shape.levels),
        profiles={id: freeze_profile(id, profile) for id, profile in shape.profiles.items()},
        tiers=tiers,
        groups=tuple(_group(group, tiers, positions) for group in shape.groups),
        hints=tuple(freezing.hint(one) for one in shape.hints),
        checklist=tuple(freezing.paper(one) for one in shape.checklist),
        superseded_by=shape.edition.superseded_by or "",
        verified=shape.edition.verified == "true",
    )


def _scoring(shape: LadderShape | PointsShape | IndexShape | ValuesShape) -> frozen.Scoring:
    if isinstance(shape, LadderShape):
        return frozen.Scoring(shape.method, shape.pass_mark, shape.rule, shape.empty_cell)
    return freezing.scoring(shape)


def _choices(shapes: Sequence[ChoiceShape]) -> tuple[frozen.Choice, ...]:
    return tuple(frozen.Choice(c.id, c.score, c.text.text(), c.when.text()) for c in shapes)


def _titled(title: TextShape, zh: str, en: str) -> frozen.Text:
    return frozen.Text(f"{title.zh}：{zh}", f"{title.en}: {en}")


def _about(standard: frozen.Text) -> frozen.Text:
    return frozen.Text(f"依据：{standard.zh}。", f"Based on: {standard.en}.")


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
        points=dict(shape.points),
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
        shape.pick or 0,
    )


def _item(shape: AnyItemShape, area: str, position: int) -> frozen.Item:
    if not isinstance(shape, ItemShape):
        return freezing.item(shape, area, position)
    texts = shape.text.text(), shape.evidence.texts(), shape.look_for.text()
    return frozen.Item(
        *(shape.id, area, shape.level or 0, *texts, position),
        role=shape.role or "",
        scale=shape.scale or "",
        points=shape.points or Fraction(0),
        papers=tuple(shape.papers),
        applies_when=shape.applies_when.text() if shape.applies_when else None,
        provenance=shape.provenance or "",
    )
