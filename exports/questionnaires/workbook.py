"""The offline workbook: instructions, the enterprise, a sheet for each outermost group, the result, its formulas,
identity.

The same content gives the same bytes. The file is read back and compared before it is returned.
"""

from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from maturity.errors import refuse
from maturity.offline import COLUMNS, FIELDS, IDENTITY, LISTS, WorkbookContent, answer_words, entry_from_texts
from maturity.offline.texts import CALCULATION, ENTERPRISE, INSTRUCTIONS, RESULT
from maturity.questionnaire import Group

from ..package import place, repack
from .front import add_enterprise, add_identity, add_instructions
from .items import ANSWER, COMMENT, ID, ItemCell, add_items
from .names import SheetNames
from .numeric.workbook import add_sheets
from .numeric.workbook import check as check_numeric
from .reading import add_spellings
from .result import add_result
from .scores import add_scores
from .style import add_styles


def write(content: WorkbookContent, path: Path) -> None:
    """Write the workbook to `path`. Raises Refusal `plan-not-written`, or `plan-not-verified` where it does not read
    back equal.
    """
    place(path, lambda draft: _save(content, draft), lambda draft: check(content, draft))


def _save(content: WorkbookContent, path: Path) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    add_styles(book, content.language)
    charts = _with_levels(book, content) if content.questionnaire.has_levels else add_sheets(book, content)
    book.calculation.fullCalcOnLoad = True
    _describe(book, content)
    book.save(path)
    repack(path, content.day, charts)


def _with_levels(book: Workbook, content: WorkbookContent) -> list[str]:
    """Add every sheet of a questionnaire with levels; returns the text alternatives of the charts."""
    language = content.language
    spellings = add_spellings(book, content)
    lists = add_instructions(book, content, INSTRUCTIONS.of(language), spellings)
    add_enterprise(book, content, ENTERPRISE.of(language))
    item_cells: dict[str, ItemCell] = {}
    for group, name in _named(_asked(content), language):
        item_cells |= add_items(book, content, group, name, lists)
    result, calculation = RESULT.of(language), CALCULATION.of(language)
    scores = add_scores(book, content, calculation, item_cells)
    charts = add_result(book, content, result, item_cells, scores)
    book.move_sheet(result, -1)
    book.move_sheet(LISTS, len(book.sheetnames))
    add_identity(book, content, item_cells)
    return charts


def _asked(content: WorkbookContent) -> list[Group]:
    asked = {area.id for area in content.response.areas}
    return [group for group in content.questionnaire.groups if any(area.id in asked for area in group.areas)]


def _named(groups: Iterable[Group], language: str) -> list[tuple[Group, str]]:
    """Each group with the name of its sheet."""
    names = SheetNames(name.of(language) for name in (INSTRUCTIONS, ENTERPRISE, RESULT, CALCULATION))
    return [(group, names.take(group.name.of(language))) for group in groups]


def _describe(book: Workbook, content: WorkbookContent) -> None:
    """Set the document properties, without times."""
    about, moment = book.properties, datetime.combine(content.day, time())
    about.title = content.questionnaire.title.of(content.language)
    about.creator = "maturity"
    about.language = "zh-CN" if content.language == "zh" else "en-GB"
    about.created = about.modified = moment


def check(content: WorkbookContent, path: Path) -> None:
    """Read the workbook at `path` with another library than the one that wrote it.

    Raises Refusal `plan-not-verified` unless both its visible and its hidden answers and comments are those of
    `content`.
    """
    if not content.questionnaire.has_levels:
        check_numeric(content, path.read_bytes())
        return
    language, hidden, shown = content.language, {}, {}
    spelling = answer_words(content.questionnaire, language) | {"": ""}
    with CalamineWorkbook.from_path(path) as book:
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    for item, _stood, *entry in (row[: len(COLUMNS)] for row in sheets.pop(IDENTITY)[len(FIELDS) + 2 :]):
        hidden[item] = entry_from_texts(*map(str, entry))
    for row in (row for rows in sheets.values() for row in rows if len(row) >= ID and row[ID - 1] in hidden):
        answer, reason, comment = map(str, row[ANSWER - 1 : COMMENT])
        shown[row[ID - 1]] = entry_from_texts(spelling.get(answer, answer), reason, comment)
    if not dict(content.origin.entries) == hidden == shown:
        raise refuse("plan-not-verified", detail=path.suffix)
