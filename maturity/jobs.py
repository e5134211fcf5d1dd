"""Background jobs for work that takes longer than a request: one at a time a process, with progress; they can be
stopped.

A job is run by the process that began it and recorded in a folder shared by all processes: `ID.json` describes it, the
folder `ID` has its files, and `ID.lock` is locked while its process lives. A job whose process died is marked as ended
unexpectedly.
"""

import json
import logging
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import IO, Any, Literal

from .errors import Place, Problem, Refusal, disk_error, disk_full
from .settings import private_file, private_folder, try_lock, write_whole

State = Literal["waiting", "running", "done", "failed", "stopped"]
Progress = Callable[[int, int], None]  # called with (done, total); raises Stopped when stopped
Work = Callable[[Path, Progress], Path]  # writes into its own folder and returns the file
KEPT = 5  # of a person; older ones go, with their files
KEPT_FOR = timedelta(days=1)
_PAUSE = 0.5  # seconds between two notes of the progress
log = logging.getLogger("maturity.jobs")


class Stopped(Exception):
    """Raised in a job that was stopped."""


@dataclass
class Job:
    """A job. `owner` is the id of a person, `about` describes it to pages."""

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

    @property
    def live(self) -> bool:
        """Whether the job has not ended."""
        return self.state in ("waiting", "running")


class Jobs:
    """The jobs of all processes that record theirs in `folder`. Safe for threads and processes."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._mine, self._lock = folder, dict[str, Job](), Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="maturity-job")
        known = {job.id for job in self._all()}
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.is_dir() and path.name not in known and not self._held(path.name):
                shutil.rmtree(path, ignore_errors=True)  # of no job that anybody could ask for

    def start(self, owner: str, about: tuple[str, ...], work: Work) -> Job:
        """Start a job, or queue it. An equal job of the same person that has not ended is returned instead.

        Raises Busy `files-full`, `files-unwritable`.
        """
        try:
            with self._lock, self._alone():
                for job in self._of(owner):
                    if job.live and job.about == about:
                        return job
                id = uuid.uuid4().hex
                job = Job(id, owner, about, self._folder / id)
                lock = try_lock(self._path(id, "lock"))
                self._write(job)
                self._mine[id] = job
                for old in self._of(owner)[KEPT:]:
                    self._drop(old)
        except OSError as error:
            raise disk_error(error) from error
        self._pool.submit(self._run, job, work, lock)
        return job

    def of(self, owner: str) -> list[Job]:
        """The person's jobs, the latest first."""
        with self._lock:
            return self._of(owner)

    def get(self, owner: str, id: str) -> Job | None:
        """The person's job with this id; None for any other."""
        return next((job for job in self.of(owner) if job.id == id), None)

    def stop(self, job: Job) -> None:
        """Stop the job at its next step; a job that has ended is unchanged."""
        if job.live:
            os.close(private_file(self._path(job.id, "stop")))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """A context in which no other process starts a job."""
        private_folder(self._folder)
        while not (lock := try_lock(self._folder.with_name(f"{self._folder.name}.lock"))):
            time.sleep(0.01)
        with lock:
            yield

    def _of(self, owner: str) -> list[Job]:
        return sorted((job for job in self._all() if job.owner == owner), key=lambda job: job.at, reverse=True)

    def _all(self) -> Iterator[Job]:
        for path in self._folder.glob("*.json"):
            job = self._mine.get(path.stem) or self._read(path)
            if job and not job.live and job.at < datetime.now(UTC) - KEPT_FOR:
                self._drop(job)
            elif job:
                yield job

    def _drop(self, job: Job) -> None:
        if not job.live:
            self._mine.pop(job.id, None)
            shutil.rmtree(job.folder, ignore_errors=True)
            for path in self._folder.glob(f"{job.id}.*"):
                path.unlink(missing_ok=True)

    def _path(self, id: str, suffix: str) -> Path:
        return self._folder / f"{id}.{suffix}"

    def _held(self, id: str) -> bool:
        """Whether the process of the job lives."""
        path = self._path(id, "lock")
        lock = try_lock(path) if path.exists() else None
        if lock:
            lock.close()
        return path.exists() and lock is None

    def _run(self, job: Job, work: Work, lock: IO[str] | None) -> None:
        noted, stop = time.monotonic(), self._path(job.id, "stop")

        def progress(done: int, total: int) -> None:
            nonlocal noted
            job.done, job.total = done, total
            if stop.exists():
                raise Stopped
            if time.monotonic() - noted > _PAUSE:
                noted = time.monotonic()
                self._write(job)

        try:
            progress(0, 0)
            job.state = "running"
            private_folder(job.folder)
            self._write(job)
            job.file = work(job.folder, progress)
            for path in job.folder.iterdir():
                path.chmod(0o600)  # exporters write files that others may read
            state: State = "done"
        except Stopped:
            state = "stopped"
        except Refusal as refusal:
            job.problems, state = refusal.problems, "failed"
        except Exception as error:
            log.exception("job %s of %s", job.id, job.owner)
            full = isinstance(error, OSError) and disk_full(error)
            job.problems, state = (Problem("files-full") if full else _ended(job.id),), "failed"
        if state != "done":
            shutil.rmtree(job.folder, ignore_errors=True)
        try:
            self._write(replace(job, state=state))
        except OSError:  # others read it as ended with its process
            log.exception("the end of job %s of %s cannot be noted", job.id, job.owner)
        job.state = state
        if lock:
            lock.close()

    def _write(self, job: Job) -> None:
        """Record the job for other processes, atomically."""
        kept = {name: getattr(job, name) for name in ("owner", "about", "state", "done", "total")}
        problems = [(p.code, (p.place.source, p.place.row, p.place.column), dict(p.values)) for p in job.problems]
        kept |= {"at": job.at.isoformat(), "file": job.file and str(job.file), "problems": problems}
        write_whole(self._path(job.id, "json"), json.dumps(kept, default=str).encode())

    def _read(self, path: Path) -> Job | None:
        """The job of another process; None where it no longer exists."""
        held = self._held(path.stem)  # before its state: what ends meanwhile has not ended unexpectedly
        try:
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        kept["problems"] = tuple(Problem(code, Place(*place), values) for code, place, values in kept["problems"])
        kept |= {"about": tuple(kept["about"]), "at": datetime.fromisoformat(kept["at"])}
        kept["file"] = Path(kept["file"]) if kept["file"] else None
        job = Job(id=path.stem, folder=path.with_suffix(""), **kept)
        if job.live and not held:
            log.error("job %s of %s ended with its process", job.id, job.owner)
            job.problems, job.state = (_ended(job.id),), "failed"
            shutil.rmtree(job.folder, ignore_errors=True)
            self._write(job)
        return job


def _ended(id: str) -> Problem:
    return Problem("job-ended", values={"job": id})
