"""Answers that are no choice, in answer files: numbers with units, and tables whose cells stand one a line."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..answers import Answer
from ..answers.reading import Cells, read_table
from ..errors import Place, Problem, Refusal, refuse
from ..questionnaire import Item, Questionnaire
from ..questionnaire.asked import Table

AMOUNT = "amount"  # the key, in JSON, of what a carrier of energy amounts to


class Given(NamedTuple):
    """A line of a file: where, the item or the column of a table, the answer or words, a reason, the unit, the row."""

    place: Place
    item: str
    text: str
    reason: str
    unit: str = ""
    row: str = ""


class Tables:
    """Gathers the cells of tables, which lines of a file give one by one."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        tables = [item for item in questionnaire.items if isinstance(item.asks, Table)]
        self._owners = {id: item for item in tables for id in columns(item)}
        self._cells = dict[str, dict[str, dict[str, tuple[str, str]]]]()
        self._places = dict[str, Place]()

    def owner(self, id: str) -> Item | None:
        """The table that `id` is a column of, or that has no columns but itself; None for others."""
        return self._owners.get(id)

    def add(self, given: Given) -> None:
        """Take a cell."""
        item = self._owners[given.item]
        self._places.setdefault(item.id, given.place)
        self._cells.setdefault(item.id, {}).setdefault(given.row, {})[given.item] = (given.text, given.unit)

    def answers(self, questionnaire: Questionnaire, problems: list[Problem]) -> Iterator[tuple[str, Answer]]:
        """The answers of the tables that have cells, by item; mistakes are added to `problems`."""
        for id, rows in self._cells.items():
            cells: list[Cells] = [*rows.items()]
            try:
                answer = read_table(questionnaire.item(id), cells, self._places[id])
            except Refusal as refusal:
                problems.extend(refusal.problems)
                continue
            if answer is not None:
                yield id, answer


def columns(item: Item) -> tuple[str, ...]:
    """The ids of the columns of a table; of a table of carriers its own."""
    if not isinstance(item.asks, Table):
        return ()
    return tuple(column.id for column in item.asks.columns) or (item.id,)


def from_json(questionnaire: Questionnaire, item: str, value: object, place: Place) -> Iterator[Given]:
    """The lines that a value of JSON stands for: {"value": …, "unit": …}, a list of ticks, or a list of rows with the
    key "row" and one for each column (of carriers of energy: "amount").

    Raises Refusal intake-json-shape for anything else.
    """
    tables = Tables(questionnaire)
    if isinstance(value, Mapping) and "value" in value and set(value) <= {"value", "unit"}:
        yield Given(place, item, _text(value["value"], place), "", _text(value.get("unit", ""), place))
    elif isinstance(value, list) and all(isinstance(one, str) for one in value):
        yield Given(place, item, ", ".join(map(str, value)) or "none", "")
    elif isinstance(value, list) and all(isinstance(one, dict) and "row" in one for one in value):
        for row in value:
            for key, cell in row.items():
                if key != "row":
                    column = item if key == AMOUNT and tables.owner(item) else f"{item}.{key}"
                    yield Given(place, column, _text(cell, place), "", "", _text(row["row"], place))
    else:
        raise refuse("intake-json-shape", place, key=item[:60])


def _text(value: object, place: Place) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    raise refuse("intake-json-shape", place, key=place.column)
