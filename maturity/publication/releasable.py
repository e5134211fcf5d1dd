"""Checks of what plans may ask for: their own questionnaire; in a release nothing weighted (decision 27), nothing that
tells of one enterprise (decision 50) and no finer tables beside another questionnaire (decision 44); classes and
results under another questionnaire only of data in the store.
"""

from collections.abc import Iterable, Iterator

from ..errors import Problem, Refusal, refuse
from ..questionnaire import Questionnaire
from ..statistics.dimensions import CLASSIFICATIONS, JOINED
from ..statistics.numeric.amounts import SPREADS
from ..statistics.numeric.spread import RELEASED
from ..statistics.plan import Plan, TablePlan, is_relative
from ..statistics.weights.figures import is_weighted


def check_releasable(plans: Iterable[Plan]) -> None:
    """Raise Refusal with all that internal publications alone may have: `disclosure-weighted`, `disclosure-one-firm`,
    `disclosure-joined-finer`.
    """
    problems = [
        Problem(code, values={"plan": plan.id, "table": table.id, "measures": ", ".join(found)})
        for plan in plans
        for table in plan.tables
        for code, found in _internal(table)
        if found
    ]
    if problems:
        raise Refusal(*problems)


def _internal(table: TablePlan) -> Iterator[tuple[str, list[str]]]:
    """Codes, and the measures or dimensions of a table that no release may have."""
    yield "disclosure-weighted", [each for each in table.measures if is_weighted(each)]
    of_one = [each for each in table.measures if each.startswith(SPREADS) and not each.startswith(RELEASED)]
    yield "disclosure-one-firm", of_one
    if JOINED in table.rows:
        asked = dict.fromkeys((*table.rows, *(each.column for each in table.population)))
        yield "disclosure-joined-finer", [each for each in asked if each in CLASSIFICATIONS]


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
