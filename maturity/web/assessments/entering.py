"""The fields of items that ask for more than a choice: what a form or the script sent as an answer, and back.

A field is named within its item: `number`, `unit`; `words`; `tick.OPTION`, `none`; of a table `ROW.key`, and
`ROW.COLUMN` and `ROW.COLUMN.unit` by their numbers; of carriers of energy `CARRIER` and `CARRIER.unit`. In a form the
id of the item and a colon stand before it. A unit is "" where it is the one asked for.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask import request

from ...answers import Answer, Entered, Listed, Said, Ticked
from ...answers.reading import amount_of, read_table, read_value
from ...errors import Place, Refusal
from ...quantities import Quantity, Unit, shown
from ...quantities.factors import factors
from ...questionnaire import Item
from ...questionnaire.asked import Table, Ticks, Words
from ...questionnaire.scorers import Expert
from ...scoring.accounts import valued
from ..language import gettext as _
from ..language import language
from ..refusals import problem_texts
from ..requests.reading import whole

Fields = Mapping[str, str]  # by name within the item; blank ones are left out
NONE: Fields = {}
_MOST, _LONGEST = 500, 5000  # fields of one item; letters of one
_CELL = re.compile(r"(?P<column>[^\[]*)\[(?P<row>.*?)\]?", re.DOTALL)  # of a table: "output[Bearings]"
_ROW = re.compile(r"([0-9]{1,3})\.(key|[0-9]{1,2}(?:\.unit)?)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A field for a number: its name, what it is called, the units that it can be entered in, and the one that stands
    in a blank field.
    """

    name: str
    label: str
    units: tuple[Unit, ...]
    usual: Unit


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table on a page: its number or carrier, the name of the field of its key ("" for a carrier), what the
    carrier is called, and its cells.
    """

    id: str
    key: str
    label: str
    cells: tuple[Cell, ...]


def form_fields(item: Item) -> dict[str, str]:
    """The fields of an item in the form sent."""
    start = f"{item.id}:"
    return _clean((name.removeprefix(start), value) for name, value in request.form.items() if name.startswith(start))


def json_fields(sent: object) -> dict[str, str]:
    """The fields of an item in what the script sent; what is no text is left out."""
    pairs = sent.items() if isinstance(sent, dict) else ()
    return _clean((str(name), value) for name, value in pairs if isinstance(value, str))


def _clean(pairs: "Iterator[tuple[str, str]]") -> dict[str, str]:
    found = dict[str, str]()
    for name, value in pairs:
        words = value.replace("\r\n", "\n").strip()[:_LONGEST]
        if words and len(found) < _MOST:
            found[name] = words
    return {name: words for name, words in found.items() if _number_of(name) in found}


def _number_of(name: str) -> str:
    """The field of the number that a field of a unit stands beside; of others themselves."""
    return "number" if name == "unit" else name.removesuffix(".unit")


def read_fields(item: Item, fields: Fields) -> Answer | None:
    """The answer in the fields of an item; None where they are blank. Raises Refusal with all mistakes."""
    place = Place(column=item.id)
    if isinstance(item.asks, Quantity):
        return item.asks.read(fields.get("number", ""), fields.get("unit", ""), place)
    if isinstance(item.asks, Table):
        return read_table(item, [*_rows(item, item.asks, fields)], place)
    if isinstance(item.asks, Ticks):
        ticked = tuple(option.id for option in item.asks.options if f"tick.{option.id}" in fields)
        return Ticked(ticked) if ticked or "none" in fields else None
    return read_value(item, fields.get("words", ""), place=place) if isinstance(item.asks, Words) else None


def _rows(item: Item, table: Table, fields: Fields) -> Iterator[tuple[str, dict[str, tuple[str, str]]]]:
    if table.factors:
        for carrier in factors(table.factors):
            if carrier in fields:
                yield carrier, {item.id: (fields[carrier], fields.get(f"{carrier}.unit", ""))}
        return
    for row in _row_numbers(fields):
        cells = {}
        for place, column in enumerate(table.columns):
            text = fields.get(f"{row}.{place}", "")
            if text:
                cells[column.id] = (text, fields.get(f"{row}.{place}.unit", ""))
        if cells or f"{row}.key" in fields:
            yield fields.get(f"{row}.key", ""), cells


def _row_numbers(fields: Fields) -> list[int]:
    """The numbers of the rows of a table that have fields, in order."""
    return sorted({whole(found[1]) or 0 for name in fields if (found := _ROW.fullmatch(name))})


def fields_of(item: Item, answer: Answer | None) -> dict[str, str]:
    """The fields that a stored answer fills."""
    if isinstance(item.asks, Quantity) and isinstance(answer, Entered):
        return _filled("number", "unit", answer, item.asks)
    if isinstance(answer, Said):
        return {"words": answer.words}
    if isinstance(answer, Ticked):
        return {f"tick.{option}": "on" for option in answer.options} or {"none": "on"}
    found = dict[str, str]()
    if isinstance(item.asks, Table) and isinstance(answer, Listed):
        for number, row in enumerate(answer.rows):
            asked = _asked(item, item.asks, row.key)
            start = "" if item.asks.factors else f"{number}."
            found |= {} if item.asks.factors else {f"{number}.key": row.key}
            for place, (id, quantity) in enumerate(asked):
                name = start + (row.key if item.asks.factors else str(place))
                if id in row.numbers:
                    found |= _filled(name, f"{name}.unit", row.numbers[id], quantity)
    return found


def _asked(item: Item, table: Table, carrier: str) -> list[tuple[str, Quantity]]:
    if table.factors:
        return [(item.id, amount_of(factors(table.factors)[carrier]))]
    return [(column.id, column.quantity) for column in table.columns]


def _filled(name: str, unit: str, number: Entered, asked: Quantity) -> dict[str, str]:
    return {name: number.text} | ({unit: number.unit} if number.unit != asked.unit.id else {})


def kind_of(item: Item) -> str:
    """What an item asks for: number, table, ticks, words, or computed where nobody answers it."""
    kinds = {Quantity: "number", Table: "table", Ticks: "ticks", Words: "words"}
    return kinds.get(type(item.asks), "computed")


def cell_of(item: Item) -> Cell | None:
    """The field of an item that asks for a number; None for others."""
    return Cell("number", "", _units(item.asks), item.asks.unit) if isinstance(item.asks, Quantity) else None


def table_rows(item: Item, fields: Fields, more: int = 1) -> list[TableRow]:
    """The rows of a table on a page: those with fields and `more` empty ones, up to as many as it may have; or all
    carriers of energy.
    """
    table = item.asks
    if not isinstance(table, Table):
        return []
    if table.factors:
        known = factors(table.factors)
        return [
            TableRow(id, "", one.name(language()), (Cell(id, one.name(language()), _units(amount_of(one)), one.usual),))
            for id, one in known.items()
        ]
    filled = _row_numbers(fields)
    count = min(max(filled, default=-1) + 1 + more, max(table.most, max(filled, default=-1) + 1))
    return [_table_row(table, row) for row in range(count)]


def _table_row(table: Table, row: int) -> TableRow:
    cells = (
        Cell(f"{row}.{place}", column.name.of(language()), _units(column.quantity), column.quantity.unit)
        for place, column in enumerate(table.columns)
    )
    return TableRow(str(row), f"{row}.key", "", tuple(cells))


def _units(asked: Quantity) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys((asked.unit, *asked.accepts)))


def unit_words(unit: Unit) -> str:
    """What a unit is called in the language of this request; its id where it has no name."""
    return unit.name(language()) or ("" if unit.id == "1" else unit.id)


def points_range(item: Item) -> str:
    """Between which points an expert chooses: "0–8 points"; "" for other items."""
    if not (isinstance(item.scorer, Expert) and isinstance(item.asks, Quantity)):
        return ""
    low, high = shown(item.asks.minimum or Fraction(0)), shown(item.asks.maximum or item.points)
    return _("%(low)s–%(high)s 分", low=low, high=high)


def reading(item: Item, answer: Answer | None) -> str:
    """How a number that was entered is read, in the unit that is asked for: "45,000 m²"; "" for other answers."""
    if isinstance(item.asks, Quantity) and isinstance(answer, Entered):
        return valued(answer.value, item.asks.unit, language())
    return ""


def told_at(item: Item, refusal: Refusal) -> list[dict[str, str]]:
    """The problems with the fields of an item, each with the row and the column of the table before it that it is
    about.
    """
    told = problem_texts(refusal.problems)
    for one, problem in zip(told, refusal.problems, strict=True):
        cell = _CELL.fullmatch(problem.place.column or "")
        if cell and isinstance(item.asks, Table):
            one["message"] = _("%(cell)s：%(message)s", cell=_cell_name(item.asks, cell), message=one["message"])
    return told


def _cell_name(table: Table, cell: re.Match[str]) -> str:
    """What the row of a cell is called, and its column where there are several."""
    known = factors(table.factors) if table.factors else {}
    row = known[cell["row"]].name(language()) if cell["row"] in known else cell["row"]
    columns = {one.id: one.name.of(language()) for one in table.columns} if len(table.columns) > 1 else {}
    names = [name for name in (row, columns.get(cell["column"], "")) if name]
    return _("，").join(names)


def blamed(items: Iterable[Item], refusal: Refusal | None) -> dict[str, list[dict[str, str]]]:
    """The problems by the id of their item; those about a cell of a table are of its item."""
    found: dict[str, list[dict[str, str]]] = {}
    known = {item.id: item for item in items}
    for problem in refusal.problems if refusal else ():
        place = problem.place.column
        id = place if place in known else next((id for id in known if place.startswith((f"{id}.", f"{id}["))), place)
        told = told_at(known[id], Refusal(problem)) if id in known else problem_texts([problem])
        found.setdefault(id, []).extend(told)
    return found
