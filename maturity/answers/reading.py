"""Reading of answers that are no choice: numbers with units, tables, ticks and texts, as people enter them."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from ..errors import Place, Problem, Refusal, refuse
from ..quantities import Entered, Quantity
from ..quantities.factors import Factor, factors
from ..quantities.units import convertible
from ..questionnaire import Item
from ..questionnaire.asked import Table, Ticks, Words
from ..text.plain import folded, one_line, visible
from .kinds import Answer, Listed, Row, Said, Ticked

KEY_LIMIT = 100  # letters of what stands under the key of a row
NONE_TICKED = ("0", "无", "none")  # what says that nothing of a list holds
_BETWEEN = re.compile(r"[,，;；、|\n]+")
Cells = tuple[str, Mapping[str, tuple[str, str]]]  # the key of a row, and by column id the text and the unit


def read_value(item: Item, text: str, unit: str = "", place: Place | None = None) -> Answer | None:
    """The answer to an item that asks for a number, ticks or a text; None for a blank text.

    Raises Refusal at `place` (by default the id of the item): quantity-… for numbers, answer-unticked for unknown
    options, answer-long, answer-computed for an item that nobody answers, and answer-table.
    """
    place = place or Place(column=item.id)
    if isinstance(item.asks, Quantity):
        return item.asks.read(text, unit, place)
    if isinstance(item.asks, Ticks):
        return _ticked(item.asks, text, place)
    if isinstance(item.asks, Words):
        words = visible(text)
        if len(words) > item.asks.most:
            raise refuse("answer-long", place, item=item.id, length=len(words), limit=item.asks.most)
        return Said(words) if words else None
    raise refuse("answer-table" if isinstance(item.asks, Table) else "answer-computed", place, item=item.id)


def _ticked(asked: Ticks, text: str, place: Place) -> Ticked | None:
    if not one_line(text):
        return None
    if folded(text) in NONE_TICKED:
        return Ticked(())
    known = {
        folded(word): option.id for option in asked.options for word in (option.id, option.text.zh, option.text.en)
    }
    words = [word for word in _BETWEEN.split(text) if one_line(word)]
    problems = [Problem("answer-unticked", place, {"found": word[:60]}) for word in words if folded(word) not in known]
    if problems:
        raise Refusal(*problems)
    found = {known[folded(word)] for word in words}
    return Ticked(tuple(option.id for option in asked.options if option.id in found))


def read_table(
    item: Item,
    rows: Sequence[Cells],
    place: Place | None = None,
    places: Sequence[Mapping[str, Place]] = (),
    *,
    kept: bool = False,
) -> Listed | None:
    """The answer to an item that asks for a table; None without a filled row. Blank cells and blank rows are left out.

    `places` are those of the cells of each row by column, of its key under "", and no row is blank then; without them
    problems are at `place`. Rows that are `kept` were read before.

    Raises Refusal with every mistake: answer-rows (too many), answer-row-nameless, answer-row-twice, answer-long (a key
    of over KEY_LIMIT letters), answer-carrier (unknown), answer-carrier-twice (two of which one alone counts), and
    those of numbers.
    """
    if not isinstance(item.asks, Table):
        raise refuse("answer-computed", place or Place(column=item.id), item=item.id)
    place = place or Place(column=item.id)
    cells_at = places or [{}] * len(rows)
    filled = [
        (key, cells, at)
        for (key, cells), at in zip(rows, cells_at, strict=True)
        if places or one_line(key) or any(one_line(text) for text, _ in cells.values())
    ]
    reader = _RowReader(item, item.asks, place, kept=kept)
    found = [reader.row(key, cells, at) for key, cells, at in filled]
    if len(found) > item.asks.most:
        values = {"item": item.id, "count": len(found), "limit": item.asks.most}
        reader.problems.append(Problem("answer-rows", filled[item.asks.most][2].get("", place), values))
    if reader.problems:
        raise Refusal(*reader.problems)
    return Listed(tuple(found)) if found else None


class _RowReader:
    """Reads the rows of one table and keeps all problems."""

    def __init__(self, item: Item, table: Table, place: Place, *, kept: bool) -> None:
        self.item, self.table, self.whole, self.kept = item, table, place, kept
        self.place = place
        self.problems: list[Problem] = []
        self.keys = set[str]()
        self.carriers = factors(table.factors) if table.factors else {}

    def row(self, key: str, cells: Mapping[str, tuple[str, str]], at: Mapping[str, Place]) -> Row:
        self.place = at.get("", self.whole)
        words = one_line(key)
        key = self._carrier(words) if self.table.factors else words
        if not key:
            found = ", ".join(one_line(f"{text} {unit}") for text, unit in cells.values() if one_line(text))
            told = {"item": self.item.id, "found": found[:60] or "—"}
            self.problems.append(Problem("answer-row-nameless", self.place, told))
        elif key in self.keys:
            self.problems.append(Problem("answer-row-twice", self.place, {"item": self.item.id, "key": words[:60]}))
        if len(key) > KEY_LIMIT:
            values = {"item": self.item.id, "length": len(key), "limit": KEY_LIMIT}
            self.problems.append(Problem("answer-long", self.place, values))
        self.keys |= {key, *([self.carriers[key].family] if key in self.carriers else [])}
        asked = self._asked(key)
        numbers = dict[str, Entered]()
        for id, (text, unit) in cells.items():
            if id not in asked:
                self.problems.append(Problem("answer-unknown-item", self.place, {"item": id[:80]}))
                continue
            try:
                here = Place(self.place.source, self.place.row, f"{id}[{key}]"[:80])
                number = asked[id].read(text, unit, at.get(id, here), kept=self.kept)
                numbers |= {id: number} if number else {}
            except Refusal as refusal:
                self.problems.extend(refusal.problems)
        return Row(key, numbers)

    def _carrier(self, words: str) -> str:
        for id, factor in self.carriers.items():
            if folded(words) in {folded(word) for word in (id, factor.zh, factor.en)}:
                if factor.family in self.keys and id not in self.keys:  # the same row twice is another mistake
                    names = {"found_zh": factor.zh, "found_en": factor.en}
                    self.problems.append(Problem("answer-carrier-twice", self.place, names))
                return id
        if words:
            self.problems.append(Problem("answer-carrier", self.place, {"found": words[:60]}))
        return words

    def _asked(self, key: str) -> Mapping[str, Quantity]:
        if not self.table.factors:
            return {column.id: column.quantity for column in self.table.columns}
        return {self.item.id: amount_of(self.carriers[key])} if key in self.carriers else {}


def amount_of(carrier: Factor) -> Quantity:
    """What is asked for of a carrier of energy: an amount in its unit, or in any that can be converted to it."""
    return Quantity(carrier.unit, tuple(convertible(carrier.unit)), minimum=Fraction(0))
