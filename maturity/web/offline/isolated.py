"""Reading of uploads and writing of downloads, one at a time for each person; uploads in a separate process."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

from ...intake.sandbox import run_isolated
from ...intake.turns import FOLDER, reading_slot
from ..access import person
from ..context import application

P = ParamSpec("P")
T = TypeVar("T")


def read_isolated(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The result of `function(*args)` by :func:`run_isolated`, one file of the person at a time.

    Raises Busy, and what :func:`run_isolated` raises.
    """
    with one_at_a_time():
        return run_isolated(function, *args, **kwargs)


def one_at_a_time() -> AbstractContextManager[None]:
    """A context in which the person has no other file read or written; see :func:`reading_slot`."""
    return reading_slot(application().settings.data_dir / FOLDER, person().id)
