"""The file with a publishing body's own metadata texts; all mistakes are reported at once, with their lines."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as File

from ..errors import Problem, Refusal
from ..questionnaire import Text
from ..text.yamltext import Document, Path, parse
from .metadata import CONCEPTS

NAME = "metadata.yaml"  # in the data folder
_LIMIT = 4_000
_VERSION = "2.0"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SAME = ("contact-email", "contact-phone", "online")  # the same in both languages
_CONCEPTS = {concept.id: concept for concept in CONCEPTS}
_Found = tuple[str, Path, Mapping[str, object]]


def read_sims(text: str, source: str = "") -> Mapping[str, Text]:
    """The texts of a filled-in template by concept, without empty ones. Raises Refusal with every mistake."""
    document = parse(text, source)
    problems = [Problem(code, document.place(path), values) for code, path, values in _mistakes(document)]
    if problems:
        raise Refusal(*problems)
    return {id: Text(*pair) for id, pair in _texts(document).items() if any(pair)}


def kept_sims(folder: File) -> Mapping[str, Text]:
    """The texts of the body's file in the data folder; empty without a file. Raises Refusal as :func:`read_sims`."""
    path = folder / NAME
    return read_sims(path.read_text(encoding="utf-8-sig", errors="replace"), NAME) if path.is_file() else {}


def _texts(document: Document) -> dict[str, tuple[str, str]]:
    """The well-formed texts by concept: (Chinese, English)."""
    data = document.data if isinstance(document.data, dict) else {}
    return {
        id: (str(value["zh"]).strip(), str(value["en"]).strip())
        for id, value in data.items()
        if id in _CONCEPTS and isinstance(value, dict) and _whole(value)
    }


def _whole(value: dict[str, object]) -> bool:
    return set(value) == {"zh", "en"} and all(isinstance(each, str) for each in value.values())


def _mistakes(document: Document) -> Iterator[_Found]:
    data = document.data
    if not isinstance(data, dict) or data.get("sims") != _VERSION:
        yield "sims-version", ("sims",), {"version": _VERSION}
        return
    for id, value in data.items():
        if id == "sims":
            continue
        if id not in _CONCEPTS:
            yield "sims-unknown", (id,), {"found": id[:60]}
        elif not isinstance(value, dict) or not _whole(value):
            yield "sims-shape", (id,), {"id": id}
    texts = _texts(document)
    for id, (zh, en) in texts.items():
        yield from _words(id, zh, en)
    for concept in CONCEPTS:
        if concept.required and not any(texts.get(concept.id, ())) and (concept.id in texts or concept.id not in data):
            yield "sims-missing", (concept.id,), {"id": concept.id, "number": concept.number}


def _words(id: str, zh: str, en: str) -> Iterator[_Found]:
    if bool(zh) != bool(en):
        yield "sims-one-language", (id,), {"id": id}
        return
    if not zh:
        return
    for language, text in (("zh", zh), ("en", en)):
        if len(text) > _LIMIT:
            yield "sims-long", (id, language), {"limit": _LIMIT}
    if id == "contact-email":
        for language, text in (("zh", zh), ("en", en)):
            if not _MAIL.fullmatch(text):
                yield "sims-mail", (id, language), {"found": text[:60]}
    if id in _SAME:
        return
    if not _CHINESE.search(zh):
        yield "def-not-chinese", (id, "zh"), {"found": zh[:60]}
    if _CHINESE.search(en):
        yield "def-not-english", (id, "en"), {"found": en[:60]}
