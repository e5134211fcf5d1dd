"""Credit codes that stand in a file more than once, found outside memory: a file may hold ten million."""

import tempfile
from typing import Self

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from ...errors import Problem
from .repeated import repeated_code
from .rows import MOST_PROBLEMS

_FOUND = """
    CREATE TABLE found AS SELECT code, row, first FROM (
        SELECT code, row, coalesce(min(row) FILTER (good) OVER one, min(row) OVER one) AS first FROM codes
        WHERE code IN (SELECT code FROM codes GROUP BY code HAVING count(*) > 1) WINDOW one AS (PARTITION BY code)
    ) WHERE row <> first
"""


class Repeats:
    """Codes with the rows in which they stand, in a temporary file that nobody else can read."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="maturity-")
        self._database = duckdb.connect(f"{self._folder.name}/codes.duckdb", config={"memory_limit": "256MB"})
        self._database.execute("CREATE TABLE codes (code VARCHAR, row BIGINT, good BOOLEAN)")
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, codes: NDArray[np.str_], rows: NDArray[np.int64], *, good: bool) -> None:
        """Codes (n,) and the rows (n,) that they stand in, all of them `good` or all with mistakes."""
        block = {"code": pa.array(codes.astype(object), pa.string()), "row": pa.array(rows, pa.int64())}
        self._database.register("block", pa.table(block))
        self._database.execute("INSERT INTO codes SELECT code, row, ? FROM block", [good])

    def problems(self) -> tuple[list[tuple[int, Problem]], int]:
        """The first rows whose enterprise another row holds, as :class:`.repeated.Repeated` has them, and their number.

        Each comes with its problem.
        """
        self._database.execute(_FOUND)
        (count,) = self._database.execute("SELECT count(*) FROM found").fetchone() or (0,)
        query = "SELECT row, code, first FROM found ORDER BY row LIMIT ?"
        found = self._database.execute(query, [MOST_PROBLEMS]).fetchall()
        return [(row, repeated_code(code, first)) for row, code, first in found], count
