"""What a plan may ask for in a release: nothing whose disclosure the linked system cannot see (decision 27)."""

from collections.abc import Iterable

from ..errors import Problem, Refusal
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
