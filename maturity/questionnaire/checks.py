"""Checks of a definition: first the structure of the file (pydantic), then the consistency of its contents."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import Place, Problem, Refusal
from ..text.yamltext import Document, Path, parse
from .definition import GroupShape, ItemShape, ProfileFileShape, ProfileShape, QuestionnaireShape, WeightShape

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


def check_profile(text: str, questionnaire: QuestionnaireShape, source: str = "") -> ProfileFileShape:
    """The structure of a weight profile file, checked against the definition of its questionnaire.

    Raises Refusal with every mistake found.
    """
    document = parse(text, source)
    shape = validate_shape(ProfileFileShape, document)
    found = list(_profile(shape, questionnaire, ()))
    if shape.questionnaire != questionnaire.id:
        found.insert(
            0, ("def-not-allowed", ("questionnaire",), {"found": shape.questionnaire, "allowed": questionnaire.id})
        )
    if found:
        raise Refusal(*(Problem(code, document.place(path), values) for code, path, values in found))
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


Mistake = tuple[str, Path, dict[str, object]]


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
        yield from _profile(profile, shape, ("profiles", id))


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


def _profile(profile: ProfileShape, shape: QuestionnaireShape, path: Path) -> Iterator[Mistake]:
    known = _ids_by_tier(shape)
    for index, id in enumerate(profile.omits):
        if id not in known[shape.tiers[-1].id]:
            yield "def-unknown-node", (*path, "omits", index), {"id": id}
    yield from _tailorable(profile, known, path)
    for key in sorted(profile.weights.keys() - known.keys()):
        yield "def-unknown-node", (*path, "weights", key), {"id": key}
    for key in sorted(known.keys() - profile.weights.keys()):
        yield "def-missing-key", (*path, "weights"), {"key": key}
    assessed = dict(_assessed(shape.groups, 0, "root", set(profile.omits)))
    for depth, tier in enumerate(shape.tiers):
        weights, here = profile.weights.get(tier.id, {}), (*path, "weights", tier.id)
        families = {parent: ids for (at, parent), ids in assessed.items() if at == depth}
        yield from _unknown_nodes(weights, {id for ids in families.values() for id in ids}, here)
        for parent, ids in families.items():
            yield from _family(weights, ids, parent, here)


def _tailorable(profile: ProfileShape, known: dict[str, set[str]], path: Path) -> Iterator[Mistake]:
    seen: set[str] = set()
    for tier, ids in profile.tailorable.items():
        if tier not in known:
            yield "def-unknown-node", (*path, "tailorable", tier), {"id": tier}
            continue
        for index, id in enumerate(ids):
            spot = (*path, "tailorable", tier, index)
            if id not in known[tier]:
                yield "def-unknown-node", spot, {"id": id}
            elif id in seen:  # an enterprise names what it leaves out by its id alone
                yield "def-duplicate-id", spot, {"kind": "tailorable", "id": id}
            seen.add(id)


def _ids_by_tier(shape: QuestionnaireShape) -> dict[str, set[str]]:
    groups = [*_groups(shape)]
    return {tier.id: {g.id for _, at, g in groups if at == depth} for depth, tier in enumerate(shape.tiers)}


def _assessed(
    groups: Iterable[GroupShape], depth: int, parent: str, omits: set[str]
) -> Iterator[tuple[tuple[int, str], list[str]]]:
    """(Index of the tier, id of the parent) of every parent, and the ids in it of which something is assessed."""
    kept = [group for group in groups if _holds(group, omits)]
    if kept:
        yield (depth, parent), [group.id for group in kept]
    for group in kept:
        yield from _assessed(group.groups, depth + 1, group.id, omits)


def _holds(group: GroupShape, omits: set[str]) -> bool:
    return any(_holds(child, omits) for child in group.groups) if group.groups else group.id not in omits


def _unknown_nodes(tier: dict[str, WeightShape], known: set[str], path: Path) -> Iterator[Mistake]:
    for id, weight in tier.items():
        if id not in known:
            yield "def-unknown-node", (*path, id), {"id": id}
        if not 0 <= weight.percent <= 100:
            yield "def-weight-range", (*path, id, "percent"), {"id": id, "found": float(weight.percent)}


def _family(tier: dict[str, WeightShape], ids: list[str], parent: str, path: Path) -> Iterator[Mistake]:
    missing = [id for id in ids if id not in tier]
    for id in missing:
        yield "def-missing-weight", path, {"id": id, "parent": parent}
    total = sum((tier[id].percent for id in ids if id in tier), start=0 * 1)
    if not missing and total != 100:
        yield "def-weight-sum", (*path, ids[0]), {"parent": parent, "ids": ", ".join(ids), "total": float(total)}
