"""What an answer can be: a choice, a number, a table, ticks, a text, or "not applicable" with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..quantities import Entered


@dataclass(frozen=True, slots=True)
class Chosen:
    """An answer that is one of the choices of its item; `choice` is its id."""

    choice: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The answer that an item does not apply to the enterprise, with the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what stands under its key, and the numbers by the id of their column, without empty cells.

    Where the table converts carriers of energy, `key` is the id of the carrier and the column is the table's own id.
    """

    key: str
    numbers: Mapping[str, Entered] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """A table that was filled, its rows in order, each with a key of its own."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Ticked:
    """The ids of what was ticked, in the order of the list; none is an answer too."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A text."""

    words: str


Answer = Chosen | NotApplicable | Entered | Listed | Ticked | Said
