"""`maturity worker`, and the one that `maturity serve` runs: begun, replaced where it dies, ended with its server."""

import os
import signal

import pytest

from maturity.commands import worker
from maturity.store.jobs import queue

from ..waiting import wait


@pytest.fixture
def waiting(sqlite_store, tmp_path, monkeypatch):
    """`waiting()`: whether a job that nobody may ask for still waits."""
    monkeypatch.setenv("MATURITY_DATA_DIR", str(tmp_path))

    def waits():
        with sqlite_store.read() as c:
            return queue.waiting(c)[0] == 1

    with sqlite_store.write() as c:
        queue.start(c, None, "microdata", {"export": "none"})
    return waits


def test_one_beside_a_server_is_replaced_and_ends_with_it(sqlite_store, waiting, monkeypatch):
    begun, begin = [], worker._worker
    monkeypatch.setattr(worker, "_AGAIN", (0.1, 1.0))
    monkeypatch.setattr(worker, "_worker", lambda store: begun.append(begin(store)) or begun[-1])
    with worker.worker_beside(sqlite_store):
        os.kill(begun[0].pid, signal.SIGKILL)
        wait(lambda: len(begun) == 2)
        wait(lambda: not waiting(), 60)
    assert begun[0].poll() == -signal.SIGKILL
    assert begun[1].poll() == 0


def test_it_takes_what_waits_and_ends_where_its_server_was_killed(sqlite_store, waiting):
    process = worker._worker(sqlite_store)
    wait(lambda: not waiting(), 60)
    process.stdin.close()  # as the system does
    assert process.wait(20) == 0
