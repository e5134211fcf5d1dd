"""Where a tabulation runs: one Ibis expression, compiled to the SQL of DuckDB, PostgreSQL or Spark.

An engine holds the wide table while it is open and gives the rows of an expression over it. Scores are whole billionths
in it: sums are exact and do not depend on the order in which an engine adds. The figures are therefore the same ones
everywhere; the tests compare all three.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped]  # ships no types
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .confidentiality.tally import NANO
from .dimensions import DIMENSIONS, PLAIN, View
from .plan import TablePlan

NAME = "enterprises"
_IBIS = {"text": "string", "smallint": "int16", "bigint": "int64"}
_SPARK = {"text": "string"}

Rows = list[tuple[Any, ...]]
Engine = Callable[[Any], Rows]
Opener = Callable[[pd.DataFrame], AbstractContextManager[Engine]]


def wide(frame: pd.DataFrame, tables: Iterable[TablePlan]) -> pd.DataFrame:
    """The columns of `frame` (see :mod:`.frame`) that `tables` are made of; scores as whole billionths, or missing."""
    views = [View(), *(view for table in tables for id in table.rows for view in DIMENSIONS[id].views.values())]
    scores = dict.fromkeys(view.score for view in views)
    levels = dict.fromkeys(view.level for view in views)
    return frame[[*PLAIN, *levels]].assign(**{name: _nano(frame[name].to_numpy()) for name in scores})


def _nano(scores: NDArray[np.float64]) -> Any:
    known = ~np.isnan(scores)
    whole = np.rint(np.where(known, scores, 0) * NANO).astype(np.int64)
    return whole if known.all() else pd.arrays.IntegerArray(whole, ~known)


def relation(rows: pd.DataFrame) -> Any:
    """What :func:`wide` gave as a table of Ibis."""
    return ibis.table({name: _IBIS[kind] for name, kind in kinds(rows).items()}, name=NAME)


@contextmanager
def in_process(rows: pd.DataFrame) -> Iterator[Engine]:
    """DuckDB in this process, over the rows where they lie."""
    with duckdb.connect() as database:
        database.register(NAME, rows)
        yield lambda query: database.execute(ibis.to_sql(query, dialect="duckdb")).fetchall()


def postgresql(url: str) -> Opener:
    """A PostgreSQL database; the table is temporary, so nothing of it stays. Needs the extra "postgres"."""

    @contextmanager
    def opened(rows: pd.DataFrame) -> Iterator[Engine]:
        import psycopg

        with psycopg.connect(url.replace("+psycopg", "", 1)) as connection, connection.cursor() as cursor:
            columns = ", ".join(f"{name} {kind}" for name, kind in kinds(rows).items())
            cursor.execute(f"CREATE TEMPORARY TABLE {NAME} ({columns}) ON COMMIT DROP")
            with cursor.copy(f"COPY {NAME} FROM STDIN") as copy:
                for row in _plain(rows):
                    copy.write_row(row)

            def run(query: Any) -> Rows:
                cursor.execute(str(ibis.to_sql(query, dialect="postgres")).encode())
                return cursor.fetchall()

            yield run

    return opened


def spark(session: Any) -> Opener:
    """A Spark session; the table is a view of it while the engine is open. Needs the extra "spark" and Java."""

    @contextmanager
    def opened(rows: pd.DataFrame) -> Iterator[Engine]:
        fields = ", ".join(f"{name} {_SPARK.get(kind, kind)}" for name, kind in kinds(rows).items())
        session.createDataFrame(_plain(rows), fields).createOrReplaceTempView(NAME)
        compiler = ibis.pyspark.connect(session)  # the dialect alone lacks its own options
        try:
            yield lambda query: [tuple(row) for row in session.sql(compiler.compile(query)).collect()]
        finally:
            session.catalog.dropTempView(NAME)

    return opened


def kinds(rows: pd.DataFrame) -> dict[str, str]:
    """The SQL type of every column."""
    kinds = {name: str(rows[name].dtype) for name in rows.columns}
    return {name: {"category": "text", "int8": "smallint"}.get(kind, "bigint") for name, kind in kinds.items()}


def _plain(rows: pd.DataFrame) -> list[tuple[Any, ...]]:
    """The rows as objects, None where nothing is known."""
    objects = rows.astype(object)
    return list(objects.where(rows.notna(), None).itertuples(index=False, name=None))
