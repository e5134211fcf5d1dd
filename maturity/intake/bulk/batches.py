"""Tables as batches of rows by column, of whatever size: from Parquet as it lies there, from others as it is read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ...errors import Place, Refusal, refuse
from ..spreadsheets.table import Table, heading_key
from ..spreadsheets.texts import Covered, Lost

ROWS = 1 << 14  # read together
FEW = 1 << 12  # read together where every cell becomes an object
_UNREAD = frozenset({Lost, Covered})
_BUFFER = 1 << 16  # bytes of a column read ahead


@dataclass(frozen=True, slots=True)
class Batch:
    """n rows and their numbers (n,): `columns` are Arrow arrays of texts, plain or as a dictionary, null for "".

    `whole` holds rows by place with a cell that has no readable value, which a column cannot say.
    """

    columns: Sequence[Any]
    rows: NDArray[np.int64]
    whole: Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Batches:
    """`header` holds the names of the columns, as :class:`.spreadsheets.table.Table` has them; it stands in `row`.

    `batches` can be iterated once; that raises Refusal where the file cannot be read further.
    """

    header: tuple[str, ...]
    batches: Iterator[Batch]
    row: int = 1


def parquet_batches(path: Path, headings: Mapping[str, str], single: Collection[str]) -> Batches:
    """The rows of a Parquet file, its columns named by their `headings`. Those of `single` names come as plain texts:
    they hold mostly different ones.

    Raises OSError and ValueError where the file is none.
    """
    found = pq.read_schema(path)
    known = {heading_key(spelling): name for spelling, name in headings.items()}
    header = tuple(known.get(heading_key(name), name.strip()) for name in found.names)
    repeating = [name for name, id in zip(found.names, header, strict=True) if id not in single]
    return Batches(header, _parquet(path, repeating))


def _parquet(path: Path, repeating: list[str]) -> Iterator[Batch]:
    done = 1
    try:
        with pq.ParquetFile(path, read_dictionary=repeating, buffer_size=_BUFFER) as file:
            for batch in file.iter_batches(ROWS):
                batch.validate(full=True)  # texts may be no UTF-8
                rows = np.arange(done + 1, done + 1 + batch.num_rows)
                yield Batch(_as_texts(batch), rows, {})
                done += batch.num_rows
    except (OSError, pa.ArrowException, duckdb.Error) as error:
        raise refuse("intake-parquet", Place(str(path)), detail=str(error).splitlines()[0][:200]) from None


def _as_texts(batch: Any) -> list[Any]:
    """The columns of a batch, numbers, days and the like written as DuckDB writes them."""
    columns = list(batch.columns)
    others = [place for place, column in enumerate(columns) if not _is_text(column.type)]
    if others:
        rows = pa.table([columns[place] for place in others], [str(place) for place in others])
        with duckdb.connect() as database:
            database.register("rows", rows)
            written = database.sql("SELECT COLUMNS(*)::VARCHAR FROM rows").to_arrow_table().combine_chunks()
        for place, column in zip(others, written.columns, strict=True):
            columns[place] = column.chunk(0) if column.num_chunks else pa.array([], pa.string())
    return columns


def _is_text(kind: Any) -> bool:
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(held) or pa.types.is_large_string(held))


def table_batches(table: Table) -> Batches:
    """The rows of a table that is read cell by cell."""
    return Batches(table.header, batches_of_rows(table.rows, len(table.header)), table.row)


def batches_of_rows(rows: Iterator[tuple[int, Sequence[str]]], width: int) -> Iterator[Batch]:
    """Numbered rows of `width` cells as batches; those before a row that cannot be read come before its Refusal."""
    several: list[tuple[int, Sequence[str]]] = []
    try:
        for row in rows:
            several.append(row)
            if len(several) == FEW:
                yield _batch(several, width)
                several = []
    except Refusal:
        if several:
            yield _batch(several, width)
        raise
    if several:
        yield _batch(several, width)


def _batch(rows: Sequence[tuple[int, Sequence[str]]], width: int) -> Batch:
    columns = [pa.array(cells, pa.string()) for cells in zip(*(cells for _, cells in rows), strict=True)]
    whole = {place: cells for place, (_, cells) in enumerate(rows) if not _UNREAD.isdisjoint(map(type, cells))}
    return Batch(columns[:width], np.array([row for row, _ in rows], np.int64), whole)


def filled(column: Any) -> int:
    """How many texts of a column hold more than blanks."""
    return pc.sum(pc.not_equal(pc.utf8_trim_whitespace(column.cast(pa.string())), "")).as_py() or 0


def coded(column: Any) -> tuple[list[str], NDArray[np.int32]]:
    """The distinct texts of a column, and where each row's stands among them; null is "", the last one."""
    if pa.types.is_dictionary(column.type) and len(column.dictionary) > len(column):
        column = column.dictionary_decode()
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    texts = [text or "" for text in coded.dictionary.to_pylist()]
    return [*texts, ""], pc.fill_null(coded.indices, len(texts)).to_numpy()
