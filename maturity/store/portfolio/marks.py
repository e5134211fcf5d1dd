"""Marks on kept figures: whoever changes what figures come from marks them stale in the same transaction.

The marks are written at the end of the transaction, in one order, so that those who answer together never wait for each
other over them and cannot deadlock.
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, or_, select, true, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from ..schema import assessments, standings

TOUCHED = "maturity_touched"  # the execution option with the ids of a transaction's changed assessments
_AT_ONCE = 1000


def touch(c: Connection, *assessment_ids: str) -> None:
    """Mark the kept figures of assessments stale when the transaction of `c` ends; they need not have any yet."""
    c.get_execution_options()[TOUCHED].update(assessment_ids)


def touch_all_of(c: Connection, *organisation_ids: str) -> None:
    """As :func:`touch`, all assessments of enterprises; also where one was added, which may now be the latest."""
    touch(c, *c.scalars(select(assessments.c.id).where(assessments.c.organisation_id.in_(organisation_ids))))


def write_marks(c: Connection) -> None:
    """Write the marks of the transaction; called at its end."""
    touched: set[str] = c.get_execution_options()[TOUCHED]
    if not touched or not c.in_transaction():  # or it was rolled back on purpose
        return
    ids = sorted(touched)
    for start in range(0, len(ids), _AT_ONCE):
        c.execute(_marking(c.dialect.name), {"ids": ids[start : start + _AT_ONCE]})
    touched.clear()


@cache
def _marking(dialect: str) -> Any:
    """Adds marked rows, or marks them. It waits for those who are keeping figures of the same assessment."""
    plain = [assessments.c[name] for name in ("organisation_id", "id", "questionnaire", "year", "state")]
    theirs = (
        select(*plain, ~exists(_later()), true())
        .where(assessments.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(assessments.c.id)
        .with_for_update(read=True)
    )
    columns = ["organisation_id", "assessment_id", "questionnaire", "year", "state", "latest", "stale"]
    adding: Any = (postgresql if dialect == "postgresql" else sqlite).insert(standings)
    changing = {name: adding.excluded[name] for name in ("state", "latest", "stale")}
    differs = or_(*(standings.c[name].is_distinct_from(value) for name, value in changing.items()))
    adding = adding.from_select(columns, theirs)
    return adding.on_conflict_do_update(index_elements=columns[:2], set_=changing, where=differs)


def _later() -> Select[Any]:
    """A later assessment of the same enterprise by the same questionnaire."""
    later, order = assessments.alias("later"), ("year", "created_at", "id")
    after = tuple_(*(later.c[name] for name in order)) > tuple_(*(assessments.c[name] for name in order))
    same = (later.c[name] == assessments.c[name] for name in ("organisation_id", "questionnaire"))
    return select(later.c.id).where(*same, after).correlate(assessments)
