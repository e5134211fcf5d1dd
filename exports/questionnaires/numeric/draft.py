"""A workbook while it is written: its sheets, its hidden lists, and where each item and each column of a table is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from maturity.answers.vocabulary import Vocabulary
from maturity.offline import WorkbookContent, answer_words
from maturity.offline.numeric_texts import unit_words
from maturity.offline.returned_values import TICKED, UNTICKED
from maturity.quantities import Quantity, Unit
from maturity.questionnaire import Item, Text
from maturity.questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID
from maturity.questionnaire.numeric.worded import formula_names
from maturity.text.plain import folded

from ..items import ItemCell
from ..reading import ASIDE_CODE, Spellings, add_lists, write_spellings, write_words
from ..style import set_value, sheet_reference

DIGITS = 13  # significant ones in which values are compared with thresholds; spreadsheets keep 15


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """The cells of a column of a table, in base units, "" where a row has no number; `status` is the reference to why
    it has no value (0: it has).
    """

    sheet: Worksheet
    letter: str
    first: int
    last: int
    status: str

    @property
    def reference(self) -> str:
        """The cells as seen from any sheet."""
        return sheet_reference(self.sheet, f"${self.letter}${self.first}:${self.letter}${self.last}")


@dataclass(slots=True)
class TableCells:
    """The sheet of a table: rows of records from `first` to `last`, the references to the count of rows that are
    filled and of those with mistakes, and the first column that is free.
    """

    sheet: Worksheet
    names_row: int
    first: int
    last: int
    filled: str
    wrong: str
    free: int
    shown: int = 0  # the columns that show what is computed, so far


@dataclass(slots=True)
class Draft:
    """The workbook of `content` while it is written."""

    book: Workbook
    content: WorkbookContent
    items: dict[str, ItemCell] = field(default_factory=dict)
    options: dict[str, list[int]] = field(default_factory=dict)  # rows of what can be ticked, by item
    tables: dict[str, TableCells] = field(default_factory=dict)
    columns: dict[str, ColumnCells] = field(default_factory=dict)  # by the name that formulas use
    lists: Worksheet = field(init=False)
    names: dict[str, str] = field(init=False)  # of formulas, with the words that they stand for
    _spelled: dict[str, Spellings] = field(default_factory=dict)
    _scores: dict[str, str] = field(default_factory=dict)
    _units: dict[tuple[str, ...], str] = field(default_factory=dict)
    _words: dict[tuple[str, ...], str] = field(default_factory=dict)
    _free: int = 1

    def __post_init__(self) -> None:
        self.lists = add_lists(self.book)
        self.names = formula_names(self.content.questionnaire, self.language)

    @property
    def language(self) -> str:
        """The language of the workbook."""
        return self.content.language

    def say(self, zh: str, en: str) -> str:
        """The text in that language."""
        return zh if self.language == "zh" else en

    def word(self, text: Text) -> str:
        """A text in that language."""
        return text.of(self.language)

    def choices(self, scale: str) -> Spellings:
        """The spellings of a scale ("": of the questionnaire), codes counting from 1."""
        key = f"scale {scale}"
        if key not in self._spelled:
            asked = self.content.questionnaire
            choices = asked.scales[scale] if scale else asked.choices
            offered = answer_words(asked, self.language, scale)
            written = write_spellings(self.lists, self._take(2), Vocabulary(asked, scale), offered, choices)
            self._spelled[key] = written
            self._scores[scale] = self._column([float(choice.score) for choice in choices])
        return self._spelled[key]

    def scores(self, scale: str) -> str:
        """The reference to the scores of a scale, in the order of its codes."""
        self.choices(scale)
        return self._scores[scale]

    def aside(self) -> Spellings:
        """The spellings of "not applicable" alone."""
        return self._spellings("aside", {})

    def none_ticked(self, words: Sequence[str]) -> Spellings:
        """The spellings that tell that nothing of a list holds, of code 1, and of "not applicable"."""
        return self._spellings("none", dict.fromkeys(words, 1))

    def ticks(self) -> Spellings:
        """The spellings at an option: code 1 where it holds, 2 where not."""
        return self._spellings("ticks", dict.fromkeys(TICKED, 1) | dict.fromkeys(UNTICKED, 2), aside=False)

    def _spellings(self, key: str, words: dict[str, int], *, aside: bool = True) -> Spellings:
        if key not in self._spelled:
            rows: list[tuple[str | float, int]] = [(folded(word), code) for word, code in words.items()]
            rows += [(float(word), code) for word, code in words.items() if word.isdecimal()]
            if aside:
                ways = (NOT_APPLICABLE_ID, NOT_APPLICABLE.zh, NOT_APPLICABLE.en)
                rows += [(folded(way), ASIDE_CODE) for way in ways]
            self._spelled[key] = write_words(self.lists, self._take(2), rows, {})
        return self._spelled[key]

    def offered(self, words: Sequence[str]) -> str:
        """The reference to the words of a drop-down list."""
        key = tuple(words)
        if key not in self._words:
            self._words[key] = self._column(words)
        return self._words[key]

    def units(self, asked: Quantity) -> tuple[str, str]:
        """The references to the names of the units that a number can be entered in, and to them with their factors to
        the unit asked.
        """
        units = tuple(dict.fromkeys((asked.unit, *asked.accepts)))
        key = (asked.unit.id, *(one.id for one in units))
        if key not in self._units:
            column = self._take(2)
            for row, one in enumerate(units, start=1):
                set_value(self.lists, row, column, unit_words(one.id, self.language), "text")
                set_value(self.lists, row, column + 1, float(one.to(asked.unit)), "count")
            names, factors = get_column_letter(column), get_column_letter(column + 1)
            self._units[key] = f"{names}:{factors}:{len(units)}"
        names, factors, last = self._units[key].split(":")
        return tuple(sheet_reference(self.lists, f"${names}$1:${end}${last}") for end in (names, factors))  # type: ignore[return-value]

    def in_unit_asked(self, asked: Quantity, cell: str, unit: str) -> str:
        """A formula for the number in a cell, with its unit in another, in the unit asked; the cell if it has one."""
        several = len({asked.unit.id, *(one.id for one in asked.accepts)}) > 1
        return f"({cell}*{self.factor(asked, unit)})" if several else cell

    def factor(self, asked: Quantity, cell: str) -> str:
        """A formula for the factor of the unit in a cell to the one asked: 1 where it is blank, 0 if unknown."""
        _, table = self.units(asked)
        return f'IF({cell}="",1,IFERROR(VLOOKUP({cell},{table},2,FALSE),0))'

    def _take(self, columns: int) -> int:
        self._free += columns
        return self._free - columns

    def _column(self, values: Sequence[str | float]) -> str:
        column = self._take(1)
        for row, value in enumerate(values, start=1):
            set_value(self.lists, row, column, value, "text")
        letter = get_column_letter(column)
        return sheet_reference(self.lists, f"${letter}$1:${letter}${len(values)}")


def literal(value: Fraction) -> str:
    """An exact value as a part of a formula."""
    if value.denominator == 1:
        return str(value.numerator) if value >= 0 else f"({value.numerator})"
    return f"({value.numerator}/{value.denominator})"


def compared(value: Fraction) -> str:
    """A threshold as a part of a formula, in as many digits as it is compared in."""
    return f"{float(value):.{DIGITS}g}" if value >= 0 else f"({float(value):.{DIGITS}g})"


def rounded(cell: str) -> str:
    """A formula that rounds a number to as many significant digits as thresholds have."""
    return f"IF({cell}=0,0,ROUND({cell},{DIGITS - 1}-INT(LOG10(ABS({cell})))))"


def within(asked: Quantity, value: str, written: str) -> str:
    """A condition that a value in the unit asked keeps its limits; "TRUE" without limits. `written` is it in the unit
    that it was entered in, which is beyond 0 where the value is.
    """
    tests = [
        f"{value if limit else written}{sign}{compared(limit)}"
        for limit, sign in ((asked.minimum, ">="), (asked.above, ">"), (asked.maximum, "<="))
        if limit is not None
    ]
    return f"AND({','.join(tests)})" if tests else "TRUE"


def factor_to_base(unit: Unit) -> str:
    """The factor from a unit to the base units of its dimension as a part of a formula."""
    return literal(unit.factor)


def state_cell(draft: Draft, item: Item) -> str:
    """The reference to the state of an item."""
    cell = draft.items[item.id]
    return sheet_reference(cell.sheet, f"$H${cell.row}")
