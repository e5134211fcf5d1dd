"""The rows of a tabulation in a temporary file, written block by block, so that memory use is bounded."""

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Self

import duckdb
import ibis  # type: ignore[import-untyped]  # ships no types
import pandas as pd
import pyarrow.dataset as ds  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from .engines import NAME, Engine, Opener, batches, relation, schema_of, wide
from .plan import TablePlan

_MEMORY = "400MB"


class Spool:
    """Rows for `tables`, in a private temporary folder that is deleted when the spool is closed."""

    def __init__(self, tables: Sequence[TablePlan]) -> None:
        self.tables, self.rows = tables, 0
        self._writer: Any = None
        self.relation: Any = None

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="maturity-")
        self.path = Path(self._folder.name, "rows.parquet")
        os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()
        self._folder.cleanup()

    def add(self, frame: pd.DataFrame) -> None:
        """Add the rows of a frame."""
        rows = wide(frame, self.tables)
        if self._writer is None:
            self.relation = relation(rows)
            self._writer = pq.ParquetWriter(self.path, schema_of(rows))
        for batch in batches(rows):
            self._writer.write_batch(batch)
        self.rows += len(rows)

    def finish(self) -> None:
        """Finish writing; the rows can be read afterwards."""
        if self._writer is not None:
            self._writer.close()

    def opened(self, engine: Opener | None) -> AbstractContextManager[Engine]:
        """An engine over the rows; without `engine`, DuckDB in this process with bounded memory."""
        return engine(ds.dataset(self.path)) if engine else self._in_process()

    @contextmanager
    def _in_process(self) -> Iterator[Engine]:
        with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": self._folder.name}) as database:
            database.execute("SET preserve_insertion_order = false")
            database.read_parquet(str(self.path)).create_view(NAME)
            yield lambda query: database.execute(ibis.to_sql(query, dialect="duckdb")).fetchall()
