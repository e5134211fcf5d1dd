"""Untrusted files are parsed in a separate process with limits of time and memory.

Whatever a crafted file makes the parser do, only that process is lost; the server goes on answering.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from ..errors import Place, Problem, Refusal, refuse

SECONDS = 30.0
MEGABYTES = 2048
P = ParamSpec("P")
T = TypeVar("T")


def run_isolated(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """`function(*args)` in a process of its own; both, and what comes back, must be picklable.

    Raises the Refusal that the function raises, and intake-heavy where it takes more than SECONDS or MEGABYTES.
    """
    task = pickle.dumps((SECONDS, MEGABYTES, function, args, kwargs))
    command = [sys.executable, "-P", "-m", __name__]
    try:
        done = subprocess.run(command, input=task, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise _heavy() from None
    if done.returncode or not done.stdout:
        raise _heavy()
    result, problems = pickle.loads(done.stdout)  # noqa: S301, written by our own process
    if problems:
        raise Refusal(*problems)
    found: T = result
    return found


def _heavy() -> Refusal:
    return refuse("intake-heavy", Place(), seconds=f"{SECONDS:.0f}", megabytes=MEGABYTES)


def _limit(seconds: float, megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the wall clock alone
        return
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> None:
    seconds, megabytes, function, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301, written by our parent
    _limit(seconds, megabytes)
    result: object = None
    problems: tuple[Problem, ...] = ()
    try:
        result = function(*args, **kwargs)
    except Refusal as refusal:
        problems = refusal.problems
    sys.stdout.buffer.write(pickle.dumps((result, problems)))


if __name__ == "__main__":
    _main()
