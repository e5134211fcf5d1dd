"""Several processes on one socket, each a :class:`.process.Server`; gunicorn starts, watches, replaces and ends them.

This module needs gunicorn, which Windows does not have.
"""

import os
import signal
import socket

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.workers.base import Worker  # type: ignore[import-untyped]

from .process import GRACE, Server

_SILENCE = 300  # seconds without a sign of life, after which a worker is replaced


class Workers(BaseApplication):  # type: ignore[misc]  # it carries no types
    """The application on a socket that is bound, in so many processes with so many threads each.

    It is made before the processes are, which share its memory; the caller closes connections to the database first.
    """

    def __init__(self, app: Flask, listener: socket.socket, processes: int, threads: int) -> None:
        self._app = app
        self._settings = {
            "bind": f"fd://{os.dup(listener.fileno())}",
            "workers": processes,
            "threads": threads,
            "worker_class": _Worker,
            "preload_app": True,
            "timeout": _SILENCE,
            "graceful_timeout": GRACE + 10,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Set what this version of gunicorn knows."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


class _Worker(Worker):  # type: ignore[misc]  # it carries no types
    def run(self) -> None:
        """Serve until stopped, or until the manager is gone."""
        self._server = Server(self.wsgi, self.sockets[0].sock, self.cfg.threads)
        for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):  # Ctrl-C reaches the processes too
            signal.signal(number, self._server.stop)
        self._server.run(self._beat)

    def _beat(self) -> None:
        self.notify()
        if os.getppid() != self.ppid:
            self._server.stop()
