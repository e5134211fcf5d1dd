"""Checked rows of a file, kept in a temporary file until all are known to be right: memory holds one block."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import dumps, loads
from pathlib import Path
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ...questionnaire.facts import UNSTATED
from .columnwise import Block
from .rows import COLUMNS, BulkEntry

_ROWS = 1 << 14  # handed on together
_MEMORY = "200MB"
_REASONS, _VECTOR, _ROW, _PROFILE, _ENTERED = "reasons", "vector", "row", "weights", "entered"
_BESIDE = (_REASONS, _VECTOR, _ROW, _PROFILE, _ENTERED)  # columns that hold no facts


class Kept:
    """Blocks of one file, in a folder that nobody else can read for as long as this is open."""

    def __init__(self) -> None:
        self.rows = 0
        self._writer: Any = None

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="maturity-")
        self._path = Path(self._folder.name, "rows.parquet")
        os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()
        self._folder.cleanup()

    def add(self, block: Block, **further: NDArray[Any]) -> None:
        """Keep a block, and `further` facts (n,) of its rows."""
        vectors = pa.py_buffer(np.ascontiguousarray(block.matrix))
        kind = pa.binary(block.matrix.shape[1])
        numbers = {_ROW: block.rows, _PROFILE: block.profiles}
        columns = {name: _column(values) for name, values in {**block.facts, **further, **numbers}.items()}
        columns[_VECTOR] = pa.FixedSizeBinaryArray.from_buffers(kind, len(block.rows), [None, vectors])
        columns |= {_REASONS: _mappings(block.reasons, block), _ENTERED: _mappings(block.entered, block)}
        rows = pa.table(columns)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, rows.schema, compression="lz4", use_dictionary=False)
        self._writer.write_table(rows)
        self.rows += len(block.rows)

    def finish(self) -> None:
        """Nothing more is added: the blocks can be read."""
        if self._writer is not None:
            self._writer.close()

    def blocks(self) -> Iterator[Block]:
        """The rows in the order in which they came."""
        if not self.rows:
            return
        with pq.ParquetFile(self._path) as file:
            yield from map(_block, file.iter_batches(_ROWS))

    def first(self, fact: str, count: int) -> list[Any]:
        """A fact of the first rows."""
        return next((block.facts[fact][:count].tolist() for block in self.blocks()), [])

    def numbers(self, places: Iterable[int | None]) -> dict[int, int]:
        """The numbers in the file of the rows at these places, counted from 1."""
        wanted, found, done = {place for place in places if place}, dict[int, int](), 0
        for block in self.blocks() if wanted else ():
            found |= {
                place: int(block.rows[place - done - 1]) for place in wanted if done < place <= done + len(block.rows)
            }
            done += len(block.rows)
        return found

    def sorted(self, by: str) -> Iterator[Block]:
        """The rows in the order of a fact. What does not fit into memory is sorted in the folder."""
        with duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": self._folder.name}) as database:
            rows = database.read_parquet(str(self._path)).order(f'"{by}"')
            yield from map(_block, rows.to_arrow_reader(_ROWS))


def blocks_of(entries: Sequence[BulkEntry[Any]]) -> Iterator[Block]:
    """Rows that were read one by one, as blocks."""
    for first in range(0, len(entries), _ROWS):
        some = entries[first : first + _ROWS]
        facts = {field: np.array([_shown(field, one.facts) for one in some]) for field in COLUMNS}
        facts["revenue_10k"] = facts["revenue_10k"].astype(np.float64)
        matrix = np.frombuffer(b"".join(one.vector for one in some), np.uint8).reshape(len(some), -1)
        rows, profiles = (np.array([getattr(one, name) for one in some], np.int64) for name in ("row", "profile"))
        reasons, entered = [one.reasons for one in some], [one.entered for one in some]
        yield Block(facts, np.array(matrix, order="F"), profiles, rows, reasons, entered)


def _shown(field: str, facts: object) -> object:
    value = getattr(facts, field)
    return UNSTATED[field] if value is None else value


def _column(values: NDArray[Any]) -> Any:
    return pa.array(values.astype(object), pa.string()) if values.dtype.kind == "U" else pa.array(values)


def _mappings(of_rows: Sequence[Mapping[str, str]], block: Block) -> Any:
    """One text a row, null for nothing."""
    return pa.array([dumps(one) if one else None for one in of_rows] or [None] * len(block.rows), pa.string())


def _loaded(column: Any) -> list[dict[str, str]]:
    return [loads(text) if text else {} for text in column.to_pylist()]


def _block(rows: Any) -> Block:
    columns: Mapping[str, Any] = dict(zip(rows.schema.names, rows.columns, strict=True))
    facts = {name: _values(column) for name, column in columns.items() if name not in _BESIDE}
    vectors = np.frombuffer(b"".join(columns[_VECTOR].to_pylist()), np.uint8).reshape(rows.num_rows, -1)
    reasons, entered = (_loaded(columns[name]) for name in (_REASONS, _ENTERED))
    profiles, numbers = columns[_PROFILE].to_numpy(), columns[_ROW].to_numpy()
    return Block(facts, np.array(vectors, order="F"), profiles, numbers, reasons, entered)


def _values(column: Any) -> NDArray[Any]:
    return np.array(column.to_pylist(), np.str_) if pa.types.is_string(column.type) else column.to_numpy()
