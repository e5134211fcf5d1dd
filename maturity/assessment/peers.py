"""Place among peers, told so that nothing is learned about any one of them.

The percentile of a value is its mid-rank among the others: the share of them below it, plus half of those equal to it.
It is told as a band wide enough to hold several enterprises, in the finest group that is large and varied enough:

- a group has at least LEAST enterprises besides the one that asks and those that the person asking belongs to;
- no group whose S all, or all but one, stand on one level or are one value: knowing the group would tell its members;
- the bands of a group of n hold at least HELD enterprises each, so that one more or one fewer, or two groups of which
  one contains the other, say nothing about the difference; the ends of the scale never say "all" or "none";
- n is told rounded down to a multiple of HELD; one group serves all figures of an enterprise.
- the own score counts by the middle of its step of STEP points, so that sending answers again and again, from however
  many accounts, says nothing of others' scores that is narrower than a step.

LEAST and HELD are floors in code: no setting lowers them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

LEAST = 10
HELD = 5
STEP = 0.25  # points of S and of the scores of groups
STEPS = (5, 10, 25, 50)  # per cent; the widths a band may have
_DIGITS = 9  # floats of the batch kernel and exact fractions agree at least this far
Kind = Literal["division-type", "division", "type", "all"]
KINDS: tuple[Kind, ...] = ("division-type", "division", "type", "all")  # every division is of one section
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Cohort:
    """n graded enterprises, column by column: `division`, `production_type` and `organisation` are texts (n,), `score`
    and `level` (n,), `groups` (groups of the summary tier, n) with NaN where one is not assessed.
    """

    organisation: NDArray[np.str_]
    division: NDArray[np.str_]
    production_type: NDArray[np.str_]
    score: Floats
    level: NDArray[np.uint8]
    groups: Floats


@dataclass(frozen=True, slots=True)
class Own:
    """The enterprise that asks; `known` are the organisations that the person asking belongs to, this one included."""

    organisation: str
    division: str
    production_type: str
    score: float
    groups: tuple[float | None, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Band:
    """Higher than at least `low` and at most `high` per cent of the group."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Place:
    """The group that was used, `about` how many others are in it, S and the groups; None where it may not be told."""

    kind: Kind
    about: int
    score: Band
    groups: tuple[Band | None, ...]


def percentile(others: Floats, own: float) -> float:
    """The mid-rank of `own` among `others`, in per cent from 0 to 100. ValueError without others."""
    if not len(others):
        raise ValueError("no others to compare with")
    rounded, mine = np.round(others, _DIGITS), round(own, _DIGITS)
    below, equal = int((rounded < mine).sum()), int((rounded == mine).sum())
    return 100 * (below + equal / 2) / len(others)


def band(others: Floats, own: float) -> Band:
    """The percentile of `own` as a band that holds at least HELD of `others`. ValueError for fewer than LEAST."""
    if len(others) < LEAST:
        raise ValueError(f"{len(others)} others; a place needs {LEAST}")
    step = next(step for step in STEPS if len(others) * step >= 100 * HELD)
    low = min(int(percentile(others, own) // step) * step, 100 - step)
    return Band(low, low + step)


def stepped(score: float) -> float:
    """The middle of the step that `score` lies in."""
    return (round(score, _DIGITS) // STEP + 0.5) * STEP


def place(cohort: Cohort, own: Own) -> Place | None:
    """Where `own` stands in the finest group that may be told of; None when none may, not even all together."""
    others = cohort.organisation != own.organisation
    strange = others & ~np.isin(cohort.organisation, list(own.known))
    for kind, group in _groups(cohort, own).items():
        members = group & others
        if _enough(cohort.score, members, strange) and _spread(cohort.level[members]):
            about = int(members.sum()) // HELD * HELD
            groups = tuple(_told(cohort.groups[row], members, strange, value) for row, value in enumerate(own.groups))
            return Place(kind, about, band(cohort.score[members], stepped(own.score)), groups)
    return None


def _groups(cohort: Cohort, own: Own) -> Mapping[Kind, NDArray[np.bool_]]:
    same_division = cohort.division == own.division
    same_type = cohort.production_type == own.production_type
    everybody = np.ones(len(cohort.score), bool)
    return dict(zip(KINDS, (same_division & same_type, same_division, same_type, everybody), strict=True))


def _told(values: Floats, members: NDArray[np.bool_], strange: NDArray[np.bool_], own: float | None) -> Band | None:
    assessed = members & ~np.isnan(values)
    if own is None or not _enough(values, assessed, strange):
        return None
    return band(values[assessed], stepped(own))


def _enough(values: Floats, members: NDArray[np.bool_], strange: NDArray[np.bool_]) -> bool:
    """Enough of the members are unknown to the person asking, and they differ."""
    return int((members & strange).sum()) >= LEAST and _spread(np.round(values[members], _DIGITS))


def _spread(values: NDArray[np.generic]) -> bool:
    """At least two stand apart from the most common value."""
    return int(np.unique(values, return_counts=True)[1].max()) <= len(values) - 2
