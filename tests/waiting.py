"""Waiting for what happens in another thread or process."""

import time


def wait(check, seconds=20):
    """The first true value that `check` gives; fails after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.02)
    raise AssertionError("nothing happened")
