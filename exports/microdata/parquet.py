"""Microdata as Parquet with types: codes as dictionaries, missing values as nulls."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

from maturity.errors import refuse
from maturity.publication.microdata_file import Column, Microdata, Progress

from ..package import place

_CHUNK = 4096


def write(microdata: Microdata, path: Path, progress: Progress) -> None:
    """Write `microdata` to `path`. Raises Refusal where that fails; no file is left then."""
    place(path, lambda draft: _save(microdata, draft, progress), lambda draft: _check(microdata, draft))


def _save(microdata: Microdata, path: Path, progress: Progress) -> None:
    columns = [
        f'"{column.id}"::{_enum(column)} AS "{column.id}"' if column.members else f'"{column.id}"'
        for column in microdata.columns
    ]
    schema = _batch([replace(column, values=column.values[:0]) for column in microdata.columns]).schema
    stopped: list[BaseException] = []
    reader = pa.RecordBatchReader.from_batches(schema, _batches(microdata, progress, stopped))
    try:
        with duckdb.connect(config={"threads": 1}) as database:  # each holds a row group of every column
            database.from_arrow(reader).project(", ".join(columns)).write_parquet(str(path), compression="zstd")
    except Exception:
        if stopped:
            raise stopped[0] from None
        raise


def _batches(microdata: Microdata, progress: Progress, stopped: list[BaseException]) -> Iterator[Any]:
    """The record batches. An exception raised by `progress` is kept in `stopped`, because the
    library would replace it.
    """
    try:
        for columns in microdata.spans(_CHUNK):
            yield _batch(columns)
            progress(len(columns[0].values))
    except BaseException as error:
        stopped.append(error)
        raise


def _batch(columns: Sequence[Column]) -> Any:
    return pa.record_batch([_array(column) for column in columns], [column.id for column in columns])


def _array(column: Column) -> Any:
    if column.members:
        places = pa.array(column.values, pa.int32(), mask=column.values < 0)
        return pa.DictionaryArray.from_arrays(places, pa.array(column.members, pa.string()))
    if column.values.dtype.kind == "U":
        return pa.array(column.values.astype(object), pa.string())
    return pa.array(column.values, from_pandas=True)  # NaN is a gap


def _enum(column: Column) -> str:
    members = ", ".join("'" + member.replace("'", "''") + "'" for member in column.members)
    return f"ENUM ({members})"


def _check(microdata: Microdata, path: Path) -> None:
    with duckdb.connect() as database:
        written = database.read_parquet(_quoted(path))
        found = written.columns, written.shape[0]
    if found != ([column.id for column in microdata.columns], microdata.rows):
        raise refuse("plan-not-verified", detail=path.suffix)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
