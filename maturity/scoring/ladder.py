"""The ladder score of GB/T 39117-2020 clause 6 (docs/method.md): one score a level, from weighted means of items.

Exact fractions throughout, so that a score of exactly the pass mark passes on every machine. The batch kernel
(:mod:`.batch`) computes the same in floating point and calls this module where the two could differ.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..answers import NotApplicable, Response, choice_id
from ..errors import refuse
from ..questionnaire import Group, Item, Questionnaire
from .result import LevelScore, Node, Outcome, Result, Share

METHOD = "ladder"
TOLERANCE = Fraction(1, 10**9)


def grade(response: Response) -> Result:
    """The grade of `response`: level and total S under both rules, with open items at 0 and at full, and the tree of
    scores.

    A_k is the sum, weighted in every tier, of the means of the areas' items (docs/method.md). Raises Refusal
    `scoring-method` where the questionnaire is scored by another method.
    """
    check_method(response.questionnaire)
    scoring = response.questionnaire.scoring
    marks = []
    for level in response.questionnaire.levels:
        node = _level(response, level.number)
        marks.append(LevelScore(level.number, node, reaches(node.score or Fraction(0), scoring.pass_mark)))
    lows = [mark.score for mark in marks]
    highs = [mark.high for mark in marks]
    return Result(
        response=response,
        levels=tuple(marks),
        rule=scoring.rule,
        gated=gated(lows, scoring.pass_mark),
        summed=summed(lows, scoring.pass_mark),
        gated_high=gated(highs, scoring.pass_mark),
        summed_high=summed(highs, scoring.pass_mark),
        shares=_shares(response),
    )


def check_method(questionnaire: Questionnaire) -> None:
    """Raise Refusal `scoring-method` unless the questionnaire is scored by the ladder."""
    method = questionnaire.scoring.method
    if method != METHOD:
        raise refuse("scoring-method", id=questionnaire.id, method=method, known=METHOD)


def reaches(score: Fraction, mark: Fraction) -> bool:
    """Whether `score` is at least `mark`, less the TOLERANCE for the last digit of floating-point inputs."""
    return score >= mark - TOLERANCE


def gated(scores: Sequence[Fraction], mark: Fraction) -> Outcome:
    """The outcome under the rule "gated": the highest level L with every level up to it met, and S = L + A_(L+1).

    `scores` are A_1, A_2, … from 0 to 1, `mark` is the pass mark. A_(L+1) counts as 0 above the highest level.
    """
    level = 0
    while level < len(scores) and reaches(scores[level], mark):
        level += 1
    return Outcome(level, level + (scores[level] if level < len(scores) else Fraction(0)))


def summed(scores: Sequence[Fraction], mark: Fraction) -> Outcome:
    """The outcome under the rule "sum": S = Σ over levels of 1 where A_k >= mark, else A_k.

    The level is the highest k with S >= k - 1 + mark, in bands of GB/T 39117-2020 clause 6; arguments as of
    :func:`gated`.
    """
    total = sum((Fraction(1) if reaches(score, mark) else score for score in scores), start=Fraction(0))
    level = 0
    while level < len(scores) and reaches(total, level + mark):
        level += 1
    return Outcome(level, total)


def _level(response: Response, level: int) -> Node:
    return _join("level", f"level-{level}", level, _nodes(response, response.questionnaire.groups, level))


def _nodes(response: Response, groups: Sequence[Group], level: int) -> list[Node]:
    """The nodes of the `groups` that are assessed (neither omitted nor tailored out), at `level`."""
    return [_group(response, one, level) for one in groups if not response.profile.without(one, response.cuts)]


def _group(response: Response, group: Group, level: int) -> Node:
    if not group.groups:
        return _area(response, group, level)
    children = _nodes(response, group.groups, level)
    return _weighed(response, _join(group.tier.id, group.id, level, children))


def _weighed(response: Response, node: Node) -> Node:
    """`node` with its nominal weight inside the parent; None where the profile gives it no weight."""
    weight = response.profile.weights.get((node.kind, node.id))
    return replace(node, weight=weight.share if weight else None)


def _join(kind: str, id: str, level: int, children: Sequence[Node]) -> Node:
    """The node whose score is the weighted mean of `children`; children without a score leave their weight to the
    others.
    """
    scored = [child for child in children if child.score is not None and child.weight]
    whole = sum((child.weight for child in scored if child.weight), start=Fraction(0))
    settled = tuple(
        replace(child, weight=child.weight / whole if child.weight and child.score is not None else None)
        for child in children
    )
    return Node(
        kind,
        id,
        level,
        _mean(settled, lambda node: node.score),
        _mean(settled, lambda node: node.high),
        None,
        settled,
        sum(child.answered for child in children),
        sum(child.not_applicable for child in children),
        sum(child.assessed for child in children),
    )


def _mean(children: Sequence[Node], value: Callable[[Node], Fraction | None]) -> Fraction | None:
    parts = [child.weight * (value(child) or 0) for child in children if child.weight is not None]
    return sum(parts, start=Fraction(0)) if parts else None


def _area(response: Response, area: Group, level: int) -> Node:
    own = _cell(response, area, level)
    lower, node = level, own
    while node.score is None and lower > 1 and response.questionnaire.scoring.empty_cell == "carry":
        lower -= 1
        node = _cell(response, area, lower)
    if node.score is None:
        node, lower = own, level
    settled = replace(
        node,
        level=level,
        carried_from=lower if lower != level else None,
        answered=own.answered,
        not_applicable=own.not_applicable,
        assessed=own.assessed,
    )
    return _weighed(response, settled)


def _cell(response: Response, area: Group, level: int) -> Node:
    """The node of one area at one level: the plain mean of its applicable items there; an open item counts 0."""
    return _join(area.tier.id, area.id, level, [_item(response, item) for item in area.items_at(level)])


def _item(response: Response, item: Item) -> Node:
    answer = response.answers.get(item.id)
    if isinstance(answer, NotApplicable):
        return Node("item", item.id, item.level, None, None, Fraction(1), (), 0, 1, 1)
    if answer is None:
        return Node("item", item.id, item.level, Fraction(0), Fraction(1), Fraction(1), (), 0, 0, 1)
    score = response.questionnaire.choice(choice_id(answer)).score
    return Node("item", item.id, item.level, score, score, Fraction(1), (), 1, 0, 1)


def _shares(response: Response) -> tuple[Share, ...]:
    """The weights that tailoring changed, those of the groups tailored out with 0 after."""
    families = [response.questionnaire.groups, *(group.groups for group in response.questionnaire.walk())]
    return tuple(share for family in families for share in _changed(response, family))


def _changed(response: Response, family: Sequence[Group]) -> Iterator[Share]:
    """The weights of all groups in `family` (children of one parent) where one of them is tailored out; else none."""
    profile, cuts = response.profile, response.cuts
    weighed = [group for group in family if group.key in profile.weights]
    kept = [group for group in weighed if not profile.without(group, cuts)]
    if len(kept) == len(weighed):
        return
    whole = sum((profile.share(group) for group in kept), start=Fraction(0)) or 1
    for group in weighed:
        before = profile.share(group)
        yield Share(*group.key, before, before / whole if group in kept else Fraction(0))
