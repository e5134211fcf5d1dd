"""Where a tabulation runs: one Ibis expression, compiled to the SQL of DuckDB, PostgreSQL or Spark.

An engine holds the wide table while it is open and gives the rows of an expression over it. Scores are whole billionths
in it: sums are exact and do not depend on the order in which an engine adds. The figures are therefore the same ones
everywhere; the tests compare all three.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped]  # ships no types
import numpy as np
import pandas as pd

from .dimensions import DIMENSIONS
from .measures import NANO

NAME = "enterprises"
WIDE = ibis.table({**dict.fromkeys(DIMENSIONS, "string"), "level": "int8", "nano": "int64"}, name=NAME)

Rows = list[tuple[Any, ...]]
Engine = Callable[[Any], Rows]
Opener = Callable[[pd.DataFrame], AbstractContextManager[Engine]]


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of `frame` (see :mod:`.frame`) that tables are made of, as :data:`WIDE` names them."""
    nano = np.rint(frame["score"].to_numpy() * NANO).astype(np.int64)
    return frame[[*DIMENSIONS, "level"]].assign(nano=nano)


@contextmanager
def in_process(frame: pd.DataFrame) -> Iterator[Engine]:
    """DuckDB in this process, over `frame` where it lies."""
    with duckdb.connect() as database:
        database.register(NAME, wide(frame))
        yield lambda query: database.execute(ibis.to_sql(query, dialect="duckdb")).fetchall()


def postgresql(url: str) -> Opener:
    """A PostgreSQL database; the table is temporary, so nothing of it stays. Needs the extra "postgres"."""

    @contextmanager
    def opened(frame: pd.DataFrame) -> Iterator[Engine]:
        import psycopg

        with psycopg.connect(url.replace("+psycopg", "", 1)) as connection, connection.cursor() as cursor:
            codes = ", ".join(f"{id} text" for id in DIMENSIONS)
            cursor.execute(f"CREATE TEMPORARY TABLE {NAME} ({codes}, level smallint, nano bigint) ON COMMIT DROP")
            with cursor.copy(f"COPY {NAME} FROM STDIN") as copy:
                for row in wide(frame).itertuples(index=False, name=None):
                    copy.write_row(row)

            def run(query: Any) -> Rows:
                cursor.execute(str(ibis.to_sql(query, dialect="postgres")).encode())
                return cursor.fetchall()

            yield run

    return opened


def spark(session: Any) -> Opener:
    """A Spark session; the table is a view of it while the engine is open. Needs the extra "spark" and Java."""

    @contextmanager
    def opened(frame: pd.DataFrame) -> Iterator[Engine]:
        rows = wide(frame).astype({**dict.fromkeys(DIMENSIONS, "str"), "level": "int16"})
        fields = [*(f"{id} string" for id in DIMENSIONS), "level smallint", "nano bigint"]
        session.createDataFrame(rows.to_numpy().tolist(), ", ".join(fields)).createOrReplaceTempView(NAME)
        compiler = ibis.pyspark.connect(session)  # the dialect alone lacks its own options
        try:
            yield lambda query: [tuple(row) for row in session.sql(compiler.compile(query)).collect()]
        finally:
            session.catalog.dropTempView(NAME)

    return opened
