"""The parts of a report, independent of file formats. Every figure is the text that is printed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ..charts.assessments import Bars, Radar

Tone = Literal["", "met", "quiet", "strong"]
Kind = Literal["text", "number"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its text, a smaller text below it, and its emphasis (which never carries meaning alone)."""

    words: str
    note: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: heading, width in per cent of the table, and kind; numbers are aligned right."""

    words: str
    width: int
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; those of one `kind` have the same columns, and a workbook puts them on one sheet named `sheet`.

    `decided` ones are all shown on slides, with all their rows: a meeting goes through them. On paper `side` rows stand
    side by side, in workbooks each by itself.
    """

    kind: str
    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    decided: bool = False
    side: int = 1

    @property
    def on_paper(self) -> "Table":
        """The table as pages and documents show it."""
        if self.side == 1:
            return self
        narrow = tuple(replace(column, width=column.width // self.side) for column in self.columns)
        none = tuple(Cell("") for _ in self.columns)
        padded = (*self.rows, *(none for _ in range(-len(self.rows) % self.side)))
        rows = tuple(sum(padded[at : at + self.side], ()) for at in range(0, len(padded), self.side))
        return replace(self, columns=narrow * self.side, rows=rows, side=1)


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; `strong` for the most important sentence of a section."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A condition that limits what the figures mean, such as unanswered items or unverified weights."""

    words: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The level (0 for none), its name and meaning, the total S, and the highest possible S, as printed.

    `level` is None where a questionnaire has no levels: `name` tells eligibility then, and `score` names its maximum.
    """

    level: int | None
    name: str
    score: str
    maximum: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Space:
    """An empty place of about `lines` lines to write in, with what is asked for there."""

    asks: str
    lines: int


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo on the cover: its text alternative, and the picture as PNG."""

    words: str
    image: bytes

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return int.from_bytes(self.image[16:20], "big"), int.from_bytes(self.image[20:24], "big")

    @property
    def printed(self) -> tuple[float, float]:
        """Width and height on paper in millimetres: within 50 x 18, and small pictures not larger than at 96 dpi."""
        width, height = self.pixels
        scale = min(50 / width, 18 / height, 25.4 / 96)
        return width * scale, height * scale


Block = Table | Prose | Notice | Facts | Verdict | Space | Bars | Radar


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section with blocks and subsections. `number` is "" without one; `page_break` starts a new page."""

    number: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple["Section", ...] = ()
    page_break: bool = False

    @property
    def heading(self) -> str:
        """Number and title, separated by a space; the title alone without a number."""
        return f"{self.number} {self.title}".strip()

    @property
    def anchor(self) -> str:
        """The id of the section for links inside a document."""
        return f"part-{self.number.replace('.', '-')}"

    def walk(self, depth: int = 1) -> Iterator[tuple[int, "Section"]]:
        """This section and its subsections in reading order, each with its depth from `depth`."""
        yield depth, self
        for section in self.sections:
            yield from section.walk(depth + 1)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: the fields of its cover, then its sections. `day` is printed on the cover; files
    carry no other date. `notices` stand on the cover, below the verdict, `logos` above its title.
    """

    language: str
    title: str
    enterprise: str
    subtitle: str
    verdict: Verdict
    facts: Facts
    imprint: str
    day: date
    sections: tuple[Section, ...]
    notices: tuple[Notice, ...] = ()
    logos: tuple[Logo, ...] = ()

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Every section in reading order with its depth, from 1."""
        for section in self.sections:
            yield from section.walk()

    @property
    def strong(self) -> list[Prose]:
        """The most important sentences, in reading order."""
        return [block for _, block in self.blocks() if isinstance(block, Prose) and block.strong]

    @property
    def conditions(self) -> list[Notice]:
        """The notices of the cover and of all sections, each once."""
        inside = (block for _, block in self.blocks() if isinstance(block, Notice))
        return [*dict.fromkeys((*self.notices, *inside))]

    @property
    def widths(self) -> list[int]:
        """The column widths in use, in per cent of a table, sorted."""
        tables = (block for _, block in self.blocks() if isinstance(block, Table))
        return sorted({column.width for table in tables for column in table.on_paper.columns})

    @property
    def spaces(self) -> list[int]:
        """The heights in use of places to write in, in lines, sorted."""
        return sorted({block.lines for _, block in self.blocks() if isinstance(block, Space)})

    def blocks(self) -> Iterator[tuple[Section, Block]]:
        """Every block in reading order with its section."""
        for _, section in self.walk():
            for block in section.blocks:
                yield section, block
