"""What a stranger's file makes a parser do stays in a process of its own."""

import threading
import time
from itertools import pairwise

import pytest

from maturity.errors import Refusal
from maturity.intake import sandbox
from maturity.intake.sandbox import run_isolated
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import only


def code_of(*task):
    with pytest.raises(Refusal) as caught:
        run_isolated(*task)
    return caught.value.problems[0].code


def test_results_and_refusals_come_back(small):
    assert run_isolated(sorted, [3, 1]) == [1, 3]
    assert code_of(read_workbook, b"no zip", "a.xlsx", only(small)) == "intake-not-workbook"


def test_memory_and_crashes_cost_only_the_process(monkeypatch):
    monkeypatch.setattr(sandbox, "MEGABYTES", 512)
    assert code_of(bytearray, 1024 * 1024 * 1024) == "intake-heavy"
    assert code_of(int, "no number") == "intake-heavy"


def test_time_is_bounded_while_others_are_answered(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 1.0)
    ticks, done = [], threading.Event()

    def other():
        while not done.wait(0.05):
            ticks.append(time.monotonic())

    thread = threading.Thread(target=other)
    thread.start()
    begun = time.monotonic()
    try:
        assert code_of(pow, 3, 10**9) == "intake-heavy"
    finally:
        done.set()
        thread.join()
    assert time.monotonic() - begun < 5
    assert max(b - a for a, b in pairwise(ticks)) < 1
