"""A returned workbook: what it was made from and what it says now, or every mistake in it with its cell.

Files saved again by other programs, with sheets moved, renamed or hidden, are read; whatever could carry something else
than typed texts (formulas in answer cells, macros, links) is refused.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from ..answers import REASON_LIMIT, Chosen, NotApplicable
from ..errors import Place, Problem, Refusal, refuse
from ..offline import (
    ASIDE,
    COLUMNS,
    COMMENT_LIMIT,
    FIELDS,
    FORMAT,
    HEADINGS,
    IDENTITY,
    MARK,
    Entry,
    Origin,
    entry,
    spelled,
)
from ..questionnaire import Questionnaire
from ..vocabulary import Vocabulary
from .package import Package, opened
from .workbook_sheet import Row, Typed, letters, rows_of

MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Returned:
    """`entries` has every item that was asked, in order. `left_out` is what else the file holds and cannot be taken;
    the comments among it stand in `entries` as they went out.
    """

    origin: Origin
    entries: Mapping[str, Entry]
    left_out: tuple[Problem, ...] = ()


def read_workbook(data: bytes, source: str, known: Callable[[str], Questionnaire]) -> Returned:
    """The workbook in `data`; `known` gives a questionnaire by its id, or raises KeyError.

    Raises Refusal with all mistakes: intake-… where the file is not fit to be read, offline-… with sheet and cell.
    """
    place = Place(source)
    with _opened(data, place) as (package, book):
        origin, cells = _origin(book, place, known)
        return _Answers(package, book, place, known(origin.questionnaire), origin, cells).read()


def read_origin(data: bytes, source: str, known: Callable[[str], Questionnaire]) -> Origin:
    """What the workbook in `data` was made from, without its answers. Raises Refusal as :func:`read_workbook`."""
    place = Place(source)
    with _opened(data, place) as (_, book):
        return _origin(book, place, known)[0]


@contextmanager
def _opened(data: bytes, place: Place) -> Iterator[tuple[Package, CalamineWorkbook]]:
    if len(data) > MOST_BYTES:
        raise refuse("intake-too-large", place, size=len(data) // 1024 // 1024, most=MOST_BYTES // 1024 // 1024)
    try:
        with opened(data, place) as package, CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            package.fit(IDENTITY)
            yield package, book
    except CalamineError:
        raise refuse("intake-not-workbook", place) from None


def _origin(
    book: CalamineWorkbook, place: Place, known: Callable[[str], Questionnaire]
) -> tuple[Origin, dict[str, str]]:
    """What the workbook was made from, and where each item stood ("sheet!D6")."""
    if IDENTITY not in book.sheet_names:
        raise refuse("offline-foreign", place)
    rows = [[_text(cell) for cell in row] for row in book.get_sheet_by_name(IDENTITY).to_python(skip_empty_area=False)]
    if not rows or not rows[0] or rows[0][0] != MARK:
        raise refuse("offline-foreign", place)
    fields = {row[0]: row[1] for row in rows[1 : len(FIELDS) + 1] if len(row) > 1}
    if fields.get("format") != FORMAT:
        raise refuse("offline-format", place, found=fields.get("format", "")[:20], wanted=FORMAT)
    _same_version(fields, place, known)
    table = rows[len(FIELDS) + 1 :]
    if list(fields) != list(FIELDS) or not table or tuple(table[0][: len(COLUMNS)]) != COLUMNS:
        raise refuse("offline-tampered", place, detail=IDENTITY)
    try:
        entries = {row[0]: spelled(*row[2 : len(COLUMNS)]) for row in table[1:] if any(row)}
    except (ValueError, TypeError):
        raise refuse("offline-tampered", place, detail=COLUMNS[-1]) from None
    origin = Origin(
        fields["questionnaire"], fields["version"], fields["profile"], fields["language"], fields["assessment"], entries
    )
    if origin.digest != fields["digest"] or len(entries) != sum(any(row) for row in table[1:]):
        raise refuse("offline-tampered", place, detail="digest")
    return origin, {row[0]: row[1] for row in table[1:] if any(row)}


def _same_version(fields: Mapping[str, str], place: Place, known: Callable[[str], Questionnaire]) -> None:
    found = f"{fields.get('questionnaire', '')} {fields.get('version', '')}"
    try:
        questionnaire = known(fields.get("questionnaire", ""))
    except KeyError:
        raise refuse("offline-version", place, found=found[:80], wanted="-") from None
    if questionnaire.version != fields.get("version"):
        wanted = f"{questionnaire.id} {questionnaire.version}"
        raise refuse("offline-version", place, found=found[:80], wanted=wanted)
    if fields.get("profile") not in questionnaire.profiles or fields.get("language") not in ("zh", "en"):
        raise refuse("offline-tampered", place, detail="profile, language")


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


class _Answers:
    """The sheets to fill in, read row by row; every mistake is kept until the end."""

    def __init__(
        self, package: Package, book: CalamineWorkbook, place: Place, questionnaire: Questionnaire,
        origin: Origin, cells: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._package, self._book, self._place, self._origin, self._cells = package, book, place, origin, cells
        self._vocabulary = Vocabulary(questionnaire)
        self._language = origin.language
        self._questionnaire = questionnaire
        self._problems: list[Problem] = []
        self._left_out: list[Problem] = []
        self._unread: set[str] = set()  # comments that could not be read
        self._entries: dict[str, Entry] = {}
        self._stood: dict[str, str] = {}

    def read(self) -> Returned:
        """Every item's entry, in the order of the origin. Raises Refusal with everything that is wrong."""
        named = dict.fromkeys(cell.rpartition("!")[0] for cell in self._cells.values())
        first = [name for name in self._book.sheet_names if name in named]
        rest = [name for name in self._book.sheet_names if name not in named and name != IDENTITY]
        for name in first:
            self._sheet(name, demanded=True)
        for name in rest if len(self._stood) < len(self._origin.entries) else ():
            self._sheet(name, demanded=False)
        missing = [item for item in self._origin.entries if item not in self._stood]
        if missing:
            values = {"count": len(missing), "item": missing[0]}
            self._problems.append(self._problem("offline-items-missing", self._cells[missing[0]], values))
        if self._problems:
            raise Refusal(*self._problems)
        entries = {item: self._entries[item] for item in self._origin.entries}
        return Returned(self._origin, entries, tuple(self._left_out))

    def _sheet(self, name: str, *, demanded: bool) -> None:
        self._package.fit(name)
        try:
            rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except CalamineError:
            self._problems.append(self._problem("offline-sheet", name, {"sheet": name}))
            return
        found = rows_of(rows)
        if demanded:
            self._problems += [self._problem("offline-heading", name, {"heading": one}) for one in found.missing]
        columns = {heading: letters(place) for heading, place in found.columns.items()}
        filled = [columns[heading] for heading in ("answer", "reason", "comment")] if found.rows else []
        computed = self._package.computed(name, filled) if filled else frozenset()
        self._lost(name, columns)
        for row in found.rows:
            at = {heading: f"{name}!{column}{row.number}" for heading, column in columns.items()}
            for heading, typed in row.typed:
                if f"{columns[heading]}{row.number}" in computed:
                    self._cell("offline-formula", heading, at[heading], {})
                elif typed.dated:
                    self._cell("offline-date", heading, at[heading], {"found": typed.words[:40]})
            self._problems += self._row(row, at)

    def _lost(self, name: str, columns: Mapping[str, str]) -> None:
        """Cells that show an error or have no kept value come as "": each is a mistake, never a wish to erase."""
        if len(columns) < len(HEADINGS):
            return
        headings = {column: heading for heading, column in columns.items()}
        for cell, shown in self._package.lost(name).items():
            if heading := headings.get(cell.rstrip("0123456789"), ""):
                self._cell("intake-lost", heading, f"{name}!{cell}", {"shown": shown})

    def _cell(self, code: str, heading: str, at: str, values: Mapping[str, object]) -> None:
        """A mistake of one cell; in a comment it costs that comment only."""
        problem = self._problem(code, at, values)
        if heading == "comment":
            self._left_out.append(problem)
            self._unread.add(at)
        else:
            self._problems.append(problem)

    def _row(self, row: Row, at: Mapping[str, str]) -> Iterator[Problem]:
        if not row.item:
            for heading, typed in row.typed:
                if typed.words:
                    yield self._problem("offline-stray", at[heading], {"found": typed.words[:40]})
        elif row.item not in self._origin.entries:
            yield self._problem("offline-item-unknown", at["item"], {"found": row.item[:60]})
        elif row.item in self._stood:
            yield self._problem("offline-item-twice", at["item"], {"item": row.item, "first": self._stood[row.item]})
        else:
            self._stood[row.item] = at["item"]
            yield from self._take(row, at)

    def _take(self, row: Row, at: Mapping[str, str]) -> Iterator[Problem]:
        """The entry of one item, with everything that is wrong in its cells."""
        choice = self._vocabulary.meaning(row.answer.words)
        if choice is None:
            allowed = "、" if self._language == "zh" else ", "
            words = [one.text.of(self._language) for one in self._questionnaire.choices]
            values = {"found": row.answer.words[:40], "allowed": allowed.join(words)}
            yield self._problem("offline-word", at["answer"], values)
            return
        for column, typed, limit in (("reason", row.reason, REASON_LIMIT), ("comment", row.comment, COMMENT_LIMIT)):
            if len(typed.words) > limit:
                self._cell("offline-long", column, at[column], {"length": len(typed.words), "limit": limit})
            if typed.unseen:
                self._cell("offline-control", column, at[column], {"found": f"U+{ord(typed.unseen):04X}"})
        if choice == ASIDE and not row.reason.words:
            yield self._problem("offline-reason-missing", at["reason"], {})
            return
        if choice != ASIDE and row.reason.words:
            yield self._problem("offline-reason-stray", at["reason"], {"found": row.reason.words[:40]})
        answer = NotApplicable(row.reason.words) if choice == ASIDE else Chosen(choice) if choice else None
        before = self._origin.entries[row.item].comment
        self._entries[row.item] = entry(answer, before if at["comment"] in self._unread else row.comment.words)

    def _problem(self, code: str, at: str, values: Mapping[str, object]) -> Problem:
        return Problem(code, Place(self._place.source, column=at), values)


__all__ = ["MOST_BYTES", "Returned", "Typed", "read_workbook"]
