"""A copy of a database at one moment, while others read and write."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from typing import IO

from sqlalchemy import Connection, Table

from ...errors import refuse
from ..engine import WAIT, Store, open_store
from ..faults import busy_error
from ..schema import workshop_votes
from . import looking

SQLITE_PART = "maturity.sqlite3"
#: Opens a part of the copy by its name for writing.
Sink = Callable[[str], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: kind of database, revision, rows of each table, files of evidence."""

    kind: str
    revision: str
    rows: dict[str, int]
    evidence: tuple[looking.Kept, ...]


def copy_database(store: Store, scratch: str, sink: Sink) -> Copied:
    """Write the parts of a copy to `sink`. SQLite's copy is made at the path `scratch` first.

    Raises Busy as Store.read, and Refusal store-not-created.
    """
    if store.engine.dialect.name == "sqlite":
        return _copy_sqlite(store, scratch, sink)
    with store.at_any_revision() as c:
        return _copied(c, {table.name: _copy_table(c, table, sink) for table in looking.tables(c).sorted_tables})


def table_part(name: str) -> str:
    """The name of the part with the rows of a table of PostgreSQL."""
    return f"{name}.copy"


def _copy_sqlite(store: Store, scratch: str, sink: Sink) -> Copied:
    with store.at_any_revision() as c:
        looking.revision(c)  # a path that is no database is told as everywhere
    try:
        with (
            closing(sqlite3.connect(str(store.engine.url.database), timeout=WAIT)) as source,
            closing(sqlite3.connect(scratch)) as target,
        ):
            source.backup(target)  # in one step: one moment
            _level_votes(target)
            target.execute("PRAGMA journal_mode = DELETE")  # one file, without a journal beside it
    except sqlite3.Error as error:
        raise busy_error(error) or error from error
    copy = open_store(f"sqlite:///{scratch}")
    try:
        with copy.at_any_revision() as c:
            found = _copied(c, looking.row_counts(c))
    finally:
        copy.close()
    with open(scratch, "rb") as source_file, sink(SQLITE_PART) as part:
        while block := source_file.read(1 << 20):
            part.write(block)
    os.unlink(scratch)
    return found


def _level_votes(target: sqlite3.Connection) -> None:
    """Write the votes of workshops anew in the order of their keys: in the pages of the file that was copied, they lie
    in that in which they came.
    """
    name = workshop_votes.name
    if target.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone():
        for setting in ("secure_delete = ON", "temp_store = MEMORY"):
            target.execute(f"PRAGMA {setting}")
        target.execute(f"CREATE TEMP TABLE leveled AS SELECT * FROM {name}")  # noqa: S608
        target.execute(f"DELETE FROM {name}")  # noqa: S608
        target.execute(f"INSERT INTO {name} SELECT * FROM leveled ORDER BY key")  # noqa: S608
        target.commit()


def _copied(c: Connection, rows: dict[str, int]) -> Copied:
    found = looking.revision(c)
    if found is None:
        raise refuse("store-not-created")
    rows.pop(looking.VERSIONS, None)
    return Copied(c.dialect.name, found, rows, tuple(looking.evidence_files(c)))


def _copy_table(c: Connection, table: Table, sink: Sink) -> int:
    """Write the rows of a table in PostgreSQL's text format; returns their number."""
    rows, names = 0, ", ".join(f'"{column.name}"' for column in table.columns)
    with sink(table_part(table.name)) as part, looking.driver(c).cursor() as cursor:
        part.write(f"{names}\n".encode())
        with cursor.copy(f'COPY "{table.name}" ({names}) TO STDOUT') as copy:
            for block in copy:
                rows += bytes(block).count(b"\n")  # line ends within values are escaped
                part.write(block)
    return rows
