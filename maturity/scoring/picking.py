"""Groups of which some items count: the best of those that apply."""

from collections.abc import Mapping
from dataclasses import replace

from ..questionnaire import Group, Questionnaire
from .evaluation import ItemScore


def picked(questionnaire: Questionnaire, items: Mapping[str, ItemScore]) -> dict[str, ItemScore]:
    """The item scores with `counts` settled: of a group with `pick` k, the k highest degrees count.

    Settled ones go before open ones of the same highest degree; what does not apply counts last.
    """
    found = dict(items)
    for area in questionnaire.areas:
        if area.pick:
            for one in _left_out(area, items):
                found[one.item.id] = replace(one, counts=False)
    return found


def _left_out(area: Group, items: Mapping[str, ItemScore]) -> list[ItemScore]:
    scored = [items[item.id] for item in area.items if item.id in items and item.role in ("mandatory", "optional")]
    return sorted(scored, key=_rank, reverse=True)[area.pick :]


def _rank(one: ItemScore) -> tuple[bool, object, object, bool]:
    degree = one.degree
    return degree is not None, degree.low if degree else 0, degree.high if degree else 0, one.state == "counted"
