"""A table as text, of any size, in blocks, each read by column where that gives what :mod:`.spreadsheets.table` gives.

A block whose lines are all plain (as many cells as the headings, quotes around whole cells only, nothing overlong) is
parsed by Arrow. Every other one is parsed by the reader of rows, so that there is one way to tell what is wrong.
"""

import re
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from io import StringIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
from pyarrow import csv as arrow

from ..spreadsheets.decoding import PIECE, UTF_8, decoded, encoding_of
from ..spreadsheets.merged import Records
from ..spreadsheets.table import MOST_CELL, find_delimiter, fit_rows, number_records, table_in
from .batches import Batch, Batches, batches_of_rows

_BLOCK = 1 << 23  # bytes
_MARKED = re.compile(rb"'(?:\s|\xe3\x80\x80)*(?:[=+\-@\x00\t\r\n]|\xef\xbc[\x9d\x8b\x8d\xa0])")  # see text.formulas


def text_batches(path: Path, headings: Mapping[str, str], single: Collection[str]) -> Batches:
    """The rows of a table as text; `single` as for :func:`.batches.parquet_batches`. Raises Refusal as
    :func:`.spreadsheets.table.read_table`.
    """
    source = str(path)
    encoding = encoding_of(lambda: _pieces(path), source)
    blocks = _blocks(_utf_8(path, encoding))
    first = next(blocks, b"").decode()
    delimiter, begin = find_delimiter(first)
    number, looked_at = (2 if begin else 1), list[bytes]()
    found = number_records(_Lines(first[begin:], _kept(blocks, looked_at)), delimiter, number, source)
    header, row = _headed(found, source, headings)
    blocks = chain(looked_at, blocks)
    lines = _Lines(first[begin:], blocks)
    width = max(len(cells) for _, cells in islice(number_records(lines, delimiter, number, source), row - number + 1))
    parser = _Parser(source, delimiter, header, width, single)
    return Batches(header, parser.batches(chain([lines.rest().encode()], blocks), row + 1), row)


def _headed(found: Records, source: str, headings: Mapping[str, str]) -> tuple[tuple[str, ...], int]:
    table = table_in([("", found)], source, headings)
    return table.header, table.row


def _kept(blocks: Iterator[bytes], kept: list[bytes]) -> Iterator[bytes]:
    for block in blocks:
        kept.append(block)
        yield block


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _utf_8(path: Path, encoding: str) -> Iterator[bytes]:
    """The text in UTF-8, without a mark."""
    if encoding == UTF_8:
        pieces = _pieces(path)
        yield next(pieces, b"").removeprefix(b"\xef\xbb\xbf")
        yield from pieces
    else:
        yield from (text.encode() for text in decoded(_pieces(path), encoding))


def _blocks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that end where a line does."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            whole = b"".join(held)
            end = max(whole.rfind(b"\n"), whole.rfind(b"\r", 0, -1)) + 1  # a last \r may be half of a line's end
            if end:
                yield whole[:end]
            held, size = [whole[end:]], len(whole) - end
    if size:
        yield b"".join(held)


class _Lines:
    """The lines of a block, and of the ones behind it where a record goes on there."""

    def __init__(self, text: str, more: Iterator[bytes]) -> None:
        self._text, self._more = StringIO(text, newline=""), more
        self.left = len(text)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline()
        if not line:
            text = next(self._more).decode()
            self._text, self.left = StringIO(text, newline=""), len(text)
            line = self._text.readline()
        self.left -= len(line)
        return line

    def rest(self) -> str:
        """What was not read yet of the present block."""
        self.left = 0
        return self._text.read()


class _Parser:
    """Parses the blocks of one file."""

    def __init__(self, source: str, delimiter: str, header: Sequence[str], width: int, single: Collection[str]) -> None:
        self._source, self._delimiter, self._header = source, delimiter, header
        self._names = [str(place) for place in range(width)]
        plain, coded = pa.string(), pa.dictionary(pa.int32(), pa.string())
        kinds = [plain if name in single else coded for name in header] + [plain] * (width - len(header))
        self._convert = arrow.ConvertOptions(
            column_types=dict(zip(self._names, kinds, strict=True)), check_utf8=False, strings_can_be_null=False
        )
        mark = re.escape(delimiter)
        cell = f'(?:[^"{mark}]*|"(?:[^"]|"")*")'
        self._plain = f"^{cell}(?:{mark}{cell})*$"

    def batches(self, blocks: Iterator[bytes], number: int) -> Iterator[Batch]:
        """The rows of all blocks, the first of which is record `number` of the file."""
        for block in blocks:
            if not block:
                continue
            columns = self._columns(block)
            if columns is None:
                number = yield from self._by_row(block, blocks, number)
            else:
                rows = np.arange(number, number + len(columns[0]))
                yield Batch(columns, rows, {})
                number += len(rows)

    def _columns(self, block: bytes) -> list[Any] | None:
        """The columns of a block of plain lines; None where there are others."""
        if not self._are_plain(block):
            return None
        try:
            table = arrow.read_csv(
                pa.BufferReader(block),
                arrow.ReadOptions(column_names=self._names, block_size=len(block) + 1),
                arrow.ParseOptions(delimiter=self._delimiter, ignore_empty_lines=False),
                self._convert,
            ).combine_chunks()
        except pa.ArrowInvalid:  # a line with more or fewer cells
            return None
        columns = [column.chunk(0) for column in table.columns]
        beyond = columns[len(self._header) :]
        if any(text.strip() for column in beyond for text in column.unique().to_pylist()):
            return None
        return columns[: len(self._header)]

    def _are_plain(self, block: bytes) -> bool:
        returns = block.count(b"\r")
        if not self._delimiter.isascii() or (returns and returns != block.count(b"\r\n")):
            return False
        lines = block.splitlines() if returns else block.split(b"\n")
        if max(map(len, lines)) > MOST_CELL:
            return False
        if _MARKED.search(block):
            return False
        if b'"' not in block:
            return True
        if b'"=' in block:  # may be ="0012", which is read as 0012
            return False
        quoted = pa.array([line for line in lines if b'"' in line], pa.string())
        return bool(pc.all(pc.match_substring_regex(quoted, self._plain)).as_py())

    def _by_row(self, block: bytes, more: Iterator[bytes], number: int) -> Generator[Batch, None, int]:
        """The rows of a block, and of those that its last record reaches into; gives the number of the next record."""
        lines = _Lines(block.decode(), more)
        found = _until_end(number_records(lines, self._delimiter, number, self._source), lines)
        last = [number - 1]
        rows = fit_rows(_numbered(found, last), len(self._header), self._source)
        yield from batches_of_rows(rows, len(self._header))
        return last[0] + 1


def _until_end(found: Records, lines: _Lines) -> Records:
    """The records up to the end of the block in which one ends."""
    while lines.left:
        yield next(found)


def _numbered(found: Records, last: list[int]) -> Records:
    """The records; `last` then holds the number of the latest."""
    for row, cells in found:
        last[0] = row
        yield row, cells
