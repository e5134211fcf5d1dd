"""Jobs as their workers see them. A claim is a random text in the row of the job: who no longer has it writes nothing.

All times are those of the clock of the database, because machines differ.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, select, update

from ...errors import Busy, Problem
from ..faults import unique_or
from ..schema.jobs import jobs as table
from ..types import new_id
from .queue import KEPT_FOR, LIVE, Job, State, clock, read, written_problems

ATTEMPTS = 3  # workers that may die over a job before it has failed


class Lost(Exception):
    """The job is no longer the worker's: its lease ended, and another has it."""


def is_due(c: Connection, kinds: Collection[str]) -> bool:
    """Whether :func:`claim` may find a job. Reads only."""
    return c.scalar(select(table.c.id).where(_due(clock(c), kinds)).limit(1)) is not None


def claim(c: Connection, kinds: Collection[str], lease: timedelta, slots: Collection[str] = ()) -> Job | None:
    """Take the job of one of `kinds` that has been due longest, for as long as `lease`; None where there is none.

    With `slots`, the names of the machine's places for long work, one that is free is taken; None where none is. A
    person has one job at a time. Of workers that race one gets the job. A job is also due whose worker let its lease
    end; after ATTEMPTS of them it fails.
    """
    at = clock(c)
    _end_abandoned(c, at, kinds)
    taken = set(c.scalars(select(table.c.slot).where(table.c.state == "running", table.c.due_at > at)))
    slot = next((one for one in slots if one not in taken), None)
    if slots and slot is None:
        return None
    others = table.alias()
    busy = select(others.c.id).where(
        others.c.by == table.c.by, others.c.state == "running", others.c.due_at > at, others.c.id != table.c.id
    )
    first = (
        select(table.c.id)
        .where(_due(at, kinds), ~busy.exists())
        .order_by(table.c.due_at, table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    values = {"state": "running", "claim": new_id(), "slot": slot, "due_at": at + lease, "done": 0, "total": 0}
    taking = update(table).where(table.c.id == first.scalar_subquery(), _due(at, kinds)).returning(table)
    try:
        with unique_or(c, lambda: Busy(Problem("store-locked"))):
            row = c.execute(taking.values(**values, attempts=table.c.attempts + 1)).one_or_none()
    except Busy:  # another took the slot, or a job of the same person, at the same moment
        return None
    return read(row) if row else None


def keep(c: Connection, claimed: Job, lease: timedelta, done: int, total: int) -> bool:
    """Renew the lease and record the progress; returns whether the job is to be stopped. Raises Lost."""
    values = {"due_at": clock(c) + lease, "done": done, "total": total}
    row = c.execute(update(table).where(_mine(claimed)).values(values).returning(table.c.stopping)).one_or_none()
    if row is None:
        raise Lost
    return bool(row.stopping)


def complete(c: Connection, claimed: Job, file: str | None, done: int, total: int) -> bool:
    """Mark the job as done, in the transaction of what it did; False where it is to be stopped. Raises Lost."""
    values = {"done": done, "total": total, "file": file}
    if _end(c, claimed, "done", values, ~table.c.stopping):
        return True
    keep(c, claimed, timedelta(), done, total)
    return False


def fail(c: Connection, claimed: Job, problems: tuple[Problem, ...]) -> None:
    """Mark the job as failed. Raises Lost."""
    if not _end(c, claimed, "failed", {"problems": written_problems(problems)}):
        raise Lost


def end_stopped(c: Connection, claimed: Job) -> None:
    """Mark the job as stopped. Raises Lost."""
    if not _end(c, claimed, "stopped", {}):
        raise Lost


def put_back(c: Connection, claimed: Job, delay: timedelta = timedelta(), counted: bool = False) -> None:
    """Have the job wait for another worker, after `delay`. The attempt does not count, unless `counted`.

    A job that is no longer the worker's is unchanged.
    """
    values = {"state": "waiting", "claim": None, "slot": None, "due_at": clock(c) + delay, "done": 0, "total": 0}
    attempts = table.c.attempts - (0 if counted else 1)
    c.execute(update(table).where(_mine(claimed)).values(**values, attempts=attempts))


def forget(c: Connection, claimed: Job) -> None:
    """Delete a job that nobody looks at. Raises Lost."""
    if not c.execute(delete(table).where(_mine(claimed))).rowcount:
        raise Lost


def sweep(c: Connection) -> set[tuple[str, str]]:
    """Delete jobs that ended before KEPT_FOR; returns (id, claim) of those that may have files."""
    c.execute(delete(table).where(table.c.ended_at < clock(c) - KEPT_FOR))
    query = select(table.c.id, table.c.claim).where(table.c.state.in_(("running", "done")))
    return {(row.id, row.claim) for row in c.execute(query)}


def _due(at: datetime, kinds: Collection[str]) -> Any:
    return and_(table.c.state.in_(LIVE), table.c.due_at <= at, table.c.kind.in_(kinds))


def _mine(claimed: Job) -> Any:
    return and_(table.c.id == claimed.id, table.c.claim == claimed.claim, table.c.state == "running")


def _end(c: Connection, claimed: Job, state: State, values: dict[str, Any], *more: Any) -> bool:
    ending = update(table).where(_mine(claimed), *more).values(**values, state=state, ended_at=clock(c), slot=None)
    return c.execute(ending).rowcount == 1


def _end_abandoned(c: Connection, at: datetime, kinds: Collection[str]) -> None:
    """End jobs whose worker died where it was the last attempt, or where they were to be stopped."""
    left = (_due(at, kinds), table.c.state == "running")
    c.execute(update(table).where(*left, table.c.stopping).values(state="stopped", ended_at=at, slot=None))
    for id in c.scalars(select(table.c.id).where(*left, table.c.attempts >= ATTEMPTS)).all():
        problems = written_problems((Problem("job-ended", values={"job": id}),))
        ending = update(table).where(table.c.id == id, *left)
        c.execute(ending.values(state="failed", ended_at=at, slot=None, problems=problems))
