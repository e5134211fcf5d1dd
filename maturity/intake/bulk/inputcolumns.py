"""Answers that are no choice, read column by column: plain numbers at once, every other distinct text by its reader."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from json import dumps
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from ...answers import ENTERED, NOT_APPLICABLE, NotApplicable
from ...answers.codec import entered_text
from ...answers.reading import read_value
from ...errors import Refusal
from ...quantities import Quantity, Unit
from ...quantities.factors import factors
from ...questionnaire.asked import Table
from ..spreadsheets.texts import is_lost
from .inputs import Input, Inputs

_PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"
_NEAR = 1e-9  # relative distance from a limit at which a float is not trusted
_REMEMBERED = 50_000  # distinct texts of a column
Texts = NDArray[np.object_]
Bools = NDArray[np.bool_]


class Read(NamedTuple):
    """Of n rows: by item the code of each, uint8 (n,), and what was entered as canonical JSON, "" for nothing; the
    reasons of what is not applicable; and which rows hold what has to be read as a whole (n,), for its mistakes.
    """

    codes: dict[str, NDArray[np.uint8]]
    entered: dict[str, Texts]
    reasons: list[tuple[int, str, str]]
    bad: Bools


class InputColumns:
    """Reads blocks of the columns of one table; remembers what texts mean."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self._numbers: dict[tuple[Quantity, str], dict[str, str | None]] = {}
        self._values: dict[tuple[str, str], str | NotApplicable | None] = {}

    def read(self, columns: Sequence[Any], n: int) -> Read:
        """The answers in `columns`, Arrow arrays of texts."""
        found = Read({}, {}, [], np.zeros(n, bool))
        for id, inputs in self.inputs.by_item.items():
            asks = inputs[0].heading.item.asks
            whole = [one for one in inputs if not one.heading.column]
            texts = np.full(n, "", object)
            for one in whole:
                texts = self._whole(one, columns, found)
            if isinstance(asks, Table):
                texts = self._rows(inputs, columns, found)
            found.entered[id] = texts
            codes = found.codes.setdefault(id, np.zeros(n, np.uint8))
            codes[texts != ""] = ENTERED
        return found

    def _whole(self, one: Input, columns: Sequence[Any], found: Read) -> Texts:
        """The answers in a column of an item; cells of a table's own column hold nothing else but a reason."""
        item, n = one.heading.item, len(found.bad)
        column, out = _texts(columns[one.at]), np.full(n, "", object)
        rest = np.flatnonzero(column != "")
        if isinstance(item.asks, Quantity):
            out, unread = self._quantities(item.asks, one, columns, found)
            rest = np.flatnonzero(unread)
        for row in rest.tolist():
            answer = self._value(one, column[row])
            if isinstance(answer, NotApplicable):
                codes = found.codes.setdefault(item.id, np.zeros(n, np.uint8))
                codes[row] = NOT_APPLICABLE
                found.reasons.append((row, item.id, answer.reason))
            elif answer is None:
                found.bad[row] = True
            else:
                out[row] = answer
        return out

    def _value(self, one: Input, text: str) -> str | NotApplicable | None:
        """What a text stands for; None where it cannot be read."""
        item, key = one.heading.item, (one.heading.item.id, text)
        if key not in self._values:
            answer: str | NotApplicable | None = None
            try:
                if is_lost(text):
                    answer = None
                elif self.inputs.cells.not_applicable(text):
                    given = self.inputs.cells.answer(item.id, text)
                    answer = given if isinstance(given, NotApplicable) else None
                elif not isinstance(item.asks, Quantity):
                    answer = entered_text(read_value(item, text)) if text.strip() else ""
            except Refusal:
                answer = None
            if len(self._values) > _REMEMBERED:
                self._values.clear()
            self._values[key] = answer
        return self._values[key]

    def _rows(self, inputs: Sequence[Input], columns: Sequence[Any], found: Read) -> Texts:
        """The tables whose cells stand in columns, as texts; rows that could be no table are bad."""
        cells, n, asks = [one for one in inputs if one.heading.column], len(found.bad), inputs[0].heading.item.asks
        filled, texts = dict[str, Bools](), dict[str, list[tuple[str, Texts]]]()
        for one in cells:
            key, quantity = one.heading.key, one.heading.quantity
            if quantity is None:
                raise RuntimeError(one.heading.name)
            numbers, unread = self._quantities(quantity, one, columns, found)
            found.bad[unread] = True
            filled[key] = filled.get(key, np.zeros(n, bool)) | (numbers != "")
            texts.setdefault(key, []).append((one.heading.column, numbers))
        if not filled or not isinstance(asks, Table):
            return np.full(n, "", object)
        found.bad[np.sum([*filled.values()], axis=0) > asks.most] = True
        for same in _families(asks, [*filled]):
            found.bad[np.sum([filled[key] for key in same], axis=0) > 1] = True
        return _tables(filled, texts)

    def _quantities(self, asks: Quantity, one: Input, columns: Sequence[Any], found: Read) -> tuple[Texts, Bools]:
        """The numbers of a column as texts, and which rows hold something that is none."""
        texts, n = _texts(columns[one.at]), len(found.bad)
        out, unread = np.full(n, "", object), np.zeros(n, bool)
        plain, floats = _plain_numbers(columns[one.at])
        units = np.full(n, one.heading.unit, object)
        if one.units_at is not None:
            told = _texts(columns[one.units_at])
            units = np.where(np.char.strip(told.astype(str)) == "", one.heading.unit, told).astype(object)
        for words in dict.fromkeys(units.tolist()):
            here = units == words
            known = self._numbers.setdefault((asks, words), {})
            if len(known) > _REMEMBERED:
                known.clear()
            unit = _unit(asks, words)
            safe = here & plain & (_within(asks, unit, floats, words) if unit else False)
            read = _plain_reader(asks, unit) if unit else None
            for row in np.flatnonzero(here & (texts != "")).tolist():
                text = texts[row]
                if text not in known:
                    known[text] = read(text) if read and safe[row] else _number(asks, text, words)
                written = known[text]
                out[row], unread[row] = written or "", written is None
        return out, unread


def _tables(filled: Mapping[str, Bools], texts: Mapping[str, list[tuple[str, Texts]]]) -> Texts:
    """Tables as :func:`entered_text` writes them, of the numbers by key and column; "" where no row is filled."""
    some = np.any([*filled.values()], axis=0)
    out = np.full(len(some), "", object)
    heads = {key: f'{{"key":{dumps(key, ensure_ascii=False)},"numbers":{{' for key in filled}
    ordered = {key: [(dumps(id), those) for id, those in sorted(several)] for key, several in texts.items()}
    for row in np.flatnonzero(some).tolist():
        written = [
            heads[key] + ",".join(f"{id}:{those[row]}" for id, those in ordered[key] if those[row]) + "}}"
            for key, there in filled.items()
            if there[row]
        ]
        out[row] = '{"rows":[' + ",".join(written) + "]}"
    return out


def _number(asks: Quantity, text: str, words: str) -> str | None:
    """A number as canonical JSON, "" for a blank; None where it cannot be read."""
    if is_lost(text) or is_lost(words):
        return None
    try:
        return entered_text(asks.read(text, words)) or ""
    except Refusal:
        return None


def _unit(asks: Quantity, words: str) -> Unit | None:
    try:
        return asks.named(words) if words.strip() else asks.unit
    except Refusal:
        return None


def _plain_reader(asks: Quantity, unit: Unit) -> Callable[[str], str]:
    """Writes plain numbers in `unit` as :func:`entered_text` does."""
    factor, end = unit.to(asks.unit), f'","unit":"{unit.id}","value":"'
    return lambda text: f'{{"text":"{text}{end}{Fraction(text) * factor}"}}'


def _plain_numbers(column: Any) -> tuple[Bools, NDArray[np.float64]]:
    """Which texts are digits with a point at most, and their values (0 for others)."""
    texts = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    plain = pc.fill_null(pc.match_substring_regex(texts, _PLAIN), False)
    values = pc.if_else(plain, texts, "0").cast(pa.float64())
    return plain.to_numpy(zero_copy_only=False), values.to_numpy(zero_copy_only=False)


def _within(asks: Quantity, unit: Unit, floats: NDArray[np.float64], words: str) -> Bools:
    """Which values are clearly within the limits, and not shares where per cent are asked."""
    values = floats * float(unit.to(asks.unit))
    found = np.ones(len(values), bool)
    for limit, sign in ((asks.minimum, 1), (asks.above, 1), (asks.maximum, -1)):
        if limit is not None:
            found &= sign * (values - float(limit)) > _NEAR * max(abs(float(limit)), 1.0)
    return found & ~(np.abs(values) <= 1) if unit.id == "%" and not words.strip() else found


def _families(asks: Table, keys: Sequence[str]) -> list[list[str]]:
    """The carriers of which one alone counts."""
    if not asks.factors:
        return []
    known, found = factors(asks.factors), dict[str, list[str]]()
    for key in keys:
        found.setdefault(known[key].family, []).append(key)
    return [several for family, several in found.items() if family and len(several) > 1]


def _texts(column: Any) -> Texts:
    """The texts of a column, "" for null."""
    plain = column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column
    found: Texts = pc.fill_null(plain, "").to_numpy(zero_copy_only=False).astype(object)
    return found
