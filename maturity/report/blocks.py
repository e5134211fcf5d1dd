"""What a report is made of, before any file format. Every figure stands here as the words that are printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..charts.assessments import Bars, Radar

Tone = Literal["", "met", "quiet", "strong"]
Kind = Literal["text", "number"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, a smaller line below them, and how it stands out (never the only way to tell)."""

    words: str
    note: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand right. `width` is the column's share of the table, in per cent of the whole."""

    words: str
    width: int
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Tables of one `kind` have the same columns; a workbook puts them on one sheet called `sheet`."""

    kind: str
    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; `strong` is the one sentence that must not be missed."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know before believing a figure."""

    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level (0 for none) with its name and meaning, and S."""

    level: int
    name: str
    score: str
    most: str
    meaning: str


Block = Table | Prose | Notice | Facts | Verdict | Bars | Radar


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter or a part of one. `number` is "" where it is not counted; `fresh` begins a page."""

    number: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple["Section", ...] = ()
    fresh: bool = False

    @property
    def heading(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}".strip()

    @property
    def anchor(self) -> str:
        """A name to link to."""
        return f"part-{self.number.replace('.', '-')}"

    def walk(self, depth: int = 1) -> Iterator[tuple[int, "Section"]]:
        """This section and those below, each with its depth."""
        yield depth, self
        for section in self.sections:
            yield from section.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Report:
    """The whole: a cover, then sections. `day` is printed on the cover, and is the only date the files carry."""

    language: str
    title: str
    enterprise: str
    subtitle: str
    verdict: Verdict
    facts: Facts
    imprint: str
    day: date
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section with its depth, from 1, in reading order."""
        for section in self.sections:
            yield from section.walk()

    @property
    def widths(self) -> list[int]:
        """The widths of columns in use."""
        tables = (block for _, block in self.blocks() if isinstance(block, Table))
        return sorted({column.width for table in tables for column in table.columns})

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Every block with the section it stands in, in reading order."""
        for _, section in self.walk():
            for block in section.blocks:
                yield section, block
