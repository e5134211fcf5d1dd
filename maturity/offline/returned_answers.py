"""Reading of the answers of a returned workbook; everything else in its sheets is reported with its cell."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from ..answers import REASON_LIMIT, Answer, Chosen, NotApplicable, Said
from ..answers.vocabulary import Vocabulary
from ..errors import Place, Problem, Refusal
from ..intake.spreadsheets.package import Package
from ..intake.spreadsheets.texts import is_lost
from ..questionnaire import Item, Questionnaire
from ..questionnaire.asked import Table, Ticks
from ..questionnaire.naming import NOT_APPLICABLE, NOT_APPLICABLE_ID
from ..text.plain import one_line, visible
from .numeric_texts import numeric_texts
from .payload import COMMENT_LIMIT, FORMAT, HEADINGS, IDENTITY, LISTS, Entry, Origin, make_entry
from .returned_extras import LeftOut, covered_cells, foreign_cells, unread_cells
from .returned_sheet import NOTHING, NUMERIC_HEADINGS, Row, SheetRows, TypedCell, read_rows
from .returned_tables import Tables
from .returned_values import Values
from .texts import explanatory_sheets, program_texts

_MISSING = 10  # missing items that are listed
Content = tuple[str, str, str]  # choice id or unknown text, reason, comment


@dataclass(frozen=True, slots=True)
class Returned:
    """The contents of a returned workbook.

    `entries` has all items of the workbook, by id in order. `left_out` are problems of contents that cannot be saved;
    for comments among them, `entries` has the original comment.
    """

    origin: Origin
    entries: Mapping[str, Entry]
    left_out: tuple[Problem, ...] = ()


class Answers:
    """Reads the sheets to fill in row by row and collects all mistakes."""

    def __init__(
        self, package: Package, book: CalamineWorkbook, place: Place, questionnaire: Questionnaire,
        origin: Origin, cells: Mapping[str, str], shown: Set[str],
    ) -> None:  # fmt: skip
        self._package, self._book, self._place, self._origin, self._cells = package, book, place, origin, cells
        self._headings = HEADINGS if origin.format == FORMAT else NUMERIC_HEADINGS
        scales = {item.scale for item in questionnaire.items if item.asks is None} | {""}
        self._vocabularies = {scale: Vocabulary(questionnaire, scale) for scale in scales}
        self._values = Values(questionnaire, origin.language, place.source)
        self._tables = Tables(package, self._values, questionnaire)
        self._ticks: dict[str, dict[str, tuple[TypedCell, str]]] = {}  # item -> option -> cell
        self._language = origin.language
        self._questionnaire = questionnaire
        self._problems: list[Problem] = []
        self._aside = LeftOut(place)
        self._left_out = self._aside.problems
        self._unread: set[str] = set()  # comments that could not be read
        self._entries: dict[str, Entry] = {}
        self._typed: dict[str, tuple[str, str]] = {}  # what stands at an item that is no choice, and its cell
        self._stood: dict[str, str] = {}
        self._shown: dict[str, Content] = {}
        self._covered: set[str] = set()  # cells under merged ones
        own = program_texts if questionnaire.has_levels else numeric_texts
        self._own = {one_line(text) for text in own(questionnaire, origin.language)}
        self._fingerprints = shown
        self._explaining = explanatory_sheets(questionnaire, origin.language)

    def read(self) -> Returned:
        """The contents, in the order of the origin. Raises Refusal with all mistakes."""
        named = {cell.rpartition("!")[0] for cell in self._cells.values()}
        sheets = [one.name for one in self._book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        for name in (name for name in sheets if name in named):
            self._sheet(name, demanded=True)
        for name in (name for name in sheets if name not in named and name not in (IDENTITY, LISTS)):
            self._sheet(name, demanded=False)
        demanded = [*self._origin.entries, *(id for id, (item, _) in self._values.options.items() if self._asks(item))]
        missing = [item for item in demanded if item not in self._stood]
        if missing:
            missing = [*dict.fromkeys(self._values.options.get(id, (id,))[0] for id in missing)]
            more = ["…"] if len(missing) > _MISSING else []
            values = {"count": len(missing), "items": ", ".join([*missing[:_MISSING], *more])}
            self._problems.append(self._problem("offline-items-missing", self._cells[missing[0]], values))
        self._put_together()
        self._problems += self._tables.problems
        if self._problems:
            raise Refusal(*self._problems)
        entries = {item: self._entries[item] for item in self._origin.entries}
        return Returned(self._origin, entries, tuple(self._left_out))

    def _asks(self, item: str) -> bool:
        return item in self._origin.entries

    def _sheet(self, name: str, *, demanded: bool) -> None:
        """Read a sheet. One that is not `demanded` may be a copy of an earlier sheet, if its contents are the same."""
        self._package.fit(name)
        try:
            rows = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except CalamineError:
            self._problems.append(self._problem("offline-sheet", name, {"sheet": name}))
            return
        if self._tables.read(name, rows):
            self._aside.report(name, "offline-beside", self._tables.beside(name, rows, self._own))
            self._aside.objects(self._package, name)
            return
        found = read_rows(rows, self._headings)
        if demanded:
            self._problems += [self._problem("offline-heading", name, {"heading": one}) for one in found.missing]
        columns = {heading: get_column_letter(place + 1) for heading, place in found.columns.items()}
        self._beside(name, rows, found, demanded=demanded)
        computed = self._package.computed(name)
        copied = [row for row in found.rows if row.item in self._stood and not demanded]
        self._copies(name, copied, columns)
        own = [row for row in found.rows if row not in copied]
        shown = {row.number for row in found.rows if row.item in self._values.computed}
        self._lost(name, columns, {row.number for row in copied} | shown)
        beside = [(row.number, heading, cell) for row in own for heading, cell in row.texts if row.number in shown]
        self._aside.report(
            name,
            "offline-beside",
            [(f"{columns[at]}{number}", cell.words) for number, at, cell in beside if cell.words],
        )
        for row in (row for row in own if row.number not in shown):
            at = {heading: f"{name}!{column}{row.number}" for heading, column in columns.items()}
            for heading, typed in row.typed:
                if f"{columns[heading]}{row.number}" in computed:
                    self._cell("offline-formula", heading, at[heading], {})
                elif typed.dated:
                    self._cell("offline-date", heading, at[heading], {"found": typed.words[:40]})
            self._problems += self._row(row, at)

    def _beside(self, name: str, rows: Sequence[Sequence[object]], found: SheetRows, *, demanded: bool) -> None:
        """Report contents that are not read: cells beside the table, notes, cells covered by merged ones."""
        computed = self._package.computed(name)
        if demanded or not found.missing:
            cells = list(unread_cells(rows, found, self._own, computed))
        else:
            cells = list(foreign_cells(name, rows, self._explaining.get(name, 0), computed, self._fingerprints))
        self._aside.report(name, "offline-beside", cells)
        self._aside.objects(self._package, name)
        if not found.missing:
            read = {get_column_letter(place + 1) for heading, place in found.columns.items() if heading != "item"}
            under = covered_cells(self._package.merged(name), read)
            self._covered |= {f"{name}!{cell}" for cell in under}
            for area in dict.fromkeys(under.values()):
                self._left_out.append(self._problem("offline-merged", f"{name}!{area}", {"cells": area}))

    def _copies(self, name: str, copied: Sequence[Row], columns: Mapping[str, str]) -> None:
        """Report rows of a copied sheet that differ from the sheet read before; blank rows are ignored."""
        lost = self._package.lost(name)
        differing: dict[str, list[str]] = {}
        for row in copied:
            unreadable = any(f"{column}{row.number}" in lost for column in columns.values())
            content = self._content(row)
            if unreadable or (any(content) and content != self._shown[row.item]):
                first = self._stood[row.item].rpartition("!")[0]
                differing.setdefault(first, []).append(row.item)
        for first, items in differing.items():
            values = {"sheet": name, "first": first, "count": len(items), "item": items[0]}
            self._problems.append(self._problem("offline-sheet-copied", name, values))

    def _content(self, row: Row) -> Content:
        """The content of a row, independent of the spelling of its answer."""
        choice = self._meaning(row.item, row.answer.words)
        unit = f" {row.unit.words}" if row.unit and row.answer.words else ""
        return f"{row.answer.words}{unit}" if choice is None else choice, row.reason.words, row.comment.words

    def _meaning(self, item: str, words: str) -> str | None:
        """The choice id, "not-applicable", "" for nothing, or None for what else is typed at an item."""
        asked = self._origin.entries.get(item) is not None and self._questionnaire.item(item)
        choice = self._vocabularies[asked.scale if asked and asked.asks is None else ""].meaning(words)
        return None if asked and asked.asks is not None and choice not in ("", NOT_APPLICABLE_ID) else choice

    def _lost(self, name: str, columns: Mapping[str, str], copied: Collection[int]) -> None:
        """Report cells with an error or without a stored value: they are read as "" but must not erase anything."""
        if len(columns) < len(self._headings):
            return
        headings = {column: heading for heading, column in columns.items()}
        for cell, shown in self._package.lost(name).items():
            column = cell.rstrip("0123456789")
            if column in headings and int(cell[len(column) :]) not in copied:
                self._cell("intake-lost", headings[column], f"{name}!{cell}", {"shown": shown})

    def _cell(self, code: str, heading: str, at: str, values: Mapping[str, object]) -> None:
        """Report a mistake of one cell; one in a comment only leaves out that comment."""
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
        elif self._asks(self._values.options.get(row.item, ("",))[0]):
            item, option = self._values.options[row.item]
            if row.item in self._stood:
                values = {"item": item, "first": self._stood[row.item]}
                yield self._problem("offline-item-twice", at["item"], values)
            self._stood[row.item], self._shown[row.item] = at["item"], self._content(row)
            self._ticks.setdefault(item, {})[option] = row.answer, at["answer"]
        elif row.item not in self._origin.entries:
            yield self._problem("offline-item-unknown", at["item"], {"found": row.item[:60]})
        elif row.item in self._stood:
            yield self._problem("offline-item-twice", at["item"], {"item": row.item, "first": self._stood[row.item]})
        else:
            self._stood[row.item] = at["item"]
            self._shown[row.item] = self._content(row)
            yield from self._take(row, at)

    def _take(self, row: Row, at: Mapping[str, str]) -> Iterator[Problem]:
        """Store the entry of one item; yields the mistakes in its cells."""
        before, item = self._origin.entries[row.item], self._questionnaire.item(row.item)
        same = isinstance(before.answer, Said) and row.answer.words == before.answer.words and not row.reason.words
        hidden = same or at["answer"] in self._covered  # a text may be the very words of "not applicable"
        choice = before.choice if hidden else self._meaning(row.item, row.answer.words)
        reason = before.reason if hidden else row.reason.words
        answer: Answer | None = before.answer if hidden and not choice else None
        if choice is None and item.asks is None:
            yield self._problem("offline-word", at["answer"], self._allowed(item, row.answer.words))
            return
        if choice is None and not isinstance(item.asks, Table | Ticks):
            try:
                answer = self._values.value(item, row.answer, row.unit or NOTHING, at["answer"], before.answer)
            except Refusal as refusal:
                yield from refusal.problems
                return
        if is_lost(row.reason.words) and row.reason.words != before.reason:
            self._cell("intake-lost", "reason", at["reason"], {"shown": row.reason.words[:60]})
        for column, typed, limit in (("reason", row.reason, REASON_LIMIT), ("comment", row.comment, COMMENT_LIMIT)):
            if len(typed.words) > limit:
                self._cell("offline-long", column, at[column], {"length": len(typed.words), "limit": limit})
            if typed.unseen:
                self._cell("offline-control", column, at[column], {"found": f"U+{ord(typed.unseen):04X}"})
        if at["reason"] in self._covered:
            reason = before.reason if choice == NOT_APPLICABLE_ID else ""
        reason = visible(reason)
        if choice == NOT_APPLICABLE_ID and not reason:
            yield self._problem("offline-reason-missing", at["reason"], {})
            return
        if choice != NOT_APPLICABLE_ID and reason:
            yield self._problem("offline-reason-stray", at["reason"], {"found": reason[:40]})
        if choice:
            answer = NotApplicable(reason) if choice == NOT_APPLICABLE_ID else Chosen(choice)
        self._typed[row.item] = (row.answer.words if choice is None else "", at["answer"])
        kept = at["comment"] in self._unread or at["comment"] in self._covered
        self._entries[row.item] = make_entry(answer, before.comment if kept else visible(row.comment.words))

    def _put_together(self) -> None:
        """Complete the entries of lists and tables, whose cells stand in other rows or sheets."""
        for id, entry in self._entries.items():
            item = self._questionnaire.item(id)
            if not isinstance(item.asks, Table | Ticks):
                continue
            words, at = self._typed[id]
            aside = isinstance(entry.answer, NotApplicable)
            try:
                answer: Answer | None
                if isinstance(item.asks, Ticks):
                    cells = self._ticks.get(id, {})
                    ticks = {option: cell for option, (cell, _) in cells.items()}
                    own = "" if aside else words
                    answer = self._values.ticked(
                        item.asks, own, ticks, {"": at, **{o: c for o, (_, c) in cells.items()}}
                    )
                else:
                    answer = self._tables.answer(item, words, at, self._origin.entries[id].answer)
            except Refusal as refusal:
                self._problems += refusal.problems
                continue
            if aside and answer is not None:
                count = len(getattr(answer, "rows", ()) or getattr(answer, "options", ()))
                values = {"found": NOT_APPLICABLE.of(self._language), "count": count}
                self._problems.append(self._problem("offline-both", at, values))
            self._entries[id] = make_entry(entry.answer if aside else answer, entry.comment)

    def _allowed(self, item: Item, words: str) -> dict[str, str]:
        """The values of offline-word for an item that takes a choice."""
        between = "、" if self._language == "zh" else ", "
        choices = (one.text.of(self._language) for one in self._questionnaire.choices_of(item))
        return {"found": words[:40], "allowed": between.join(choices)}

    def _problem(self, code: str, at: str, values: Mapping[str, object]) -> Problem:
        return Problem(code, Place(self._place.source, column=at), values)
