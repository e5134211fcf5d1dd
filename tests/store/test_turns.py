import threading
import time

import pytest

from maturity.errors import Busy
from maturity.store.turns import Turns


def test_threads_come_in_order_of_arrival():
    turns, came = Turns(), []

    def take(number):
        with turns.turn(10):
            came.append(number)

    with turns.turn(1):
        threads = []
        for number in range(20):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert came == list(range(20))


def test_who_waits_too_long_is_told_and_forgotten():
    turns = Turns()
    with turns.turn(1):
        with pytest.raises(Busy) as caught, turns.turn(0.01):
            pass
        assert caught.value.problems[0].code == "store-locked"
    with turns.turn(0.01):
        pass


def test_a_turn_that_fails_is_passed_on():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.turn(1):
        raise ZeroDivisionError
    with turns.turn(0.01):
        pass


def test_turns_hold_under_many_short_waits():
    """Turns that come just as their thread gives up are neither lost nor given twice."""
    turns, inside, most, done = Turns(), [], [], []

    def work():
        for _ in range(150):
            try:
                with turns.turn(0.0005):
                    inside.append(1)
                    most.append(len(inside))
                    time.sleep(0.0004)
                    inside.pop()
            except Busy:
                done.append("late")
            else:
                done.append("in")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert set(done) == {"late", "in"}
    with turns.turn(0.01):
        pass
