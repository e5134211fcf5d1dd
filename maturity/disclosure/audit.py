"""Suppression audit: every secret's interval for an intruder, and repair by further secondary suppression."""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from .elimination import Basis, Vector, take
from .intruder import Answer, Intruder
from .pattern import Pattern
from .rules import Secrets
from .system import Floats, Integers, System

_ROUNDS, _LAST_RESORT = 40, 12  # rounds of repair; after so many, whole breakdowns are hidden
_MANY = 10  # so many secrets are asked about together first, as long as one answer settles a tenth of them
_NARROW = 4.0  # below this width an intruder who thinks in whole numbers may learn more than a linear programme


class Findings(NamedTuple):
    """Secrets that anybody could learn, and those that a lone member of another one could."""

    outside: frozenset[int] = frozenset()
    inside: frozenset[int] = frozenset()


class Audit:
    """`low` to `high` is, for every secret, an interval that lies within the intruder's own; it begins with that of an
    audit of a pattern that shows `more`, if there was one. `told` are secrets that lone members learn whatever is
    hidden: they are kept from others alone.
    """

    def __init__(
        self,
        system: System,
        pattern: Pattern,
        secrets: Secrets,
        more: "Audit | None" = None,
        told: frozenset[int] = frozenset(),
    ) -> None:
        self._told = told
        self._system, self._pattern, self._secrets = system, pattern, secrets
        self._values = system.values
        self._floor = pattern.floor()
        self._intruder = Intruder(system, pattern.published, self._floor)
        self._settled: set[int] = set()  # narrow secrets that have been tried in whole numbers
        self.low: Floats = (more.low if more else secrets.values).copy()
        self.high: Floats = (more.high if more else secrets.values).copy()
        self._whole = (secrets.values.copy(), secrets.values.copy())  # as `low` and `high`, in whole numbers
        self.secondary: list[int] = []

    def run(self) -> tuple[int, ...]:
        """Audit and repair until every secret is safe; returns those that could not be made so."""
        pinned: list[int] = []
        for round in range(_ROUNDS):
            found = dict(self._outside()) or dict(self._narrow()) or dict(self._inside())
            if not found:
                return ()
            pinned = sorted(found)
            if not self._repair(found, resort=max(0, round - _LAST_RESORT + 1)):
                break
        return tuple(pinned)

    def findings(self) -> "Findings":
        """The secrets that are not safe as things stand; nothing is repaired."""
        return Findings(frozenset({*dict(self._outside()), *dict(self._narrow())}), frozenset(dict(self._inside())))

    def _outside(self) -> Iterator[tuple[int, Integers]]:
        """Secrets that are not safe, each with the published cells that pin it."""
        self._ask_together()
        for place in np.flatnonzero(self._secrets.unmet(self.low, self.high)).tolist():
            if self._unmet(place, self.low, self.high):  # an answer about another secret may have widened this one
                by = self._ask(place)
                if self._unmet(place, self.low, self.high):
                    yield place, by

    def _ask_together(self) -> None:
        """Widen many intervals at once: the greatest and the least sum of all secrets that are not known to be safe. A
        secret that no such answer shows to be safe is asked about by itself.
        """
        for up in (True, False):
            unmet = np.flatnonzero(self._secrets.unmet(self.low, self.high))
            while len(unmet) >= _MANY:
                atoms = Counter(np.concatenate([self._secrets.sums.atoms(place) for place in unmet.tolist()]).tolist())
                self._learn(self._intruder.reach(atoms, up=up))
                before, unmet = len(unmet), np.flatnonzero(self._secrets.unmet(self.low, self.high))
                if before - len(unmet) < before / 10:
                    break

    def _ask(self, place: int) -> Integers:
        """Both ends of a secret's interval, the upper first: a small number is safe when it could be a large one."""
        vector = self._secrets.sums.vector(place)
        by = self._learn(self._intruder.reach(vector, up=True)).by
        if self._unmet(place, self.low, self.high) and self.high[place] >= self._secrets.high[place]:
            by = np.union1d(by, self._learn(self._intruder.reach(vector, up=False)).by)
        return by

    def _learn(self, answer: Answer) -> Answer:
        self._widen(answer.atoms, self.low, self.high)
        return answer

    def _widen(self, atoms: Floats, low: Floats, high: Floats) -> None:
        values = self._secrets.sums.of(atoms)
        np.minimum(low, values, out=low)
        np.maximum(high, values, out=high)

    def _unmet(self, place: int, low: Floats, high: Floats) -> bool:
        return bool(self._secrets.unmet(low, high)[place])

    def _narrow(self) -> Iterator[tuple[int, Integers]]:
        """Secrets that are safe from a linear programme, but not from one in whole numbers."""
        narrow = (self.high - self.low < _NARROW) & ~self._secrets.unmet(self.low, self.high)
        for place in np.flatnonzero(narrow).tolist():
            if place in self._settled or self.high[place] - self.low[place] >= _NARROW:
                continue
            vector = self._secrets.sums.vector(place)
            ends = [self._learn(self._intruder.reach(vector, up=up)) for up in (False, True)]
            if self.high[place] - self.low[place] < _NARROW and not self._safe_in_whole(place, vector):
                yield place, np.union1d(ends[0].by, ends[1].by)
            else:
                self._settled.add(place)

    def _safe_in_whole(self, place: int, vector: dict[int, int]) -> bool:
        """Whether whole numbers that fit all that is known reach as far as the rules ask."""
        secrets = self._secrets
        value, high, low = (float(ends[place]) for ends in (secrets.values, secrets.high, secrets.low))
        wanted = [*([high - value] if value < high else []), *([low - value] if value > low else [])]
        for by in (*wanted, secrets.width, -secrets.width):
            if not self._unmet(place, *self._whole):
                break
            found = self._intruder.whole(vector, by)
            if found is not None:
                self._widen(found, *self._whole)
        return not self._unmet(place, *self._whole)

    def _inside(self) -> Iterator[tuple[int, Integers]]:
        """Secrets that a lone member of another one could compute from its own."""
        basis = self._pattern.basis()
        for group in basis.shared():
            lone = [place for place in group if self._secrets.values[place] == 1]
            for other in group:
                own = next((place for place in lone if not self._same_firm(place, other)), None)
                if own is not None and other not in self._told:
                    ends = self._both(self._difference(basis.determined(other, own)))
                    yield other, np.union1d(ends[0].by, ends[1].by)

    def _difference(self, factors: Vector) -> Vector:
        """Multiples of secrets added up, {place: factor}."""
        summed: Counter[int] = Counter()
        for place, factor in factors.items():
            for atom, sign in self._secrets.sums.vector(place).items():
                summed[atom] += factor * sign
        return {atom: factor for atom, factor in summed.items() if factor}

    def _both(self, vector: Vector) -> tuple[Answer, Answer]:
        return self._intruder.reach(vector, up=False), self._intruder.reach(vector, up=True)

    def _same_firm(self, own: int, other: int) -> bool:
        """The same single enterprise: one sum lies within the other or, of another crossing, equal by links."""
        if self._secrets.values[other] != 1:
            return False
        sums = self._secrets.sums
        first, second = sums.atoms(own), sums.atoms(other)
        if np.isin(first, second).all() or np.isin(second, first).all():
            return True
        apart = Counter(sums.vector(own))
        apart.subtract(sums.vector(other))
        return not self._equal.reduced(apart)

    @cached_property
    def _equal(self) -> Basis:
        """What the links alone say."""
        basis = Basis(())
        for link in range(len(self._system.links)):
            take(basis, self._system.links.vector(link))
        return basis

    def _repair(self, found: dict[int, Integers], *, resort: int) -> bool:
        """Hide something for every secret found, or leave out rows that disclose by being there; False if nothing is.

        `resort` counts the rounds of last resort: whole breakdowns are hidden then, and twice as many cells each round,
        so that the rounds do not run out while there is something left to hide.
        """
        gone: list[int] = []
        for place, by in found.items():
            allowed = self._pattern.published.copy()
            allowed[list(self._system.kept)] = False
            some = by[allowed[by] & (self._values[by] > 0)]
            for cell in some[np.argsort(self._values[some], kind="stable")][: 2 ** max(0, resort - 1)].tolist():
                if self._pattern.published[cell]:  # one before may have taken it along
                    gone += self._pattern.hide(cell)
            if resort or not len(some):
                gone += self._hide_rows(place)
        if not gone:
            self._leave_out(found.values())
        self.secondary += gone
        floor = self._pattern.floor()
        lower = np.flatnonzero((floor < self._floor) & ~self._pattern.published)
        cells, self._floor = np.union1d(lower, np.array(gone, np.int64)), floor
        self._intruder.hide(cells, floor[cells])
        return bool(len(cells))

    def _leave_out(self, pinning: Iterable[Integers]) -> None:
        """Of the cells that pin each secret, leave the rows of the smallest out that a table may do without."""
        gone: set[int] = set()
        for by in pinning:
            if gone.isdisjoint(by.tolist()):
                order = by[np.argsort(self._values[by], kind="stable")].tolist()
                gone.update([next(filter(self._pattern.leave_out, order), -1)])

    def _hide_rows(self, place: int) -> list[int]:
        """Whole breakdowns of the rows that a secret stands in."""
        gone: list[int] = []
        for number in self._rows_with(self._secrets.sums.atoms(place)):
            if self._pattern.detailed[number]:
                gone += self._pattern.hide_detail(number)
        return gone

    def _rows_with(self, atoms: Integers) -> list[int]:
        """The lines of this release that have all these atoms."""
        atom, line = self._holders
        spans = [slice(*np.searchsorted(atom, [each, each + 1])) for each in atoms.tolist()]
        found, times = np.unique(np.concatenate([line[span] for span in spans]), return_counts=True)
        rows: list[int] = found[times == len(atoms)].tolist()
        return rows

    @cached_property
    def _holders(self) -> tuple[Integers, Integers]:
        """Every atom of every line of this release, and which line that is, by atom."""
        own = [place for place, line in enumerate(self._system.lines) if line.shown_earlier is None]
        parts = [self._system.cells.atoms(self._system.lines[place].n) for place in own]
        atom = np.concatenate([*parts, np.empty(0, np.int64)])
        line = np.repeat(np.array(own, np.int64), [len(part) for part in parts])
        order = np.argsort(atom, kind="stable")
        return atom[order], line[order]
