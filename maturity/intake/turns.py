"""One file being read a person, and few a machine, shared by all processes on it.

A turn is a lock on a file of the data folder; the system gives it back when its process dies.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..errors import Busy, Problem
from ..settings import private_folder

FOLDER = "turns"  # in the data directory
AT_ONCE = 2  # files being read on this machine
PATIENCE = 3.0  # seconds, for whoever sends one small file after another
_PAUSE = 0.05


@contextmanager
def reading_slot(folder: Path, person: str) -> Iterator[None]:
    """Hold a turn of `person` (an id) for as long as the block runs.

    Raises Busy intake-busy-person while another file of the person is read, intake-busy while too many others are.
    """
    private_folder(folder)
    until = time.monotonic() + PATIENCE
    with ExitStack() as held:
        if not _locked(held, [folder / f"person-{person}"], until):
            raise Busy(Problem("intake-busy-person"))
        if not _locked(held, [folder / f"machine-{number}" for number in range(AT_ONCE)], until):
            raise Busy(Problem("intake-busy"))
        yield


def _locked(held: ExitStack, files: list[Path], until: float) -> bool:
    """One of `files` is locked until `held` ends; False where none became free in time."""
    while True:
        for file in files:
            opened = ExitStack()
            if _lock(opened.enter_context(os.fdopen(_private(file), "a")).fileno()):
                held.push(opened)
                return True
            opened.close()
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE)


def _private(path: Path) -> int:
    """The file, made where it is not there yet, for its owner alone."""
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def _lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows: a single process serves there, bounded by its own threads
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
