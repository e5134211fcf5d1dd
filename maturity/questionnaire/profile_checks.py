"""Checks of a weight profile against the groups that it weighs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from ..text.yamltext import Path
from .definition import ProfileShape, WeightShape

Mistake = tuple[str, Path, dict[str, object]]  # code, where in the file, values


class _Named(Protocol):
    """A tier, of a definition or of a questionnaire."""

    @property
    def id(self) -> str: ...


class _Holder(_Named, Protocol):
    """A group, of a definition or of a questionnaire."""

    @property
    def groups(self) -> "Sequence[_Holder]": ...


class Tree(Protocol):
    """What a weight profile is checked against."""

    @property
    def tiers(self) -> Sequence[_Named]:
        """From the outermost to the innermost."""

    @property
    def groups(self) -> Sequence[_Holder]:
        """Those of the outermost tier."""


def profile_mistakes(profile: ProfileShape, tree: Tree, path: Path) -> Iterator[Mistake]:
    """The mistakes of a weight profile, which stands at `path` of its file, for a questionnaire with these groups."""
    known = _ids_by_tier(tree)
    for index, id in enumerate(profile.omits):
        if id not in known[tree.tiers[-1].id]:
            yield "def-unknown-node", (*path, "omits", index), {"id": id}
    yield from _tailorable(profile, known, path)
    for key in sorted(profile.weights.keys() - known.keys()):
        yield "def-unknown-node", (*path, "weights", key), {"id": key}
    for key in sorted(known.keys() - profile.weights.keys()):
        yield "def-missing-key", (*path, "weights"), {"key": key}
    assessed = dict(_assessed(tree.groups, 0, "root", set(profile.omits)))
    for depth, tier in enumerate(tree.tiers):
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


def _ids_by_tier(tree: Tree) -> dict[str, set[str]]:
    found, groups = dict[str, set[str]](), [*tree.groups]
    for tier in tree.tiers:
        found[tier.id] = {group.id for group in groups}
        groups = [child for group in groups for child in group.groups]
    return found


def _assessed(
    groups: Iterable[_Holder], depth: int, parent: str, omits: set[str]
) -> Iterator[tuple[tuple[int, str], list[str]]]:
    """(Index of the tier, id of the parent) of every parent, and the ids in it of which something is assessed."""
    kept = [group for group in groups if _holds(group, omits)]
    if kept:
        yield (depth, parent), [group.id for group in kept]
    for group in kept:
        yield from _assessed(group.groups, depth + 1, group.id, omits)


def _holds(group: _Holder, omits: set[str]) -> bool:
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
