"""Pages as a workbook: written, read back and compared, packed so that the same pages give the same bytes."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook, load_workbook

from maturity.errors import refuse

from .package import place, repack
from .page import Page
from .releases.workbook import compare
from .sheets import add_sheet


def write_pages(pages: Sequence[Page], title: str, language: str, day: date, path: Path) -> None:
    """Write `pages` to `path`. Raises Refusal where that fails or the file does not read back as it was meant."""
    place(path, lambda draft: _save(pages, title, language, day, draft), lambda draft: check(pages, draft))


def check(pages: Sequence[Page], path: Path) -> None:
    """Read the workbook at `path` back and compare every cell. Raises Refusal `plan-not-verified` at a difference."""
    found = load_workbook(path)
    if found.sheetnames != [page.name for page in pages]:
        raise refuse("plan-not-verified", detail=", ".join(found.sheetnames))
    for page in pages:
        compare(page, found[page.name])


def _save(pages: Sequence[Page], title: str, language: str, day: date, path: Path) -> None:
    made = Workbook()
    del made[made.sheetnames[0]]
    for page in pages:
        add_sheet(made, page, language)
    made.properties.title, made.properties.creator = title, "maturity"
    made.properties.language = "zh-CN" if language == "zh" else "en-GB"
    made.properties.created = made.properties.modified = datetime.combine(day, time())
    made.save(path)
    repack(path, day, [])
