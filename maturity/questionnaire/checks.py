"""Checks of a definition: first the structure of the file (pydantic), then the consistency of its contents."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import Place, Problem, Refusal
from ..text.yamltext import Document, Path, parse
from .definition import (
    DomainShape,
    ItemShape,
    ProfileFileShape,
    ProfileShape,
    QuestionnaireShape,
    WeightShape,
)

Shaped = TypeVar("Shaped", bound=BaseModel)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_SHAPE_CODES = {
    "missing": "def-missing-key",
    "extra_forbidden": "def-unknown-key",
    "literal_error": "def-not-allowed",
    "string_pattern_mismatch": "def-bad-id",
    "string_too_short": "def-empty-text",
    "too_short": "def-too-few",
    "too_long": "def-too-many",
}
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
    yield from _levels(shape)
    yield from _ids(shape)
    for path, domain in _domains(shape):
        yield from _items(shape, domain, path)
    yield from _same_texts(shape)
    for id, profile in shape.profiles.items():
        yield from _profile(profile, shape, ("profiles", id))


def _choices(shape: QuestionnaireShape) -> Iterator[Mistake]:
    scores = [choice.score for choice in shape.choices]
    if scores != sorted(scores, reverse=True) or scores[0] != 1 or scores[-1] != 0:
        yield "def-choice-scores", ("choices",), {"found": ", ".join(str(float(score)) for score in scores)}
    if not 0 < shape.scoring.pass_mark <= 1:
        yield "def-pass-mark", ("scoring", "pass_mark"), {"found": float(shape.scoring.pass_mark)}
    yield from _repeated("choice", (((("choices", i), c.id)) for i, c in enumerate(shape.choices)))


def _levels(shape: QuestionnaireShape) -> Iterator[Mistake]:
    for index, level in enumerate(shape.levels):
        if level.id != index + 1:
            yield "def-level-order", ("levels", index, "id"), {"found": level.id, "wanted": index + 1}


def _ids(shape: QuestionnaireShape) -> Iterator[Mistake]:
    yield from _repeated("element", ((("elements", i), e.id) for i, e in enumerate(shape.elements)))
    yield from _repeated("domain", ((path, domain.id) for path, domain in _domains(shape)))
    subdomains = [((*p, "subdomains", i), s) for p, d in _domains(shape) for i, s in enumerate(d.subdomains)]
    yield from _repeated("subdomain", ((path, s.id) for path, s in subdomains))
    yield from _repeated("item", (((*p, "items", i), item.id) for p, s in subdomains for i, item in enumerate(s.items)))


def _repeated(kind: str, ids: Iterable[tuple[Path, str]]) -> Iterator[Mistake]:
    seen: set[str] = set()
    for path, id in ids:
        if id in seen:
            yield "def-duplicate-id", (*path, "id"), {"kind": kind, "id": id}
        seen.add(id)


def _domains(shape: QuestionnaireShape) -> Iterator[tuple[Path, DomainShape]]:
    for e, element in enumerate(shape.elements):
        for d, domain in enumerate(element.domains):
            yield ("elements", e, "domains", d), domain


def _items(shape: QuestionnaireShape, domain: DomainShape, path: Path) -> Iterator[Mistake]:
    for s, subdomain in enumerate(domain.subdomains):
        here = (*path, "subdomains", s)
        if subdomain.items[0].level != 1:
            yield "def-no-first-level", (*here, "items", 0, "level"), {"id": subdomain.id}
        previous = 1
        for i, item in enumerate(subdomain.items):
            spot = (*here, "items", i)
            yield from _item(item, spot, subdomain.id, len(shape.levels))
            if item.level < previous:
                yield "def-item-order", (*spot, "level"), {"id": item.id, "found": item.level, "before": previous}
            previous = item.level


def _item(item: ItemShape, path: Path, subdomain: str, levels: int) -> Iterator[Mistake]:
    if not item.id.startswith(f"{subdomain}."):
        yield "def-item-id", (*path, "id"), {"id": item.id, "subdomain": subdomain}
    if item.level > levels:
        yield "def-unknown-level", (*path, "level"), {"found": item.level, "levels": levels}
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
    for path, domain in _domains(shape):
        for s, subdomain in enumerate(domain.subdomains):
            for i, item in enumerate(subdomain.items):
                for language, words in (("zh", item.text.zh), ("en", item.text.en)):
                    other = seen.setdefault(words.casefold(), item.id)
                    if other != item.id:
                        spot = (*path, "subdomains", s, "items", i, "text", language)
                        yield "def-same-text", spot, {"id": item.id, "other": other}


def _profile(profile: ProfileShape, shape: QuestionnaireShape, path: Path) -> Iterator[Mistake]:
    subdomains = {s.id for _, d in _domains(shape) for s in d.subdomains}
    domains = {domain.id for _, domain in _domains(shape)}
    for key, ids, known in (("omits", profile.omits, subdomains), ("tailorable", profile.tailorable, domains)):
        for index, id in enumerate(ids):
            if id not in known:
                yield "def-unknown-node", (*path, key, index), {"id": id}
    omits = set(profile.omits)
    assessed = [
        (element, [d for d in element.domains if any(s.id not in omits for s in d.subdomains)])
        for element in shape.elements
    ]
    weights = profile.weights
    present = [element.id for element, kept in assessed if kept]
    yield from _weights(weights.elements, present, "root", (*path, "weights", "elements"))
    known_domains = {d.id for _, kept in assessed for d in kept}
    yield from _unknown_nodes(weights.domains, known_domains, (*path, "weights", "domains"))
    yield from _unknown_nodes(weights.subdomains, subdomains - omits, (*path, "weights", "subdomains"))
    for element, kept in assessed:
        if kept:
            yield from _group(weights.domains, [d.id for d in kept], element.id, (*path, "weights", "domains"))
        for domain in kept:
            ids = [s.id for s in domain.subdomains if s.id not in omits]
            yield from _group(weights.subdomains, ids, domain.id, (*path, "weights", "subdomains"))


def _weights(tier: dict[str, WeightShape], ids: list[str], parent: str, path: Path) -> Iterator[Mistake]:
    yield from _unknown_nodes(tier, set(ids), path)
    yield from _group(tier, ids, parent, path)


def _unknown_nodes(tier: dict[str, WeightShape], known: set[str], path: Path) -> Iterator[Mistake]:
    for id, weight in tier.items():
        if id not in known:
            yield "def-unknown-node", (*path, id), {"id": id}
        if not 0 <= weight.percent <= 100:
            yield "def-weight-range", (*path, id, "percent"), {"id": id, "found": float(weight.percent)}


def _group(tier: dict[str, WeightShape], ids: list[str], parent: str, path: Path) -> Iterator[Mistake]:
    missing = [id for id in ids if id not in tier]
    for id in missing:
        yield "def-missing-weight", path, {"id": id, "parent": parent}
    total = sum((tier[id].percent for id in ids if id in tier), start=0 * 1)
    if not missing and total != 100:
        yield "def-weight-sum", (*path, ids[0]), {"parent": parent, "ids": ", ".join(ids), "total": float(total)}
