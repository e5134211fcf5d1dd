"""Work that takes longer than a request, done by workers: exports, releases, e-mails.

Pages start jobs in the database (:mod:`maturity.store.jobs.queue`); any worker of any machine takes them, one at a
time. A worker that dies loses its job to another; what a job changes is written together with its end, so that it
happens once. Kinds of work are functions of plain values, registered by name.
"""

import logging
import platform
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

from .errors import Busy, Problem, Refusal, disk_full
from .settings import keep_private, private_folder
from .store import Store
from .store.jobs import claims
from .store.jobs.claims import ATTEMPTS, Lost
from .store.jobs.queue import Job

Connection: TypeAlias = Any  # the store's own; it is only handed back
Progress = Callable[[int, int], None]  # called with (done, total); raises where the job is to end
FOLDER = "exports"  # of results, in the data directory, which all machines share
LEASE = timedelta(seconds=60)  # after which a job is taken from a worker that gave no sign
AT_ONCE = 2  # long jobs on a machine
BEAT = 2.0  # seconds between two signs of a worker
PAUSE = 0.5  # seconds between two looks for a job
PATIENCE = 5.0  # seconds for a job to reach its next step when its worker ends
_RETRY = 6  # seconds until a job is tried again; ten times as long from then on
_SWEEP = 60.0
log = logging.getLogger("maturity.jobs")


class Stopped(Exception):
    """Raised in a job that was stopped."""


class Again(Exception):
    """Raised by a job that cannot be done now; it is tried again later, and fails in the end."""


class _Ending(Exception):
    """Raised in a job whose worker ends."""


def _nothing(c: Connection) -> None:
    """Change nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job came to: a file in its folder, and what it changes in the database, in the transaction of its end."""

    file: Path | None = None
    change: Callable[[Connection], None] = _nothing


Work = Callable[[Job, Path, Progress], Outcome]  # writes into the folder alone


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work. A short one is not held up by long ones."""

    work: Work
    long: bool = True


KINDS: dict[str, Kind] = {}


def kind(name: str, *, long: bool = True) -> Callable[[Work], Work]:
    """Register the decorated function as the work of a kind of jobs."""

    def register(work: Work) -> Work:
        KINDS[name] = Kind(work, long)
        return work

    return register


def result(folder: Path, job: Job) -> Path | None:
    """The file of a job that is done, in the folder of results; None where it has none, or it is gone."""
    path = folder / f"{job.id}-{job.claim}" / job.file if job.file else None
    return path if path is not None and path.is_file() else None


class _Run:
    """A job under way: how far it is, and why it must end, if it must."""

    def __init__(self, store: Store, job: Job, lease: timedelta) -> None:
        self.job, self.done, self.total, self.end = job, 0, 0, False
        self._store, self._lease, self._stop = store, lease, threading.Event()
        self._error: type[Exception] | None = None
        self._thread = threading.Thread(target=self._beat, daemon=True, name="maturity-beat")

    def __enter__(self) -> "_Run":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def progress(self, done: int, total: int) -> None:
        """Record the progress. Raises Stopped, Lost, or what else ends the job."""
        self.done, self.total = done, total
        if self._error:
            raise self._error

    def interrupt(self, error: type[Exception]) -> None:
        """End the job at its next step."""
        self._error = self._error or error

    def _beat(self) -> None:
        while not self._stop.wait(min(BEAT, self._lease.total_seconds() / 4)):
            try:
                with self._store.write() as c:
                    if claims.keep(c, self.job, self._lease, self.done, self.total):
                        self.interrupt(Stopped)
            except Lost:
                return self.interrupt(Lost)
            except Exception:  # the lease goes on; where the database stays away another worker begins anew
                log.warning("job %s: the lease could not be renewed", self.job.id, exc_info=True)


class Worker:
    """Takes jobs from `store` and does them, with their files in `folder`; `around` gives a context to each."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        around: Callable[[], AbstractContextManager[object]] = nullcontext,
        *,
        lease: timedelta = LEASE,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store, self._folder, self._around, self._lease = store, folder, around, lease
        self._slots = [f"{platform.node()[:80]} {number}" for number in range(at_once)]
        self._ending = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, args=(long,), daemon=True, name="maturity-worker")
            for long in (True, False)
        ]
        self._runs: list[_Run] = []
        self._swept = 0.0

    def start(self) -> None:
        """Do jobs in threads of their own, long ones and short ones side by side, until :meth:`stop`."""
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = PATIENCE) -> None:
        """Take no further job, and put those under way back at their next step, at the latest after `patience` seconds;
        another worker begins them anew.
        """
        self._ending.set()
        for run in [*self._runs]:
            run.interrupt(_Ending)
        until = time.monotonic() + patience
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - time.monotonic()))
        for run in [*self._runs]:  # what goes on in their threads can no longer change anything
            self._put_back(run.job)

    def do_all(self) -> None:
        """Do, in this thread, all jobs that are due."""
        while self._next(long=False) or self._next(long=True):
            pass

    def _loop(self, long: bool) -> None:
        while not self._ending.is_set():
            try:
                if long:
                    self._sweep()
                found = self._next(long)
            except Exception:  # such as a database that is away
                log.warning("no job can be taken now", exc_info=True)
                found = False
            if not found:
                self._ending.wait(PAUSE)

    def _next(self, long: bool) -> bool:
        """Do one job; False where none is due."""
        kinds = [name for name, kind in KINDS.items() if kind.long is long]
        with self._store.read() as c:
            if not claims.is_due(c, kinds):
                return False
        with self._store.write() as c:
            job = claims.claim(c, kinds, self._lease, self._slots if long else ())
        if job is None:
            return False
        with _Run(self._store, job, self._lease) as run:
            self._runs.append(run)
            try:
                self._do(run)
            finally:
                self._runs.remove(run)
        return True

    def _do(self, run: _Run) -> None:
        job, folder = run.job, self._folder / f"{run.job.id}-{run.job.claim}"
        log.info("job %s: %s begins, attempt %s", job.id, job.kind, job.attempts)
        try:
            try:
                self._work(run, folder)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            log.info("job %s: done", job.id)
        except Lost:
            log.warning("job %s: taken by another worker", job.id)
        except Stopped:
            self._end(job, claims.end_stopped)
        except _Ending:
            self._put_back(job)
        except Again:
            self._again(job, (_ended(job),))
        except Refusal as refusal:
            if isinstance(refusal, Busy) and refusal.problems[0].code.startswith("store-"):
                self._again(job, refusal.problems)
            else:
                self._end(job, claims.fail, refusal.problems)
        except Exception as error:
            log.exception("job %s of %s", job.id, job.by)
            full = isinstance(error, OSError) and disk_full(error)
            self._end(job, claims.fail, (Problem("files-full") if full else _ended(job),))

    def _work(self, run: _Run, folder: Path) -> None:
        """Do the job; its end and what it changes are one transaction."""
        private_folder(folder)
        with self._around():
            outcome = KINDS[run.job.kind].work(run.job, folder, run.progress)
            run.progress(run.done, run.total)
            keep_private(folder)
            name = outcome.file.name if outcome.file else None
            with self._store.write() as c:
                if run.job.by is None:
                    claims.forget(c, run.job)
                elif not claims.complete(c, run.job, name, run.done, run.total):
                    raise Stopped
                outcome.change(c)
        if outcome.file is None:
            shutil.rmtree(folder, ignore_errors=True)

    def _again(self, job: Job, problems: tuple[Problem, ...]) -> None:
        if job.attempts >= ATTEMPTS:
            self._end(job, claims.fail, problems)
        else:
            self._put_back(job, timedelta(seconds=_RETRY * 10 ** (job.attempts - 1)), counted=True)

    def _put_back(self, job: Job, delay: timedelta = timedelta(), *, counted: bool = False) -> None:
        log.info("job %s: put back", job.id)
        self._end(job, claims.put_back, delay, counted)

    def _end(self, job: Job, end: Callable[..., None], *more: object) -> None:
        """Record how the job ended. Where that is impossible its lease ends, and another worker takes it."""
        try:
            with self._store.write() as c:
                end(c, job, *more)
        except Lost:
            log.warning("job %s: taken by another worker", job.id)
        except Refusal:
            log.exception("the end of job %s cannot be noted", job.id)

    def _sweep(self) -> None:
        """Delete, now and then, what is out of date, and folders of no job that could be asked for."""
        if time.monotonic() - self._swept < _SWEEP and self._swept:
            return
        self._swept = time.monotonic()
        there = [path for path in self._folder.iterdir() if path.is_dir()] if self._folder.is_dir() else []
        with self._store.write() as c:
            known = {f"{id}-{claim}" for id, claim in claims.sweep(c)}
        for path in there:
            if path.name not in known:
                shutil.rmtree(path, ignore_errors=True)


def _ended(job: Job) -> Problem:
    return Problem("job-ended", values={"job": job.id})
