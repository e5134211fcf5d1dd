"""A server in this process: threads answer, one loop reads and writes, so that slow clients hold up nobody."""

import logging
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore  # type: ignore[import-untyped]
from waitress.server import create_server  # type: ignore[import-untyped]

from . import stopping

CONNECTIONS = 2000  # open at once; where they are as many, those that are silent for two minutes are closed
GRACE = 30  # seconds for requests in progress when the server is stopped
_SPARE = 200  # files beside connections: of the database, of evidence, of libraries
_WITHOUT_POLL = 400  # connections that `select` holds on Windows
_STEP = 0.25  # seconds until the loop looks up from connections that are silent
_FEW = 50  # connections
# seconds a connection between two rounds of the loop: each round looks at every connection, and where many wait that
# would take the time in which they could be answered
_REST = 1e-5
_LINGER = 0.75  # seconds in which an idle server that ends still reads from connections it has accepted


class Server:
    """The application on a socket that is bound, in so many threads."""

    def __init__(self, app: Flask, listener: socket.socket, threads: int) -> None:
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits is no news
        self._app = app
        self._until: float | None = None
        self._idle_since: float | None = None
        self._map: dict[int, Any] = {}
        self._server = create_server(
            app,
            map=self._map,
            sockets=[listener],
            threads=threads,
            ident=None,
            clear_untrusted_proxy_headers=False,  # the application reads them, as under any other server
            connection_limit=_connections(),
        )

    def run(self, beat: Callable[[], None] = lambda: None) -> None:
        """Serve until :meth:`stop`; calls `beat` several times a second."""
        try:
            while not self._done():
                wasyncore.loop(timeout=_STEP, use_poll=True, map=self._map, count=1)
                beat()
                if len(self._map) > _FEW:
                    time.sleep(_REST * len(self._map))
        finally:
            self._server.task_dispatcher.shutdown()
            wasyncore.close_all(self._map, ignore_all=True)

    def stop(self, *_: object) -> None:
        """Finish what is being answered within GRACE seconds, refuse what is asked from now on, then end."""
        stopping.stop(self._app)
        if self._until is None:
            self._until = time.monotonic() + GRACE

    def stop_on_signals(self) -> None:
        """Have SIGTERM and Ctrl-C stop the server, a second Ctrl-C at once."""

        def interrupted(_number: int, _frame: FrameType | None) -> None:
            if self._until is not None:
                raise KeyboardInterrupt
            self.stop()

        signal.signal(signal.SIGINT, interrupted)
        signal.signal(signal.SIGTERM, self.stop)

    def _done(self) -> bool:
        if self._until is None:
            return False
        at = time.monotonic()
        if not self._idle():
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = at
            self._server.accepting = False  # other processes on the socket, if any, take what comes now
        return at > self._until or (self._idle_since is not None and at > self._idle_since + _LINGER)

    def _idle(self) -> bool:
        """Whether every request that was read is answered, to the last byte."""
        at_work = self._server.task_dispatcher
        unsent = any(getattr(each, "total_outbufs_len", 0) for each in self._map.values())
        return not (at_work.queue or at_work.active_count or unsent)


def _connections() -> int:
    """How many connections this process can have open. As many files are asked of the system as it gives."""
    try:
        import resource
    except ImportError:
        return _WITHOUT_POLL
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + _SPARE
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return CONNECTIONS if soft == resource.RLIM_INFINITY else max(100, min(CONNECTIONS, soft - _SPARE))
