"""Checks of what plans may ask for: their own questionnaire, in a release no weighted measures (decision 27), and
classes and results under another questionnaire only of data in the store.
"""

from collections.abc import Iterable

from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from ..statistics.plan import Plan, is_relative
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
    """Raise Refusal `plan-other-questionnaire` for every plan of submissions to another questionnaire."""
    problems = [
        Problem(
            "plan-other-questionnaire",
            values={"plan": plan.id, "found": plan.questionnaire, "questionnaire": questionnaire.id},
        )
        for plan in plans
        if plan.tables and plan.questionnaire != questionnaire.id
    ]
    if problems:
        raise Refusal(*problems)


def check_absolute(plans: Iterable[Plan], code: str) -> None:
    """Raise Refusal with the `code` where a table is of classes, or beside results under another questionnaire."""
    found = [table.id for plan in plans for table in plan.tables if is_relative(table)]
    if found:
        raise refuse(code, tables=", ".join(found))


def joined_of(plans: Iterable[Plan]) -> Questionnaire | None:
    """The other questionnaire whose results `plans` set beside theirs. Raises Refusal `plan-joined-several`."""
    found = {plan.joined.id: plan.joined for plan in plans if plan.joined}
    if len(found) > 1:
        raise refuse("plan-joined-several", found=", ".join(found))
    return next(iter(found.values()), None)
