"""Translation of database errors to errors that a user can act on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, TimeoutError

from ..errors import Busy, Problem, Refusal

_SQLITE = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_FULL: "store-full",
    sqlite3.SQLITE_READONLY: "store-read-only",
    sqlite3.SQLITE_IOERR: "store-unreachable",
    sqlite3.SQLITE_CANTOPEN: "store-unreachable",
    sqlite3.SQLITE_CORRUPT: "store-damaged",
    sqlite3.SQLITE_NOTADB: "store-damaged",
}
_POSTGRESQL = {
    "40001": "store-locked",  # serialisation failure
    "40P01": "store-locked",  # deadlock
    "55P03": "store-locked",  # lock timeout
    "57014": "store-locked",  # statement timeout
    "53100": "store-full",
    "25006": "store-read-only",
}
_UNREACHABLE = ("08", "53", "57")  # connection lost, out of connections, shut down
_REPEATED = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


def busy_error(error: BaseException, password: object = None) -> Busy | None:
    """The Busy that corresponds to `error`; None for any other error, such as a programming error.

    Its value `detail` is what the driver says, without the `password` of the connection.
    """
    if isinstance(error, TimeoutError):  # every pooled connection is in use
        return Busy(Problem("store-locked"))
    code = _code(error)
    if code:
        return Busy(Problem(code, values={"detail": _reason(error, password)}))
    # A full SQLite undoes the transaction by itself; undoing a savepoint then fails in turn and hides the reason
    before = error.__context__
    return busy_error(before, password) if before and isinstance(error, (DBAPIError, sqlite3.Error)) else None


def _reason(error: BaseException, password: object) -> str:
    """The first line of the driver's message; further lines and SQLAlchemy's own can hold values of rows."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]
    for secret in {str(password or ""), quote(str(password or ""), safe="")} - {""}:
        said = said.replace(secret, "…")
    return said[:300]


def _code(error: BaseException) -> str | None:
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        return _SQLITE.get(_sqlite_code(original) & 0xFF)
    return _postgresql_code(error, original)


def _sqlite_code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0))


def _postgresql_code(error: BaseException, original: BaseException | None) -> str | None:
    state = getattr(original, "sqlstate", None)
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    if isinstance(error, OperationalError) and (state is None or state.startswith(_UNREACHABLE)):
        return "store-unreachable"
    return None


@contextmanager
def unique_or(connection: Connection, refusal: Callable[[], Refusal]) -> Iterator[None]:
    """Run the block in a savepoint; if it violates a unique constraint, roll back and raise `refusal()`."""
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as error:
        original = error.orig
        if _sqlite_code(original) in _REPEATED if isinstance(original, sqlite3.Error) else _repeats(original):
            raise refusal() from None
        raise


def _repeats(error: BaseException | None) -> bool:
    return getattr(error, "sqlstate", None) == "23505"
