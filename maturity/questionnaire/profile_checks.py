"""Checks of a weight profile against the groups that it weighs."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Protocol

from ..text.numbers import format_exact
from ..text.yamltext import Path
from .definition import ProfileShape, WeightShape
from .facts import CODED
from .parts import ID
from .validation import UNREADABLE, Mistake, certain, if_readable, readable

Known = list[tuple[str, set[str]]]  # ids of tiers and of their groups, UNREADABLE where not all can be known


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


class Asking(Protocol):
    """A questionnaire, or its definition."""

    @property
    def facts(self) -> Sequence[str] | None:
        """The facts that an enterprise must state; None where the definition does not say."""


@certain
def fact_mistakes(profile: ProfileShape, questionnaire: Asking, path: Path) -> Iterator[Mistake]:
    """The facts that a weight profile, which stands at `path` of its file, depends on and that are not asked for."""
    asked = CODED if questionnaire.facts is None else questionnaire.facts
    for fact in CODED:
        if fact in profile.meant_for and fact not in asked:
            yield "def-fact-unasked", (*path, "for", fact), {"fact": fact}


def profile_mistakes(profile: ProfileShape, tree: Tree, path: Path) -> Iterator[Mistake]:
    """The mistakes of a weight profile, which stands at `path` of its file, for a questionnaire with these groups."""
    yield from scope_mistakes(profile, tree, path)
    yield from weight_mistakes(profile, tree, path)


@certain
def scope_mistakes(profile: ProfileShape, tree: Tree, path: Path) -> Iterator[Mistake]:
    """The mistakes of what a profile omits, and of what it lets enterprises leave out."""
    known = [*_ids_by_tier(tree)]
    yield from _omitted(profile, known[-1][1], (*path, "omits"))
    yield from _tailorable(profile, known, (*path, "tailorable"))


def weight_mistakes(profile: ProfileShape, tree: Tree, path: Path) -> Iterator[Mistake]:
    """The mistakes of the weights of a profile, of which every tier of `tree` has some."""
    yield from _ranges(profile, (*path, "weights"))
    yield from _against(profile, tree, path)


@certain
def _against(profile: ProfileShape, tree: Tree, path: Path) -> Iterator[Mistake]:
    known = [*_ids_by_tier(tree)]
    yield from _unknown_tiers(profile, known, (*path, "weights"))
    yield from _missing_tiers(profile, known, (*path, "weights"))
    yield from _tiers(profile, tree, known, (*path, "weights"))


@certain
def _ranges(profile: ProfileShape, path: Path) -> Iterator[Mistake]:
    for tier, weights in profile.weights.items():
        for id, weight in () if weights is UNREADABLE else weights.items():
            yield from _range(weight, id, (*path, tier, id, "percent"))


@certain
def _range(weight: WeightShape, id: str, path: Path) -> Iterator[Mistake]:
    if not 0 <= weight.percent <= 100:
        yield "def-weight-range", path, {"id": id, "found": format_exact(weight.percent)}


@certain
def _omitted(profile: ProfileShape, known: set[str], path: Path) -> Iterator[Mistake]:
    for index, id in readable(profile.omits):
        if id not in known:
            yield "def-unknown-node", (*path, index), {"id": id}


@certain
def _tailorable(profile: ProfileShape, known: Known, path: Path) -> Iterator[Mistake]:
    seen: set[str] = set()
    for tier in profile.tailorable:
        yield from _tailorable_of(profile, tier, known, seen, path)


@certain
def _tailorable_of(profile: ProfileShape, tier: str, known: Known, seen: set[str], path: Path) -> Iterator[Mistake]:
    found = next((ids for id, ids in known if id == tier), None)
    if found is None:
        yield "def-unknown-node", (*path, tier), {"id": tier}
        return
    for index, id in readable(profile.tailorable[tier]):
        if found is not UNREADABLE and id not in found:
            yield "def-unknown-node", (*path, tier, index), {"id": id}
        elif id in seen:  # an enterprise names what it leaves out by its id alone
            yield "def-duplicate-id", (*path, tier, index), {"kind": "tailorable", "id": id}
        seen.add(id)


@certain
def _unknown_tiers(profile: ProfileShape, known: Known, path: Path) -> Iterator[Mistake]:
    tiers = [tier for tier, _ in known]
    for key in sorted(filter(ID.fullmatch, profile.weights)):
        if key not in tiers:
            yield "def-unknown-node", (*path, key), {"id": key}


@certain
def _missing_tiers(profile: ProfileShape, known: Known, path: Path) -> Iterator[Mistake]:
    if all(map(ID.fullmatch, profile.weights)):
        for _, tier in readable(tier for tier, _ in known):
            if tier not in profile.weights:
                yield "def-missing-key", path, {"key": tier}


@certain
def _tiers(profile: ProfileShape, tree: Tree, known: Known, path: Path) -> Iterator[Mistake]:
    families = [*_families(tree.groups, 0, "root", set(profile.omits))]
    for depth, (tier, ids) in enumerate(known):
        here = [(parent, children) for at, parent, children in families if at == depth]
        yield from _weights(profile, tier, ids, here, path)


@certain
def _weights(
    profile: ProfileShape, tier: str, known: set[str], families: Sequence[tuple[str, list[str]]], path: Path
) -> Iterator[Mistake]:
    """Mistakes of the weights of a tier, of which the profile assesses these families."""
    if tier in profile.weights:
        weights, here = profile.weights[tier], (*path, tier)
        yield from _unknown_nodes(weights, known, families, here)
        for parent, ids in families:
            yield from _family(weights, ids, parent, here)


def _ids_by_tier(tree: Tree) -> Iterator[tuple[str, set[str]]]:
    groups: Sequence[_Holder] = tree.groups
    for tier in tree.tiers:
        yield tier.id, if_readable(partial(_ids, groups))
        groups = if_readable(partial(_children, groups))


def _ids(groups: Sequence[_Holder]) -> set[str]:
    return {group.id for group in groups}


def _children(groups: Sequence[_Holder]) -> list[_Holder]:
    return [child for group in groups for child in group.groups]


def _families(
    groups: Sequence[_Holder], depth: int, parent: str, omits: set[str]
) -> Iterator[tuple[int, str, list[str]]]:
    """The index of its tier and the id of every parent, and the ids of what is assessed in it."""
    ids = if_readable(partial(_assessed, groups, omits))
    if ids is UNREADABLE or ids:
        yield depth, parent, ids
    for _, group in readable(() if groups is UNREADABLE else groups):
        yield from _families(group.groups, depth + 1, group.id, omits)


def _assessed(groups: Sequence[_Holder], omits: set[str]) -> list[str]:
    """The ids of those groups of which something is assessed."""
    return [group.id for group in groups if _holds(group, omits)]


def _holds(group: _Holder, omits: set[str]) -> bool:
    if not omits:
        return True
    return any(_holds(child, omits) for child in group.groups) if group.groups else group.id not in omits


@certain
def _unknown_nodes(
    tier: dict[str, WeightShape], known: set[str], families: Sequence[tuple[str, list[str]]], path: Path
) -> Iterator[Mistake]:
    assessed = known.intersection(id for _, ids in families for id in ids)
    for id in filter(ID.fullmatch, tier):
        if id not in assessed:
            yield "def-unknown-node", (*path, id), {"id": id}


@certain
def _family(tier: dict[str, WeightShape], ids: list[str], parent: str, path: Path) -> Iterator[Mistake]:
    missing = [id for id in ids if id not in tier]
    for id in missing if all(map(ID.fullmatch, tier)) else ():
        yield "def-missing-weight", path, {"id": id, "parent": parent}
    total = sum((tier[id].percent for id in ids if id in tier), start=Fraction(0))
    if not missing and total != 100:
        yield "def-weight-sum", (*path, ids[0]), {"parent": parent, "ids": ", ".join(ids), "total": format_exact(total)}
