"""Connections and transactions. Waits are short and end in :class:`~maturity.errors.Busy`; commits are durable."""

import logging
import math
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, InvalidatePoolError

from ..errors import Busy, Refusal, refuse
from . import revisions, sqlitefile
from .audit import seals
from .commits import AFTER, Act
from .faults import busy_error
from .portfolio import marks
from .turns import Turns

log = logging.getLogger("maturity.store")
UPGRADE_WAIT = 60  # seconds for another process to finish its upgrade
WAIT = 3  # seconds for a lock, a connection or a server before Busy is raised
IDLE = 1  # seconds after which a connection to PostgreSQL is tried before it is used
_USED = "maturity_used"
_WRITES = "maturity_writes"
_REBUILDS = "maturity_rebuilds"


class Store:
    """A database of assessments. It connects at its first use and can be shared by the threads of a process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._checked = False
        self._process = os.getpid()
        self._turns = Turns()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One writing transaction: committed at the end of the block, rolled back by any exception.

        On SQLite it takes the write lock at once (BEGIN IMMEDIATE), the threads of a process in order of arrival.
        Raises Busy (store-locked, store-full, store-read-only, store-unreachable) when the database cannot do it now,
        Refusal (store-not-created, store-older, store-newer) when it is at another revision.
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

    @contextmanager
    def ask(self) -> Iterator[Connection]:
        """As `read`, for one SELECT alone: on PostgreSQL without the two statements around it. Raises as `write`."""
        self.check()
        with self._transaction(writes=False, single=True) as connection:
            yield connection

    @contextmanager
    def at_any_revision(self, *, writes: bool = False) -> Iterator[Connection]:
        """One transaction that does not look at the revision of the tables: for those who change it, or copy them all.

        Raises Busy as `write`. A writing one may drop and rename tables: foreign keys are not watched on SQLite.
        """
        with self._transaction(writes=writes, rebuilds=writes) as connection:
            yield connection
        self._checked = self._checked and not writes

    def upgrade(self, told: revisions.Told = lambda step, seconds: None) -> None:
        """Create the tables, or migrate them to this program's revision. Safe for processes that start together.

        `told` gets every step with the seconds it took.
        """
        until = time.monotonic() + UPGRADE_WAIT
        while True:
            try:
                with self.at_any_revision(writes=True) as connection:
                    if connection.dialect.name == "postgresql":
                        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(39116, 39117)")
                    revisions.upgrade(connection, told=told)
            except Busy as busy:
                if busy.problems[0].code != "store-locked" or time.monotonic() > until:
                    raise
            else:
                break

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
    def _transaction(self, *, writes: bool, rebuilds: bool = False, single: bool = False) -> Iterator[Connection]:
        if self._process != os.getpid():  # a server forked: the connections are the parent's
            self.engine.dispose(close=False)
            self._process, self._turns = os.getpid(), Turns()
        acts: list[Act] = []
        options: dict[str, Any] = {
            _WRITES: writes,
            _REBUILDS: rebuilds,
            seals.PENDING: [],
            AFTER: acts,
            marks.TOUCHED: set(),
        }
        if self.engine.dialect.name == "postgresql" and not writes:
            isolation = "AUTOCOMMIT" if single else "REPEATABLE READ"
            options |= {"isolation_level": isolation, "postgresql_readonly": True}
        try:
            with self._turn(writes=writes), self.engine.connect() as plain:
                connection = plain.execution_options(**options)
                try:
                    with connection.begin():
                        yield connection
                        marks.write_marks(connection)
                        seals.seal(connection)
                    for act in acts:
                        act()
                finally:
                    if rebuilds:  # on SQLite its foreign keys are off: it must not be reused
                        plain.invalidate()
        except Refusal:
            raise
        except Exception as error:
            found = busy_error(error, self.engine.url.password)
            if found is None:
                raise
            log.warning("%s: %s", found.problems[0].code, found.problems[0].values.get("detail", ""))
            raise found from error

    def _turn(self, *, writes: bool) -> AbstractContextManager[None]:
        """Writers on SQLite take turns before they take a connection; PostgreSQL locks rows instead."""
        return self._turns.turn(WAIT) if writes and self.engine.dialect.name == "sqlite" else nullcontext()


def open_store(url: str, threads: int = 8) -> Store:
    """The store at `url`: sqlite:///file or postgresql://…, for so many threads that use it at once.

    It connects at its first use, so a wrong path or host is not detected here. Raises Refusal for any other address,
    and when the PostgreSQL driver is not installed.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise refuse("store-url", url=url.split("@")[-1].partition("?")[0][:80]) from None
    kind = address.get_backend_name()
    if kind == "sqlite" and address.database and address.database != ":memory:":
        return Store(_sqlite(address, _pool(threads)))
    if kind == "postgresql" and address.database:
        return Store(_postgresql(address, _pool(threads)))
    raise refuse("store-url", url=address.set(query={}).render_as_string(hide_password=True)[:80])


def _pool(threads: int) -> dict[str, Any]:
    """A connection for each thread, and another one while it asks for something within a transaction."""
    return {"pool_size": threads, "max_overflow": threads, "pool_timeout": WAIT}


def _postgresql(url: URL, pool: dict[str, Any]) -> Engine:
    options = f"{url.query.get('options', '')} -c lock_timeout={WAIT}s -c timezone=UTC".strip()
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": WAIT, "options": options},
            hide_parameters=True,  # what people wrote would stand in the log of a fault
            **pool,
        )
    except ModuleNotFoundError:
        raise refuse("store-driver") from None
    _try_the_idle(engine)
    return engine


def _try_the_idle(engine: Engine) -> None:
    """Have connections that nobody used for IDLE seconds tried before they are used again, and all replaced if the
    server has gone meanwhile. Those in use need no trial: one that fails has them all replaced.
    """

    def note(_: object, record: Any) -> None:
        record.info[_USED] = time.monotonic()

    def check(connection: Any, record: Any, _: object) -> None:
        if time.monotonic() - record.info.get(_USED, math.inf) > IDLE:
            try:
                engine.dialect.do_ping(connection)
            except Exception as error:
                raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", check)


def _sqlite(url: URL, pool: dict[str, Any]) -> Engine:
    engine = create_engine(url, connect_args={"timeout": WAIT}, hide_parameters=True, **pool)
    sqlitefile.prepare_connections(engine, str(url.database))
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    writes, rebuilds = options.get(_WRITES, False), options.get(_REBUILDS, False)
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}").close()
    if rebuilds:  # a table is changed by dropping it and renaming a copy, which foreign keys would prevent
        driver.execute("PRAGMA foreign_keys = OFF").close()
    if writes:
        sqlitefile.begin_writing(driver, WAIT)
    else:
        driver.execute("BEGIN").close()
