"""A Parquet file of many enterprises, read block by block and column by column: every distinct text is looked at once.

What is right is decided by the readers of :mod:`.bulk`, :mod:`.cells` and of the facts. Here they are asked once a
distinct value, and a row in which one of them objects is read again as a whole, for its mistakes.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ..errors import Place, Refusal, refuse
from ..plaintext import folded
from ..questionnaire import Questionnaire
from . import screen
from .bulk import Findings, Reader, ReadFacts, headings, wanted
from .repeated import readable
from .repeats import Repeats
from .texts import destroyed, lost

ROWS = 1 << 15  # read together
_BAD = 255
_SCREENED = 64  # characters; longer texts are read one by one
_REMEMBERED = 100_000  # distinct texts
_SCREENS: Mapping[str, Callable[[Any, Any], Any]] = {
    "name": screen.names,
    "credit_code": screen.codes,
    "headcount": screen.whole_numbers,
    "revenue_10k": screen.whole_numbers,
}
_FIGURES = {"headcount": np.int64, "revenue_10k": np.float64, "founded": np.int64}
ReadFact = Callable[[str, str], Any]


@dataclass(frozen=True, slots=True)
class Block:
    """n enterprises: their facts by field, arrays (n,), names left out; `matrix` uint8 (n, items), column-major."""

    facts: Mapping[str, NDArray[Any]]
    matrix: NDArray[np.uint8]


def is_plain(path: Path, questionnaire: Questionnaire) -> bool:
    """The file is Parquet, and its columns are named as they must be; others are for :func:`.table.read_table`."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PAR1":
                return False
        _where(path, questionnaire)
    except (OSError, ValueError, duckdb.Error, Refusal):
        return False
    return True


def _where(path: Path, questionnaire: Questionnaire) -> dict[str, int]:
    """Where each column stands."""
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?) LIMIT 0", [str(path)]).description or ()
    known = {folded(spelling): name for spelling, name in headings(questionnaire).items()}
    header = [known.get(folded(name), name.strip()) for name, *_ in found]
    return wanted(header, questionnaire, str(path))


def blocks(
    path: Path,
    questionnaire: Questionnaire,
    read_facts: ReadFacts[Any],
    read_fact: ReadFact,
    step: Callable[[int], None] = lambda rows: None,
) -> Iterator[Block]:
    """The enterprises of a file of which :func:`is_plain` is true, ROWS at a time at most, good ones alone.

    Raises Refusal with all mistakes, once the file was read to its end: nothing is to be done with blocks before.
    `read_facts` and `read_fact` read all facts of a row, or one by its field.
    """
    reader = Reader(questionnaire, read_facts, _where(path, questionnaire), {})
    findings, columns = Findings(str(path)), _Columns(reader, read_fact)
    done = 1
    with Repeats() as repeats:
        for batch in _batches(path):
            block, rows, wrong = columns.block(batch, done, findings)
            repeats.add(block.facts["credit_code"], rows, good=True)
            repeats.add(np.array([*wrong.values()], np.str_), np.array([*wrong], np.int64), good=False)
            done += batch.num_rows
            step(batch.num_rows)
            if not findings.count and len(block.matrix):
                yield block
        findings.insert(*repeats.problems())
    if findings.count or done == 1:
        raise findings.refusal() or refuse("intake-empty", Place(str(path)))


def _batches(path: Path) -> Iterator[Any]:
    try:
        with duckdb.connect(config={"memory_limit": "256MB", "threads": 2}) as database:
            query = "SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)"
            yield from database.sql(query, params=[str(path)]).to_arrow_reader(ROWS)
    except duckdb.Error as error:
        raise refuse("intake-parquet", Place(str(path)), detail=str(error).splitlines()[0][:200]) from None


class _Columns:
    """Reads blocks of one file; remembers what texts mean."""

    def __init__(self, reader: "Reader[Any]", read_fact: ReadFact) -> None:
        self.reader, self.read_fact = reader, read_fact
        self.meanings: dict[str, int] = {}
        self.values: dict[tuple[str, str], Any] = {}

    def block(self, batch: Any, before: int, findings: Findings) -> tuple[Block, NDArray[np.int64], dict[int, str]]:
        """The good rows of `batch`, which follows row `before`; their numbers; credit codes of the others by number."""
        columns = [pc.fill_null(column, "") for column in batch.columns]
        facts, bad = {}, np.zeros(batch.num_rows, bool)
        for field, position in self.reader.facts:
            facts[field], wrong = self._facts(field, columns[position])
            bad |= wrong
        facts.setdefault("ownership", np.full(batch.num_rows, ""))
        matrix, wrong = self._answers(columns)
        bad |= wrong
        bad[~bad] = self._unanswered(facts["production_type"][~bad], matrix[~bad])
        codes = {}
        for row in np.flatnonzero(bad).tolist():
            cells, number = [column[row].as_py() for column in columns], before + 1 + row
            if any(map(str.strip, cells)):
                findings.add(self.reader.entry(number, cells)[1], number)
                codes[number] = readable(cells[self.reader.code])
        if bad.any():
            facts, matrix = {name: values[~bad] for name, values in facts.items()}, matrix[~bad]
        known = {number: code for number, code in codes.items() if code}
        return Block(facts, np.asfortranarray(matrix)), np.flatnonzero(~bad) + before + 1, known

    def _unanswered(self, profiles: NDArray[Any], matrix: NDArray[np.uint8]) -> NDArray[np.bool_]:
        empty = np.ones(len(matrix), bool)
        for id, asked in self.reader.asked.items():
            here = np.flatnonzero(profiles == id)
            found = np.zeros(len(here), bool)
            for position in asked:
                found |= matrix[here, position] != 0
                if found.all():
                    break
            empty[here] = ~found
        return empty

    def _answers(self, columns: list[Any]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        matrix = np.empty((len(columns[0]), len(self.reader.items)), np.uint8, order="F")
        bad = np.zeros(len(columns[0]), bool)
        for index, (item, position) in enumerate(self.reader.items):
            coded = columns[position].dictionary_encode()
            table = np.array([self._code(item, text) for text in coded.dictionary.to_pylist()], np.uint8)
            matrix[:, index] = table[coded.indices.to_numpy()]
            if (table == _BAD).any():
                bad |= matrix[:, index] == _BAD
        return matrix, bad

    def _code(self, item: str, text: str) -> int:
        found = self.meanings.get(text)
        if found is None:
            try:
                found = _BAD if lost(text) else self.reader.cells.code(item, text)[0]
            except Refusal:
                found = _BAD
            if len(self.meanings) < _REMEMBERED:
                self.meanings[text] = found
        return found

    def _facts(self, field: str, column: Any) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """What the texts of a column mean, arrays (n,), and which of them mean nothing."""
        if field not in _SCREENS:
            return self._distinct(field, column)
        lengths = pc.utf8_length(column).to_numpy()
        short = pc.if_else(pc.less_equal(pc.utf8_length(column), _SCREENED), column, "")
        texts = short.to_numpy(zero_copy_only=False).astype(np.str_)
        well = _SCREENS[field](texts, lengths)
        values = np.where(well, texts, "0").astype(_FIGURES.get(field, np.str_))
        bad = np.zeros(len(values), bool)
        rest = np.flatnonzero(~well)
        if len(rest):
            read, wrong = self._distinct(field, column.take(pa.array(rest)))
            values = values.astype(np.result_type(values.dtype, read.dtype))
            values[rest], bad[rest] = read, wrong
        return values, bad

    def _distinct(self, field: str, column: Any) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        coded = column.dictionary_encode()
        read = [self._value(field, text) for text in coded.dictionary.to_pylist()]
        wrong = np.array([value is None for value in read], bool)
        kind = _FIGURES.get(field, np.str_)
        table = np.array([(0 if field in _FIGURES else "") if value is None else value for value in read], kind)
        indices = coded.indices.to_numpy()
        return table[indices], wrong[indices]

    def _value(self, field: str, text: str) -> Any:
        """What `text` stands for, None where it cannot be read."""
        if (field, text) in self.values:
            return self.values[field, text]
        try:
            value = None if lost(text) or destroyed(text) else self.read_fact(field, text)
        except Refusal:
            value = None
        if len(self.values) < _REMEMBERED and field not in ("name", "credit_code"):
            self.values[field, text] = value
        return value
