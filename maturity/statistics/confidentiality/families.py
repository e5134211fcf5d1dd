"""Which rows are parts of which: of a row and all but some of its parts, the mean of those others follows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...classification import regions
from ...disclosure.system import Line
from ..dimensions import OTHER_AREAS
from .counts import Count, Where


def related(lines: Sequence[Line], counts: Sequence[Count]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Parent and children as places in `lines`: rows of one score and one state that part their parent by one more
    dimension or by a narrower place; and the same row in an earlier state of the data, as the only child.
    """
    places = {
        (line.score, replace(counts[line.n], state=line.state)): place
        for place, line in enumerate(lines)
        if not line.change
    }
    children: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for (score, count), place in places.items():
        for dimension, where in _wider(count.where):
            parent = places.get((score, replace(count, where=where)))
            if parent is not None:
                children[parent, dimension].append(place)
        for state in range(count.state):
            earlier = places.get((score, replace(count, state=state)))
            if earlier is not None:
                children[place, f"state {state}"].append(earlier)
    for (parent, _), found in children.items():
        yield parent, tuple(found)


def _wider(where: Where) -> Iterator[tuple[str, Where]]:
    """Every row that a row is a part of: without one of its dimensions, or with a wider place instead."""
    for place, (dimension, code) in enumerate(where):
        rest = (*where[:place], *where[place + 1 :])
        yield dimension, rest
        for wider, of in _around(dimension, code):
            named = {id for id, _ in rest}
            if wider not in named:
                yield f"{dimension} of {wider}", (*where[:place], (wider, of), *where[place + 1 :])


def _around(dimension: str, code: str) -> Iterator[tuple[str, str]]:
    province = regions.CITIES[code].province if dimension == "city" else code if dimension == "province" else None
    if province is None:
        return
    if dimension == "city":
        yield "province", province
    yield "economic_region", regions.PROVINCES[province].economic_region or OTHER_AREAS
