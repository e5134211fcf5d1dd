"""How marks of many rows roll up to a score, by column: the arithmetic of :mod:`.points` on numpy arrays."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..answers import Response
from ..questionnaire import Group, Item, Questionnaire
from .evaluation import COUNTING

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Marks(NamedTuple):
    """The lowest and the highest degree of an item in each row (n,), the same array where nothing is open, where it
    applies (None: in every row), and where its value is known but not what it is scored against (None: nowhere).
    """

    low: Floats
    high: Floats
    applies: Bools | None
    unscored: Bools | None = None

    def at(self, side: int, elsewhere: float) -> Floats:
        """The lowest (0) or the highest (1) degree, and `elsewhere` where the item does not apply."""
        found = self.high if side else self.low
        return found if self.applies is None else np.where(self.applies, found, elsewhere)


class _Earned(NamedTuple):
    """Points earned at worst and at best, and those that could be earned."""

    low: Floats
    high: Floats
    reachable: Floats | float


class Scores(NamedTuple):
    """The lowest and the highest score (n,) of every row, and the lowest of every block that is scored, by id, NaN
    where nothing in it applies.
    """

    low: Floats
    high: Floats
    blocks: Mapping[str, Floats]


def total(response: Response, marks: Mapping[str, Marks], points: Mapping[str, float]) -> Scores:
    """The scores of every row."""
    scoring, blocks = response.questionnaire.scoring, dict[str, Floats]()
    low = high = gone = np.zeros(len(next(iter(marks.values())).low))
    for group in scored_blocks(response.questionnaire):
        areas = [area for area in group.areas if area in response.areas]
        if scoring.mandatory is None:
            block_low, block_high, left = _added(areas, marks, points)
            blocks[group.id] = block_low
        else:
            weight = response.profile.weights.get(group.key)
            maximum = float(weight.share * scoring.total) if weight else 0.0
            part_low, part_high, applies = _part(response, areas, marks, points)
            block_low, block_high = (np.where(applies, part, 0) * maximum for part in (part_low, part_high))
            left = np.where(applies, 0, maximum)
            blocks[group.id] = np.where(applies, block_low, np.nan)
        low, high, gone = low + block_low, high + block_high, gone + left
    return Scores(*_closed(response, low, high, gone), blocks)


def scored_blocks(questionnaire: Questionnaire) -> tuple[Group, ...]:
    """The groups of the outermost tier that have a score: those with a weight, or those with points to earn."""
    if questionnaire.scoring.mandatory is not None:
        weighed = {key for profile in questionnaire.profiles.values() for key in profile.weights}
        return tuple(group for group in questionnaire.groups if group.key in weighed)
    return tuple(group for group in questionnaire.groups if any(_items(area, *COUNTING) for area in group.areas))


def maximum(questionnaire: Questionnaire, profile: str, group: Group) -> float:
    """The most points that a block can earn with these weights."""
    if questionnaire.scoring.mandatory is not None:
        weight = questionnaire.profile(profile).weights.get(group.key)
        return float(weight.share * questionnaire.scoring.total) if weight else 0.0
    points = questionnaire.profile(profile).points
    found = 0.0
    for area in group.areas:
        worth = [float(points.get(item.id, item.points)) for item in _items(area, *COUNTING)]
        found += sum(sorted(worth, reverse=True)[: area.pick or None])
    return found


def verdict(must: Sequence[Marks], counting: Sequence[Marks], low: Floats, high: Floats) -> NDArray[np.int8]:
    """0 where a gate or a mandatory item, one of `must`, is missed; 1 where all are met and the score, from `low` to
    `high`, is not open for want of a reference value of one `counting`; else -1, as everywhere where nothing must be.
    """
    if not must:
        return np.full(len(low), -1, np.int8)
    met, missed, unscored = np.ones(len(low), bool), np.zeros(len(low), bool), np.zeros(len(low), bool)
    for mark in must:
        met &= mark.at(0, 1.0) >= 1
        missed |= mark.at(1, 1.0) < 1
    for mark in counting:
        if mark.unscored is not None:
            unscored |= mark.unscored
    return np.where(missed, 0, np.where(met & ~(unscored & (low < high)), 1, -1)).astype(np.int8)


def _closed(response: Response, low: Floats, high: Floats, gone: Floats) -> tuple[Floats, Floats]:
    """The scores after the policy for points that do not apply."""
    policy, whole = response.questionnaire.scoring.na_policy, float(response.questionnaire.scoring.total)
    if policy == "full":
        return low + gone, high + gone
    if policy == "renormalise":
        factor = np.where(gone < whole, whole / np.maximum(whole - gone, 1e-300), 1.0)
        return low * factor, high * factor
    return low, high


def _added(
    areas: Sequence[Group], marks: Mapping[str, Marks], points: Mapping[str, float]
) -> tuple[Floats, Floats, Floats]:
    """The points of mandatory and optional items, added up at worst and at best, and those of what does not apply."""
    low = high = gone = np.zeros(len(next(iter(marks.values())).low))
    for area in areas:
        found, left = _area(area, _items(area, *COUNTING), marks, points)
        low, high, gone = low + found.low, high + found.high, gone + left
    return low, high, gone


def _part(
    response: Response, areas: Sequence[Group], marks: Mapping[str, Marks], points: Mapping[str, float]
) -> tuple[Floats, Floats, Bools]:
    """The share of a block that is earned at worst and at best, and where anything in it applies."""
    scoring = response.questionnaire.scoring
    share, policy = float(scoring.mandatory or 0), scoring.na_policy
    must = [marks[item.id] for area in areas for item in _items(area, "mandatory")]
    low = high = reachable = np.zeros(len(next(iter(marks.values())).low))
    for area in areas:
        found, left = _area(area, _items(area, "optional"), marks, points)
        extra = left if policy == "full" else 0.0
        low, high = low + found.low + extra, high + found.high + extra
        reachable = reachable + found.reachable + (left if policy != "renormalise" else 0.0)
    met_low, met_high, some = _met(must, low, all_or_nothing=scoring.all_or_nothing)
    earned = reachable > 0
    optional_low, optional_high = (np.where(earned, one / np.where(earned, reachable, 1), 0) for one in (low, high))
    both = some & earned
    lows = np.where(both, met_low * share + optional_low * (1 - share), np.where(earned, optional_low, met_low))
    highs = np.where(both, met_high * share + optional_high * (1 - share), np.where(earned, optional_high, met_high))
    return lows, highs, some | earned


def _met(marks: Sequence[Marks], like: Floats, *, all_or_nothing: bool) -> tuple[Floats, Floats, Bools]:
    """The share of mandatory items met at worst and at best, and where any applies."""
    met, unmissed, count = (np.zeros(len(like)) for _ in range(3))
    for mark in marks:
        met += mark.at(0, 0.0) >= 1
        unmissed += mark.at(1, 0.0) >= 1
        count += 1 if mark.applies is None else mark.applies
    whole = np.maximum(count, 1)
    shares = met / whole, unmissed / whole
    found = tuple((share >= 1).astype(np.float64) for share in shares) if all_or_nothing else shares
    return found[0], found[1], count > 0


def _items(area: Group, *roles: str) -> list[Item]:
    return [item for item in area.items if item.role in roles]


def _area(
    area: Group, items: Sequence[Item], marks: Mapping[str, Marks], points: Mapping[str, float]
) -> tuple[_Earned, Floats | float]:
    """What the items of an area earn, and the points of those that count and do not apply."""
    size = len(next(iter(marks.values())).low)
    if not area.pick:
        low, beyond = np.zeros(size), np.zeros(size)
        gone: Floats | float = 0.0
        for item in items:
            mark, worth = marks[item.id], points[item.id]
            low += mark.at(0, 0.0) * worth
            if mark.high is not mark.low:
                beyond += (mark.at(1, 0.0) - mark.at(0, 0.0)) * worth
            if mark.applies is not None:
                gone = gone + np.where(mark.applies, 0.0, worth)
        return _Earned(low, low + beyond, sum(points[item.id] for item in items) - gone), gone
    worth = points[items[0].id]
    several = [marks[item.id] for item in items]
    best = [_highest([mark.at(side, -1.0) for mark in several], area.pick) for side in (0, 1)]
    counted = (best[0] >= 0).sum(axis=0) * worth
    low, high = (np.maximum(one, 0).sum(axis=0) * worth for one in best)
    return _Earned(low, high, counted), area.pick * worth - counted


def _highest(columns: Sequence[Floats], count: int) -> Floats:
    """The `count` highest values (count, n) of every row."""
    found: Floats = np.sort(np.stack(columns), axis=0)[-count:]
    return found
