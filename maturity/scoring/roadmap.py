"""The smallest set of items whose improvement reaches a higher level, proven by an integer programme.

Improving an item means raising an applicable item, answered or still open, to a choice with a higher score; each item
counts once, however far it is raised. Among the smallest sets the one with the least total shortfall to fully met is
taken; with estimates, least total effort, then most total benefit. Then every item, the last of the questionnaire
first, is raised only as far as the set still needs. Among equal items the first of the questionnaire is taken. The same
answers always give the same steps.

Every A_k is a weighted sum of item scores whose weights do not move while nothing becomes or ceases to be applicable;
under `carry` an item can count at several levels. Items with the same weights, score and estimate are interchangeable
and share one variable of an integer programme (:mod:`.programme`). Its solution is graded once more, exactly.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import lcm

from ..answers import Chosen, Response
from ..questionnaire import Choice, Item, Questionnaire
from .ladder import TOLERANCE, gated, grade, summed
from .programme import Constraint, Programme, minimise
from .result import Node, Result

Vector = tuple[Fraction, ...]  # one number a level


@dataclass(frozen=True, slots=True)
class Estimate:
    """The user's estimate for improving an item: effort (1 to 100) and benefit (0 to 100), in units of their own."""

    effort: int
    benefit: int


UNESTIMATED = Estimate(50, 50)  # the middle of the scale: what is not estimated is neither preferred nor avoided


@dataclass(frozen=True, slots=True)
class Step:
    """One item to improve: its choice now (None while unanswered), the choice to reach, and what that adds to every
    A_k.

    `gains` holds one number from 0 to 1 a level, `estimate` the item's where the roadmap is by estimates.
    """

    item: Item
    before: Choice | None
    after: Choice
    gains: Vector
    estimate: Estimate | None


@dataclass(frozen=True, slots=True)
class LowerBound:
    """Why `level` takes at least `items` improvements: A_k is `shortfall` below the pass mark, and `items` - 1 of them
    add at most `fewer`.
    """

    level: int
    shortfall: Fraction
    items: int
    fewer: Fraction


@dataclass(frozen=True)
class Roadmap:
    """The steps from the result `before` to the result `after`, in the order of the questionnaire.

    `steps` is empty where `target` is reached already, and where too few items apply to reach it (`reachable` False).
    `weighted` where the set was chosen by estimates.
    """

    target: int
    before: Result
    after: Result
    steps: tuple[Step, ...]
    reachable: bool
    weighted: bool

    @property
    def reached(self) -> bool:
        """Whether the target is reached without any improvement."""
        return self.before.level >= self.target

    @property
    def effort(self) -> int:
        """The total effort of the steps; 0 without estimates."""
        return sum(step.estimate.effort for step in self.steps if step.estimate)

    @property
    def benefit(self) -> int:
        """The total benefit of the steps; 0 without estimates."""
        return sum(step.estimate.benefit for step in self.steps if step.estimate)

    @cached_property
    def lower_bounds(self) -> tuple[LowerBound, ...]:
        """For every level up to the target that is not met: the least number of improvements it takes on its own.

        Empty without steps and under the rule "sum", where levels are not passed one by one.
        """
        improvable = _Improvements(self.before, None)
        mark = self.before.response.questionnaire.scoring.pass_mark - TOLERANCE
        open_levels = [] if self.steps == () or self.before.rule != "gated" else self.before.levels[: self.target]
        return tuple(improvable.lower_bound(score.number, mark - score.score) for score in open_levels if not score.met)


def smallest(
    questionnaire: Questionnaire,
    response: Response,
    level: int | None = None,
    estimates: Mapping[str, Estimate] | None = None,
) -> Roadmap:
    """The smallest set of improvements that raises `response` to `level` (None: the one above its own).

    With `estimates` (by item id; UNESTIMATED where missing) the set of least effort. Raises KeyError for a level that
    the questionnaire does not have, ValueError where the response answers another questionnaire.
    """
    if response.questionnaire is not questionnaire:
        raise ValueError("the response answers another questionnaire")
    before = grade(response)
    target = min(before.level + 1, len(before.levels)) if level is None else questionnaire.level(level).number
    improvable = _Improvements(before, estimates)
    if before.level >= target or not improvable.reaches(improvable.upper_bounds, target):
        reachable = before.level >= target
        return Roadmap(target, before, before, (), reachable, estimates is not None)
    counts = minimise(
        improvable.programme(target), improvable.objectives(), lambda counts: improvable.reaches(counts, target)
    )
    steps = improvable.steps(counts, target)
    after = grade(improved(response, steps))
    if after.level < target:
        raise AssertionError(f"the roadmap to level {target} ends at level {after.level}")
    return Roadmap(target, before, after, steps, reachable=True, weighted=estimates is not None)


def improved(response: Response, steps: Sequence[Step]) -> Response:
    """`response` with the choices of `steps` in place of its own."""
    return replace(response, answers={**response.answers, **{s.item.id: Chosen(s.after.id) for s in steps}})


@dataclass(frozen=True, slots=True)
class _ItemClass:
    """Interchangeable items: what the score of each lacks to fully met, and what each then adds to every A_k."""

    items: tuple[Item, ...]
    lack: Fraction
    gains: Vector
    estimate: Estimate | None


class _Improvements:
    """The items that can be improved, as an integer programme with one variable for each class of interchangeable
    items.
    """

    def __init__(self, before: Result, estimates: Mapping[str, Estimate] | None) -> None:
        self._before, self._response = before, before.response
        self._scoring = before.response.questionnaire.scoring
        self._scores = tuple(mark.score for mark in before.levels)
        self._choices = sorted(self._response.questionnaire.choices, key=lambda choice: choice.score)
        self._classes = tuple(self._item_classes(estimates))
        self.upper_bounds = [len(kind.items) for kind in self._classes]

    def _item_classes(self, estimates: Mapping[str, Estimate] | None) -> Iterator[_ItemClass]:
        groups: dict[tuple[Vector, Fraction, Estimate | None], list[Item]] = defaultdict(list)
        for item, shares in self._shares().items():
            lack = self._choices[-1].score - _score(self._choice(item))
            if lack > 0:
                estimate = None if estimates is None else estimates.get(item.id, UNESTIMATED)
                groups[tuple(share * lack for share in shares), lack, estimate].append(item)
        for (gains, lack, estimate), items in groups.items():
            yield _ItemClass(tuple(items), lack, gains, estimate)

    def _shares(self) -> dict[Item, Vector]:
        """By item: how much each A_k rises while the item's score rises from 0 to 1. Only items with a share in a
        level.
        """
        found: dict[str, list[Fraction]] = {}
        for place, mark in enumerate(self._before.levels):
            for id, share in leaves(mark.node, Fraction(1)):
                found.setdefault(id, [Fraction(0)] * len(self._scores))[place] += share
        items = sorted(map(self._response.questionnaire.item, found), key=lambda item: item.position)
        return {item: tuple(found[item.id]) for item in items}

    def _choice(self, item: Item) -> Choice | None:
        answer = self._response.answers.get(item.id)
        return self._response.questionnaire.choice(answer.choice) if isinstance(answer, Chosen) else None

    def reaches(self, counts: Sequence[int], target: int) -> bool:
        """Whether `target` is reached when `counts` items of each class are fully met; exact."""
        return self._level(self._after(counts)) >= target

    def _after(self, counts: Sequence[int]) -> Vector:
        scores = self._scores
        for kind, count in zip(self._classes, counts, strict=True):
            if count:
                scores = tuple(score + count * gain for score, gain in zip(scores, kind.gains, strict=True))
        return scores

    def _level(self, scores: Vector) -> int:
        outcome = gated if self._scoring.rule == "gated" else summed
        return outcome(scores, self._scoring.pass_mark).level

    def objectives(self) -> list[list[int]]:
        """The objectives to minimise, the first one first: integer costs, one a class of items."""
        estimates = [kind.estimate for kind in self._classes if kind.estimate]
        if estimates:
            return [[e.effort for e in estimates], [-e.benefit for e in estimates]]
        unit = lcm(*(kind.lack.denominator for kind in self._classes))
        return [[1] * len(self._classes), [int(kind.lack * unit) for kind in self._classes]]

    def programme(self, target: int) -> Programme:
        """The constraints under which the level is at least `target`."""
        if self._scoring.rule == "gated":
            return Programme(self.upper_bounds, [*self._climbing(target)])
        return Programme(self.upper_bounds, [*self._adding(target)], [True, False] * len(self._scores))

    def _climbing(self, target: int) -> Iterator[Constraint]:
        """A constraint for every unmet level up to the target: its score reaches the pass mark."""
        for mark in self._before.levels[:target]:
            if not mark.met:
                yield Constraint(self._gains(mark.number - 1), self._scoring.pass_mark - TOLERANCE - mark.score)

    def _adding(self, target: int) -> Iterator[Constraint]:
        """Σ min(1, A_k + met_k) reaches the target's band, where met_k is 1 only if A_k reaches the pass mark."""
        mark, terms = self._scoring.pass_mark, {}
        for place, score in enumerate(self._scores):
            met, term = len(self._classes) + 2 * place, len(self._classes) + 2 * place + 1
            yield Constraint({**self._gains(place), met: -mark}, -TOLERANCE - score)
            yield Constraint({**self._gains(place), met: 1, term: -1}, -score)
            terms[term] = 1
        yield Constraint(terms, target - 1 + mark - TOLERANCE)

    def _gains(self, place: int) -> dict[int, Fraction]:
        return {variable: kind.gains[place] for variable, kind in enumerate(self._classes) if kind.gains[place]}

    def lower_bound(self, level: int, shortfall: Fraction) -> LowerBound:
        """The least number of improvements that `level` takes on its own, found by taking the largest gains first."""
        gains = [kind.gains[level - 1] for kind in self._classes for _ in kind.items]
        total, count = Fraction(0), 0
        for gain in sorted(gains, reverse=True):
            if total + gain >= shortfall:
                break
            total, count = total + gain, count + 1
        return LowerBound(level, shortfall, count + 1, total)

    def steps(self, counts: Sequence[int], target: int) -> tuple[Step, ...]:
        """The steps of the solution `counts`, no item raised further than needed, in the order of the questionnaire."""
        scores, steps = self._after(counts), []
        chosen = [(item, kind) for kind, n in zip(self._classes, counts, strict=True) for item in kind.items[:n]]
        for item, kind in sorted(chosen, key=lambda pair: pair[0].position, reverse=True):
            before = self._choice(item)
            for choice in self._choices:
                rise = choice.score - _score(before)
                gains = tuple(gain / kind.lack * rise for gain in kind.gains)
                trial = tuple(s - full + gain for s, full, gain in zip(scores, kind.gains, gains, strict=True))
                if rise > 0 and self._level(trial) >= target:
                    scores = trial
                    steps.append(Step(item, before, choice, gains, kind.estimate))
                    break
        return tuple(reversed(steps))


def _score(choice: Choice | None) -> Fraction:
    return choice.score if choice else Fraction(0)


def leaves(node: Node, share: Fraction) -> Iterator[tuple[str, Fraction]]:
    """The ids of the applicable items under `node`, each with its share in it."""
    for child in node.children:
        if child.weight is None or child.score is None:
            continue
        if child.kind == "item":
            yield child.id, share * child.weight
        else:
            yield from leaves(child, share * child.weight)
