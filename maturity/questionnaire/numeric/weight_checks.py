"""Checks of weights and points: of blocks in parts, of items that are added up; in definitions and in own profiles."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ...text.numbers import format_exact
from ...text.yamltext import Path
from ..model import Questionnaire
from ..parts import Group, Item
from ..profile_checks import scope_mistakes
from ..profile_checks import weight_mistakes as tier_mistakes
from ..validation import UNREADABLE, Mistake, Unread, certain
from .shapes import PointsShape

if TYPE_CHECKING:
    from ..definition import AnyItemShape, GroupShape, ProfileShape, QuestionnaireShape

Placed = tuple[Path, "AnyItemShape"]


class _Tier(NamedTuple):
    id: str


class _Block(NamedTuple):
    """A group of the outermost tier, as a weight profile sees it."""

    id: str
    groups: tuple["_Block", ...] = ()


class _Blocks(NamedTuple):
    tiers: tuple[_Tier, ...]
    groups: tuple[_Block, ...]


@certain
def weight_mistakes(shape: "QuestionnaireShape", items: Sequence[Placed]) -> Iterator[Mistake]:
    """The mistakes of parts, of the weights of blocks and of the sum of points, in every profile."""
    parts = shape.scoring.parts if isinstance(shape.scoring, PointsShape) else None
    if parts is not None and (parts.mandatory + parts.optional != 100 or min(parts.mandatory, parts.optional) < 0):
        total = format_exact(parts.mandatory + parts.optional)
        yield "parts-sum", ("scoring", "parts"), {"total": total}
    if any(item is UNREADABLE for _, item in items):
        raise Unread
    for id, profile in shape.profiles.items():
        yield from points_profile_mistakes(profile, shape, ("profiles", id))


@certain
def points_profile_mistakes(
    profile: "ProfileShape", questionnaire: "QuestionnaireShape | Questionnaire", path: Path
) -> Iterator[Mistake]:
    """The mistakes of a profile, which stands at `path` of its file, for a questionnaire without levels."""
    yield from scope_mistakes(profile, questionnaire, path)
    known = {item.id for group in questionnaire.groups for item in _items(group)}
    for item in sorted(profile.points.keys() - known):
        yield "def-unknown-node", (*path, "points", item), {"id": item}
    scoring = questionnaire.scoring
    in_parts = (scoring.parts if isinstance(scoring, PointsShape) else getattr(scoring, "mandatory", None)) is not None
    if in_parts:
        yield from _blocks(questionnaire, profile, path)
    elif profile.weights:
        yield "weights-unused", (*path, "weights"), {"method": scoring.method}
    if scoring.method == "points" and not in_parts:
        yield from _sum_of_points(questionnaire, profile, path)


@certain
def _blocks(
    questionnaire: "QuestionnaireShape | Questionnaire", profile: "ProfileShape", path: Path
) -> Iterator[Mistake]:
    """The weights of the blocks that are scored add up to 100, and none is without."""
    tier = questionnaire.tiers[0].id
    scored = (
        _Block(group.id)
        for group in questionnaire.groups
        if any(item.role in ("mandatory", "optional") for item in _items(group))
    )
    yield from tier_mistakes(profile, _Blocks((_Tier(tier),), tuple(scored)), path)
    for id, weight in profile.weights.get(tier, {}).items():
        if weight.percent == 0:
            yield "block-weightless", (*path, "weights", tier, id), {"id": id}


def _items(group: "GroupShape | Group") -> Iterator["AnyItemShape | Item"]:
    yield from group.items
    for child in group.groups:
        yield from _items(child)


@certain
def _sum_of_points(
    questionnaire: "QuestionnaireShape | Questionnaire", profile: "ProfileShape", path: Path
) -> Iterator[Mistake]:
    total = sum((_reachable(group, profile) for group in questionnaire.groups), start=Fraction(0))
    wanted = getattr(questionnaire.scoring, "total", total)
    if total != wanted:
        yield "points-sum", path, {"total": format_exact(total), "wanted": format_exact(wanted)}


def _reachable(group: "GroupShape | Group", profile: "ProfileShape") -> Fraction:
    """The points that can be earned in a group; of a pick those of the items that count."""
    if group.id in profile.omits and not group.groups:
        return Fraction(0)
    points = [profile.points.get(item.id, item.points or Fraction(0)) for item in group.items if item.role != "bonus"]
    own = sorted(points, reverse=True)[: group.pick] if group.pick else points
    return sum([*own, *(_reachable(child, profile) for child in group.groups)], start=Fraction(0))
