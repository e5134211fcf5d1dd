"""Turns of the threads of a process that write to the same file, in order of arrival."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from ..errors import Busy, Problem


class Turns:
    """One writer at a time; the others wait in order of arrival.

    SQLite lets writers that wait try again after pauses of its own, so that the latest may be first and the earliest
    wait until they fail.
    """

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()  # each is held until its turn has come
        self._taken = False

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """The block runs alone. Raises Busy store-locked where its turn does not come within so many seconds."""
        if not self._begins(seconds):
            raise Busy(Problem("store-locked"))
        try:
            yield
        finally:
            self._pass_on()

    def _begins(self, seconds: float) -> bool:
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        return True  # it came between the two

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
