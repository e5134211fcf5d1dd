"""One file being read or made a person, and few a machine, shared by all processes on it.

A turn is a lock on a file of the data folder; the system gives it back when its process dies.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ..errors import Busy, Problem
from ..settings import private_folder, try_lock

FOLDER = "turns"  # in the data directory
AT_ONCE = 2  # files being read or made on this machine
WAITING = 2  # requests of a person that wait for their turn; more are refused at once, so that they occupy no server
PERSON_PATIENCE = 15.0  # seconds in which a report is made
PATIENCE = 3.0
_PAUSE = 0.05


@contextmanager
def reading_slot(folder: Path, person: str) -> Iterator[None]:
    """Hold a turn of `person` (an id) for as long as the block runs.

    Raises Busy intake-busy-person while other files of the person are read or made, intake-busy while too many of
    others are.
    """
    private_folder(folder)
    begun = time.monotonic()
    with ExitStack() as held:
        queue = [folder / f"person-{person}-{number}" for number in range(1 + WAITING)]
        if not _locked(held, queue, begun) or not _locked(held, [folder / f"person-{person}"], begun + PERSON_PATIENCE):
            raise Busy(Problem("intake-busy-person"))
        machine = [folder / f"machine-{number}" for number in range(AT_ONCE)]
        if not _locked(held, machine, time.monotonic() + PATIENCE):
            raise Busy(Problem("intake-busy"))
        yield


def _locked(held: ExitStack, files: list[Path], until: float) -> bool:
    """One of `files` is locked until `held` ends; False where none became free in time."""
    while True:
        for file in files:
            lock = try_lock(file)
            if lock:
                held.enter_context(lock)
                return True
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE)
