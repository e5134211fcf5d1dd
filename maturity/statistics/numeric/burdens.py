"""The quantities of which indicators want less: energy, carbon, water and the like."""

from ...questionnaire import Questionnaire
from .amounts import RATIO, magnitudes


def burdens(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The ids of quantities that are the numerator of a ratio of which less is better, each once."""
    found = dict[str, None]()
    for one in magnitudes(questionnaire):
        if one.measure.startswith(RATIO) and len(one.top.form) == 1:
            rule = questionnaire.item(one.measure.removeprefix(RATIO)).scorer
            if getattr(rule, "better", "") == "low":
                found[one.top.form[0][0]] = None
    return tuple(found)
