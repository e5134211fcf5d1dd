"""Rules by which a value becomes a degree from 0 to 1, as data; :mod:`maturity.scoring.degrees` applies them.

`reference` is the id of an indicator in a set of reference values; where it is "" the definition has the values itself.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Direction = Literal["high", "low"]  # which values are better


@dataclass(frozen=True, slots=True)
class Threshold:
    """Degree 1 where the value is at least (`better` high) or at most (low) the baseline, else 0."""

    better: Direction
    reference: str = ""
    value: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    """Degree 0 at the baseline, 1 at the leading value, in proportion between.

    Which values are better follows from the two; where `better` says it too, reference values must agree with it.
    """

    reference: str = ""
    baseline: Fraction | None = None
    leading: Fraction | None = None
    better: Direction | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """(Threshold, points) in rising points: the points of the last threshold that is reached, 0 below the first.

    Rising thresholds are reached from below, falling ones from above; a threshold belongs to its own step.
    """

    steps: tuple[tuple[Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Value / leading value where high is better, leading value / value where low is; at most `cap` (None: no cap)."""

    better: Direction
    reference: str = ""
    leading: Fraction | None = None
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The number of ticks / `of`, at most 1."""

    of: int


@dataclass(frozen=True, slots=True)
class Expert:
    """Points that a person gave / the points of the item."""


Scorer = Threshold | Linear | Steps | Ratio | Share | Expert
