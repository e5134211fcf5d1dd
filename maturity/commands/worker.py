"""`maturity worker`: does what the pages ask for beside them; `maturity serve` runs one as well."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from .common import database_option, opened

if TYPE_CHECKING:
    from ..store import Store

_AGAIN = 1.0, 30.0  # seconds before a worker that died is replaced: at first, and at most
_END = 15.0  # seconds for a worker to end by itself
log = logging.getLogger("maturity.jobs")


@click.command("worker")
@click.option("--until-eof", is_flag=True, hidden=True, help="End with the process that writes standard input.")
@database_option
def command(database: str | None, until_eof: bool) -> None:
    """Do what pages ask for beside them: exports, releases, e-mails; until it is stopped with Ctrl-C.

    Any number of workers may run, on any machine that has the database and the data folder. Jobs under way when one
    ends are begun anew by another.
    """
    from ..web import worker_of
    from ..web.operation.logs import logging_begun
    from .serve import application

    ending = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ending.set()

    with opened(database) as store, logging_begun():
        store.check()
        worker = worker_of(application({"STORE": store}))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        if until_eof:
            threading.Thread(target=_end_with_input, args=(ending,), daemon=True).start()
        worker.start()
        ending.wait()
        worker.stop()


def _end_with_input(ending: threading.Event) -> None:
    sys.stdin.read()
    ending.set()


@contextmanager
def worker_beside(store: "Store") -> Iterator[None]:
    """A context with a worker on `store` in a process of its own. One that dies is replaced; at the end it puts back
    what it has under way.
    """
    ending, processes = threading.Event(), [_worker(store)]

    def watch() -> None:
        pause = _AGAIN[0]
        while True:
            with processes[-1] as process:  # closes its input
                code = process.wait()
            if ending.is_set():
                return
            log.error("the worker ended with %s; another one begins", code)
            ending.wait(pause)
            pause = min(2 * pause, _AGAIN[1])
            if not ending.is_set():
                processes.append(_worker(store))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ending.set()
        processes[-1].terminate()
        watcher.join(_END)
        processes[-1].kill()


def _worker(store: "Store") -> "subprocess.Popen[bytes]":
    url = store.engine.url.render_as_string(hide_password=False)  # in the environment: others can read arguments
    words = [sys.executable, "-m", "maturity", "worker", "--until-eof"]
    return subprocess.Popen(words, env={**os.environ, "MATURITY_DATABASE_URL": url}, stdin=subprocess.PIPE)  # noqa: S603
