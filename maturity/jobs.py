"""Work that takes longer than a page may: one at a time beside the pages, with progress, and it can be stopped.

Jobs live in this process. One that ends with it leaves nothing that anybody could mistake for a result: the folder is
emptied when the next process begins.
"""

import logging
import shutil
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Literal

from .errors import Problem, Refusal
from .settings import private_folder

State = Literal["waiting", "running", "done", "failed", "stopped"]
Told = Callable[[int, int], None]  # hears how much is done of how much; raises Stopped when it is to stop
Work = Callable[[Path, Told], Path]  # writes into a folder of its own and returns the file to hand over
KEPT = 5  # of a person; older ones go, with their files
log = logging.getLogger("maturity.jobs")


class Stopped(Exception):
    """Somebody stopped the job."""


@dataclass
class Job:
    """One piece of work. `owner` is the id of a person, `about` what the page says it is."""

    id: str
    owner: str
    about: tuple[str, ...]
    folder: Path
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    state: State = "waiting"
    done: int = 0
    total: int = 0
    file: Path | None = None
    problems: tuple[Problem, ...] = ()
    stopping: bool = False

    @property
    def live(self) -> bool:
        """It is not over yet."""
        return self.state in ("waiting", "running")


class Jobs:
    """The jobs of a process, their files in `folder`. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._jobs, self._lock = folder, dict[str, Job](), Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="maturity-job")
        shutil.rmtree(folder, ignore_errors=True)

    def start(self, owner: str, about: tuple[str, ...], work: Work) -> Job:
        """Begin, or wait for the turn. The same work of the same person that is not over yet is not begun again."""
        with self._lock:
            for job in self._jobs.values():
                if job.live and (job.owner, job.about) == (owner, about):
                    return job
            id = uuid.uuid4().hex
            job = self._jobs[id] = Job(id, owner, about, self._folder / id)
            for old in self._of(owner)[KEPT:]:
                self._drop(old)
        self._pool.submit(self._run, job, work)
        return job

    def of(self, owner: str) -> list[Job]:
        """The person's jobs, the latest first."""
        with self._lock:
            return self._of(owner)

    def get(self, owner: str, id: str) -> Job | None:
        """One of the person's own."""
        job = self._jobs.get(id)
        return job if job and job.owner == owner else None

    def stop(self, job: Job) -> None:
        """Stop it at the next step; one that is over stays as it is."""
        job.stopping = True

    def _of(self, owner: str) -> list[Job]:
        return [job for job in reversed(self._jobs.values()) if job.owner == owner]

    def _drop(self, job: Job) -> None:
        if not job.live:
            del self._jobs[job.id]
            shutil.rmtree(job.folder, ignore_errors=True)

    def _run(self, job: Job, work: Work) -> None:
        def told(done: int, total: int) -> None:
            job.done, job.total = done, total
            if job.stopping:
                raise Stopped

        try:
            told(0, 0)
            job.state = "running"
            private_folder(job.folder)
            job.file = work(job.folder, told)
            job.state = "done"
        except Stopped:
            job.state = "stopped"
        except Refusal as refusal:
            job.problems, job.state = refusal.problems, "failed"
        except Exception:
            log.exception("job %s of %s", job.id, job.owner)
            job.state = "failed"
        if job.state != "done":
            shutil.rmtree(job.folder, ignore_errors=True)
