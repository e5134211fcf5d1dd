"""What a plan may ask for: tables of its own questionnaire, and in a release nothing whose disclosure the linked system
cannot see (decision 27).
"""

from collections.abc import Iterable

from ..errors import Problem, Refusal
from ..questionnaire import Questionnaire
from ..statistics.plan import Plan
from ..statistics.weights.figures import is_weighted


def check_unweighted(plans: Iterable[Plan]) -> None:
    """Raises Refusal disclosure-weighted, for every table with a weighted measure."""
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
    """Raises Refusal plan-other-questionnaire, for every plan that is not for answers to this questionnaire."""
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
