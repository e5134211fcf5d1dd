"""Sums of magnitudes: which may be shown so that no contributor learns another's amount to within PERCENT of it.

Every sum is a cell over *atoms*: amounts that all cells hold alike. The intruder is a contributor: it knows all sums
shown, its own amounts, and that none is negative. The linear programme asks how far the amounts of an atom can be off
the true ones, and those of several atoms together where a contributor has a part in each and a cell adds them up. This
is the p%-rule (X - x1 - x2 >= p x1) for all that follows from all sums together, not for one cell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reach import Answer, Knowledge
from .system import Floats, Integers

PERCENT = 10  # of an amount that an intruder's estimate must be able to be off by; not told in any output
_SHARE = PERCENT / 100
_TINY = 1e-6  # of all amounts: how far one that is zero must be able to be off
_MOST = 0.5  # of a cell
_NEAR = 1e-7  # of a need: what the solver's tolerance may lack
Flags = NDArray[np.bool_]
_Form = tuple[tuple[int, float], ...]  # atoms, and by what each is multiplied


@dataclass(frozen=True, slots=True)
class Cell:
    """A sum: the places of the amounts in it, and by what each is multiplied (more than 0)."""

    amounts: Integers
    factors: Floats


@dataclass(frozen=True, slots=True)
class Amounts:
    """n amounts of at least 0, and the number of the contributor of each; firms of one holding are one contributor."""

    values: Floats
    contributor: Integers


@dataclass(frozen=True, slots=True)
class Shown:
    """Which cells may be shown, and the places of amounts that could not be protected: with any, nothing may be."""

    cells: Flags
    unsafe: tuple[int, ...]


def showable(amounts: Amounts, cells: Sequence[Cell], kept: Iterable[int] = ()) -> Shown:
    """Which of `cells` may be shown together; those at the places `kept` were shown before and cannot be hidden.

    Raises ValueError for negative amounts; Refusal disclosure-no-solver, disclosure-solver.
    """
    if (amounts.values < 0).any():
        raise ValueError("a negative amount")
    hiding = _Hiding(_Atoms(amounts, cells), frozenset(kept))
    hiding.run()
    return Shown(hiding.knowledge.shown.copy(), tuple(sorted(hiding.unsafe)))


def disclosed(amounts: Amounts, cells: Sequence[Cell], shown: Flags) -> tuple[int, ...]:
    """The places of amounts that some contributor learns to within PERCENT, or an outsider, from the cells `shown`."""
    atoms = _Atoms(amounts, cells)
    knowledge = Knowledge(atoms.totals, atoms.rows, shown)
    return tuple(sorted({one.place for one in atoms.targets if not _Check(atoms, knowledge, one).safe}))


class _Target(NamedTuple):
    """What must not be told: the amounts of these atoms, times `factors`, together. `part` is what every contributor
    has in it, `need` by how much it must be able to be off, `place` that of one of the amounts.
    """

    atoms: Integers
    factors: Floats
    part: dict[int, float]
    need: float
    place: int

    @property
    def total(self) -> float:
        """All of it."""
        return sum(self.part.values())


class _Atoms:
    """Amounts that every cell holds alike, added up: what each contributor has in each."""

    def __init__(self, amounts: Amounts, cells: Sequence[Cell]) -> None:
        marks = np.zeros(len(amounts.values))
        drawn = np.random.default_rng(61).random(len(cells))
        for mark, cell in zip(drawn, cells, strict=True):
            marks[cell.amounts] += mark * cell.factors
        _, first, atom = np.unique(np.round(marks, 9), return_index=True, return_inverse=True)
        self.atom, self.first = atom.ravel(), first
        self.totals: Floats = np.bincount(self.atom, amounts.values, len(first)).astype(np.float64)
        self.rows = [_row(self.atom, cell, len(first)) for cell in cells]
        used = np.unique(np.concatenate([row.amounts for row in self.rows])) if cells else np.empty(0, np.int64)
        self.parts = _parts(self.atom, amounts, len(first))
        self.least = _TINY * max(float(self.totals.sum()), 1.0)
        forms = {((int(place), 1.0),) for place in used} | {*self._together(amounts, cells)}
        self.targets = [one for form in sorted(forms) for one in self._target(form)]
        self.alone = np.array([len(part) == 1 for part in self.parts])
        self.top = np.array([max(part.values()) for part in self.parts])
        self.of_contributor = dict[int, list[int]]()
        for place, part in enumerate(self.parts):
            for one in part:
                self.of_contributor.setdefault(one, []).append(place)

    def _together(self, amounts: Amounts, cells: Sequence[Cell]) -> Iterator[_Form]:
        """The atoms and factors by which cells add up several amounts of one contributor."""
        for cell, row in zip(cells, self.rows, strict=True):
            whose = amounts.contributor[cell.amounts]
            if not len(whose) or np.bincount(whose).max() == 1:
                continue
            held = dict[int, list[tuple[int, float]]]()
            for place, factor in zip(row.amounts.tolist(), row.factors.tolist(), strict=True):
                for who in self.parts[place]:
                    held.setdefault(who, []).append((place, factor))
            yield from {tuple(form) for form in held.values() if len(form) > 1}

    def _target(self, form: _Form) -> Iterator[_Target]:
        """The target of these atoms; none where others hide it anyway."""
        part = dict[int, float]()
        for place, factor in form:
            for who, own in self.parts[place].items():
                part[who] = part.get(who, 0.0) + factor * own
        need = _need(part, self.least)
        if need > 0:
            places, factors = zip(*form, strict=True)
            yield _Target(np.array(places), np.array(factors), part, need, int(self.first[places[0]]))


def _row(atom: Integers, cell: Cell, count: int) -> Cell:
    """The cell over atoms: all amounts of an atom have one factor in it."""
    factors = np.zeros(count)
    factors[atom[cell.amounts]] = cell.factors
    places = np.flatnonzero(factors)
    return Cell(places, factors[places])


def _parts(atom: Integers, amounts: Amounts, count: int) -> list[dict[int, float]]:
    """What every contributor has in each atom."""
    found: list[dict[int, float]] = [{} for _ in range(count)]
    for place, who, value in zip(atom.tolist(), amounts.contributor.tolist(), amounts.values.tolist(), strict=True):
        found[place][who] = found[place].get(who, 0.0) + value
    return found


def _need(part: dict[int, float], least: float, knowing: int | None = None) -> float:
    """By how much something must be able to be off, for the largest amount in it to be safe from the second largest,
    or from the contributor `knowing`, who may have no part in it; 0 where the others hide it anyway.
    """
    largest, second, *_ = [*sorted((own for who, own in part.items() if who != knowing), reverse=True), 0.0, 0.0]
    if largest <= 0:
        return least
    known = second if knowing is None else part.get(knowing, 0.0)
    need = _SHARE * largest - (sum(part.values()) - largest - known)
    return need if need > _NEAR * largest else 0.0


class _Hiding:
    """Hides cells until no target is disclosed."""

    def __init__(self, atoms: _Atoms, kept: frozenset[int]) -> None:
        self.atoms, self.kept = atoms, kept
        self.knowledge = Knowledge(atoms.totals, atoms.rows, np.ones(len(atoms.rows), bool))
        self.unsafe = set[int]()

    def run(self) -> None:
        """Hide the least cell that tells of each target, again and again: what is safe stays so."""
        waiting = self.atoms.targets
        while waiting:
            checks = [(target, _Check(self.atoms, self.knowledge, target)) for target in waiting]
            waiting = []
            for target, by in [(target, check.by) for target, check in checks if not check.safe]:
                able = [cell for cell in by if cell not in self.kept]
                if not able:
                    self.unsafe.add(target.place)
                    continue
                waiting.append(target)
                if all(self.knowledge.shown[cell] for cell in able):
                    self.knowledge.hide(self._chosen(target, able))

    def _chosen(self, target: _Target, able: list[int]) -> int:
        """The cell to hide: one that the target makes most of, or the smallest."""
        shares = {cell: self._share(target, cell) for cell in able}
        most = max(able, key=shares.__getitem__)
        return most if shares[most] > _MOST else min(able, key=self._worth)

    def _share(self, target: _Target, cell: int) -> float:
        row = self.atoms.rows[cell]
        inside = np.isin(row.amounts, target.atoms)
        own = float(row.factors[inside] @ self.atoms.totals[row.amounts[inside]])
        return own / max(self._worth(cell), 1e-300)

    def _worth(self, cell: int) -> float:
        row = self.atoms.rows[cell]
        return float(self.atoms.totals[row.amounts] @ row.factors)


class _Check:
    """Whether a target is safe, and if not the cells that tell of it."""

    def __init__(self, atoms: _Atoms, knowledge: Knowledge, target: _Target) -> None:
        self._atoms, self._knowledge, self._target = atoms, knowledge, target
        self.by: list[int] = []
        few = len(target.part) <= 2  # more of them can share what is left in any way
        self.safe = all(self._hidden(up=up) for up in ((True, False) if few else (True,)))

    def _hidden(self, *, up: bool) -> bool:
        """Whether nobody can tell that the target is not larger (`up`) or smaller by what is needed."""
        need = self._target.need * (1 - _NEAR)
        need = need if up else min(need, self._target.total)
        answer = self._reach(up=up)
        if answer.gain < need:
            self.by = answer.by
            return False
        moved = answer.moves * (need / answer.gain) if answer.gain else answer.moves
        threats = [*self._threats(moved)]
        return not threats or self._safe_from_all(threats, need, up=up)

    def _reach(self, *, up: bool, fixed: Iterable[int] = (), least: Mapping[int, float] | None = None) -> Answer:
        return self._knowledge.reach(self._target.atoms, self._target.factors, up=up, fixed={*fixed}, least=least)

    def _safe_from_all(self, threats: list[int], need: float, *, up: bool) -> bool:
        """Whether none of these contributors by itself can tell; tried with what all of them have first."""
        if len(threats) == 1:
            return self._safe_from(threats[0], up=up)
        if len(self._target.atoms) == 1:
            elsewhere = {atom for who in threats for atom in self._atoms.of_contributor[who]}
            if self._reach(up=up, fixed=elsewhere.difference(self._target.atoms.tolist())).gain >= need:
                return True
        half = len(threats) // 2
        return all(self._safe_from_all(some, need, up=up) for some in (threats[:half], threats[half:]))

    def _threats(self, moves: Floats) -> Iterator[int]:
        """The contributors whose own amounts exclude that the atoms move so; of a target of one atom, those elsewhere:
        what is known of the atom itself is in the need.
        """
        atoms, found = self._atoms, set[int]()
        left = atoms.totals + moves
        told = (np.abs(moves) > 1e-12 * (1 + atoms.totals)) & (atoms.alone | (left < atoms.top))
        if len(self._target.atoms) == 1:
            told[self._target.atoms] = False
        for place in np.flatnonzero(told).tolist():
            found.update(who for who, own in atoms.parts[place].items() if atoms.alone[place] or left[place] < own)
        itself = self._target.part if len(self._target.part) == 1 else ()
        yield from sorted(found.difference(itself))

    def _safe_from(self, who: int, *, up: bool) -> bool:
        part = self._target.part
        need = _need(part, self._atoms.least, who) * (1 - _NEAR)
        need = need if up else min(need, self._target.total - part.get(who, 0.0))
        if not need:
            return True
        own, alone = dict[int, float](), set[int]()
        for place in self._atoms.of_contributor[who]:
            here = self._atoms.parts[place]
            own[place] = here[who]
            alone |= {place} if len(here) == 1 else set()
        answer = self._reach(up=up, fixed=alone, least=own)
        self.by = self.by if answer.gain >= need else answer.by
        return answer.gain >= need
