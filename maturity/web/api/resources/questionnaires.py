"""Questionnaires: those that an assessment can be started with, and one with all its items."""

from contextlib import suppress
from typing import Any

from ....errors import NotFound, Problem, Refusal
from ....quantities import Quantity
from ....questionnaire import Group, Item, Questionnaire
from ....questionnaire.asked import Table, Ticks, measure
from ....questionnaire.parts import ID, Choice, Profile
from ...context import application
from ...language import lazy_gettext
from ..models import Both, Line, Model, Page, PageQuery, Query, both
from ..operations import Resource
from ..paging import page

resource = Resource("questionnaires")


class QuestionnaireSummary(Model):
    """A questionnaire. `needed_facts` are those that an enterprise must state; `verified` whether structure and words
    were checked against the standard.
    """

    id: str
    version: str
    title: Both
    about: Both
    standard: Both
    method: str
    has_levels: bool
    items: int
    needed_facts: list[str]
    verified: bool


class ChoiceModel(Model):
    """A choice of a scale; its score is from 0 to 1."""

    id: str
    score: float
    text: Both
    when: Both


class LevelModel(Model):
    """A level, counted from 1."""

    number: int
    name: Both
    meaning: Both


class GroupModel(Model):
    """A group; `parent` is the id of the one that contains it, null for the outermost."""

    tier: str
    id: str
    name: Both
    parent: str | None


class ColumnModel(Model):
    """A column of numbers of a table; in `entered` its fields are ROW.COLUMN, both counted from 0."""

    id: str
    name: Both
    units: list[str]


class ItemModel(Model):
    """An item. `asks` says what is answered: "choice", else "number UNIT", "table …", "ticks", "words", or "computed".

    `scale` names the choices in `scales`, "" those of the questionnaire.
    """

    id: str
    area: str
    level: int
    role: str
    text: Both
    look_for: Both
    evidence: list[Both]
    asks: str
    scale: str
    units: list[str]
    options: dict[str, Both]
    columns: list[ColumnModel]


class ProfileModel(Model):
    """A weight profile; groups with the ids in `tailorable` can be left out."""

    id: str
    name: Both
    omits: list[str]
    tailorable: list[str]


class QuestionnaireModel(QuestionnaireSummary):
    """A questionnaire with its groups, scales, levels, profiles, and items in their order."""

    choices: list[ChoiceModel]
    scales: dict[str, list[ChoiceModel]]
    levels: list[LevelModel]
    profiles: list[ProfileModel]
    groups: list[GroupModel]
    questions: list[ItemModel]


class VersionQuery(Query):
    """The version of a questionnaire; by default the latest."""

    version: Line = ""


@resource.operation(
    "GET", "/questionnaires", lazy_gettext("可用的问卷"), query=PageQuery, gives=Page[QuestionnaireSummary]
)
def listing(query: PageQuery) -> Page[object]:
    """The questionnaires that an assessment can be started with."""
    return page(application().offered(), lambda one: one.id, query, lambda one: QuestionnaireSummary(**_summary(one)))


@resource.operation(
    "GET", "/questionnaires/<id>", lazy_gettext("一份问卷和它的全部条目"), query=VersionQuery, gives=QuestionnaireModel
)
def one(id: str, query: VersionQuery) -> QuestionnaireModel:
    """A questionnaire with all its items, in a version that is installed here."""
    found = _find(id, query.version)
    return QuestionnaireModel(
        **_summary(found),
        choices=[*map(_choice, found.choices)],
        scales={name: [*map(_choice, scale)] for name, scale in found.scales.items()},
        levels=[
            LevelModel(number=each.number, name=both(each.name), meaning=both(each.meaning)) for each in found.levels
        ],
        profiles=[_profile(each) for each in found.profiles.values()],
        groups=[_group(found, each) for each in found.walk()],
        questions=[_item(each) for each in found.items],
    )


def _find(id: str, version: str) -> Questionnaire:
    with suppress(Refusal):
        found = application().questionnaire(id, version) if version else application().latest(id)
        if ID.fullmatch(id) and version in ("", found.version):
            return found
    raise NotFound(Problem("interface-questionnaire-unknown"))


def _summary(found: Questionnaire) -> dict[str, Any]:
    texts = {name: both(getattr(found, name)) for name in ("title", "about", "standard")}
    return {
        "id": found.id,
        "version": found.version,
        **texts,
        "method": found.scoring.method,
        "has_levels": found.has_levels,
        "items": len(found.items),
        "needed_facts": [*found.needed_facts],
        "verified": found.verified,
    }


def _choice(found: Choice) -> ChoiceModel:
    return ChoiceModel(id=found.id, score=float(found.score), text=both(found.text), when=both(found.when))


def _profile(found: Profile) -> ProfileModel:
    omits, tailorable = sorted(found.omits), sorted(found.tailorable)
    return ProfileModel(id=found.id, name=both(found.name), omits=omits, tailorable=tailorable)


def _group(questionnaire: Questionnaire, found: Group) -> GroupModel:
    parents = questionnaire.parents(found)
    parent = parents[-1].id if parents else None
    return GroupModel(tier=found.tier.id, id=found.id, name=both(found.name), parent=parent)


def _item(found: Item) -> ItemModel:
    asks = found.asks
    columns = asks.columns if isinstance(asks, Table) else ()
    return ItemModel(
        id=found.id,
        area=found.area,
        level=found.level,
        role=found.role,
        text=both(found.text),
        look_for=both(found.look_for),
        evidence=[both(text) for text in found.evidence],
        asks=measure(asks),
        scale=found.scale,
        units=_units(asks) if isinstance(asks, Quantity) else [],
        options={each.id: both(each.text) for each in asks.options} if isinstance(asks, Ticks) else {},
        columns=[ColumnModel(id=each.id, name=both(each.name), units=_units(each.quantity)) for each in columns],
    )


def _units(asked: Quantity) -> list[str]:
    return [unit.id for unit in dict.fromkeys((asked.unit, *asked.accepts))]
