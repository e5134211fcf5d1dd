"""Engines of tabulation: Ibis expressions compiled to the SQL of DuckDB, PostgreSQL or Spark.

An engine holds the wide table while it is open and returns the rows of an expression over it. The table is loaded by
columns, in batches. Scores are integers in billionths, so that sums are exact, do not depend on the order of addition,
and are the same on all engines; the tests compare all three.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis  # type: ignore[import-untyped]  # ships no types
import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray
from pyarrow import csv

from .confidentiality.tally import NANO
from .dimensions import PLAIN, RELATIVE, View
from .plan import TablePlan
from .relative.names import ASSOCIATION, SCORE_JOINED

NAME = "enterprises"
_IBIS = {"text": "string", "smallint": "int16", "bigint": "int64"}
ARROW = {"text": pa.string(), "smallint": pa.int16(), "bigint": pa.int64()}

Wide = Any  # what :func:`wide` gives, or the same columns as a data set of Arrow
Rows = list[tuple[Any, ...]]
Engine = Callable[[Any], Rows]
Opener = Callable[[Wide], AbstractContextManager[Engine]]


def wide(frame: pd.DataFrame, tables: Iterable[TablePlan]) -> pd.DataFrame:
    """The columns of `frame` (see :mod:`.frame`) that `tables` need; scores as int64 billionths, amounts as they are,
    or missing.
    """
    tables = tuple(tables)
    views = [
        View(),
        *(view for table in tables for id in table.rows for view in table.by.dimensions[id].views.values()),
    ]
    scores = dict.fromkeys(view.score for view in views)
    levels = dict.fromkeys(view.level for view in views)
    amounts = dict.fromkeys(name for table in tables for name in amounts_of(table))
    if any(ASSOCIATION in table.measures for table in tables):
        scores |= {SCORE_JOINED: None}
    relative = dict.fromkeys(id for table in tables for id in table.rows if id in RELATIVE)
    told = {name: _nano(frame[name].to_numpy()) for name in scores}
    return frame[[*PLAIN, *relative, *levels]].assign(
        **told, **{name: _whole(frame[name].to_numpy()) for name in amounts}
    )


def amounts_of(table: TablePlan) -> list[str]:
    """The columns of a frame that a table adds up, in the order of its measures."""
    asked = [table.by.by_measure[measure] for measure in table.measures if measure in table.by.by_measure]
    return list(dict.fromkeys(amount.column for one in asked for amount in one.amounts))


def _nano(scores: NDArray[np.float64]) -> Any:
    return _whole(scores * NANO)


def _whole(values: NDArray[np.float64]) -> Any:
    """Whole numbers, missing where `values` are NaN."""
    known = ~np.isnan(values)
    whole = np.rint(np.where(known, values, 0)).astype(np.int64)
    return whole if known.all() else pd.arrays.IntegerArray(whole, ~known)


def relation(rows: pd.DataFrame) -> Any:
    """The result of :func:`wide` as an Ibis table."""
    return ibis.table({name: _IBIS[kind] for name, kind in kinds(rows).items()}, name=NAME)


@contextmanager
def in_process(rows: pd.DataFrame) -> Iterator[Engine]:
    """DuckDB in this process, reading the rows without a copy."""
    with duckdb.connect() as database:
        database.register(NAME, rows)
        yield lambda query: database.execute(ibis.to_sql(query, dialect="duckdb")).fetchall()


def postgresql(url: str) -> Opener:
    """A PostgreSQL database; the rows are in a temporary table. Needs the extra "postgres"."""

    @contextmanager
    def opened(rows: Wide) -> Iterator[Engine]:
        import psycopg

        with psycopg.connect(url.replace("+psycopg", "", 1)) as connection, connection.cursor() as cursor:
            columns = ", ".join(f"{name} {kind}" for name, kind in kinds(rows).items())
            cursor.execute(f"CREATE TEMPORARY TABLE {NAME} ({columns}) ON COMMIT DROP")
            with cursor.copy(f"COPY {NAME} FROM STDIN (FORMAT csv)") as copy:
                for batch in batches(rows):
                    text = pa.BufferOutputStream()
                    csv.write_csv(batch, text, csv.WriteOptions(include_header=False))
                    copy.write(text.getvalue())

            def run(query: Any) -> Rows:
                cursor.execute(str(ibis.to_sql(query, dialect="postgres")).encode())
                return cursor.fetchall()

            yield run

    return opened


def spark(session: Any) -> Opener:
    """A Spark session; the rows are in a temporary Parquet file, which its executors must be able to read, with a view
    of it while the engine is open. Needs the extra "spark" and Java.
    """

    @contextmanager
    def opened(rows: Wide) -> Iterator[Engine]:
        with TemporaryDirectory(prefix="maturity-") as folder:
            with pq.ParquetWriter(f"{folder}/rows.parquet", schema_of(rows)) as writer:
                for batch in batches(rows):
                    writer.write_batch(batch)
            session.read.parquet(f"{folder}/rows.parquet").createOrReplaceTempView(NAME)
            compiler = ibis.pyspark.connect(session)  # the dialect alone lacks its own options
            try:
                yield lambda query: [tuple(row) for row in session.sql(compiler.compile(query)).collect()]
            finally:
                session.catalog.dropTempView(NAME)

    return opened


def kinds(rows: Wide) -> dict[str, str]:
    """The SQL type of every column."""
    if not isinstance(rows, pd.DataFrame):
        return {field.name: next(sql for sql, kind in ARROW.items() if kind == field.type) for field in rows.schema}
    kinds = {name: str(rows[name].dtype) for name in rows.columns}
    return {name: {"category": "text", "int8": "smallint"}.get(kind, "bigint") for name, kind in kinds.items()}


def batches(rows: Wide) -> Iterator[Any]:
    """The rows as Arrow record batches."""
    schema = schema_of(rows)
    found = pa.Table.from_pandas(rows, preserve_index=False) if isinstance(rows, pd.DataFrame) else rows
    for batch in found.to_batches():
        yield from pa.Table.from_batches([batch]).cast(schema).to_batches()


def schema_of(rows: Wide) -> Any:
    """The Arrow schema of the rows."""
    return pa.schema([(name, ARROW[kind]) for name, kind in kinds(rows).items()])
