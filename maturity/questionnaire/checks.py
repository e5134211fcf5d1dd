"""Checks of a definition: the structure of the file (pydantic), and the consistency of its contents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from ..text.numbers import format_exact
from ..text.yamltext import Path, parse
from .definition import AnyItemShape, ChoiceShape, GroupShape, LevelShape, QuestionnaireShape
from .numeric.checks import numeric_mistakes
from .profile_checks import fact_mistakes, profile_mistakes
from .shapes import TextShape, TextsShape
from .validation import UNREADABLE, Mistake, certain, readable, short, validated

T = TypeVar("T")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
RESERVED = ("level", "item", "total")  # kinds of scores beside the tiers


def check_definition(text: str, source: str = "") -> QuestionnaireShape:
    """The structure of the definition in `text`, checked for consistency. Raises Refusal with every mistake found."""
    return validated(QuestionnaireShape, parse(text, source), _meaning)


@certain
def language_mistakes(text: TextShape | None, path: Path) -> Iterator[Mistake]:
    """The mistakes of a text, which stands at `path`, that is not in the language it should be in."""
    if text is None:
        return
    if text.zh is not UNREADABLE and not _CHINESE.search(text.zh):
        yield "def-not-chinese", (*path, "zh"), {"found": short(text.zh)}
    if text.en is not UNREADABLE and _CHINESE.search(text.en):
        yield "def-not-english", (*path, "en"), {"found": short(text.en)}


def _meaning(shape: QuestionnaireShape) -> Iterator[Mistake]:
    yield from _facts(shape)
    yield from _scales(shape)
    yield from _pass_mark(shape)
    yield from _ladder(shape)
    yield from _levels(shape)
    yield from _tiers(shape)
    yield from _group_ids(shape)
    yield from _item_ids(shape)
    for path, depth, group in _groups(shape):
        yield from _place_in_tiers(shape, depth, group, path)
        yield from _area(shape, depth, group, path)
        yield from _first_level(shape, group, path)
        yield from _items(shape, group, path)
    yield from _same_texts(shape)
    yield from _profiles(shape)
    yield from numeric_mistakes(shape)


@certain
def _profiles(shape: QuestionnaireShape) -> Iterator[Mistake]:
    for id, profile in shape.profiles.items():
        yield from fact_mistakes(profile, shape, ("profiles", id))
    if shape.scoring.method == "ladder":
        for id, profile in shape.profiles.items():
            yield from profile_mistakes(profile, shape, ("profiles", id))


@certain
def _facts(shape: QuestionnaireShape) -> Iterator[Mistake]:
    seen: set[str] = set()
    for index, fact in readable(shape.facts or ()):
        if fact in seen:
            yield "def-duplicate-id", ("facts", index), {"kind": "fact", "id": fact}
        seen.add(fact)


@certain
def _scales(shape: QuestionnaireShape) -> Iterator[Mistake]:
    yield from _choices(shape.choices, ("choices",))
    for id, choices in shape.scales.items():
        yield from _choices(choices, ("scales", id))


def _choices(choices: Sequence[ChoiceShape] | None, path: Path) -> Iterator[Mistake]:
    if choices is not UNREADABLE and choices is not None:
        yield from _choice_scores(choices, path)
        yield from _repeated("choice", (((*path, i), choice.id) for i, choice in readable(choices)))


@certain
def _choice_scores(choices: Sequence[ChoiceShape], path: Path) -> Iterator[Mistake]:
    scores = [choice.score for choice in choices]
    if scores != sorted(scores, reverse=True) or scores[0] != 1 or scores[-1] != 0:
        yield "def-choice-scores", path, {"found": ", ".join(format_exact(score) for score in scores)}


@certain
def _pass_mark(shape: QuestionnaireShape) -> Iterator[Mistake]:
    if shape.scoring.method == "ladder" and not 0 < shape.scoring.pass_mark <= 1:
        yield "def-pass-mark", ("scoring", "pass_mark"), {"found": format_exact(shape.scoring.pass_mark)}


@certain
def _ladder(shape: QuestionnaireShape) -> Iterator[Mistake]:
    """What the ladder needs of other parts."""
    if shape.scoring.method == "ladder":
        for key, least in (("levels", 1), ("choices", 2), ("tiers", 2)):
            if len(getattr(shape, key) or ()) < least:
                yield "def-too-few", (key,), {"key": key, "least": least}


@certain
def _levels(shape: QuestionnaireShape) -> Iterator[Mistake]:
    for index, level in readable(shape.levels):
        yield from _level(level, index)


@certain
def _level(level: LevelShape, index: int) -> Iterator[Mistake]:
    if level.id != index + 1:
        yield "def-level-order", ("levels", index, "id"), {"found": level.id, "wanted": index + 1}


@certain
def _tiers(shape: QuestionnaireShape) -> Iterator[Mistake]:
    ids = [(index, tier.id) for index, tier in readable(shape.tiers)]
    yield from _repeated("tier", ((("tiers", index), id) for index, id in ids))
    for index, id in ids:
        if id is not UNREADABLE and id in RESERVED:
            yield "def-reserved-id", ("tiers", index, "id"), {"id": id}


@certain
def _group_ids(shape: QuestionnaireShape) -> Iterator[Mistake]:
    for depth, tier in readable(shape.tiers):
        yield from _repeated(tier.id, ((path, group.id) for path, at, group in _groups(shape) if at == depth))


def _item_ids(shape: QuestionnaireShape) -> Iterator[Mistake]:
    yield from _repeated("item", ((path, item.id) for path, item in _all_items(shape)))


def _repeated(kind: str, ids: Iterable[tuple[Path, str]]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, id in ids:
        if id is UNREADABLE:
            continue
        if id in seen:
            yield "def-duplicate-id", (*path, "id"), {"kind": kind, "id": id}
        seen.add(id)


def _groups(shape: QuestionnaireShape) -> Iterator[tuple[Path, int, GroupShape]]:
    """All groups with their path and the index of their tier, each before those in it."""
    waiting = [*_children(shape.groups, (), 0)]
    while waiting:
        path, depth, group = waiting.pop(0)
        yield path, depth, group
        waiting[:0] = _children(group.groups, path, depth + 1)


def _children(groups: Sequence[GroupShape], path: Path, depth: int) -> Iterator[tuple[Path, int, GroupShape]]:
    return (((*path, "groups", i), depth, child) for i, child in _parts(groups))


def _all_items(shape: QuestionnaireShape) -> Iterator[tuple[Path, AnyItemShape]]:
    return (((*path, "items", i), item) for path, _, group in _groups(shape) for i, item in _parts(group.items))


def _parts(parts: Sequence[T]) -> Iterator[tuple[int, T]]:
    """The readable ones of groups or items; none where all are UNREADABLE."""
    return readable(() if parts is UNREADABLE else parts)


@certain
def _place_in_tiers(shape: QuestionnaireShape, depth: int, group: GroupShape, path: Path) -> Iterator[Mistake]:
    """Items stand in the innermost tier and only there."""
    innermost = depth == len(shape.tiers) - 1
    if depth < len(shape.tiers) and (bool(group.groups) == innermost or bool(group.items) != innermost):
        wanted, tier = "items" if innermost else "groups", shape.tiers[depth].id
        yield "def-wrong-tier", (*path, "id"), {"id": group.id, "tier": tier, "wanted": wanted}


@certain
def _area(shape: QuestionnaireShape, depth: int, group: GroupShape, path: Path) -> Iterator[Mistake]:
    """Groups of the innermost tier say what they are about."""
    if depth == len(shape.tiers) - 1 and group.about is None:
        yield "def-missing-key", path, {"key": "about"}


@certain
def _first_level(shape: QuestionnaireShape, area: GroupShape, path: Path) -> Iterator[Mistake]:
    if shape.levels and area.items and area.items[0].level not in (1, None):
        yield "def-no-first-level", (*path, "items", 0, "level"), {"id": area.id}


def _items(shape: QuestionnaireShape, area: GroupShape, path: Path) -> Iterator[Mistake]:
    previous = 1
    for i, item in _parts(area.items):
        spot = (*path, "items", i)
        yield from _item_id(item, area, spot)
        yield from _evidence(item.evidence, spot)
        for key in ("text", "look_for"):
            yield from language_mistakes(getattr(item, key), (*spot, key))
        yield from _level_of(item, shape, spot)
        if item.level is UNREADABLE:
            continue
        if item.level and item.level < previous:
            yield "def-item-order", (*spot, "level"), {"id": item.id, "found": item.level, "before": previous}
        previous = item.level or previous


@certain
def _level_of(item: AnyItemShape, shape: QuestionnaireShape, path: Path) -> Iterator[Mistake]:
    levels = len(shape.levels)
    if item.level is UNREADABLE:
        return
    if levels and item.level is None:
        yield "def-missing-key", path, {"key": "level"}
    elif item.level is not None and not levels:
        yield "def-unknown-key", (*path, "level"), {"key": "level"}
    elif item.level is not None and item.level > levels:
        yield "def-unknown-level", (*path, "level"), {"found": item.level, "levels": levels}


@certain
def _item_id(item: AnyItemShape, area: GroupShape, path: Path) -> Iterator[Mistake]:
    if item.role != "input" and not item.id.startswith(f"{area.id}."):  # formulas name inputs, and shortly
        yield "def-item-id", (*path, "id"), {"id": item.id, "area": area.id}


@certain
def _evidence(texts: TextsShape | None, path: Path) -> Iterator[Mistake]:
    if texts is None:
        return
    zh, en = len(texts.zh), len(texts.en)
    if zh != en:
        yield "def-unpaired-texts", (*path, "evidence"), {"zh": zh, "en": en}


def _same_texts(shape: QuestionnaireShape) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for path, item in _all_items(shape):
        yield from _same_text(item, path, seen)


@certain
def _same_text(item: AnyItemShape, path: Path, seen: dict[str, str]) -> Iterator[Mistake]:
    """Whether an item before has the text of this one; `seen` is the id of the first item with a text."""
    for language in ("zh", "en"):
        words = getattr(item.text, language)
        if words is not UNREADABLE:
            other = seen.setdefault(words.casefold(), item.id)
            if other != item.id:
                yield "def-same-text", (*path, "text", language), {"id": item.id, "other": other}
