"""Servers and databases of their own for benchmarks, and what a process and those it started have used."""

import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(
    workers: int, folder: str, url: str, port: int = 0, plain: bool = False, **more: str
) -> Iterator[tuple[int, int]]:
    """Port and process id of `maturity serve` with so many workers on the database at `url`; `more` are settings.

    With `plain` gunicorn runs the application by itself, as docs/operating.md tells.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "maturity", "serve", "--port", str(port), "--workers", str(workers)]
    if plain:
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
        command += ["--threads", "8", "maturity.web:create_app()"]
    settings = {"MATURITY_DATA_DIR": folder, "MATURITY_DATABASE_URL": url, "MATURITY_LANGUAGE": "en"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env={**os.environ, **settings, **more}, **quiet)  # type: ignore[call-overload]
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(60)


def _wait(port: int) -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


@contextmanager
def postgresql(server: str) -> Iterator[str]:
    """The address of a new database on `server`, dropped at the end."""
    address, name = make_url(server), f"bench_{uuid.uuid4().hex[:12]}"
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as c:
        c.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as c:
            c.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def processor_seconds(pid: int) -> float:
    """Seconds of processors that a process and those it started have used; 0 where there is no /proc."""
    return sum(_used(Path("/proc") / str(one)) for one in (pid, *started_by(pid)))


def _used(process: Path) -> float:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICKS


def started_by(pid: int) -> list[int]:
    """The ids of the processes that a process has started, and of theirs; none where there is no /proc."""
    try:
        children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*children, *(each for child in children for each in started_by(child))]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else float("nan")
