"""The method "points": gates, then mandatory items, then the points of optional ones, each told apart.

With parts, a block (a group of the outermost tier) earns the share of its mandatory part where all its mandatory items
are met, and of the optional part as many hundredths as its optional items earn of what can be earned. Without parts,
points are added up as they are. What is not applicable follows one policy at every depth:

- renormalise: it leaves, and what is left carries its points or weight;
- zero: its points cannot be reached;
- full: its points count as earned.

A mandatory item that does not apply leaves under each policy, and an empty part leaves its share to the other.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from ..answers import Response
from ..questionnaire import Group
from .evaluation import COUNTING, NO_SECTIONS, NONE, ZERO, Evaluation, Interval, ItemScore, Section, Verdict
from .picking import picked

ONE = Fraction(1)
FULL = Interval(ONE, ONE)


def reduce(
    response: Response,
    items: Mapping[str, ItemScore],
    facts: Mapping[str, str],
    known: Mapping[str, Section] = NO_SECTIONS,
) -> Evaluation:
    """The evaluation of these item scores; `known` are outermost groups, by id, with the item scores that they have."""
    items = picked(response.questionnaire, items)
    blocks = tuple(
        known.get(group.id) or _block(response, _section(response, group, items))
        for group in response.questionnaire.groups
    )
    scoring, every = response.questionnaire.scoring, [*items.values()]
    grading = next((one for one in response.questionnaire.grading if one.fits(facts)), None)
    mandatory = Verdict(tuple(one for one in every if one.item.role == "mandatory"))
    gates = Verdict(tuple(one for one in every if one.item.role == "gate"))
    score = _by_parts(response, blocks) if scoring.mandatory is not None else _added(response, every)
    bonus = _bonus([one for one in every if one.item.role == "bonus"], scoring.bonus_most)
    return Evaluation(response, facts, items, blocks, gates, mandatory, score, scoring.total, bonus, grading)


def _section(response: Response, group: Group, items: Mapping[str, ItemScore]) -> Section:
    sections = tuple(_section(response, child, items) for child in group.groups)
    own = tuple(items[item.id] for item in group.items if item.id in items)
    optional = [one for one in own if one.item.role == "optional" and one.counts]
    policy = response.questionnaire.scoring.na_policy
    earned, reachable = NONE, ZERO
    for one in optional:
        if one.degree is not None:
            earned, reachable = earned + one.earned, reachable + one.points
        elif policy != "renormalise":
            earned += FULL * one.points if policy == "full" else NONE
            reachable += one.points
    for section in sections:
        earned, reachable = earned + section.earned, reachable + section.reachable
    below = [one for section in sections for one in section.mandatory.items]
    mandatory = Verdict((*(one for one in own if one.item.role == "mandatory"), *below))
    return Section(group, own, sections, None, None, earned, reachable, mandatory)


def _block(response: Response, section: Section) -> Section:
    """The section with its score, where blocks have weights."""
    share, weight = response.questionnaire.scoring.mandatory, response.profile.weights.get(section.group.key)
    if share is None or weight is None:
        return section
    maximum = weight.share * response.questionnaire.scoring.total
    part = _part(response, section)
    return replace(section, score=None if part is None else part * maximum, maximum=maximum)


def _part(response: Response, section: Section) -> Interval | None:
    """The share of a block's points that is earned, from 0 to 1; None where nothing in it applies."""
    share = response.questionnaire.scoring.mandatory or ZERO
    must = [one for one in section.mandatory.items if one.degree is not None]
    met = _met(must, all_or_nothing=response.questionnaire.scoring.all_or_nothing)
    if not section.reachable:
        return met if must else None
    optional = section.earned * (1 / section.reachable)
    return optional if not must else met * share + optional * (1 - share)


def _met(items: list[ItemScore], *, all_or_nothing: bool) -> Interval:
    """The share of mandatory items met, from 0 to 1; all or nothing if that is the rule."""
    if not items:
        return NONE
    low = Fraction(sum(one.standing == "met" for one in items), len(items))
    high = Fraction(sum(one.standing != "not met" for one in items), len(items))
    return Interval(Fraction(low == 1), Fraction(high == 1)) if all_or_nothing else Interval(low, high)


def _by_parts(response: Response, blocks: tuple[Section, ...]) -> Interval:
    """The sum of the blocks; one in which nothing applies follows the policy too."""
    policy, total = response.questionnaire.scoring.na_policy, response.questionnaire.scoring.total
    weighed = [block for block in blocks if block.maximum is not None]
    score = sum((block.score for block in weighed if block.score), start=NONE)
    empty = sum((block.maximum for block in weighed if block.score is None and block.maximum), start=ZERO)
    if policy == "full":
        return score + FULL * empty
    return score * (total / (total - empty)) if policy == "renormalise" and empty < total else score


def _added(response: Response, items: list[ItemScore]) -> Interval:
    """The points of mandatory and optional items, added up."""
    counted = [one for one in items if one.item.role in COUNTING and one.counts]
    score = sum((one.earned for one in counted), start=NONE)
    gone = sum((one.points for one in counted if one.degree is None), start=ZERO)
    policy, total = response.questionnaire.scoring.na_policy, response.questionnaire.scoring.total
    if policy == "full":
        return score + FULL * gone
    return score * (total / (total - gone)) if policy == "renormalise" and gone < total else score


def _bonus(items: list[ItemScore], most: Fraction | None) -> Interval | None:
    """The points of bonus items, at most `most`; None without any."""
    if not items:
        return None
    found = sum((one.earned for one in items), start=NONE)
    return found if most is None else Interval(min(found.low, most), min(found.high, most))
