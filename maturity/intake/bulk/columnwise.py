"""A table of many enterprises, read block by block and column by column: every distinct text is looked at once.

What is right is decided by the readers of :mod:`.rows`, :mod:`.spreadsheets.cells` and of the facts. Here they are
asked once a distinct value, and a row in which one of them objects is read again as a whole, for its mistakes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ...answers import NOT_APPLICABLE
from ...errors import Place, Refusal, refuse
from ...questionnaire import Item, Questionnaire
from ...questionnaire.facts import UNSTATED
from ...questionnaire.fitting import UNDECIDED, Places
from ..spreadsheets.table import Table, file_kind, read_table
from ..spreadsheets.texts import is_destroyed, is_lost
from . import screen
from .batches import Batch, Batches, coded, filled, parquet_batches, table_batches
from .csvblocks import text_batches
from .ignored import Ignored
from .inputcolumns import InputColumns
from .repeated import readable_code
from .repeats import Repeats
from .rows import ProblemList, Reader, ReadFacts, column_positions, headings, ignored_columns

_BAD = 255
_SCREENED = 64  # characters; longer texts are read one by one
_REMEMBERED = 100_000  # distinct texts
_SCREENS: Mapping[str, Callable[[Any, Any], Any]] = {
    "name": screen.valid_names,
    "credit_code": screen.valid_codes,
    "headcount": screen.valid_whole_numbers,
    "revenue_10k": screen.valid_whole_numbers,
}
_FIGURES = {"headcount": np.int64, "revenue_10k": np.float64, "founded": np.int64}
_WRONG = object()  # what a text stands for that cannot be read


class ReadFact(Protocol):
    """Reads one fact of an enterprise."""

    def __call__(self, field: str, value: str, *, needed: Collection[str]) -> Any:
        """The fact in the column `field`; None for a blank one that is not `needed`. Raises Refusal."""


@dataclass(frozen=True, slots=True)
class Block:
    """n enterprises: their facts by field, arrays (n,), UNSTATED where one is not stated; `matrix` uint8 (n, items),
    column-major.

    `profiles` (n,) are the places of their weight profiles among the questionnaire's, `rows` (n,) their numbers in the
    file; `reasons` are those of what is not applicable, by item, where asked for. `entered` are the answers that are
    no choice, as texts by item (:func:`maturity.answers.codec.entered_text`): one mapping a row, none at all where the
    questionnaire has choices alone.
    """

    facts: Mapping[str, NDArray[Any]]
    matrix: NDArray[np.uint8]
    profiles: Places
    rows: NDArray[np.int64]
    reasons: Sequence[Mapping[str, str]] = ()
    entered: Sequence[Mapping[str, str]] = ()


def read_blocks(
    path: Path,
    questionnaire: Questionnaire,
    read_facts: ReadFacts[Any],
    read_fact: ReadFact,
    step: Callable[[int], None] = lambda rows: None,
    seen: Callable[[Table], None] = lambda table: None,
    known: Mapping[str, Collection[str]] = MappingProxyType({}),
    with_reasons: bool = False,
    ignored: Callable[[Ignored], None] = lambda found: None,
    profile: str = "",
) -> Iterator[Block]:
    """The enterprises of a file, good ones alone, block by block.

    Raises Refusal with all mistakes, once the file was read to its end: nothing is to be done with blocks before.
    `read_facts` and `read_fact` read all facts of a row, or one by its field; `seen` is called with the table of a
    workbook or a text, `ignored` at the end with the columns that are not read; `known` and `profile` are as for
    :class:`.rows.Reader`.
    """
    source = open_batches(path, questionnaire, seen)
    where = column_positions(source.header, questionnaire, str(path), source.row)
    reader = Reader(questionnaire, read_facts, source.header, where, known, profile)
    beside = ignored_columns(source.header, where)
    findings, columns, good = ProblemList(str(path)), _Columns(reader, read_fact, with_reasons, beside), 0
    with Repeats() as repeats:
        for batch in _readable(source.batches, findings):
            block, wrong = columns.block(batch, findings)
            repeats.add(block.facts["credit_code"], block.rows, good=True)
            repeats.add(np.array([*wrong.values()], np.str_), np.array([*wrong], np.int64), good=False)
            good += len(block.rows)
            step(len(batch.rows))
            if not findings.count and len(block.matrix):
                yield block
        findings.insert(*repeats.problems())
    ignored(beside)
    if findings.count or not good:
        raise findings.refusal() or refuse("intake-empty", Place(str(path)))


def open_batches(
    path: Path, questionnaire: Questionnaire, seen: Callable[[Table], None] = lambda table: None
) -> Batches:
    """The rows of a file. Raises Refusal as :func:`.spreadsheets.table.read_table`."""
    known, kind = headings(questionnaire), file_kind(path)
    if kind == "text":
        return text_batches(path, known, _SCREENS)
    if kind == "parquet":
        try:
            found = parquet_batches(path, known, _SCREENS)
            column_positions(found.header, questionnaire, str(path))
        except (OSError, ValueError, Refusal):
            pass  # told by the reader of rows, which finds headings further below too
        else:
            return found
    table = read_table(path, known)
    seen(table)
    return table_batches(table)


def _readable(batches: Iterator[Batch], findings: ProblemList) -> Iterator[Batch]:
    """The batches up to where the file can be read, which is a mistake like others."""
    try:
        yield from batches
    except Refusal as refusal:
        for problem in refusal.problems:
            findings.add([problem], problem.place.row or 0)


class _Columns:
    """Reads blocks of one file; remembers what texts mean."""

    def __init__(self, reader: "Reader[Any]", read_fact: ReadFact, with_reasons: bool, beside: Ignored) -> None:
        self.reader, self.read_fact, self.with_reasons, self.beside = reader, read_fact, with_reasons, beside
        self.inputs = InputColumns(reader.answers.inputs)
        self.meanings: dict[tuple[str, str], tuple[int, str]] = {}
        self.values: dict[tuple[str, str], Any] = {}

    def block(self, batch: Batch, findings: ProblemList) -> tuple[Block, dict[int, str]]:
        """The good rows of `batch`; credit codes of the others by number."""
        columns, rows = batch.columns, batch.rows
        facts, bad = {}, np.zeros(len(rows), bool)
        for position, name in self.beside.columns.items():
            self.beside.cells[name] += filled(columns[position])
        for field, position in self.reader.facts:
            facts[field], wrong = self._facts(field, columns[position])
            bad |= wrong
        for fact, nothing in UNSTATED.items():
            facts.setdefault(fact, np.full(len(rows), nothing))
        for codes in filter(None, self.reader.known.values()):
            bad |= np.array([code in codes for code in facts["credit_code"].tolist()], bool)
        matrix, reasons, wrong = self._answers(columns)
        bad |= wrong
        entered, wrong = self._entered(columns, matrix, reasons)
        bad |= wrong
        profiles = np.full(len(rows), UNDECIDED)
        profiles[~bad] = self._profiles(columns, facts, ~bad)
        bad[~bad] = self._unanswered(profiles[~bad], matrix[~bad])
        wrong_codes = self._reread(batch, bad, findings)
        if bad.any():
            facts, matrix = {name: values[~bad] for name, values in facts.items()}, matrix[~bad]
            reasons, entered = list(compress(reasons, ~bad)), list(compress(entered, ~bad))
        return Block(facts, np.asfortranarray(matrix), profiles[~bad], rows[~bad], reasons, entered), wrong_codes

    def _reread(self, batch: Batch, bad: NDArray[np.bool_], findings: ProblemList) -> dict[int, str]:
        """Read rows that are `bad`, or that columns cannot say, again for their mistakes; mark those that have some.

        Gives the credit codes that can be read, by number of row.
        """
        codes = {}
        for row in sorted({*np.flatnonzero(bad).tolist(), *batch.whole}):
            cells = batch.whole.get(row) or [column[row].as_py() or "" for column in batch.columns]
            number = int(batch.rows[row])
            blank = self.beside.only_these(cells)
            problems = [] if blank else self.reader.entry(number, cells)[1]
            if problems:
                findings.add(problems, number)
                codes[number] = readable_code(cells[self.reader.code])
            elif bad[row] and not blank:
                raise RuntimeError(f"row {number} is wrong by its columns alone")
            bad[row] |= bool(problems)
        return {number: code for number, code in codes.items() if code}

    def _profiles(self, columns: Sequence[Any], facts: Mapping[str, NDArray[Any]], of: NDArray[np.bool_]) -> Places:
        """The profiles of rows."""
        named = None
        if self.reader.profile is not None:
            texts, places = coded(columns[self.reader.profile])
            named = self.reader.profiles.names(texts)[places][of]
        return self.reader.profiles.many({name: values[of] for name, values in facts.items()}, named)

    def _unanswered(self, places: Places, matrix: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Where no item that is asked is answered, or where it is not known which are asked."""
        empty = np.ones(len(matrix), bool)
        for place, asked in enumerate(self.reader.asked):
            here = np.flatnonzero(places == place)
            found = np.zeros(len(here), bool)
            for position in asked:
                found |= matrix[here, position] != 0
                if found.all():
                    break
            empty[here] = ~found
        return empty

    def _answers(self, columns: Sequence[Any]) -> tuple[NDArray[np.uint8], list[dict[str, str]], NDArray[np.bool_]]:
        """The codes (n, items), the reasons of each row, and which rows (n,) hold what cannot be read."""
        n = len(columns[0])
        read = self.reader.answers
        matrix, bad = np.zeros((n, read.size), np.uint8, order="F"), np.zeros(n, bool)
        reasons: list[dict[str, str]] = [{} for _ in range(n if self.with_reasons else 0)]
        for item, position in read.items:
            index, (texts, places) = item.position, coded(columns[position])
            meant = [self._meaning(item, text) for text in texts]
            table = np.array([code for code, _ in meant], np.uint8)
            table.take(places, out=matrix[:, index], mode="clip")
            if (table == _BAD).any():
                bad |= matrix[:, index] == _BAD
            if reasons and (table == NOT_APPLICABLE).any():
                for row in np.flatnonzero(matrix[:, index] == NOT_APPLICABLE).tolist():
                    reasons[row][item.id] = meant[places[row]][1]
        return matrix, reasons, bad

    def _entered(
        self, columns: Sequence[Any], matrix: NDArray[np.uint8], reasons: list[dict[str, str]]
    ) -> tuple[list[dict[str, str]], NDArray[np.bool_]]:
        """The answers that are no choice, by row, and which rows (n,) hold what cannot be read; their codes and reasons
        go into `matrix` and `reasons`.
        """
        n, places = len(matrix), self.reader.answers.places
        if not self.inputs.inputs.by_item:
            return [], np.zeros(n, bool)
        read = self.inputs.read(columns, n)
        for item, codes in read.codes.items():
            matrix[:, places[item]] = codes
        for row, item, reason in read.reasons if reasons else ():
            reasons[row][item] = reason
        rows = zip(*read.entered.values(), strict=True)
        return [{id: text for id, text in zip(read.entered, texts, strict=True) if text} for texts in rows], read.bad

    def _meaning(self, item: Item, text: str) -> tuple[int, str]:
        """Code and reason of a text."""
        found = self.meanings.get((item.scale, text))
        if found is None:
            try:
                found = (_BAD, "") if is_lost(text) else self.reader.answers.cells.code(item.id, text)
            except Refusal:
                found = (_BAD, "")
            if len(self.meanings) < _REMEMBERED:
                self.meanings[item.scale, text] = found
        return found

    def _facts(self, field: str, column: Any) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """What the texts of a column mean, arrays (n,), and which of them mean nothing."""
        if field not in _SCREENS:
            return self._distinct(field, column)
        column = pc.fill_null(column, "")
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
        texts, places = coded(column)
        read, nothing = [self._value(field, text) for text in texts], UNSTATED.get(field, "")
        wrong = np.array([value is _WRONG for value in read], bool)
        shown = [nothing if value is None or value is _WRONG else value for value in read]
        return np.array(shown, _FIGURES.get(field, np.str_))[places], wrong[places]

    def _value(self, field: str, text: str) -> Any:
        """What `text` stands for: None for nothing, _WRONG where it cannot be read."""
        if (field, text) in self.values:
            return self.values[field, text]
        try:
            wrong = is_lost(text) or is_destroyed(text)
            value = _WRONG if wrong else self.read_fact(field, text, needed=self.reader.needed)
        except Refusal:
            value = _WRONG
        if len(self.values) < _REMEMBERED and field not in ("name", "credit_code"):
            self.values[field, text] = value
        return value
