"""The SQLite file: readable by its owner only, and detected if it is removed or replaced while open."""

import os
import sqlite3
import stat
import time
from contextlib import suppress
from threading import Lock
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

from ..errors import Busy, Problem

_SETTINGS = ("synchronous = FULL", "foreign_keys = ON", "trusted_schema = OFF", "secure_delete = ON")
_TRIES = 100  # to switch the journal mode, 30 ms apart: SQLite does not wait for that lock
_PAUSE = 0.001  # seconds between two tries to begin writing
_FILE = "maturity_file"
_making = Lock()  # until a new file is closed nobody in this process connects to it


def prepare_connections(engine: Engine, path: str) -> None:
    """Prepare every connection of `engine` to the file at `path`.

    Connecting or using a pooled connection raises Busy store-unreachable after the open file was removed or replaced.
    """
    seen = False

    def before(*_: object) -> None:
        if seen and not os.path.exists(path):
            raise _gone()
        _keep_private(path)

    def prepare(connection: Any, record: Any) -> None:
        nonlocal seen
        _prepare(connection)
        record.info[_FILE], seen = _identity(path), True

    def check(connection: object, record: Any, _: object) -> None:
        found = _identity(path)
        if found is None:
            raise _gone()
        if found != record.info.get(_FILE):
            raise DisconnectionError("another file has taken the place of the database")

    event.listen(engine, "do_connect", before)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "checkout", check)


def begin_writing(connection: Any, seconds: float) -> None:
    """Begin a transaction that holds the write lock. Raises sqlite3.OperationalError where it is not free in time.

    SQLite itself tries again after longer and longer pauses, up to 100 ms: a process that waits would come after all
    the writers of one that does not.
    """
    until = time.monotonic() + seconds
    connection.execute("PRAGMA busy_timeout = 0").close()
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE").close()
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            time.sleep(_PAUSE)
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}").close()


def _keep_private(path: str) -> None:
    """Mode 0600 for a new file and for one of an earlier version; its journals get the mode of the file.

    A file that is there is never opened: closing it would drop every lock that this process has on it, and another
    process that ends would take the journal away from under the connections that are open here.
    """
    with _making, suppress(OSError):  # SQLite reports the same error when it opens the file
        if not os.path.exists(path):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDONLY, 0o600))
        for name in (path, f"{path}-wal", f"{path}-shm"):
            if os.path.exists(name) and stat.S_IMODE(os.stat(name).st_mode) & 0o077:
                os.chmod(name, 0o600)


def _prepare(connection: Any) -> None:
    connection.isolation_level = None  # Python's driver would otherwise begin, too late, on its own
    for attempt in range(_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
            break
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or attempt == _TRIES - 1:
                raise
            time.sleep(0.03)
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}").close()


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _gone() -> Busy:
    return Busy(Problem("store-unreachable", values={"detail": "the database file was removed"}))
