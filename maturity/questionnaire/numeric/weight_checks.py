"""Checks of weights and points: of blocks in parts, of items that are added up."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from ...text.yamltext import Path
from ..profile_checks import profile_mistakes
from ..validation import Mistake, certain
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
    scoring = shape.scoring
    parts = scoring.parts if isinstance(scoring, PointsShape) else None
    if parts is not None and (parts.mandatory + parts.optional != 100 or min(parts.mandatory, parts.optional) < 0):
        total = float(parts.mandatory + parts.optional)
        yield "parts-sum", ("scoring", "parts"), {"total": total}
    known = {item.id for _, item in items}  # ends where an item could not be read
    for id, profile in shape.profiles.items():
        path: Path = ("profiles", id)
        for item in sorted(profile.points.keys() - known):
            yield "def-unknown-node", (*path, "points", item), {"id": item}
        if parts is not None:
            yield from _blocks(shape, profile, path)
        elif profile.weights:
            yield "weights-unused", (*path, "weights"), {"method": scoring.method}
        if isinstance(scoring, PointsShape) and parts is None:
            yield from _sum_of_points(shape, profile, path)


@certain
def _blocks(shape: "QuestionnaireShape", profile: "ProfileShape", path: Path) -> Iterator[Mistake]:
    """The weights of the blocks that are scored add up to 100, and none is without."""
    tier = shape.tiers[0].id
    scored = tuple(_Block(group.id) for group in shape.groups if any(_scored(group)))
    yield from profile_mistakes(profile, _Blocks((_Tier(tier),), scored), path)
    for id, weight in profile.weights.get(tier, {}).items():
        if weight.percent == 0:
            yield "block-weightless", (*path, "weights", tier, id), {"id": id}


def _scored(group: "GroupShape") -> Iterator["AnyItemShape"]:
    yield from (item for item in group.items if item.role in ("mandatory", "optional"))
    for child in group.groups:
        yield from _scored(child)


@certain
def _sum_of_points(shape: "QuestionnaireShape", profile: "ProfileShape", path: Path) -> Iterator[Mistake]:
    scoring = shape.scoring
    total = sum((_reachable(group, profile) for group in shape.groups), start=Fraction(0))
    if isinstance(scoring, PointsShape) and total != scoring.total:
        yield "points-sum", path, {"total": float(total), "wanted": float(scoring.total)}


def _reachable(group: "GroupShape", profile: "ProfileShape") -> Fraction:
    points = [profile.points.get(item.id, item.points or Fraction(0)) for item in group.items if item.role != "bonus"]
    own = sorted(points, reverse=True)[: group.pick] if group.pick else points
    return sum([*own, *(_reachable(child, profile) for child in group.groups)], start=Fraction(0))
