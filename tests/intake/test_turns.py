"""One file being read a person and few a machine, whichever process reads it."""

import subprocess
import sys
import time
from contextlib import ExitStack
from threading import Thread

import pytest

from maturity.errors import Busy
from maturity.intake import turns
from maturity.intake.turns import AT_ONCE, reading_slot

HOLDING = """
import sys, time
from pathlib import Path
from maturity.intake.turns import reading_slot
with reading_slot(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    monkeypatch.setattr(turns, "PERSON_PATIENCE", 0.1)


@pytest.fixture
def holding(tmp_path):
    """Another process that holds the turn of a person."""
    with ExitStack() as ended:

        def hold(person):
            process = subprocess.Popen([sys.executable, "-c", HOLDING, tmp_path, person], stdout=subprocess.PIPE)
            ended.callback(process.stdout.close)
            ended.callback(process.wait)
            ended.callback(process.kill)
            assert process.stdout.readline() == b"held\n"
            return process

        yield hold


def refusal_or_none(folder, person):
    """The refusal of one who would not wait at all; None where there is a place in the queue."""
    with ExitStack() as held:
        free = turns._locked(held, [folder / f"person-{person}-{number}" for number in range(1 + turns.WAITING)], 0)
    return None if free else "intake-busy-person"


def refused(folder, person):
    with pytest.raises(Busy) as caught, reading_slot(folder, person):
        pass
    return caught.value.problems[0].code


def test_a_person_has_one_turn_at_a_time_and_it_comes_back(tmp_path):
    with reading_slot(tmp_path, "a"):
        assert refused(tmp_path, "a") == "intake-busy-person"
        with reading_slot(tmp_path, "b"):
            pass
    with reading_slot(tmp_path, "a"):
        pass


def test_few_requests_of_a_person_wait_and_more_are_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "PERSON_PATIENCE", 30.0)
    ended = []

    def wait():
        with reading_slot(tmp_path, "a"):
            ended.append(True)

    with reading_slot(tmp_path, "a"):
        waiting = [Thread(target=wait) for _ in range(turns.WAITING)]
        for thread in waiting:
            thread.start()
        while refusal_or_none(tmp_path, "a") is None:  # until all of them stand in the queue
            time.sleep(0.01)
        begun = time.monotonic()
        assert refused(tmp_path, "a") == "intake-busy-person"
        assert time.monotonic() - begun < 5
        assert not ended
    for thread in waiting:
        thread.join()
    assert len(ended) == turns.WAITING


def test_a_machine_reads_few_files_at_once(tmp_path):
    with ExitStack() as held:
        for number in range(AT_ONCE):
            held.enter_context(reading_slot(tmp_path, str(number)))
        assert refused(tmp_path, "other") == "intake-busy"
    with reading_slot(tmp_path, "other"):
        pass


def test_turns_are_shared_by_processes_and_end_with_them(tmp_path, holding):
    process = holding("a")
    assert refused(tmp_path, "a") == "intake-busy-person"
    process.kill()
    process.wait()
    with reading_slot(tmp_path, "a"):
        pass
