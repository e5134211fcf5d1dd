"""A Parquet file of 1,000,000 enterprises to the standard plan: a multiple of reading the file once, and its memory."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from maturity.classification.credit_code import ALPHABET, complete
from maturity.classification.industries import DIVISIONS
from maturity.classification.regions import CITIES
from maturity.questionnaire import load

ROWS, TOGETHER = 1_000_000, 100_000
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


def publish(path: Path) -> None:
    """What is measured, in a process of its own."""
    from maturity.cli import main as command

    start = time.perf_counter()
    for _ in pq.ParquetFile(path).iter_batches(1 << 15):
        pass
    once = time.perf_counter() - start
    start, busy = time.perf_counter(), time.process_time()
    try:
        command(["publish", "--year", "2025", "--file", str(path), "--out", str(path.with_suffix(".csv"))])
    except SystemExit as stopped:
        if stopped.code:
            raise
    spent, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"publish --file of {pq.ParquetFile(path).metadata.num_rows:,}: {spent:.1f} s (goal 30; {busy:.1f} s of "
        f"processors) = {spent / once:.1f} x reading the file once ({once:.1f} s), peak {peak:.0f} MiB (goal 1024)"
    )


def main(rows: int = ROWS) -> None:
    """Make the file in a temporary folder, then publish from it in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.parquet")
        make(path, rows)
        subprocess.run([sys.executable, "-m", "bench.files", str(path)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        publish(Path(sys.argv[1]))
    else:
        main()
