"""A copy of PostgreSQL put into a database, in one transaction: whole or not at all."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO

from sqlalchemy import Connection, Table, text

from .. import revisions
from ..engine import Store, open_store
from . import looking
from .taking import table_part

#: Opens a part of the copy by its name for reading.
Source = Callable[[str], AbstractContextManager[IO[bytes]]]
_BLOCK = 1 << 20
_COLUMNS = re.compile(r'"\w+"(, "\w+")*')


def place_rows(store: Store, revision: str, names: Iterable[str], source: Source) -> None:
    """Make the tables of `revision` and fill those with `names`; what was there before is gone.

    Raises Busy as Store.write. After any exception the database is as it was.
    """
    with store.at_any_revision(writes=True) as c:
        _drop_all(c)
        revisions.upgrade(c, revision)
        present = looking.tables(c)
        c.exec_driver_sql("TRUNCATE " + ", ".join(f'"{name}"' for name in present.tables if name != looking.VERSIONS))
        for table in present.sorted_tables:
            if table.name in set(names):
                _fill(c, table, source)
                _count_on(c, table)


@contextmanager
def scratch_schema(store: Store, name: str) -> Iterator[Store]:
    """A store in a new schema of the same PostgreSQL database, dropped at the end."""
    with store.at_any_revision(writes=True) as c:
        c.exec_driver_sql(f'CREATE SCHEMA "{name}"')
    url = store.engine.url
    options = f"{url.query.get('options', '')} -c search_path={name}".strip()
    beside = open_store(url.update_query_dict({"options": options}).render_as_string(hide_password=False))
    try:
        yield beside
    finally:
        beside.close()
        with store.at_any_revision(writes=True) as c:
            c.exec_driver_sql(f'DROP SCHEMA "{name}" CASCADE')


def _drop_all(c: Connection) -> None:
    for name in looking.tables(c).tables:
        c.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')


def _fill(c: Connection, table: Table, source: Source) -> None:
    with source(table_part(table.name)) as part, looking.driver(c).cursor() as cursor:
        columns = part.readline().decode().strip()
        if not _COLUMNS.fullmatch(columns):
            raise ValueError(f"not the columns of a copy: {columns[:80]!r}")
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            while block := part.read(_BLOCK):
                copy.write(block)


def _count_on(c: Connection, table: Table) -> None:
    """Have the table's sequence, if it has one, go on behind its last row."""
    for column in table.primary_key.columns:
        owner = {"table": f'"{table.name}"', "column": column.name}
        sequence = c.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), owner).scalar()
        if sequence:
            last = f'SELECT setval(:sequence, coalesce(max("{column.name}"), 1), max("{column.name}") IS NOT NULL)'
            c.execute(text(f'{last} FROM "{table.name}"'), {"sequence": sequence})
