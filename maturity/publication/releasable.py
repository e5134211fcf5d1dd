"""Checks of what plans may ask for: their own questionnaire, and in a release no weighted measures (decision 27)."""

from collections.abc import Iterable

from ..errors import Problem, Refusal
from ..questionnaire import Questionnaire
from ..statistics.plan import Plan
from ..statistics.weights.figures import is_weighted


def check_unweighted(plans: Iterable[Plan]) -> None:
    """Raise Refusal `disclosure-weighted` for every table with a weighted measure."""
    found = [
        (plan, table, [each for each in table.measures if is_weighted(each)]) for plan in plans for table in plan.tables
    ]
    problems = [
        Problem("disclosure-weighted", values={"plan": plan.id, "table": table.id, "measures": ", ".join(measures)})
        for plan, table, measures in found
        if measures
    ]
    if problems:
        raise Refusal(*problems)


def check_meant(plans: Iterable[Plan], questionnaire: Questionnaire) -> None:
    """Raise Refusal `plan-other-questionnaire` for every plan that is for another questionnaire."""
    problems = [
        Problem(
            "plan-other-questionnaire",
            values={"plan": plan.id, "found": plan.questionnaire, "questionnaire": questionnaire.id},
        )
        for plan in plans
        if plan.questionnaire != questionnaire.id
    ]
    if problems:
        raise Refusal(*problems)
