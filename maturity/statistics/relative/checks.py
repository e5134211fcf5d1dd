"""What plans may ask for of classes, and of results under another questionnaire."""

from collections.abc import Iterator
from typing import Any

from ...questionnaire.validation import Mistake, certain, readable
from ...text.yamltext import Path
from ..breakdowns import Breakdowns
from ..dimensions import CLASSES, JOINED, RELATIVE, VIEWED
from .names import ASSOCIATION, CLASS_FROM


@certain
def relative_mistakes(table: Any, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    """The mistakes of a table's shape (:class:`maturity.statistics.plan_checks.TableShape`)."""
    rows = [id for _, id in readable(table.rows)]
    yield from _one_of_a_kind(rows, path)
    for index, id in readable(table.rows):
        here = (*path, "rows", index)
        if id in CLASSES and not by.best:
            yield "plan-class-score", here, {"found": id}
        elif id in CLASSES and CLASSES[id] and CLASSES[id] not in rows[:index]:
            yield "plan-class-rows", here, {"found": id, "group": CLASSES[id]}
        if id == JOINED and by.joined is None:
            yield "plan-joined-missing", here, {"found": id}
    for index, name in readable(table.measures):
        yield from _measure(name, rows, table, by, (*path, "measures", index))


def _one_of_a_kind(rows: list[str], path: Path) -> Iterator[Mistake]:
    """Dimensions that share a column of the observations."""
    several = [id for id in rows if id in (*RELATIVE, *VIEWED)]
    for id in several[1:]:
        if id in RELATIVE or several[0] in RELATIVE:
            yield "plan-two-views", (*path, "rows"), {"first": several[0], "found": id}


def _measure(name: str, rows: list[str], table: Any, by: Breakdowns, path: Path) -> Iterator[Mistake]:
    if name == CLASS_FROM and not CLASSES.keys() & {*rows}:
        yield "plan-class-from", path, {"found": name}
    if name != ASSOCIATION:
        return
    if by.joined is None:
        yield "plan-joined-missing", path, {"found": name}
    elif not by.joined.best:
        yield "plan-joined-score", path, {"found": name}
    elif rows or table.population:
        yield "plan-association-rows", path, {"found": name}
