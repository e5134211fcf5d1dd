"""Files that are uploaded are read in turn, each in a process of its own; files to take away are made in turn."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar

from ...intake.sandbox import run_isolated
from ...intake.turns import FOLDER, reading_slot
from ..access import person
from ..context import room

P = ParamSpec("P")
T = TypeVar("T")


def read_apart(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`function(*args)` as :func:`run_isolated` calls it, while no other file of the person is being read.

    Raises Busy, and what :func:`run_isolated` raises.
    """
    with in_turn():
        return run_isolated(function, *args, **kwargs)


def in_turn() -> AbstractContextManager[None]:
    """A turn of the person who is signed in; see :func:`reading_slot`."""
    return reading_slot(room().settings.data_dir / FOLDER, person().id)
