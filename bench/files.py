"""Files of 1,000,000 enterprises to the standard plan: multiples of reading the Parquet once, and memory.

`python -m bench.files 10000000` measures that many, with some 15 GB of temporary files.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from pyarrow import csv as arrow

from maturity.classification.credit_code import ALPHABET, complete
from maturity.classification.industries import DIVISIONS
from maturity.classification.regions import CITIES
from maturity.questionnaire import load
from maturity.store import open_store

ROWS, TOGETHER = 1_000_000, 100_000
_PLAIN = arrow.WriteOptions(quoting_style="none")  # no name or answer of `make` holds a separator
_SIGNS = "精密智能机械电子科技新材料汽车部件华东南北海天宏达鑫盛源泰"


def make(path: Path, rows: int) -> None:
    """So many made-up enterprises with their answers, drawn from every code; the same for the same number."""
    random, items = np.random.default_rng(15), load().items
    words, shares = np.array(["full", "most", "part", "none", "全部满足", "", "不适用：没有"]), [4, 3, 2, 2, 1, 1, 1]
    writer = None
    for first in range(0, rows, TOGETHER):
        n = min(TOGETHER, rows - first)
        letters = random.choice([*_SIGNS], (n, 6))
        columns = {
            "name": [f"{''.join(row)}有限公司{number}" for number, row in enumerate(letters.tolist(), first)],
            "credit_code": [_code(number) for number in range(first, first + n)],
            "division": random.choice([*DIVISIONS], n),
            "production_type": random.choice(["process", "discrete"], n),
            "city": random.choice([*CITIES], n),
            "headcount": random.integers(5, 5000, n).astype(str),
            "revenue_10k": random.integers(50, 90_000, n).astype(str),
            "founded": random.integers(1950, 2020, n).astype(str),
        }
        columns |= {item.id: random.choice(words, n, p=np.array(shares) / sum(shares)) for item in items}
        table = pa.table({name: pa.array(np.asarray(values).astype(object)) for name, values in columns.items()})
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _code(number: int) -> str:
    signs = ""
    for _ in range(5):
        number, place = divmod(number, len(ALPHABET))
        signs = ALPHABET[place] + signs
    return complete(f"91000000BEN{signs}")


def as_csv(path: Path) -> None:
    """The same rows as CSV."""
    with arrow.CSVWriter(path.with_suffix(".csv"), pq.read_schema(path), write_options=_PLAIN) as writer:
        for batch in pq.ParquetFile(path).iter_batches(1 << 15):
            writer.write_batch(batch)


def once(path: Path) -> None:
    """Seconds to read the Parquet once, which the others are measured by."""
    start = time.perf_counter()
    for _ in pq.ParquetFile(path).iter_batches(1 << 15):
        pass
    print(time.perf_counter() - start)


def publish(path: Path, rows: str, once: str, *release: str) -> None:
    """What is measured, in a process of its own: internal tables of a file, or its release into the ledger of a URL."""
    from maturity.cli import main as command

    words = ["--release", "--plan", "flash", "--database", *release] if release else []
    start, busy = time.perf_counter(), time.process_time()
    try:
        command(["publish", "--year", "2025", "--file", str(path), "--out", str(path.with_suffix(".out.csv")), *words])
    except SystemExit as stopped:
        if stopped.code:
            raise
    spent, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"publish {'--release --plan flash ' if release else ''}--file of {int(rows):,} in {path.suffix}: "
        f"{spent:.1f} s (goal 30 a million; {busy:.1f} s of processors) = {spent / float(once):.1f} x reading the "
        f"Parquet once ({float(once):.1f} s), peak {peak:.0f} MiB (goal 1024)"
    )


def prepare(path: Path, rows: str) -> None:
    """The files, and an empty ledger beside them."""
    make(path, int(rows))
    as_csv(path)
    store = open_store(_ledger(path))
    store.upgrade()
    store.close()


def _ledger(path: Path) -> str:
    return f"sqlite:///{path.parent}/ledger.sqlite3"


def main(rows: int = ROWS) -> None:
    """Make the files in a temporary folder and publish from each, all in processes of their own: one that was started
    by a large one would begin with its peak.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, environment = Path(folder, "bench.parquet"), {**os.environ, "MATURITY_DATA_DIR": folder}

        def run(*words: str) -> str:
            own = [sys.executable, "-m", "bench.files", *words]
            return subprocess.run(own, check=True, env=environment, stdout=subprocess.PIPE, text=True).stdout

        run("prepare", str(path), str(rows))
        read = run("once", str(path)).strip()
        for file, *ledger in ((path,), (path.with_suffix(".csv"),), (path, _ledger(path))):
            print(run("publish", str(file), str(rows), read, *map(str, ledger)).splitlines()[-1], flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        steps: dict[str, Callable[..., None]] = {"prepare": prepare, "once": once, "publish": publish}
        steps[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
    else:
        main(*map(int, sys.argv[1:]))
