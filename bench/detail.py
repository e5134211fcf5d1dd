"""The detail export of 113,792 x 330 cells: time as a share of openpyxl's write-only mode, and its memory."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from openpyxl import Workbook

from maturity.assessment.selection import LeftOut
from maturity.publication.microdata_file import Column, Microdata, write
from maturity.questionnaire import Text

ROWS, CODES, NUMBERS = 113_792, 267, 62
BASELINE = 2_000  # rows that openpyxl writes, for a figure a cell


def made(rows: int) -> Microdata:
    """A table like the whole export: an id, codes of answers, and scores."""
    random, text = np.random.default_rng(1), Text("列", "Column")
    ids = np.char.mod("%032x", np.arange(rows))
    choices = ("full", "most", "part", "none", "not-applicable")
    codes = [Column(f"item.{n}", text, random.integers(-1, 5, rows, np.int8), choices) for n in range(CODES)]
    numbers = [Column(f"score.{n}", text, random.integers(0, 5000, rows) / 1000) for n in range(NUMBERS)]
    columns = (Column("organisation", text, ids), *codes, *numbers)
    return Microdata(2025, "all", "cmmm 1", columns, rows, "0" * 64, LeftOut(0, 0))


def export(path: Path) -> None:
    """What is measured, in a process of its own."""
    detail = made(ROWS)
    start = time.perf_counter()
    write(detail, path)
    spent = time.perf_counter() - start
    few = made(BASELINE)
    start = time.perf_counter()
    _openpyxl(few, path.with_name("baseline.xlsx"))
    baseline = (time.perf_counter() - start) / few.cells
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = baseline / (spent / detail.cells)
    print(
        f"detail of {detail.rows:,} x {len(detail.columns)}: {spent:.1f} s, {detail.cells / spent:,.0f} cells a second "
        f"= {ratio:.1f} x openpyxl's write-only mode (goal 4), peak {peak:.0f} MiB (goal 300)"
    )


def _openpyxl(detail: Microdata, path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    words = [(*column.members, None) for column in detail.columns]
    columns = [
        [known[value] for value in column.values.tolist()] if column.members else column.values.tolist()
        for column, known in zip(detail.columns, words, strict=True)
    ]
    for row in zip(*columns, strict=True):
        sheet.append(row)
    book.save(path)


def main() -> None:
    """Run the export in a process of its own, so that its peak memory is its own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "bench.detail", f"{folder}/detail.xlsx"], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        export(Path(sys.argv[1]))
    else:
        main()
