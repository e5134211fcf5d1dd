"""Reading a bulk table from a workbook: time as a share of the reading library's, with the same parsing after it."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from maturity.classification.credit_code import complete
from maturity.intake.bulk import COLUMNS, headings, read_bulk
from maturity.intake.spreadsheets.table import Table, read_table
from maturity.intake.spreadsheets.xlsx import cell_text
from maturity.questionnaire import Questionnaire, load
from maturity.store.enterprises.organisations import read_facts

ROWS = 5_000


def main() -> None:
    """Print the time for one workbook of ROWS enterprises, and that of plain reading and parsing in the same run."""
    questionnaire = load()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bulk.xlsx"
        _write(path, questionnaire)
        plain = _spent(lambda: list(_plain(path).rows))
        parsed = _spent(lambda: read_bulk(_plain(path), questionnaire, read_facts))
        whole = _spent(lambda: read_bulk(read_table(path, headings(questionnaire)), questionnaire, read_facts))
    print(
        f"reading {ROWS:,} enterprises from .xlsx, every cell looked at: {whole:.1f} s = {whole / parsed:.2f} x plain "
        f"python-calamine with the same parsing (goal 1.5), {whole / plain:.2f} x plain python-calamine without"
    )


def _spent(read: Callable[[], object]) -> float:
    """The less of two runs, in seconds of this process."""
    times = []
    for _ in range(2):
        start = time.process_time()
        read()
        times.append(time.process_time() - start)
    return min(times)


def _plain(path: Path) -> Table:
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    texts = ([cell if isinstance(cell, str) else cell_text(cell) for cell in row] for row in rows)
    return Table(str(path), tuple(next(texts)), iter(enumerate(texts, start=2)))


def _write(path: Path, questionnaire: Questionnaire) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([*COLUMNS, *(item.id for item in questionnaire.items)])
    words = [choice.text.zh for choice in questionnaire.choices]
    for number in range(ROWS):
        code = complete(f"91000000TEX{number:05d}")
        facts = (f"示例企业 {number}", code, "C39", "discrete", "苏州市", 120 + number % 50, 900.5, 2001, "")
        sheet.append([*facts, *(words[(number + item.position) % len(words)] for item in questionnaire.items)])
    book.save(path)


if __name__ == "__main__":
    main()
