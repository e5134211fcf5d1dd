"""The state of this installation as probes and metrics tell it: database, disk, queue of jobs, backups."""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...errors import Refusal
from ...operation.latest import last_backup
from ...store import Store
from ...store.jobs import queue

LEAST_FREE = 100 * 1024 * 1024  # bytes; with less a server is not ready: the next upload could fill the disk


@dataclass(frozen=True, slots=True)
class State:
    """`database` and `disk` are "ok" or the code of an error; `free` is in bytes; `waiting` is the number of jobs that
    no worker has, `oldest` the seconds since the first of them was due, `backup` those since the last backup.
    None is what cannot be known.
    """

    database: str
    disk: str
    free: int | None
    waiting: int | None
    oldest: float | None
    backup: float | None

    @property
    def ready(self) -> bool:
        """Whether requests can be served, with however many jobs waiting."""
        return self.database == self.disk == "ok"


def state_of(store: Store, data_dir: Path) -> State:
    """The state now: one short transaction on the database and a look at the disk."""
    database, waiting, oldest, (disk, free) = "ok", None, None, _disk(data_dir)
    try:
        with store.read() as c:
            waiting, since = queue.waiting(c)
            oldest = (queue.clock(c) - since).total_seconds() if since else 0.0
    except Refusal as refusal:
        database = refusal.problems[0].code
    last = last_backup(data_dir)
    backup = (datetime.now(UTC) - last).total_seconds() if last else None
    return State(database, disk, free, waiting, oldest, backup)


def _disk(folder: Path) -> tuple[str, int | None]:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return "files-unwritable", None
    if not os.access(folder, os.W_OK):
        return "files-unwritable", free
    return "ok" if free >= LEAST_FREE else "files-full", free
