"""Checks of a definition: first the structure of the file (pydantic), then the consistency of its contents."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import Place, Problem, Refusal
from ..text.yamltext import Document, Path, parse
from .definition import GroupShape, ItemShape, QuestionnaireShape
from .profile_checks import Mistake, profile_mistakes

Shaped = TypeVar("Shaped", bound=BaseModel)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SHAPE_CODES = {
    "missing": "def-missing-key",
    "extra_forbidden": "def-unknown-key",
    "literal_error": "def-not-allowed",
    "string_pattern_mismatch": "def-bad-id",
    "string_too_short": "def-empty-text",
    "too_short": "def-too-few",
    "string_too_long": "def-too-long",
    "too_long": "def-too-many",
}
RESERVED = ("level", "item", "total")  # kinds of scores beside the tiers
_NUMBER_ERRORS = ("int_parsing", "value_error", "greater_than_equal", "less_than_equal")


def check_definition(text: str, source: str = "") -> QuestionnaireShape:
    """The structure of the definition in `text`, checked for consistency. Raises Refusal with every mistake found."""
    document = parse(text, source)
    shape = validate_shape(QuestionnaireShape, document)
    problems = [Problem(code, document.place(path), values) for code, path, values in _meaning(shape)]
    if problems:
        raise Refusal(*problems)
    return shape


def validate_shape(model: type[Shaped], document: Document) -> Shaped:
    """`document` as an instance of `model`. Raises Refusal with one problem, with its line, for every mistake."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise Refusal(*(_shape_problem(detail, document) for detail in error.errors())) from None


def _shape_problem(detail: ErrorDetails, document: Document) -> Problem:
    path: Path = tuple(detail["loc"])
    if path and path[-1] == "[key]":
        path = path[:-1]
    kind, context = str(detail["type"]), detail.get("ctx", {})
    values = {
        "key": path[-1] if path else "",
        "found": _short(detail.get("input")),
        "allowed": context.get("expected", ""),
        "least": context.get("min_length", ""),
        "most": context.get("max_length", ""),
    }
    code = "def-not-number" if kind in _NUMBER_ERRORS else _SHAPE_CODES.get(kind, "def-wrong-kind")
    place = document.place(path)
    return Problem(code, Place(place.source, place.row, ".".join(map(str, path))), values)


def _short(value: object) -> str:
    words = str(value)
    return words if len(words) <= 40 else f"{words[:39]}…"


def _meaning(shape: QuestionnaireShape) -> Iterator[Mistake]:
    yield from _choices(shape)
    yield from _scoring(shape)
    yield from _levels(shape)
    yield from _tiers(shape)
    yield from _ids(shape)
    for path, depth, group in _groups(shape):
        yield from _place_in_tiers(shape, depth, group, path)
        yield from _items(shape, group, path)
    yield from _same_texts(shape)
    for id, profile in shape.profiles.items():
        yield from profile_mistakes(profile, shape, ("profiles", id))


def _choices(shape: QuestionnaireShape) -> Iterator[Mistake]:
    scores = [choice.score for choice in shape.choices]
    if scores != sorted(scores, reverse=True) or scores[0] != 1 or scores[-1] != 0:
        yield "def-choice-scores", ("choices",), {"found": ", ".join(str(float(score)) for score in scores)}
    yield from _repeated("choice", (((("choices", i), c.id)) for i, c in enumerate(shape.choices)))


def _levels(shape: QuestionnaireShape) -> Iterator[Mistake]:
    for index, level in enumerate(shape.levels):
        if level.id != index + 1:
            yield "def-level-order", ("levels", index, "id"), {"found": level.id, "wanted": index + 1}


def _scoring(shape: QuestionnaireShape) -> Iterator[Mistake]:
    scoring = shape.scoring
    if scoring.pass_mark is not None and not 0 < scoring.pass_mark <= 1:
        yield "def-pass-mark", ("scoring", "pass_mark"), {"found": float(scoring.pass_mark)}
    if scoring.method == "ladder":
        for key in ("pass_mark", "rule", "empty_cell"):
            if getattr(scoring, key) is None:
                yield "def-missing-key", ("scoring",), {"key": key}
        if not shape.levels:
            yield "def-too-few", ("levels",), {"key": "levels", "least": 1}


def _tiers(shape: QuestionnaireShape) -> Iterator[Mistake]:
    yield from _repeated("tier", ((("tiers", i), tier.id) for i, tier in enumerate(shape.tiers)))
    for index, tier in enumerate(shape.tiers):
        if tier.id in RESERVED:
            yield "def-reserved-id", ("tiers", index, "id"), {"id": tier.id}


def _ids(shape: QuestionnaireShape) -> Iterator[Mistake]:
    groups = [*_groups(shape)]
    for depth, tier in enumerate(shape.tiers):
        yield from _repeated(tier.id, ((path, group.id) for path, at, group in groups if at == depth))
    items = (((*path, "items", i), item.id) for path, _, group in groups for i, item in enumerate(group.items))
    yield from _repeated("item", items)


def _repeated(kind: str, ids: Iterable[tuple[Path, str]]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, id in ids:
        if id in seen:
            yield "def-duplicate-id", (*path, "id"), {"kind": kind, "id": id}
        seen.add(id)


def _groups(shape: QuestionnaireShape) -> Iterator[tuple[Path, int, GroupShape]]:
    """All groups with their path and the index of their tier, each before those in it."""
    waiting: list[tuple[Path, int, GroupShape]] = [(("groups", i), 0, group) for i, group in enumerate(shape.groups)]
    while waiting:
        path, depth, group = waiting.pop(0)
        yield path, depth, group
        waiting[:0] = [((*path, "groups", i), depth + 1, child) for i, child in enumerate(group.groups)]


def _place_in_tiers(shape: QuestionnaireShape, depth: int, group: GroupShape, path: Path) -> Iterator[Mistake]:
    """Items, and what they are about, stand in the innermost tier and only there."""
    innermost = depth == len(shape.tiers) - 1
    if depth < len(shape.tiers) and (bool(group.groups) == innermost or bool(group.items) != innermost):
        wanted, tier = "items" if innermost else "groups", shape.tiers[depth].id
        yield "def-wrong-tier", (*path, "id"), {"id": group.id, "tier": tier, "wanted": wanted}
    if innermost and group.about is None:
        yield "def-missing-key", path, {"key": "about"}


def _items(shape: QuestionnaireShape, area: GroupShape, path: Path) -> Iterator[Mistake]:
    if shape.levels and area.items and area.items[0].level not in (1, None):
        yield "def-no-first-level", (*path, "items", 0, "level"), {"id": area.id}
    previous = 1
    for i, item in enumerate(area.items):
        spot = (*path, "items", i)
        yield from _item(item, spot, area.id)
        yield from _level_of(item, spot, len(shape.levels))
        if item.level and item.level < previous:
            yield "def-item-order", (*spot, "level"), {"id": item.id, "found": item.level, "before": previous}
        previous = item.level or previous


def _level_of(item: ItemShape, path: Path, levels: int) -> Iterator[Mistake]:
    if levels and item.level is None:
        yield "def-missing-key", path, {"key": "level"}
    elif item.level is not None and not levels:
        yield "def-unknown-key", (*path, "level"), {"key": "level"}
    elif item.level is not None and item.level > levels:
        yield "def-unknown-level", (*path, "level"), {"found": item.level, "levels": levels}


def _item(item: ItemShape, path: Path, area: str) -> Iterator[Mistake]:
    if not item.id.startswith(f"{area}."):
        yield "def-item-id", (*path, "id"), {"id": item.id, "area": area}
    if len(item.evidence.zh) != len(item.evidence.en):
        values: dict[str, object] = {"zh": len(item.evidence.zh), "en": len(item.evidence.en)}
        yield "def-unpaired-texts", (*path, "evidence"), values
    for key, text in (("text", item.text), ("look_for", item.look_for)):
        if not _CHINESE.search(text.zh):
            yield "def-not-chinese", (*path, key, "zh"), {"found": _short(text.zh)}
        if _CHINESE.search(text.en):
            yield "def-not-english", (*path, key, "en"), {"found": _short(text.en)}


def _same_texts(shape: QuestionnaireShape) -> Iterator[Mistake]:
    seen: dict[str, str] = {}
    for path, _, group in _groups(shape):
        for i, item in enumerate(group.items):
            for language, words in (("zh", item.text.zh), ("en", item.text.en)):
                other = seen.setdefault(words.casefold(), item.id)
                if other != item.id:
                    yield "def-same-text", (*path, "items", i, "text", language), {"id": item.id, "other": other}
