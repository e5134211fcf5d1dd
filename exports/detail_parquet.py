"""One row an enterprise as Parquet, typed: codes as enumerations, gaps as nulls."""

from pathlib import Path

import duckdb
import pandas as pd

from maturity.detail import Column, Detail, Told
from maturity.errors import refuse

from .package import place


def write(detail: Detail, path: Path, told: Told) -> None:
    """Write `detail` to `path`. Raises Refusal where that fails; nothing is left then."""
    place(path, lambda draft: _save(detail, draft), lambda draft: _check(detail, draft))
    told(detail.rows)


def _save(detail: Detail, path: Path) -> None:
    frame = pd.DataFrame({column.id: _series(column) for column in detail.columns})
    with duckdb.connect() as database:
        database.register("detail", frame)
        database.execute(f"COPY detail TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)")


def _series(column: Column) -> "pd.Series":
    if column.members:
        return pd.Series(pd.Categorical.from_codes(column.values, categories=pd.Index(list(column.members))))
    return pd.Series(column.values)


def _check(detail: Detail, path: Path) -> None:
    with duckdb.connect() as database:
        written = database.read_parquet(_quoted(path))
        found = written.columns, written.shape[0]
    if found != ([column.id for column in detail.columns], detail.rows):
        raise refuse("plan-not-verified", detail=path.suffix)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
