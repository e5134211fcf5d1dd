"""Reading returned workbooks: time as a share of openpyxl's on the same files, and the memory it takes."""

import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from openpyxl import load_workbook

from maturity.answers import Chosen, Response
from maturity.offline import WorkbookContent, workbook_writer
from maturity.offline.returned_workbook import read_workbook
from maturity.questionnaire import Questionnaire, load, only

FILES, BASELINE = 1000, 20


def main() -> None:
    """Print the time for 1,000 files, that of openpyxl for 20 of them in both of its modes, and the peak of memory."""
    questionnaire = load()
    with tempfile.TemporaryDirectory() as name:
        folder, paths = Path(name), []
        for kind in range(BASELINE):
            choices = [Chosen("most"), Chosen("full")]
            items = questionnaire.items_of("discrete")
            answers = {item.id: choices[(kind + item.position) % 3 == 0] for item in items}
            path = folder / f"{kind}.xlsx"
            workbook_writer()(
                WorkbookContent(Response(questionnaire, "discrete", answers), {}, "zh", date(2026, 1, 1)), path
            )
            paths.append(path)
        whole, streamed = (_each(paths, BASELINE, partial(_openpyxl, read_only=mode)) for mode in (False, True))
        read = partial(_read, questionnaire=questionnaire)
        spent = _each(paths, FILES, read)
        peaks = [_peak(paths, count, read) for count in (20, 200)]
    print(
        f"reading {FILES} workbooks: {spent * FILES:.1f} s, {spent * 1000:.1f} ms each = {spent / whole:.2f} x "
        f"openpyxl (goal 0.20), {spent / streamed:.2f} x its read-only mode; "
        f"peak {peaks[0]:.1f} MiB for 20, {peaks[1]:.1f} MiB for 200"
    )


def _each(paths: list[Path], count: int, read: Callable[[Path], object]) -> float:
    """Seconds for one file, over `count` of them."""
    start = time.perf_counter()
    for number in range(count):
        read(paths[number % len(paths)])
    return (time.perf_counter() - start) / count


def _read(path: Path, questionnaire: Questionnaire) -> object:
    return read_workbook(path.read_bytes(), path.name, only(questionnaire))


def _openpyxl(path: Path, *, read_only: bool) -> int:
    """Every cell once with openpyxl, which tells values from formulas by their types."""
    book = load_workbook(path, read_only=read_only)
    count = sum(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    book.close()
    return count


def _peak(paths: list[Path], count: int, read: Callable[[Path], object]) -> float:
    tracemalloc.start()
    _each(paths, count, read)
    peak = tracemalloc.get_traced_memory()[1] / 1024 / 1024
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
