"""The ladder score of GB/T 39117: means of items, weighted up to one score a level, levels climbed from below.

Exact fractions throughout, so that a score of exactly the pass mark passes on every machine. The batch kernel
(:mod:`.batch`) computes the same in floating point and calls this module where the two could differ.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from ..answers import NotApplicable, Response
from ..questionnaire import Domain, Element, Item, Subdomain
from .result import Kind, LevelScore, Node, Outcome, Result, Share

TOLERANCE = Fraction(1, 10**9)


def grade(response: Response) -> Result:
    """The grade of `response`: level, S, both rules, the interval of open items, and the whole tree of numbers."""
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


def reaches(score: Fraction, mark: Fraction) -> bool:
    """`score` is at least `mark`, within the tolerance that absorbs the last digit of floating-point inputs."""
    return score >= mark - TOLERANCE


def gated(scores: Sequence[Fraction], mark: Fraction) -> Outcome:
    """The highest level with every level up to it met; S adds the score of the first level that is not."""
    level = 0
    while level < len(scores) and reaches(scores[level], mark):
        level += 1
    return Outcome(level, level + (scores[level] if level < len(scores) else Fraction(0)))


def summed(scores: Sequence[Fraction], mark: Fraction) -> Outcome:
    """S = sum over levels of 1 where met, else the score; the level from the bands k - 1 + mark <= S."""
    total = sum((Fraction(1) if reaches(score, mark) else score for score in scores), start=Fraction(0))
    level = 0
    while level < len(scores) and reaches(total, level + mark):
        level += 1
    return Outcome(level, total)


def _level(response: Response, level: int) -> Node:
    return _join(
        "level", f"level-{level}", level, [_element(response, e, level) for e in response.questionnaire.elements]
    )


def _element(response: Response, element: Element, level: int) -> Node:
    children = [_domain(response, domain, level) for domain in element.domains if domain.id not in response.cuts]
    return _weighed(response, _join("element", element.id, level, children))


def _domain(response: Response, domain: Domain, level: int) -> Node:
    omits = response.profile.omits
    children = [_subdomain(response, s, level) for s in domain.subdomains if s.id not in omits]
    return _weighed(response, _join("domain", domain.id, level, children))


def _weighed(response: Response, node: Node) -> Node:
    """The node with its nominal share; a node the profile does not weigh (nothing assessed) has none."""
    weight = response.profile.weights.get((node.kind, node.id))
    return replace(node, weight=weight.share if weight else None)


def _join(kind: Kind, id: str, level: int, children: Sequence[Node]) -> Node:
    """The weighted mean of `children`; shares of children without a score are spread over their siblings."""
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


def _subdomain(response: Response, subdomain: Subdomain, level: int) -> Node:
    own = _cell(response, subdomain, level)
    lower, node = level, own
    while node.score is None and lower > 1 and response.questionnaire.scoring.empty_cell == "carry":
        lower -= 1
        node = _cell(response, subdomain, lower)
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


def _cell(response: Response, subdomain: Subdomain, level: int) -> Node:
    """The plain mean of the applicable items of one subdomain at one level; an open item counts 0."""
    return _join("subdomain", subdomain.id, level, [_item(response, item) for item in subdomain.items_at(level)])


def _item(response: Response, item: Item) -> Node:
    answer = response.answers.get(item.id)
    if isinstance(answer, NotApplicable):
        return Node("item", item.id, item.level, None, None, Fraction(1), (), 0, 1, 1)
    if answer is None:
        return Node("item", item.id, item.level, Fraction(0), Fraction(1), Fraction(1), (), 0, 0, 1)
    score = response.questionnaire.choice(answer.choice).score
    return Node("item", item.id, item.level, score, score, Fraction(1), (), 1, 0, 1)


def _shares(response: Response) -> tuple[Share, ...]:
    """The domains whose share tailoring changed, cut ones with 0."""
    changed = []
    for element in response.questionnaire.elements:
        domains = [d for d in element.domains if ("domain", d.id) in response.profile.weights]
        if not any(domain.id in response.cuts for domain in domains):
            continue
        before = {domain.id: response.profile.share("domain", domain.id) for domain in domains}
        kept = sum((share for id, share in before.items() if id not in response.cuts), start=Fraction(0))
        for id, share in before.items():
            changed.append(Share("domain", id, share, Fraction(0) if id in response.cuts else share / (kept or 1)))
    return tuple(changed)
