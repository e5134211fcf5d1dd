"""Crosswalk files, read and checked against both versions of their questionnaire."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Literal

from pydantic import Field

from ..errors import Refusal
from ..text.yamltext import Document, Path
from .asked import measure, measured_alike
from .model import Crosswalk, Kind, Link, Questionnaire
from .parts import Item
from .shapes import Id, Shape, TextShape, Words
from .validation import UNREADABLE, Mistake, certain, read_shape, readable, validated

_MANY = 99
_COUNTS: Mapping[Kind, tuple[tuple[int, int], tuple[int, int]]] = {  # how many items a link names, before and after
    "same": ((1, 1), (1, 1)),
    "reworded": ((1, 1), (1, 1)),
    "split": ((1, 1), (2, _MANY)),
    "merged": ((2, _MANY), (1, 1)),
    "new": ((0, 0), (1, _MANY)),
    "gone": ((1, _MANY), (0, 0)),
}


class LinkShape(Shape):
    """A line of a crosswalk: ids of items before and after."""

    kind: Kind
    before: list[Id] = Field([], alias="from")
    after: list[Id] = Field([], alias="to")


class CrosswalkShape(Shape):
    """A crosswalk file between two versions of the questionnaire with the id `crosswalk`."""

    crosswalk: Id
    before: Words = Field(alias="from")
    after: Words = Field(alias="to")
    comparable: Literal["true", "false"]
    source: TextShape
    items: list[LinkShape] = Field(default_factory=list)


def read_crosswalk(document: Document, before: Questionnaire, after: Questionnaire) -> Crosswalk:
    """The crosswalk that a file describes, between two versions of a questionnaire.

    Items that a file does not name are the same in both versions: same id, words and level. Raises Refusal with every
    mistake of the file.
    """
    shape = check_crosswalk(document, before, after)
    listed = {*_ids(shape, "before"), *_ids(shape, "after")}
    links = [Link(line.kind, tuple(line.before), tuple(line.after)) for line in shape.items]
    links += [Link("same", (item.id,), (item.id,)) for item in after.items if item.id not in listed]
    order = {item.id: item.position for item in after.items}
    links.sort(key=lambda link: min((order[id] for id in link.after), default=len(order)))
    comparable = shape.comparable == "true"
    broken = _broken(links, before, after) if comparable else frozenset(area.id for area in after.areas)
    return Crosswalk(before, comparable, shape.source.text(), tuple(links), broken)


def check_crosswalk(document: Document, before: Questionnaire, after: Questionnaire) -> CrosswalkShape:
    """As :func:`read_crosswalk`; of a version that is UNREADABLE, nothing is checked."""
    return validated(CrosswalkShape, document, partial(_mistakes, before, after))


def with_crosswalk(questionnaire: Questionnaire, before: Questionnaire, document: Document) -> Questionnaire:
    """A copy of `questionnaire` with the crosswalk of a file from the version `before`; see :func:`read_crosswalk`."""
    crosswalk = read_crosswalk(document, before, questionnaire)
    return replace(questionnaire, crosswalks=(*questionnaire.crosswalks, crosswalk))


def draft(before: Questionnaire, after: Questionnaire) -> str:
    """The text of a crosswalk to begin with: items of the same id are taken for the same or reworded unless they are
    answered otherwise, all others for new or gone, which whoever knows the versions changes to split and merged.
    """
    old, new = ({item.id: item for item in version.items} for version in (before, after))
    lines = [f"crosswalk: {after.id}", f'from: "{before.version}"', f'to: "{after.version}"', "comparable: false"]
    lines += ["source: {en: To be filled in, zh: 待填写}", "items:"]
    for id, item in new.items():
        if id not in old:
            lines.append(f"  - {{kind: new, to: [{id}]}}  # {item.text.zh}")
        elif not measured_alike(old[id].asks, item.asks):
            lines += [f"  - {{kind: gone, from: [{id}]}}", f"  - {{kind: new, to: [{id}]}}  # {item.text.zh}"]
        elif not _alike(old[id], item):
            lines.append(f"  - {{kind: reworded, from: [{id}], to: [{id}]}}")
    lines += [f"  - {{kind: gone, from: [{id}]}}  # {item.text.zh}" for id, item in old.items() if id not in new]
    return "\n".join(lines if len(lines) > 6 else lines[:-1]) + "\n"


def versions_of(document: Document) -> tuple[str, str, str]:
    """What a crosswalk file names: the id of its questionnaire, the earlier and the later version.

    Raises Refusal with the mistakes of the file's structure where one of them cannot be read.
    """
    shape, problems = read_shape(CrosswalkShape, document)
    if shape is UNREADABLE or any(one is UNREADABLE for one in (shape.crosswalk, shape.before, shape.after)):
        raise Refusal(*problems)
    return shape.crosswalk, shape.before, shape.after


def _ids(shape: CrosswalkShape, side: str) -> Iterator[str]:
    return (id for line in shape.items for id in getattr(line, side))


def _mistakes(before: Questionnaire, after: Questionnaire, shape: CrosswalkShape) -> Iterator[Mistake]:
    yield from _itself(shape)
    yield from _named(shape.crosswalk, "crosswalk", after, "id")
    yield from _named(shape.before, "from", before, "version")
    yield from _named(shape.after, "to", after, "version")
    yield from _levels(shape, before, after)
    yield from _counts(shape)
    for side, version in (("from", before), ("to", after)):
        yield from _known(shape, side, version)
        yield from _repeated(shape, side)
    yield from _missing(shape, before, after)
    yield from _measures(shape, before, after)


@certain
def _itself(shape: CrosswalkShape) -> Iterator[Mistake]:
    if shape.before == shape.after:
        yield "cross-self", ("to",), {"version": shape.after}


@certain
def _named(found: str, key: str, version: Questionnaire, attribute: str) -> Iterator[Mistake]:
    wanted = getattr(version, attribute)
    if found != wanted:
        yield "def-not-allowed", (key,), {"found": found, "allowed": wanted}


@certain
def _levels(shape: CrosswalkShape, before: Questionnaire, after: Questionnaire) -> Iterator[Mistake]:
    if shape.comparable == "true" and len(before.levels) != len(after.levels):
        yield "def-not-allowed", ("comparable",), {"found": "true", "allowed": "false"}


@certain
def _counts(shape: CrosswalkShape) -> Iterator[Mistake]:
    for index, line in readable(shape.items):
        for place, (key, ids) in enumerate((("from", line.before), ("to", line.after))):
            yield from _count(line.kind, place, key, ids, ("items", index))


@certain
def _count(kind: Kind, place: int, key: str, ids: list[str], path: Path) -> Iterator[Mistake]:
    least, most = _COUNTS[kind][place]
    if not least <= len(ids) <= most:
        wanted = str(least) if least == most else f"≥ {least}"
        yield "cross-count", path, {"kind": kind, "key": key, "found": len(ids), "wanted": wanted}


@certain
def _known(shape: CrosswalkShape, side: str, version: Questionnaire) -> Iterator[Mistake]:
    known = {item.id for item in version.items}
    for path, id in _places(shape, side):
        if id not in known:
            yield "cross-unknown-item", path, {"id": id, "version": version.version}


@certain
def _repeated(shape: CrosswalkShape, side: str) -> Iterator[Mistake]:
    seen = set[str]()
    for path, id in _places(shape, side):
        if id in seen:
            yield "cross-repeated-item", path, {"id": id}
        seen.add(id)


def _places(shape: CrosswalkShape, side: str) -> Iterator[tuple[Path, str]]:
    """The ids of a side, "from" or "to", that can be read, and where they are."""
    for index, line in readable(shape.items):
        ids = line.before if side == "from" else line.after
        for place, id in readable(() if ids is UNREADABLE else ids):
            yield ("items", index, side, place), id


@certain
def _missing(shape: CrosswalkShape, before: Questionnaire, after: Questionnaire) -> Iterator[Mistake]:
    """Items that the file has to name: of one version alone, or with other words, level or scoring."""
    old, new = ({item.id: item for item in version.items} for version in (before, after))
    named_before, named_after = set(_ids(shape, "before")), set(_ids(shape, "after"))
    for version, items, named in ((before, old, named_before), (after, new, named_after)):
        for id in items:
            if id not in named and (id not in old or id not in new):
                yield "cross-missing-item", ("items",), {"id": id, "version": version.version}
    for id in old.keys() & new.keys():
        if (id in named_before) != (id in named_after):
            version = after if id in named_before else before
            yield "cross-missing-item", ("items",), {"id": id, "version": version.version}
        elif id not in named_after and not _alike(old[id], new[id]):
            yield "cross-reworded", ("items",), {"id": id}


@certain
def _measures(shape: CrosswalkShape, before: Questionnaire, after: Questionnaire) -> Iterator[Mistake]:
    """Items that carry their answers to items of another kind or dimension, which could not mean the same."""
    named = {*_ids(shape, "before"), *_ids(shape, "after")}
    lines: list[tuple[Path, list[str], list[str]]]
    lines = [(("items", place), line.before, line.after) for place, line in readable(shape.items)]
    lines += [(("items",), [item.id], [item.id]) for item in after.items if item.id not in named]
    old, new = ({item.id: item for item in version.items} for version in (before, after))
    for path, sources, targets in lines:
        for source, target in product(sources, targets):
            if source in old and target in new and not measured_alike(old[source].asks, new[target].asks):
                values = {name: measure(one.asks) for name, one in (("old", old[source]), ("new", new[target]))}
                yield "cross-measure", path, {"id": target, **values}


def _alike(before: Item, after: Item) -> bool:
    return (before.text, before.level) == (after.text, after.level) and _scored_alike(before, after)


def _scored_alike(before: Item, after: Item) -> bool:
    """Whether two items ask for the same and score it alike; other units of the same dimension make no difference."""
    old, new = (
        (
            item.role,
            item.scorer,
            item.points,
            getattr(item.asks, "formula", None),
            getattr(item.asks, "combination", None),
        )
        for item in (before, after)
    )
    return old == new


def _broken(links: Iterable[Link], before: Questionnaire, after: Questionnaire) -> frozenset[str]:
    """The ids of areas of the later version whose items are not, one by one, those of the same area before."""
    kept_before, kept_after = set[str](), set[str]()
    for link in links:
        if link.kind in ("same", "reworded"):
            old, new = before.item(link.before[0]), after.item(link.after[0])
            if (old.area, old.level) == (new.area, new.level) and _scored_alike(old, new):
                kept_before.add(old.id)
                kept_after.add(new.id)
    changed = {item.area for item in before.items if item.id not in kept_before}
    changed |= {item.area for item in after.items if item.id not in kept_after}
    return frozenset(changed & {area.id for area in after.areas})
