"""What must not be learned: the primary rules, with floors that no setting goes below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from ..errors import refuse
from .system import Flags, Floats, Integers, Line, Sums, System, sums

LEAST_THRESHOLD, LEAST_STATISTICS = 5, 10
GROUPED = 3  # a row of fewer than 3 T enterprises must not stand in one level
_WIDE = 1.0  # an interval narrower than one enterprise is a number
Rule = Literal["frequency", "statistics", "group"]


@dataclass(frozen=True, slots=True)
class Rules:
    """`threshold` T: numbers from 1 to T - 1 are secret. `statistics`: fewer enterprises have no breakdown and no mean.
    `rounded`: numbers are rounded instead, and no means are shown.

    Raises Refusal `disclosure-too-low` below the floors.
    """

    threshold: int = LEAST_THRESHOLD
    statistics: int = LEAST_STATISTICS
    rounded: bool = False

    def __post_init__(self) -> None:
        if self.threshold < LEAST_THRESHOLD or self.statistics < LEAST_STATISTICS:
            raise refuse("disclosure-too-low", threshold=LEAST_THRESHOLD, statistics=LEAST_STATISTICS)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Sums an intruder must not pin down, each with the rule it falls under and how far the intruder must stay off.

    What the intruder can reach must include a value >= `high` and one <= `low`, at least `width` apart.
    """

    sums: Sums
    values: Floats
    rule: tuple[Rule, ...]
    high: Floats
    low: Floats
    cell: tuple[int, ...]  # -1 for an atom that no sheet shows by itself
    width: float = field(default=_WIDE)

    def __len__(self) -> int:
        return len(self.rule)

    def without(self, places: Iterable[int]) -> "Secrets":
        """All but those at `places`."""
        gone = set(places)
        kept = [place for place in range(len(self)) if place not in gone]
        if len(kept) == len(self):
            return self
        return Secrets(
            sums([self.sums.atoms(place) for place in kept]),
            self.values[kept],
            tuple(self.rule[place] for place in kept),
            self.high[kept],
            self.low[kept],
            tuple(self.cell[place] for place in kept),
        )

    def unmet(self, low: Floats, high: Floats) -> Flags:
        """Which secrets are not safe when the intruder reaches no further than from `low` to `high`."""
        near = 1e-6
        return (high < self.high - near) | (low > self.low + near) | (high - low < self.width - near)


def bare(line: Line, values: Integers, rules: Rules) -> bool:
    """Whether a row's breakdown and means are secret: too few enterprises, or (nearly) all of them in one level."""
    n = values[line.n]
    return 0 < n < rules.statistics or bool(_gathered(line, values, rules))


def _gathered(line: Line, values: Integers, rules: Rules) -> list[int]:
    """The parts that hold all, or all but one, of a small row: they disclose the level of everybody in it."""
    n = values[line.n]
    if not rules.threshold <= n < GROUPED * rules.threshold:
        return []
    return [part for part in dict.fromkeys((*line.parts, *line.levels)) if values[part] > n - 2]


def secrets(system: System, rules: Rules) -> Secrets:
    """Every secret of `system`: small atoms and cells, the breakdown of small rows, rows gathered in one level."""
    found: dict[tuple[int, ...], tuple[Rule, float, float, int]] = {}
    for atoms, rule, high, low, cell in _found(system, rules):
        before = found.get(atoms, (rule, high, low, cell))
        found[atoms] = (before[0], max(before[1], high), min(before[2], low), before[3])
    rows = sums(list(found))
    rule_of, high_of, low_of, cell_of = zip(*found.values(), strict=True) if found else ((), (), (), ())
    return Secrets(
        rows, rows.of(system.counts).astype(float), rule_of, np.array(high_of, float), np.array(low_of, float), cell_of
    )


def _found(system: System, rules: Rules) -> Iterator[tuple[tuple[int, ...], Rule, float, float, int]]:
    """Atoms, rule, least upper end and greatest lower end for the intruder, cell; the strictest ends count."""
    values = system.values
    for line in system.lines:
        for part in _gathered(line, values, rules):
            yield tuple(system.cells.atoms(part).tolist()), "group", 0, float(values[line.n] - 2), part
    small = (values > 0) & (values < rules.threshold)
    for cell in np.flatnonzero(small).tolist():
        yield tuple(system.cells.atoms(cell).tolist()), "frequency", rules.threshold, np.inf, cell
    for atom in np.flatnonzero((system.counts > 0) & (system.counts < rules.threshold)).tolist():
        yield (atom,), "frequency", rules.threshold, np.inf, -1
    for line in system.lines:
        if 0 < values[line.n] < rules.statistics:
            for part in line.parts:
                if values[part]:
                    yield tuple(system.cells.atoms(part).tolist()), "statistics", 0, np.inf, part
