"""Jobs as who asked for them sees them: started, looked at, stopped."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Connection, Row, case, delete, func, insert, select, text, update

from ...errors import Busy, Conflict, Place, Problem
from ..enterprises import audit
from ..faults import unique_or
from ..schema.jobs import jobs as table
from ..types import Moment, canonical_json, is_id, new_id

State = Literal["waiting", "running", "done", "failed", "stopped"]
LIVE = ("waiting", "running")
MOST = 5  # jobs of a person that have not ended, and as many that have; older ones go, with their files
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    """A job: `kind` and `about`, plain values, say what is to be done; `by` is the id of the person who asked, None for
    the application itself. `done` of `total` steps are done (0 of 0: not known); `file` is the name of the result.
    """

    id: str
    by: str | None
    kind: str
    about: Mapping[str, Any]
    state: State
    at: datetime
    claim: str | None
    attempts: int
    stopping: bool
    done: int
    total: int
    file: str | None
    problems: tuple[Problem, ...]

    @property
    def live(self) -> bool:
        """Whether the job has not ended."""
        return self.state in LIVE


def clock(c: Connection) -> datetime:
    """The present, by the clock of the database."""
    if c.dialect.name == "postgresql":
        found: datetime = c.scalars(select(func.clock_timestamp(type_=Moment))).one()
    else:
        found = c.scalars(text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now') AS at").columns(at=Moment)).one()
    return found


def start(
    c: Connection, by: str | None, kind: str, about: Mapping[str, Any], key: Mapping[str, Any] | None = None
) -> str:
    """Have a job done by a worker; returns its id. An equal one of the same person that has not ended is returned.

    `about` must be values of JSON; jobs with the same `key` are equal, by default those with the same `about`.

    Raises Busy jobs-many where MOST of the person's have not ended.
    """
    digest = sha256(canonical_json([kind, about if key is None else key]).encode()).hexdigest()
    if by is not None:
        known = _unfinished(c, by)
        if digest in known:
            return known[digest]
        if len(known) >= MOST:
            raise Busy(Problem("jobs-many", values={"most": MOST}))
        _drop_older(c, by)
    id, moment = new_id(), clock(c)
    values: dict[str, Any] = {"id": id, "by": by, "kind": kind, "about": about, "sha256": digest, "state": "waiting"}
    values |= {"attempts": 0, "stopping": False, "done": 0, "total": 0, "problems": "[]"}
    try:
        with unique_or(c, lambda: Conflict(Problem("jobs-many", values={"most": MOST}))):
            c.execute(insert(table).values(**values, at=moment, due_at=moment))
    except Conflict:  # the same was asked for twice at one moment
        return _unfinished(c, str(by))[digest]
    return id


def jobs_of(c: Connection, by: str) -> list[Job]:
    """The person's jobs that are not older than KEPT_FOR, the latest first."""
    fresh = table.c.at > clock(c) - KEPT_FOR
    rows = c.execute(select(table).where(table.c.by == by, fresh | _live()).order_by(table.c.at.desc()))
    return [read(row) for row in rows]


def job(c: Connection, by: str, id: str) -> Job | None:
    """The person's job with this id; None for any other."""
    return next((one for one in jobs_of(c, by) if one.id == id), None) if is_id(id) else None


def stop(c: Connection, by: str, id: str) -> None:
    """Stop a job of the person: at once where no worker has it, else at its next step. One that ended is unchanged."""
    waits = table.c.state == "waiting"
    values = {
        "stopping": True,
        "state": case((waits, "stopped"), else_=table.c.state),
        "ended_at": case((waits, clock(c)), else_=table.c.ended_at),
    }
    c.execute(update(table).where(table.c.id == id, table.c.by == by, _live()).values(values))


def record_download(c: Connection, by: str, file: str) -> None:
    """Record that a person downloads a file of their job; `file` is its name."""
    audit.record(c, by, "job.read", detail={"file": file})


def waiting(c: Connection) -> tuple[int, datetime | None]:
    """How many jobs wait for a worker, and since when the first of them does."""
    query = select(func.count(), func.min(table.c.at)).where(table.c.state == "waiting")
    return c.execute(query).one()


def _live() -> Any:
    return table.c.state.in_(LIVE)


def _unfinished(c: Connection, by: str) -> dict[str, str]:
    """The ids of the person's jobs that have not ended, by their digests."""
    return dict(c.execute(select(table.c.sha256, table.c.id).where(table.c.by == by, _live())).all())


def _drop_older(c: Connection, by: str) -> None:
    ended = (table.c.by == by, table.c.ended_at.is_not(None))
    newest = select(table.c.id).where(*ended).order_by(table.c.at.desc()).limit(MOST - 1)
    c.execute(delete(table).where(*ended, table.c.id.not_in(newest)))


def read(row: Row[Any]) -> Job:
    """A row of the table as a job."""
    plain = {name: getattr(row, name) for name in Job.__slots__ if name != "problems"}
    return Job(**plain, problems=read_problems(row.problems))


def read_problems(text: str) -> tuple[Problem, ...]:
    """Inverse of :func:`written_problems`."""
    return tuple(Problem(code, Place(*place), values) for code, place, values in json.loads(text))


def written_problems(problems: tuple[Problem, ...]) -> str:
    """Problems as JSON; values that JSON does not have become texts."""
    kept = [(one.code, (one.place.source, one.place.row, one.place.column), dict(one.values)) for one in problems]
    return json.dumps(kept, default=str, ensure_ascii=False)
