"""Groups of which some items count: the best of those that apply."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from ..questionnaire import Group, Questionnaire
from .evaluation import COUNTING, ItemScore

Rank = tuple[bool, Fraction, Fraction, bool]


def picked(questionnaire: Questionnaire, items: Mapping[str, ItemScore]) -> dict[str, ItemScore]:
    """The item scores with `counts` and `reach` settled: of a group with `pick` k, the k highest degrees count.

    What is open counts as its lowest degree for that; the k highest that are possible are what the places can reach.
    """
    found = dict(items)
    for area in questionnaire.areas:
        if area.pick:
            found |= {one.item.id: one for one in _settled(area, items)}
    return found


def _settled(area: Group, items: Mapping[str, ItemScore]) -> Iterator[ItemScore]:
    scored = [items[item.id] for item in area.items if item.id in items and item.role in COUNTING]
    highest = sorted((one.degree.high for one in scored if one.degree), reverse=True)
    for place, one in enumerate(sorted(scored, key=_rank, reverse=True)):
        counts = place < area.pick
        yield replace(one, counts=counts, reach=highest[place] if counts and place < len(highest) else Fraction(0))


def _rank(one: ItemScore) -> Rank:
    """What does not apply comes last, what is open after what is settled at the same degree."""
    if one.degree is None:
        return False, Fraction(0), Fraction(0), False
    return True, one.degree.low, one.degree.high, one.state == "counted"
