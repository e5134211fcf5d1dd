"""Rows of a Parquet file to microdata and into the store: multiples of reading the file once, and the memory of each.

Each is measured in a process of its own. Times of processors are told too: they hold on a machine that others use.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]  # ships no types

from .files import make

ROWS, IMPORTED = 1_000_000, 120_000
MOST = 1024  # MiB


def measure(what: str, path: Path) -> None:
    """Read the file once, then do `what` with it: "import", or "detail" to a file with this ending."""
    start, busy = time.perf_counter(), time.process_time()
    for _ in pq.ParquetFile(path).iter_batches(1 << 15):
        pass
    once, busy_once = time.perf_counter() - start, time.process_time() - busy
    rows = pq.ParquetFile(path).metadata.num_rows
    base, words = _peak(), _words(what, path)
    start, busy = time.perf_counter(), time.process_time()
    run(words)
    spent, busy = time.perf_counter() - start, time.process_time() - busy
    ratio, by_processors = spent / once, busy / busy_once
    print(
        f"{what} of {rows:,}: {spent:.1f} s ({busy:.1f} s of processors) = {ratio:.0f} x reading the file once "
        f"({once:.1f} s), {by_processors:.0f} x by processors, peak {_peak():.0f} MiB (goal {MOST}; {base:.0f} before)"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _words(what: str, path: Path) -> list[str]:
    if what == "import":
        url = f"sqlite:///{path.with_name('bench.db')}"
        run(["db", "upgrade", "--database", url])
        return ["import", str(path), "--year", "2025", "--database", url]
    out = path.with_suffix(what.removeprefix("detail"))
    words = ["--what", "all", "--reason", "bench", "--file", str(path), "--out", str(out)]
    return ["detail", "--year", "2025", *words]


def run(words: list[str]) -> None:
    """Run a command of the command line."""
    from maturity.cli import main as command

    try:
        command(words)
    except SystemExit as stopped:
        if stopped.code:
            raise


def main(rows: int = ROWS, imported: int = IMPORTED) -> None:
    """Make the files in a temporary folder, then measure each in a process of its own."""
    for count, jobs in ((rows, ("detail.parquet", "detail.csv")), (imported, ("import",))):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "bench.parquet")
            make(path, count)
            for what in jobs:
                subprocess.run([sys.executable, "-m", "bench.rows", what, str(path)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
