"""Exact elimination: no secret is ever a linear combination of what is published.

Arithmetic is modulo a prime of 61 bits, so that nothing is lost to rounding. The basis is kept fully reduced: a
vector is reduced in one pass, and a published single atom shortens every other vector at once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from fractions import Fraction
from random import Random

PRIME = (1 << 61) - 1
_SIMPLE = 1 << 30  # ratios of vectors with small coefficients are fractions of smaller numbers
Vector = dict[int, int]  # atom -> coefficient modulo PRIME, none of them 0


class Basis:
    """What is published, as a reduced echelon basis; every secret is kept reduced by it."""

    def __init__(self, secrets: Iterable[Vector]) -> None:
        self._rows: list[Vector] = []
        self._pivots: dict[int, int] = {}  # atom -> its basis row
        self._holders: defaultdict[int, set[int]] = defaultdict(set)  # atom -> the rows that hold it
        self._weights: dict[int, int] = {}
        self._random = Random(PRIME)  # noqa: S311  # the same release must give the same pattern
        self._names: dict[int, int] = {}  # secret row -> what names its direction
        self._directions: Counter[int] = Counter()
        for vector in secrets:
            place = self._add({atom: sign % PRIME for atom, sign in vector.items()})
            self._name(place)
        self.secrets = len(self._rows)

    def reduced(self, vector: Vector) -> Vector:
        """`vector` without its part in the span of what is published; empty where it lies in it."""
        result = {atom: sign % PRIME for atom, sign in vector.items()}
        for atom, factor in list(result.items()):
            if atom in self._pivots:
                _subtract(result, self._rows[self._pivots[atom]], factor)
        return result

    def reveals(self, reduced: Vector) -> bool:
        """Whether publishing a vector (reduced, not empty) would make a secret a combination of published ones."""
        return self._directions[self._direction(reduced)] > 0

    def publish(self, reduced: Vector) -> None:
        """Take a vector (reduced, not empty) into the basis."""
        pivot = min(reduced, key=lambda atom: (len(self._holders[atom]), atom))
        inverse = pow(reduced[pivot], -1, PRIME)
        row = {atom: factor * inverse % PRIME for atom, factor in reduced.items()}
        for place in sorted(self._holders[pivot]):
            self._shorten(place, row, pivot)
        self._pivots[pivot] = self._add(row)

    def known(self) -> list[int]:
        """The secrets that what is published determines exactly."""
        return [place for place in range(self.secrets) if not self._rows[place]]

    def shared(self) -> list[tuple[int, ...]]:
        """Groups of secrets each of which determines the others of its group exactly."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for place, name in self._names.items():
            groups[name].append(place)
        return [tuple(group) for group in groups.values() if len(group) > 1]

    def determined(self, other: int, by: int) -> Vector:
        """For two secrets of a group: multiples of `other` and of `by`, in whole numbers, of which only the difference
        is known. Returns {other: factor, by: -factor}.
        """
        atom = min(self._rows[by])
        ratio = self._rows[other][atom] * pow(self._rows[by][atom], -1, PRIME) % PRIME
        below = Fraction(ratio, PRIME).limit_denominator(_SIMPLE).denominator
        above = (ratio * below + PRIME // 2) % PRIME - PRIME // 2
        return {other: below, by: -above}

    def _add(self, row: Vector) -> int:
        place = len(self._rows)
        self._rows.append(row)
        for atom in row:
            self._holders[atom].add(place)
        return place

    def _shorten(self, place: int, by: Vector, pivot: int) -> None:
        row, holders = self._rows[place], self._holders
        before = row.keys() & by.keys()
        _subtract(row, by, row[pivot])
        for atom in by:
            if atom in row:
                holders[atom].add(place)
            elif atom in before:
                holders[atom].discard(place)
        if place in self._names:
            self._directions[self._names.pop(place)] -= 1
            self._name(place)

    def _name(self, place: int) -> None:
        if self._rows[place]:
            name = self._names[place] = self._direction(self._rows[place])
            self._directions[name] += 1

    def _direction(self, vector: Vector) -> int:
        """A number that two vectors share when one is a multiple of the other, and else never in practice."""
        lead = pow(vector[min(vector)], -1, PRIME)
        return sum(factor * self._weight(atom) for atom, factor in vector.items()) * lead % PRIME

    def _weight(self, atom: int) -> int:
        if atom not in self._weights:
            self._weights[atom] = self._random.randrange(1, PRIME)
        return self._weights[atom]


def take(basis: Basis, vector: Vector) -> None:
    """Publish a vector that may be a combination of what is published already."""
    reduced = basis.reduced(vector)
    if reduced:
        basis.publish(reduced)


def _subtract(row: Vector, other: Vector, factor: int) -> None:
    """`row -= factor * other`, in place."""
    for atom, sign in other.items():
        value = (row.get(atom, 0) - factor * sign) % PRIME
        if value:
            row[atom] = value
        else:
            row.pop(atom, None)
