"""Checks of definitions that are scored by another method than the ladder: items, methods, grades, papers."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ...text.numbers import format_exact
from ...text.yamltext import Path
from ..validation import UNREADABLE, Mistake, certain, needed, readable
from .formula_checks import formula_mistakes
from .item_checks import item_mistakes
from .shapes import GradingShape, PointsShape
from .weight_checks import weight_mistakes

if TYPE_CHECKING:
    from ..definition import AnyItemShape, GroupShape, QuestionnaireShape

FACTS = ("production_type", "division", "ownership")  # codes by which grades can be meant for some enterprises
Placed = tuple[Path, "AnyItemShape"]


@certain
def numeric_mistakes(shape: "QuestionnaireShape") -> Iterator[Mistake]:
    """The mistakes of what the ladder does not have; where the ladder scores, its presence is one."""
    items, whole = [*placed_items(shape.groups, ("groups",))], []
    if shape.scoring.method == "ladder":
        yield from _of_no_ladder(shape, items)
        return
    yield from _levels(shape)
    for path, item in items:
        if item is not UNREADABLE:
            whole.append((path, item))
            yield from item_mistakes(item, path, shape)
    yield from formula_mistakes(items, shape)
    yield from weight_mistakes(shape, items)
    yield from _picks(shape.groups, ("groups",), shape.scoring.method)
    yield from _gradings(shape)
    yield from _papers(shape, whole)
    yield from _verified(shape, whole)


def placed_items(groups: Sequence["GroupShape"], path: Path) -> Iterator[Placed]:
    """All items with their path; UNREADABLE stands for items and groups that are, and whatever they hold."""
    unread: AnyItemShape = UNREADABLE
    if groups is UNREADABLE:
        yield path, unread
        return
    for index, group in enumerate(groups):
        here = (*path, index)
        if group is UNREADABLE or group.items is UNREADABLE:
            yield here, unread
        else:
            yield from (((*here, "items", i), item) for i, item in enumerate(group.items))
        if group is not UNREADABLE:
            yield from placed_items(group.groups, (*here, "groups"))


@certain
def _levels(shape: "QuestionnaireShape") -> Iterator[Mistake]:
    if shape.levels:
        yield "def-unknown-key", ("levels",), {"key": "levels"}


@certain
def _gradings(shape: "QuestionnaireShape") -> Iterator[Mistake]:
    for index, grading in readable(shape.grading):
        yield from _bands(grading, ("grading", index), shape)


@certain
def _of_no_ladder(shape: "QuestionnaireShape", items: Sequence[Placed]) -> Iterator[Mistake]:
    for key in ("grading", "scales", "hints"):
        if getattr(shape, key):
            yield "def-unknown-key", (key,), {"key": key}
    for path, item in items:
        yield from _item_of_no_ladder(item, path)


@certain
def _item_of_no_ladder(item: "AnyItemShape", path: Path) -> Iterator[Mistake]:
    if item.kind != "choice":
        yield "item-kind-ladder", (*path, "kind"), {"id": item.id, "kind": item.kind}
    for key in ("role", "points", "scale"):
        if needed(getattr(item, key, None)) is not None:
            yield "def-unknown-key", (*path, key), {"key": key}


@certain
def _picks(groups: Sequence["GroupShape"], path: Path, method: str) -> Iterator[Mistake]:
    for index, group in readable(groups):
        here = (*path, index)
        yield from _picks(group.groups, (*here, "groups"), method)
        if group.pick is None:
            continue
        items = [item for item in group.items if item.role in ("optional", "mandatory")]
        if group.pick > len(items):
            yield "pick-too-many", (*here, "pick"), {"id": group.id, "pick": group.pick, "count": len(items)}
        if method == "points" and len({item.points for item in items}) > 1:
            yield "pick-points", (*here, "pick"), {"id": group.id}


@certain
def _bands(grading: GradingShape, path: Path, shape: "QuestionnaireShape") -> Iterator[Mistake]:
    for fact in grading.meant_for:
        if fact not in FACTS:
            yield "def-not-allowed", (*path, "for", fact), {"found": fact, "allowed": ", ".join(FACTS)}
    scoring, before = shape.scoring, Fraction(-1)
    most = scoring.total if isinstance(scoring, PointsShape) else Fraction(100)
    if scoring.method not in ("points", "index"):
        yield "grading-no-score", path, {"method": scoring.method}
    for index, band in enumerate(grading.bands):
        here = (*path, "bands", index, "from")
        if not 0 <= band.start <= most:
            yield "band-range", here, {"id": band.id, "found": format_exact(band.start), "most": format_exact(most)}
        if band.start <= before:
            yield "band-order", here, {"id": band.id, "found": format_exact(band.start), "before": format_exact(before)}
        before = band.start


@certain
def _papers(shape: "QuestionnaireShape", items: Sequence[Placed]) -> Iterator[Mistake]:
    known = set[str]()
    for index, paper in enumerate(shape.checklist):
        if paper.id in known:
            yield "def-duplicate-id", ("checklist", index, "id"), {"kind": "checklist", "id": paper.id}
        known.add(paper.id)
    for path, item in items:
        for index, id in enumerate(item.papers):
            if id not in known:
                yield "paper-unknown", (*path, "papers", index), {"id": id, "item": item.id}


@certain
def _verified(shape: "QuestionnaireShape", items: Sequence[Placed]) -> Iterator[Mistake]:
    """What rests on one secondary source or on memory is not verified."""
    doubtful = next((item.id for _, item in items if item.provenance in ("R", "M")), None)
    if doubtful is None:
        return
    if shape.edition.verified == "true":
        yield "verified-unconfirmed", ("edition", "verified"), {"id": doubtful}
    for id, profile in shape.profiles.items():
        if profile.verified == "true":
            yield "verified-unconfirmed", ("profiles", id, "verified"), {"id": doubtful}
