"""A release: finished tables with notes, codes and metadata; the only input of the exporters of aggregates.

The observations are made from the tables: no file holds a figure that no table shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ..assessment.selection import LeftOut
from ..errors import refuse
from ..questionnaire import DEFAULT, Questionnaire, Text
from ..statistics.breakdowns import Breakdowns, breakdowns, joined
from ..statistics.numeric.turning import shape
from ..statistics.plan import Plan
from ..statistics.quality import Line
from ..statistics.signs import BLANK, OF_WHICH, SIGNS, Status, Symbols, mark_of_which, sign
from ..statistics.table import TOTAL, Cell, Column, Row, Table, amount, flagged, printed, shown
from ..text.numbers import half_up
from .description import CodeList, Fact, code_lists, metadata
from .formats.exporters import Exporter, exporter, marked, suffix_of, suffixes
from .metadata import ConceptText, concept_texts
from .notes import Note, notes
from .observations import TIDY_COLUMNS, Observation, observed, tidy_texts
from .revision import RELEASE_STATUS_TEXTS, ReleaseStatus
from .sources.combined import combined

if TYPE_CHECKING:
    import pandas as pd

    from ..disclosure.rules import Rules
    from ..statistics.engines import Opener
    from .sources.data import Sources

INTERNAL = "仅供内部使用 For internal use only"


@dataclass(frozen=True)
class Release:
    """What is published for one year, in both languages. `base` is the number of enterprises behind it.

    `internal` is True while nothing protects single enterprises: every file says so then. `symbols` is the style of the
    signs in tables. `own` are the publishing body's texts for the reference metadata, by concept.
    """

    id: str
    title: Text
    scope: Text
    publisher: Text | None
    questionnaire: Questionnaire
    year: int
    as_of: date
    base: int
    tables: tuple[Table, ...]
    notes: tuple[Note, ...]
    codes: tuple[CodeList, ...]
    metadata: tuple[Fact, ...]
    internal: bool = True
    symbols: Symbols = "customary"
    quality: tuple[Line, ...] = ()
    own: Mapping[str, Text] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Release({self.id!r}, year={self.year}, tables={len(self.tables)}, internal={self.internal})"

    @cached_property
    def reference(self) -> tuple[ConceptText, ...]:
        """The reference metadata: the publishing body's texts (`own`) with the release's facts and notes."""
        editions = {each.edition: None for each in self.codes if each.members}
        known = Text("；".join(each.zh for each in editions), "; ".join(each.en for each in editions))
        fact = Fact("classifications", Text("版本", "Editions"), known)
        return concept_texts((*self.metadata, fact), self.notes, self.own)

    @property
    def file_stem(self) -> str:
        """The beginning of the names of its files."""
        stem = file_stem(self.questionnaire.id if self.counted else DEFAULT)
        return f"{stem}-{self.id}-{self.year}"

    @cached_property
    def by(self) -> Breakdowns:
        """The breakdowns of its tables."""
        return joined(table.by for table in self.tables)

    @cached_property
    def counted(self) -> bool:
        """Whether a table of it is of submissions, so that enterprises are behind it."""
        return any(table.origin is None for table in self.tables)

    @cached_property
    def dictionary(self) -> tuple[Column, ...]:
        """Every column of the tables once, in order of first use."""
        return tuple({column.id: column for table in self.tables for column in table.columns}.values())

    @cached_property
    def tidy(self) -> tuple[Observation, ...]:
        """The observations of all tables."""
        return tuple(observed(self.tables, self.year, internal=self.internal))

    @cached_property
    def checksum(self) -> str:
        """SHA-256 (hexadecimal) over the observations, one a line, fields joined by commas, values
        as exact fractions.
        """
        lines = "\n".join(",".join("" if field is None else str(field) for field in row) for row in self.tidy)
        return sha256(lines.encode()).hexdigest()

    def note_numbers(self, ids: tuple[str, ...]) -> tuple[int, ...]:
        """The numbers of the notes `ids` in this release."""
        return tuple(note.number for note in self.notes if note.id in ids)

    def label(self, table: Table, column: Column, language: str) -> str:
        """The heading of a column of `table`, with the sign that a style of signs may add."""
        mark = mark_of_which(self.symbols, language) if column.id in table.by.of_which(table.columns) else ""
        return f"{mark}{column.label.of(language)}"

    def legend(self, language: str, *tables: Table, quality: bool = False) -> tuple[tuple[str, Text], ...]:
        """The signs in `tables` in the order of use, each with its meaning and the number of the note that explains it;
        `quality` includes those of the table on the quality of the data.
        """
        cells = [cell for table in tables for row in table.rows for cell in row.cells]
        cells += [value for _, value in self.quality] if quality else []
        lines = [self._explained(status, language) for status in Status if status in cells]
        mark = mark_of_which(self.symbols, language)
        if mark and any(table.by.of_which(table.columns) for table in tables):
            lines.append((mark, OF_WHICH))
        return tuple(lines)

    def _explained(self, status: Status, language: str) -> tuple[str, Text]:
        zh, en = SIGNS[status].text.zh, SIGNS[status].text.en
        for number in self.note_numbers((SIGNS[status].note,)):
            zh, en = f"{zh}（见注{number}）", f"{en} (see note {number})"
        return sign(status, self.symbols, language) or BLANK.of(language), Text(zh, en)


class Count(NamedTuple):
    """The numbers of rows below the header and of cells of a table as it is laid out, for comparison with a finished
    file.
    """

    table: str
    rows: int
    cells: int


def build(
    plan: Plan,
    frame: "pd.DataFrame",
    questionnaire: Questionnaire,
    year: int,
    *,
    as_of: date | None = None,
    left_out: LeftOut | None = None,
    engine: "Opener | None" = None,
    sources: "Sources | None" = None,
) -> Release:
    """The internal release of `plan` for `year` from the enterprises of `frame`; other years in it are ignored.

    Raises Refusal where the year has no records. For `as_of` and `sources` see :func:`assemble`.
    """
    from ..statistics.coverage import covered
    from ..statistics.engines import in_process
    from ..statistics.frame import present
    from ..statistics.tabulate import tabulate  # DuckDB and Ibis are needed here and nowhere else

    records = frame[frame["year"] == year]
    base = len(present(records))
    if not base:
        raise refuse("plan-no-records", year=year)
    plan, missing = covered(plan, records)
    tables = tabulate(plan, records, engine or in_process)
    return assemble(
        plan,
        tables,
        questionnaire,
        year,
        base,
        as_of=as_of,
        left_out=left_out,
        missing=missing,
        sources=sources,
    )


def assemble(
    plan: Plan,
    tables: tuple[Table, ...],
    questionnaire: Questionnaire,
    year: int,
    base: int,
    *,
    as_of: date | None = None,
    status: ReleaseStatus | None = None,
    rules: "Rules | None" = None,
    left_out: LeftOut | None = None,
    missing: tuple[Text, ...] = (),
    sources: "Sources | None" = None,
) -> Release:
    """A release of finished `tables` over `base` enterprises and those of `sources`, with notes, codes and metadata.

    `as_of` is the day of the snapshot, by default the last of the year. `status` is added to the title. `rules` are
    those by which `tables` were protected; None makes the release internal. `missing` names the tables of the plan that
    the data could not fill.
    """
    day = as_of or date(year, 12, 31)
    by = breakdowns(questionnaire, plan.joined)
    shown_as = combined(plan, [printed(flagged(table)) for table in tables], sources, by)
    return Release(
        id=plan.id,
        title=plan.title if status is None else _with_status(plan.title, status),
        scope=plan.scope,
        publisher=plan.publisher,
        questionnaire=questionnaire,
        year=year,
        as_of=day,
        base=base,
        tables=shown_as,
        notes=notes(questionnaire, shown_as),
        codes=code_lists(by, shown_as),
        metadata=metadata(plan, shown_as, questionnaire, year, day, base, status, rules, left_out, missing),
        internal=rules is None,
    )


def _with_status(title: Text, status: ReleaseStatus) -> Text:
    words = RELEASE_STATUS_TEXTS[status]
    return Text(f"{title.zh}（{words.zh}）", f"{title.en} ({words.en})")


def file_stem(questionnaire: str) -> str:
    """The beginning of the names of files about answers to the questionnaire with this id."""
    return "maturity" if questionnaire == DEFAULT else f"maturity-{questionnaire}"


def manifest(release: Release) -> tuple[Count, ...]:
    """The counts of every table, and of the observations (as "Data")."""
    counts = [Count(table.id, *shape(table)) for table in release.tables]
    return (*counts, Count("Data", len(release.tidy), len(release.tidy) * len(Observation._fields)))


__all__ = [
    "BLANK",
    "INTERNAL",
    "SIGNS",
    "TIDY_COLUMNS",
    "TOTAL",
    "Cell",
    "CodeList",
    "Column",
    "Count",
    "Exporter",
    "Fact",
    "Note",
    "Observation",
    "Release",
    "Row",
    "Status",
    "Symbols",
    "Table",
    "amount",
    "assemble",
    "build",
    "exporter",
    "file_stem",
    "half_up",
    "manifest",
    "marked",
    "shown",
    "sign",
    "suffix_of",
    "suffixes",
    "tidy_texts",
]
