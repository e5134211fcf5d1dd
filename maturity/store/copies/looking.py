"""What can be told of a database at any revision: revision, rows, integrity, and the digests of evidence files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, func, inspect, select, text

from .. import revisions

VERSIONS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of evidence as its row describes it; `file` is its random name."""

    file: str
    sha256: str
    size: int


def revision(c: Connection) -> str | None:
    """The revision of the tables; None where there are none."""
    return revisions.current(c)


def newest_revision() -> str:
    """The revision that this program needs."""
    return revisions.newest()


def is_empty(c: Connection) -> bool:
    """Whether the database has no table at all."""
    return not inspect(c).get_table_names()


def tables(c: Connection) -> MetaData:
    """The tables as they are in the database, which can be of another revision than this program's."""
    found = MetaData()
    found.reflect(c)
    return found


def row_counts(c: Connection) -> dict[str, int]:
    """The number of rows of every table but that of the revision."""
    found = tables(c).tables.values()
    return {table.name: c.scalar(select(func.count()).select_from(table)) or 0 for table in found if _own(table.name)}


def evidence_files(c: Connection) -> Iterator[Kept]:
    """Every file of evidence."""
    rows = c.execute(text("SELECT file, sha256, size FROM evidence WHERE file IS NOT NULL ORDER BY file"))
    for row in rows:
        yield Kept(row.file, row.sha256, row.size)


def size(c: Connection) -> int:
    """The bytes that the database takes."""
    if c.dialect.name == "sqlite":
        pages = c.exec_driver_sql("PRAGMA page_count").scalar_one(), c.exec_driver_sql("PRAGMA page_size").scalar_one()
        return int(pages[0]) * int(pages[1])
    return int(c.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())


def pending(c: Connection) -> list[revisions.Step]:
    """The migrations that bring the database to this program's revision. Raises Refusal store-newer."""
    return revisions.pending(c)


def integrity(c: Connection) -> str:
    """The first fault that SQLite finds in its own file, or "ok", which is what is said of PostgreSQL too."""
    if c.dialect.name != "sqlite":
        return "ok"
    found = str(c.exec_driver_sql("PRAGMA integrity_check(1)").scalar())
    if found == "ok" and c.exec_driver_sql("PRAGMA foreign_key_check").first():
        return "foreign_key_check"
    return found


def seconds_apart(c: Connection, here: float) -> float:
    """By how many seconds the clock of the database is ahead of `here`, seconds since 1970."""
    now = "SELECT extract(epoch FROM clock_timestamp())"
    return 0.0 if c.dialect.name == "sqlite" else float(c.execute(text(now)).scalar_one()) - here


def driver(c: Connection) -> Any:
    """The connection of the driver, for COPY."""
    return c.connection.driver_connection


def _own(name: str) -> bool:
    return name != VERSIONS
