"""Crosswalk files, read and checked against both versions of their questionnaire."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from pydantic import Field

from ..errors import Problem, Refusal
from ..text.yamltext import Path, parse
from .checks import validate_shape
from .definition import Id, Shape, TextShape, Words
from .model import Crosswalk, Kind, Link, Questionnaire
from .parts import Item
from .profile_checks import Mistake

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


def read_crosswalk(text: str, before: Questionnaire, after: Questionnaire, source: str = "") -> Crosswalk:
    """The crosswalk that a file describes, between two versions of a questionnaire.

    Items that a file does not name are the same in both versions: same id, words and level. `source` is the file name
    shown with mistakes. Raises Refusal with every mistake of the file.
    """
    document = parse(text, source)
    shape = validate_shape(CrosswalkShape, document)
    listed = {*_ids(shape, "before"), *_ids(shape, "after")}
    found = [*_versions(shape, before, after), *_counts(shape), *_known(shape, before, after)]
    found += [*_repeated(shape), *_missing(shape, before, after)]
    if found:
        raise Refusal(*(Problem(code, document.place(path), values) for code, path, values in found))
    links = [Link(line.kind, tuple(line.before), tuple(line.after)) for line in shape.items]
    links += [Link("same", (item.id,), (item.id,)) for item in after.items if item.id not in listed]
    order = {item.id: item.position for item in after.items}
    links.sort(key=lambda link: min((order[id] for id in link.after), default=len(order)))
    comparable = shape.comparable == "true"
    broken = _broken(links, before, after) if comparable else frozenset(area.id for area in after.areas)
    return Crosswalk(before, comparable, shape.source.text(), tuple(links), broken)


def with_crosswalk(questionnaire: Questionnaire, before: Questionnaire, text: str, source: str) -> Questionnaire:
    """A copy of `questionnaire` with the crosswalk in `text` from the version `before`; see :func:`read_crosswalk`."""
    crosswalk = read_crosswalk(text, before, questionnaire, source)
    return replace(questionnaire, crosswalks=(*questionnaire.crosswalks, crosswalk))


def draft(before: Questionnaire, after: Questionnaire) -> str:
    """The text of a crosswalk to begin with: items of the same id are taken for the same or reworded, all others for
    new or gone, which whoever knows the versions changes to split and merged.
    """
    old, new = ({item.id: item for item in version.items} for version in (before, after))
    lines = [f"crosswalk: {after.id}", f'from: "{before.version}"', f'to: "{after.version}"', "comparable: false"]
    lines += ["source: {en: To be filled in, zh: 待填写}", "items:"]
    for id, item in new.items():
        if id not in old:
            lines.append(f"  - {{kind: new, to: [{id}]}}  # {item.text.zh}")
        elif not _alike(old[id], item):
            lines.append(f"  - {{kind: reworded, from: [{id}], to: [{id}]}}")
    lines += [f"  - {{kind: gone, from: [{id}]}}  # {item.text.zh}" for id, item in old.items() if id not in new]
    return "\n".join(lines if len(lines) > 6 else lines[:-1]) + "\n"


def shape_of(text: str, source: str = "") -> CrosswalkShape:
    """The structure of a crosswalk file, which names its questionnaire and both versions. Raises Refusal."""
    return validate_shape(CrosswalkShape, parse(text, source))


def _ids(shape: CrosswalkShape, side: str) -> Iterator[str]:
    return (id for line in shape.items for id in getattr(line, side))


def _versions(shape: CrosswalkShape, before: Questionnaire, after: Questionnaire) -> Iterator[Mistake]:
    if shape.before == shape.after:
        yield "cross-self", ("to",), {"version": shape.after}
    wanted = {"crosswalk": after.id, "from": before.version, "to": after.version}
    found = {"crosswalk": shape.crosswalk, "from": shape.before, "to": shape.after}
    for key, value in found.items():
        if value != wanted[key]:
            yield "def-not-allowed", (key,), {"found": value, "allowed": wanted[key]}
    if shape.comparable == "true" and len(before.levels) != len(after.levels):
        yield "def-not-allowed", ("comparable",), {"found": "true", "allowed": "false"}


def _counts(shape: CrosswalkShape) -> Iterator[Mistake]:
    for index, line in enumerate(shape.items):
        for key, ids, (least, most) in zip(("from", "to"), (line.before, line.after), _COUNTS[line.kind], strict=True):
            if not least <= len(ids) <= most:
                values: dict[str, object] = {"kind": line.kind, "key": key, "found": len(ids), "least": least}
                yield "cross-count", ("items", index), values


def _known(shape: CrosswalkShape, before: Questionnaire, after: Questionnaire) -> Iterator[Mistake]:
    for path, key, id in _places(shape):
        version = before if key == "from" else after
        if id not in {item.id for item in version.items}:
            yield "cross-unknown-item", path, {"id": id, "version": version.version}


def _repeated(shape: CrosswalkShape) -> Iterator[Mistake]:
    seen = set[tuple[str, str]]()
    for path, key, id in _places(shape):
        if (key, id) in seen:
            yield "cross-repeated-item", path, {"id": id}
        seen.add((key, id))


def _places(shape: CrosswalkShape) -> Iterator[tuple[Path, str, str]]:
    for index, line in enumerate(shape.items):
        for key, ids in (("from", line.before), ("to", line.after)):
            for place, id in enumerate(ids):
                yield ("items", index, key, place), key, id


def _missing(shape: CrosswalkShape, before: Questionnaire, after: Questionnaire) -> Iterator[Mistake]:
    """Items that the file has to name: of one version alone, or with other words or on another level."""
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


def _alike(before: Item, after: Item) -> bool:
    return (before.text, before.level) == (after.text, after.level)


def _broken(links: Iterable[Link], before: Questionnaire, after: Questionnaire) -> frozenset[str]:
    """The ids of areas of the later version whose items are not, one by one, those of the same area before."""
    kept_before, kept_after = set[str](), set[str]()
    for link in links:
        if link.kind in ("same", "reworded"):
            old, new = before.item(link.before[0]), after.item(link.after[0])
            if (old.area, old.level) == (new.area, new.level):
                kept_before.add(old.id)
                kept_after.add(new.id)
    changed = {item.area for item in before.items if item.id not in kept_before}
    changed |= {item.area for item in after.items if item.id not in kept_after}
    return frozenset(changed & {area.id for area in after.areas})
