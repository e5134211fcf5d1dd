"""Votes by function, coarse enough that no single vote can be told from them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from .figures import HALF, quantile

LEAST = 5  # of a function, and of all others
LEAST_SHOWN = 4  # votes from which a distribution is shown, of confidence too
OTHER = "other"
Standing = Literal["lower", "about", "higher"]


def grouped(functions: Iterable[str]) -> dict[str, str]:
    """By function of those who may vote on an item: the name under which their votes are kept.

    Functions of fewer than LEAST are put together as OTHER; where these are still fewer than LEAST, the smallest
    function kept so far joins them. Where only one name is left, or all are fewer than LEAST, it is "" for everybody.
    """
    sizes = Counter(functions)
    kept = [name for name, size in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])) if size >= LEAST]
    kept = [name for name in kept if name != OTHER]
    rest = sum(sizes.values()) - sum(sizes[name] for name in kept)
    while kept and 0 < rest < LEAST:
        rest += sizes[kept.pop()]
    names = {name: name if name in kept else OTHER for name in sizes}
    return names if len(set(names.values())) > 1 else dict.fromkeys(sizes, "")


def standings(by_group: Mapping[str, Sequence[int]]) -> dict[str, Standing]:
    """How the median of each group's votes, counts by rank, stands to that of the room: never a number.

    Only groups of at least LEAST ranked votes whose rest has as many.
    """
    columns = zip(*by_group.values(), strict=True)
    room = [sum(column) for column in columns]
    total = sum(room)
    found: dict[str, Standing] = {}
    for name, counts in by_group.items():
        size = sum(counts)
        if name and size >= LEAST and total - size >= LEAST:
            own, whole = quantile(counts, HALF), quantile(room, HALF)
            found[name] = "lower" if own < whole else "higher" if own > whole else "about"
    return found


def turnover(changed: int, present: int) -> Literal["few", "some", "many"]:
    """In words how many of the votes of those present changed between two rounds: fewer than three, some, or at least
    half.
    """
    if changed < 3:
        return "few"
    return "many" if 2 * changed >= present else "some"
