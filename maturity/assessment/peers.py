"""An enterprise's percentile among its peers, published so that nothing is disclosed about any one of them.

The percentile of a value is its mid-rank among the others: the share of them below it, plus half of those equal to it.
It is shown as a band that holds several enterprises, in the finest group that is large and varied enough (decision 8):

- a group has at least LEAST enterprises besides the one placed and the other organisations of the signed-in person;
- no group whose S all, or all but one, have one level or one value: knowing the group would disclose its members;
- the bands of a group of n hold at least HELD enterprises each, so that one more or one fewer, or two groups of which
  one contains the other, disclose nothing about the difference; the outermost bands too, so that none says "all";
- n is shown rounded down to a multiple of HELD; one group serves all figures of an enterprise;
- the own score counts as the middle of its step, of STEP points or a twentieth of the total where there are no levels,
  so that repeated submissions of varied answers, from however many accounts, narrow down others' scores to a step at
  most.

LEAST and HELD are constants: no setting lowers them.
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
    """n graded enterprises: `division`, `production_type` ("" where not stated) and `organisation` texts (n,), `score`
    float64 (n,) total S, `level` uint8 (n,), `groups` float64 (groups of the summary tier, n), NaN where one is not
    assessed. Without levels `score` is of the total, `level` its fifth, and `groups` are shares of what blocks can
    earn. Scores count by steps of `step` points, those of groups of `group_step`.
    """

    organisation: NDArray[np.str_]
    division: NDArray[np.str_]
    production_type: NDArray[np.str_]
    score: Floats
    level: NDArray[np.uint8]
    groups: Floats
    step: float = STEP
    group_step: float = STEP


@dataclass(frozen=True, slots=True)
class OwnScores:
    """The enterprise to place, None for a fact that is not stated; `known` are the ids of all organisations of the
    signed-in person, this one included.
    """

    organisation: str
    division: str | None
    production_type: str | None
    score: float
    groups: tuple[float | None, ...]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class Band:
    """An interval of percentiles: higher than at least `low` and at most `high` per cent of the peers."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Place:
    """The peer group used, `about` how many others are in it, and the bands of S and of the groups of the summary tier;
    None where a band would disclose.
    """

    kind: Kind
    about: int
    score: Band
    groups: tuple[Band | None, ...]


def percentile(others: Floats, own: float) -> float:
    """The mid-rank of `own` among `others` (n,), in per cent from 0 to 100. Raises ValueError for n = 0."""
    if not len(others):
        raise ValueError("no others to compare with")
    rounded, mine = np.round(others, _DIGITS), round(own, _DIGITS)
    below, equal = int((rounded < mine).sum()), int((rounded == mine).sum())
    return 100 * (below + equal / 2) / len(others)


def band(others: Floats, own: float) -> Band:
    """The percentile of `own` as a band that holds at least HELD of `others` (n,). Raises ValueError for n < LEAST."""
    if len(others) < LEAST:
        raise ValueError(f"{len(others)} others; a place needs {LEAST}")
    step = next(step for step in STEPS if len(others) * step >= 100 * HELD)
    low = min(int(percentile(others, own) // step) * step, 100 - step)
    return Band(low, low + step)


def stepped(score: float, step: float = STEP) -> float:
    """The middle of the step of so many points in which `score` lies."""
    return (round(round(score, _DIGITS) / step, _DIGITS) // 1 + 0.5) * step


def place(cohort: Cohort, own: OwnScores) -> Place | None:
    """The place of `own` in the finest peer group that meets the conditions of this module; None where none does."""
    others = cohort.organisation != own.organisation
    strange = others & ~np.isin(cohort.organisation, list(own.known))
    for kind, group in _groups(cohort, own).items():
        members = group & others
        if _enough(cohort.score, members, strange) and _spread(cohort.level[members]):
            about = int(members.sum()) // HELD * HELD
            groups = tuple(_band(cohort, row, members, strange, value) for row, value in enumerate(own.groups))
            return Place(kind, about, band(cohort.score[members], stepped(own.score, cohort.step)), groups)
    return None


def _groups(cohort: Cohort, own: OwnScores) -> Mapping[Kind, NDArray[np.bool_]]:
    same_division = _same(cohort.division, own.division)
    same_type = _same(cohort.production_type, own.production_type)
    everybody = np.ones(len(cohort.score), bool)
    return dict(zip(KINDS, (same_division & same_type, same_division, same_type, everybody), strict=True))


def _same(codes: NDArray[np.str_], own: str | None) -> NDArray[np.bool_]:
    """Whose code is the enterprise's own; nobody's where it states none."""
    return np.zeros(len(codes), bool) if own is None else codes == own


def _band(
    cohort: Cohort, row: int, members: NDArray[np.bool_], strange: NDArray[np.bool_], own: float | None
) -> Band | None:
    values = cohort.groups[row]
    assessed = members & ~np.isnan(values)
    if own is None or not _enough(values, assessed, strange):
        return None
    return band(values[assessed], stepped(own, cohort.group_step))


def _enough(values: Floats, members: NDArray[np.bool_], strange: NDArray[np.bool_]) -> bool:
    """Whether at least LEAST members are of organisations that the person does not know, and their values vary."""
    return int((members & strange).sum()) >= LEAST and _spread(np.round(values[members], _DIGITS))


def _spread(values: NDArray[np.generic]) -> bool:
    """Whether at least two values differ from the most common one."""
    return int(np.unique(values, return_counts=True)[1].max()) <= len(values) - 2
