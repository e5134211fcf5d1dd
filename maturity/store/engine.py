"""Connections and transactions. Waits are short and end in :class:`~maturity.errors.Busy`; commits are durable."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from ..errors import Busy, Refusal, refuse
from . import revisions, sqlitefile
from .faults import busy_error

UPGRADE_WAIT = 60  # seconds for another process to finish its upgrade
WAIT = 3  # seconds for a lock, a connection or a server before Busy is raised
_WRITES = "maturity_writes"
_REBUILDS = "maturity_rebuilds"


class Store:
    """A database of assessments. It connects at its first use and can be shared by the threads of a process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._checked = False
        self._process = os.getpid()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One writing transaction: committed at the end of the block, rolled back by any exception.

        On SQLite it takes the write lock at once (BEGIN IMMEDIATE). Raises Busy (store-locked,
        store-full, store-read-only, store-unreachable) when the database cannot do it now, Refusal (store-not-created,
        store-older, store-newer) when it is at another revision.
        """
        self.check()
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read-only transaction: all queries of the block see the same state. Raises as `write`."""
        self.check()
        with self._transaction(writes=False) as connection:
            yield connection

    def upgrade(self) -> None:
        """Create the tables, or migrate them to this program's revision. Safe for processes that start together."""
        until = time.monotonic() + UPGRADE_WAIT
        while True:
            try:
                with self._transaction(writes=True, rebuilds=True) as connection:
                    if connection.dialect.name == "postgresql":
                        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(39116, 39117)")
                    revisions.upgrade(connection)
            except Busy as busy:
                if busy.problems[0].code != "store-locked" or time.monotonic() > until:
                    raise
            else:
                break
        self._checked = False

    def check(self) -> None:
        """Raise Refusal unless the tables are at this program's revision; a success is cached."""
        if not self._checked:
            with self._transaction(writes=False) as connection:
                revisions.check(connection)
            self._checked = True

    def close(self) -> None:
        """Close the connections; the next use opens new ones."""
        self.engine.dispose()

    @contextmanager
    def _transaction(self, *, writes: bool, rebuilds: bool = False) -> Iterator[Connection]:
        if self._process != os.getpid():  # a server forked: the connections are the parent's
            self.engine.dispose(close=False)
            self._process = os.getpid()
        options: dict[str, Any] = {_WRITES: writes, _REBUILDS: rebuilds}
        if self.engine.dialect.name == "postgresql" and not writes:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        try:
            with self.engine.connect() as plain:
                connection = plain.execution_options(**options)
                try:
                    with connection.begin():
                        yield connection
                finally:
                    if rebuilds:  # on SQLite its foreign keys are off: it must not be reused
                        plain.invalidate()
        except Refusal:
            raise
        except Exception as error:
            found = busy_error(error)
            if found is None:
                raise
            raise found from error


def open_store(url: str) -> Store:
    """The store at `url`: sqlite:///file or postgresql://…

    It connects at its first use, so a wrong path or host is not detected here. Raises Refusal for any other address,
    and when the PostgreSQL driver is not installed.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise refuse("store-url", url=url.split("@")[-1][:80]) from None
    kind = address.get_backend_name()
    if kind == "sqlite" and address.database and address.database != ":memory:":
        return Store(_sqlite(address))
    if kind == "postgresql" and address.database:
        return Store(_postgresql(address))
    raise refuse("store-url", url=address.render_as_string(hide_password=True)[:80])


def _postgresql(url: URL) -> Engine:
    options = f"{url.query.get('options', '')} -c lock_timeout={WAIT}s -c timezone=UTC".strip()
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": WAIT, "options": options},
            pool_pre_ping=True,
            pool_timeout=WAIT,
        )
    except ModuleNotFoundError:
        raise refuse("store-driver") from None


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT}, pool_timeout=WAIT)
    sqlitefile.prepare_connections(engine, str(url.database))
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes, rebuilds = options.get(_WRITES, False), options.get(_REBUILDS, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    if rebuilds:  # a table is changed by dropping it and renaming a copy, which foreign keys would prevent
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
