"""A release as an Excel workbook, read back and compared before it is returned."""

from datetime import datetime, time
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from maturity.errors import refuse
from maturity.publication.release import INTERNAL, Release, manifest, marked

from ..package import place, repack
from ..page import Page
from ..sheets import add_sheet
from .charts import add_charts
from .pages import CHARTS, drawn, pages
from .printing import add_footer
from .tables import HEADER_ROW, sheet_name


def write(release: Release, path: Path, language: str) -> Path:
    """Write `release` in `language` ("zh" or "en") to `path`; returns the path written.

    An internal release gets "-internal" at the end of its file name. The same release gives the same bytes. Raises
    Refusal `plan-not-written` or `plan-not-verified`; no file is left then.
    """
    target, sheets = marked(release, Path(path)), pages(release, language)
    place(target, lambda draft: _save(release, sheets, draft, language), lambda draft: check(release, sheets, draft))
    return target


def _save(release: Release, sheets: tuple[Page, ...], path: Path, language: str) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    for page in sheets:
        add_sheet(book, page, language)
    charts: list[str] = []
    if drawn(release):
        charts = add_charts(book, release, language)
        after = book.sheetnames.index(sheet_name(release.tables[-1]))
        book.move_sheet(CHARTS, after + 1 - book.sheetnames.index(CHARTS))
    tables = {sheet_name(table) for table in release.tables}
    for sheet in book.worksheets:
        title = f"{release.title.of(language)} {release.year}"
        named = f"{sheet['A1'].value} · {title}" if sheet.title in tables else title
        add_footer(sheet, named, release.as_of.isoformat(), language)
    _describe(book, release, language)
    book.save(path)
    repack(path, release.as_of, charts)


def _describe(book: Workbook, release: Release, language: str) -> None:
    """Set the document properties, without times."""
    about, moment = book.properties, datetime.combine(release.as_of, time())
    about.title, about.subject = release.title.of(language), str(release.year)
    about.creator = release.publisher.of(language) if release.publisher else "maturity"
    about.language = "zh-CN" if language == "zh" else "en-GB"
    about.description = INTERNAL if release.internal else None
    about.created = about.modified = moment


def check(release: Release, sheets: tuple[Page, ...], path: Path) -> None:
    """Read the workbook at `path` back and compare every cell. Raises Refusal `plan-not-verified` at a difference."""
    book = load_workbook(path)
    for page in sheets:
        compare(page, book[page.name])
    names = {table.id: sheet_name(table) for table in release.tables} | {"Data": "Data"}
    for count in manifest(release):
        sheet = book[names[count.table]]
        head = 1 if count.table == "Data" else HEADER_ROW
        rows = sheet.max_row - head
        if (rows, rows * sheet.max_column) != (count.rows, count.cells):
            raise refuse("plan-not-verified", detail=f"{sheet.title}: {rows} × {sheet.max_column}")


def compare(page: Page, sheet: Worksheet) -> None:
    """Compare every cell of `sheet` with `page`. Raises Refusal `plan-not-verified` at a difference."""
    if sheet.max_row != len(page.rows):
        raise refuse("plan-not-verified", detail=f"{page.name}: {sheet.max_row} / {len(page.rows)}")
    for items, cells in zip(page.rows, sheet.iter_rows(), strict=True):
        for column, cell in enumerate(cells):
            wanted = items[column].value if column < len(items) else None
            if cell.value != wanted or cell.data_type != ("s" if isinstance(wanted, str) else "n"):
                raise refuse("plan-not-verified", detail=f"{page.name}!{cell.coordinate}")
