"""The methods "values" and "attainment", which have no total, and "index", 100 times the mean of all degrees."""

from collections.abc import Mapping
from fractions import Fraction

from ..answers import Response
from ..questionnaire import Group
from .evaluation import COUNTING, NO_SECTIONS, NONE, Evaluation, Interval, ItemScore, Section, Verdict
from .picking import picked

HUNDRED = Fraction(100)


def without_total(
    response: Response,
    items: Mapping[str, ItemScore],
    facts: Mapping[str, str],
    known: Mapping[str, Section] = NO_SECTIONS,
) -> Evaluation:
    """The evaluation of these item scores, each for itself; `known` as of :func:`.points.reduce`."""
    sections = tuple(known.get(group.id) or _section(group, items) for group in response.questionnaire.groups)
    return Evaluation(response, facts, items, sections, _with(items, "gate"), _with(items, "mandatory"))


def index(
    response: Response,
    items: Mapping[str, ItemScore],
    facts: Mapping[str, str],
    known: Mapping[str, Section] = NO_SECTIONS,
) -> Evaluation:
    """The index of these item scores: 100 / N times the sum of the degrees of the N items that count; `known` as of
    :func:`.points.reduce`.

    What does not apply leaves N under the policy "renormalise", and adds 0 under "zero". Without a cap a degree, and
    the index, can be above its maximum.
    """
    items = picked(response.questionnaire, items)
    counted = [one for one in items.values() if one.counts and one.item.role in COUNTING]
    if response.questionnaire.scoring.na_policy == "renormalise":
        counted = [one for one in counted if one.degree is not None]
    total: Interval = sum((one.share for one in counted if one.share), start=NONE)
    score = total * (HUNDRED / len(counted)) if counted else NONE
    sections = tuple(known.get(group.id) or _section(group, items) for group in response.questionnaire.groups)
    grading = next((one for one in response.questionnaire.grading if one.fits(facts)), None)
    gates, mandatory = _with(items, "gate"), Verdict(())
    return Evaluation(response, facts, items, sections, gates, mandatory, score, HUNDRED, None, grading)


def _with(items: Mapping[str, ItemScore], role: str) -> Verdict:
    return Verdict(tuple(one for one in items.values() if one.item.role == role))


def _section(group: Group, items: Mapping[str, ItemScore]) -> Section:
    own = tuple(items[item.id] for item in group.items if item.id in items)
    return Section(group, own, tuple(_section(child, items) for child in group.groups))
