"""Checks of single items without a level: role, scale, unit, limits, points, and the rule that scores them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...quantities import UnknownUnit, unit
from ...text.numbers import format_exact
from ...text.yamltext import Path
from ..validation import Mistake, certain, needed
from .scorer_checks import scorer_mistakes
from .shapes import ComputedShape, ExpertShape, LimitsShape, NumberShape, PointsShape, ScorerShape, TableShape

if TYPE_CHECKING:
    from ..definition import AnyItemShape, QuestionnaireShape

_SCORERS = {
    "number": ("at-least", "at-most", "linear", "steps", "ratio", "expert"),
    "computed": ("at-least", "at-most", "linear", "steps", "ratio"),
    "ticks": ("share",),
}
_SCORED = ("mandatory", "optional", "bonus")


@certain
def item_mistakes(item: "AnyItemShape", path: Path, shape: "QuestionnaireShape") -> Iterator[Mistake]:
    """The mistakes of an item of a questionnaire without levels."""
    if item.role is None:
        yield "def-missing-key", path, {"key": "role"}
    if item.kind == "choice":
        yield from _scale(item, path, shape)
    else:
        yield from _asked(item, path)
    if item.kind in ("choice", "ticks") and (item.evidence is None or item.look_for is None):
        yield "def-missing-key", path, {"key": "look_for" if item.evidence else "evidence"}
    yield from _points(item, path, shape)
    yield from _scorer(item, path)


@certain
def _scale(item: "AnyItemShape", path: Path, shape: "QuestionnaireShape") -> Iterator[Mistake]:
    scale: str | None = getattr(item, "scale", None)
    if (scale not in shape.scales) if scale is not None else not shape.choices:
        allowed = ", ".join(shape.scales)
        yield "scale-unknown", (*path, "scale"), {"id": item.id, "scale": scale or "choices", "allowed": allowed}


@certain
def _asked(item: "AnyItemShape", path: Path) -> Iterator[Mistake]:
    if isinstance(item, NumberShape):
        yield from _limits(item, path)
    elif isinstance(item, ComputedShape):
        yield from _unknown_units([item.unit], (*path, "unit"))
        if item.bounds and item.bounds[0] >= item.bounds[1]:
            low, high = map(format_exact, item.bounds)
            yield "limits-order", (*path, "bounds"), {"low": low, "high": high}
    elif isinstance(item, TableShape):
        if bool(item.columns) == bool(item.factors):
            yield "table-columns", path, {"id": item.id}
        for index, column in enumerate(item.columns):
            yield from _limits(column, (*path, "columns", index))


def _limits(shape: LimitsShape, path: Path) -> Iterator[Mistake]:
    yield from _units(shape, path)
    yield from _order(shape, path)


@certain
def _units(shape: LimitsShape, path: Path) -> Iterator[Mistake]:
    wrong = [*_unknown_units([shape.unit], (*path, "unit")), *_unknown_units(shape.accepts, (*path, "accepts"))]
    yield from wrong
    if not wrong:
        base = unit(shape.unit)
        for index, id in enumerate(shape.accepts):
            if not unit(id).fits(base):
                yield "unit-mismatch", (*path, "accepts", index), {"found": id, "wanted": shape.unit}


@certain
def _order(shape: LimitsShape, path: Path) -> Iterator[Mistake]:
    low = max((limit for limit in (shape.min, shape.above) if limit is not None), default=None)
    if low is not None and shape.max is not None and low >= shape.max:
        yield "limits-order", (*path, "max"), {"low": format_exact(low), "high": format_exact(shape.max)}


@certain
def _unknown_units(ids: list[str], path: Path) -> Iterator[Mistake]:
    for id in ids:
        try:
            unit(id)
        except UnknownUnit:
            yield "unit-unknown", path, {"found": id}


@certain
def _points(item: "AnyItemShape", path: Path, shape: "QuestionnaireShape") -> Iterator[Mistake]:
    points, here = needed(item.points), (*path, "points")
    by_parts = isinstance(shape.scoring, PointsShape) and shape.scoring.parts is not None
    earning = ("optional", "bonus") if by_parts else _SCORED
    if points is None and shape.scoring.method == "points" and item.role in ("optional", "bonus"):
        yield "points-missing", path, {"id": item.id}
    elif points is not None and (shape.scoring.method != "points" or item.role not in earning):
        yield "points-unfit", here, {"id": item.id, "role": item.role or ""}
    elif points is not None and points <= 0:
        yield "points-range", here, {"id": item.id, "found": format_exact(points)}


@certain
def _scorer(item: "AnyItemShape", path: Path) -> Iterator[Mistake]:
    scorer: ScorerShape | None = getattr(item, "scorer", None)
    if scorer is None:
        if item.kind != "choice" and item.role in (*_SCORED, "gate"):
            yield "scorer-missing", path, {"id": item.id, "role": item.role}
        return
    allowed = _SCORERS.get(item.kind, ())
    expert_unit = isinstance(scorer, ExpertShape) and getattr(item, "unit", "1") != "1"
    if scorer.kind not in allowed or item.role not in _SCORED or expert_unit:
        yield "scorer-unfit", (*path, "scorer"), {"id": item.id, "scorer": scorer.kind, "allowed": ", ".join(allowed)}
    else:
        yield from scorer_mistakes(scorer, item.points, (*path, "scorer"))
