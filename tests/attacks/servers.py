"""The application as an operator runs it: `maturity serve`, or with two workers."""

import os
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

CLI = [sys.executable, "-c", "from maturity.cli import main; main()"]
PATIENCE = 120  # seconds until a server answers on a busy machine


@dataclass(frozen=True)
class Server:
    """A server that answers at `port`; it keeps its data in `folder` and its log in `log`."""

    kind: str
    port: int
    folder: Path
    database: str
    log: Path
    settings: dict = field(default_factory=dict)
    process: subprocess.Popen | None = None

    @property
    def proxied(self):
        """It believes one proxy in front."""
        return self.settings.get("MATURITY_PROXIES") == "1"


def environment(folder, database, **settings):
    """The environment of a process: little of ours, and the settings of the application."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    words = {"MATURITY_DATA_DIR": str(folder), "MATURITY_DATABASE_URL": database, "MATURITY_LANGUAGE": "en"}
    return inherited | words | settings


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def command(kind, port):
    return [*CLI, "serve", "--port", str(port), "--workers", "2" if kind == "workers" else "1"]


@contextmanager
def running(kind, folder, database="", **settings):
    """A server of `kind`, on a SQLite file in `folder` unless there is a `database`; stopped at the end."""
    port, log = free_port(), folder / "server.log"
    log.touch(0o600)
    database = database or f"sqlite:///{folder}/maturity.sqlite3"
    words = environment(folder, database, **settings)
    with log.open("ab") as told:
        process = subprocess.Popen(command(kind, port), env=words, stdout=told, stderr=told)
    try:
        wait_for(port, process)
        yield Server(kind, port, folder, database, log, settings, process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(60)
        if process.poll() is None:
            process.kill()


def wait_for(port, process):
    """Until the server answers a request."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/sign-in")
            if connection.getresponse().read():
                return
        time.sleep(0.1)
    raise AssertionError(f"no server answers at port {port}")
