"""All sheets of the workbook of a questionnaire without levels."""

from openpyxl import Workbook

from maturity.errors import Refusal, refuse
from maturity.offline import LISTS, WorkbookContent
from maturity.offline.returned_workbook import read_workbook
from maturity.offline.texts import CALCULATION, ENTERPRISE, INSTRUCTIONS, REFERENCES, RESULT
from maturity.questionnaire import Group, Item, only
from maturity.questionnaire.asked import Table

from ..front import add_enterprise, add_identity
from ..names import SheetNames
from ..style import lay_out
from .calculation import HEADER_ROW, begin
from .draft import Draft
from .instructions import add_instructions
from .items import add_items
from .references import add_references
from .result import add_result
from .rollup import add_totals
from .tables import add_mark, add_table


def add_sheets(book: Workbook, content: WorkbookContent) -> list[str]:
    """Add every sheet: instructions, the enterprise, results, a sheet for each outermost group and each table,
    reference values, calculations, and the hidden ones; returns the text alternatives of its charts, which are none.
    """
    draft, language = Draft(book, content), content.language
    fixed = (INSTRUCTIONS, ENTERPRISE, RESULT, REFERENCES, CALCULATION)
    names = SheetNames(text.of(language) for text in fixed)
    add_instructions(draft, INSTRUCTIONS.of(language))
    add_enterprise(book, content, ENTERPRISE.of(language))
    asked = {area.id for area in content.response.areas}
    groups = [group for group in content.questionnaire.groups if any(area.id in asked for area in group.areas)]
    titles = {group.key: names.take(group.name.of(language)) for group in groups}
    tables = {item: item.asks for item in content.response.items if isinstance(item.asks, Table)}
    for item, table in tables.items():
        add_table(draft, item, table, names.take(item.text.of(language)))
    for group in groups:
        add_items(draft, group, titles[group.key])
    found = begin(draft, add_references(draft, REFERENCES.of(language)))
    facts = [value for _, value in content.facts[:1]]
    whose = " · ".join([*facts, content.response.profile.name.of(language)])
    add_result(found, add_totals(found), RESULT.of(language), whose)
    for item in tables:
        add_mark(draft.tables[item.id], item)
    lay_out(found.sheet, (40, 10, 22, 16, *(11,) * 8), landscape=True, heads=f"{HEADER_ROW}:{HEADER_ROW}")
    _order(draft, [(titles[group.key], [item for item in tables if _holds(group, item)]) for group in groups])
    add_identity(book, content, draft.items)
    return []


def _holds(group: Group, item: Item) -> bool:
    return any(area.id == item.area for area in group.areas)


def _order(draft: Draft, filled: list[tuple[str, list[Item]]]) -> None:
    """Put the sheets to fill in after the results, each with its tables, and the hidden lists last."""
    book = draft.book
    book.move_sheet(LISTS, len(book.sheetnames))
    titles = [RESULT.of(draft.language)]
    for title, tables in filled:
        titles += [title, *(str(draft.tables[item.id].sheet.title) for item in tables)]
    for place, title in enumerate(titles, start=2):
        book.move_sheet(title, place - book.sheetnames.index(title))


def check(content: WorkbookContent, data: bytes) -> None:
    """Raise Refusal `plan-not-verified` unless the workbook reads back as what it was made from.

    Control characters in stored texts go out as they are; that they are named when they come back is no fault of it.
    """
    try:
        entries = dict(read_workbook(data, "workbook.xlsx", only(content.questionnaire)).entries)
    except Refusal as refusal:
        if any(problem.code != "offline-control" for problem in refusal.problems):
            raise refuse("plan-not-verified", detail=".xlsx") from None
    else:
        if entries != dict(content.origin.entries):
            raise refuse("plan-not-verified", detail=".xlsx")
