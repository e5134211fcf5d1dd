"""What votes drawn at random come to, each choice as likely as any other: exact where that is feasible, else simulated
with a fixed seed.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import comb, factorial, prod

import numpy as np

from .figures import agreement
from .rules import Rule, agrees
from .tally import Scale, Tally

_MOST = 6_000  # ways of spreading the votes that are enumerated; beyond, as many are drawn
_SEED = 39117
TAIL = 0.05


@lru_cache(maxsize=512)
def rwg_limit(n: int, size: int) -> float | None:
    """The least r_wg that `n` random votes on `size` choices exceed in at most one case of twenty; None where r_wg is
    undefined.
    """
    found: dict[float, float] = {}
    for counts, probability in _spreads(n, size):
        exact = agreement(counts)
        if exact is None:
            return None
        key = max(0.0, float(exact))
        found[key] = found.get(key, 0.0) + probability
    above = 0.0
    limit = max(found)
    for value in sorted(found, reverse=True):
        if above > TAIL:
            break
        limit = value
        above += found[value]
    return limit


def pass_rate(rule: Rule, scale: Scale, n: int) -> float:
    """The probability that `n` random votes meet the conditions of `rule`, its quorum left aside."""
    return probability(scale.size, n, lambda counts: agrees(rule, scale, Tally(counts)))


def probability(size: int, n: int, holds: Callable[[tuple[int, ...]], bool]) -> float:
    """The probability that `holds` is true of the counts of `n` random votes on `size` choices."""
    return sum(share for counts, share in _spreads(n, size) if holds(counts))


def _spreads(n: int, size: int) -> Iterator[tuple[tuple[int, ...], float]]:
    """Counts of `n` votes on `size` choices, each with its probability."""
    if comb(n + size - 1, size - 1) > _MOST:
        drawn = np.random.default_rng(_SEED).multinomial(n, [1 / size] * size, size=_MOST)
        yield from ((tuple(int(number) for number in row), 1 / _MOST) for row in drawn)
        return
    for counts in _compositions(n, size):
        yield counts, factorial(n) / prod(map(factorial, counts)) / size**n


def _compositions(n: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in _compositions(n - first, parts - 1):
            yield (first, *rest)
