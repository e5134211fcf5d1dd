"""From 120,000 stored submissions to the finished workbook: seconds and memory of a process of its own."""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from maturity.classification.credit_code import complete
from maturity.demo.load import records
from maturity.demo.population import YEAR, build
from maturity.disclosure.rules import Rules
from maturity.publication.clearance import Request, clear
from maturity.publication.publish import publish
from maturity.publication.release import Status, exporter
from maturity.questionnaire import load
from maturity.statistics.plan import load_plan
from maturity.store import open_store
from maturity.store.submissions.submissions import Record, add_graded

SETS = 6


def fill(url: str) -> None:
    """Store six differently seeded populations under credit codes of their own."""
    questionnaire, store = load(), open_store(url)
    store.upgrade()

    def rows() -> Iterator[Record]:
        for number in range(SETS):
            for row, record in enumerate(records(build(questionnaire, seed=number), questionnaire)):
                code = complete(f"93000000BE{number}{row:05d}")
                yield replace(
                    record,
                    facts=replace(record.facts, credit_code=code),
                    submitted_at=record.submitted_at and record.submitted_at + timedelta(seconds=row),
                )

    with store.write() as c:
        add_graded(c, questionnaire, rows())
    store.close()


def measure(url: str, path: Path) -> None:
    """What is measured; run in a process of its own so that its peak memory is its own."""
    start = time.perf_counter()
    store = open_store(url)
    release = publish(store, load_plan(), YEAR).release
    exporter("xlsx")(release, path, "zh")
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"publishing {release.base:,} stored submissions: {spent:.1f} s (goal 60), peak {peak:.0f} MiB (goal 600), "
        f"{release.base / spent:,.0f} submissions a second"
    )


def protect(url: str) -> None:
    """The yearbook with disclosure control and audit, as it would be published; without the files."""
    start = time.perf_counter()
    cleared = clear(open_store(url), Request((load_plan("yearbook"),), YEAR, Rules()))
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (release,) = cleared.releases
    hidden = sum(cell is Status.CONFIDENTIAL for table in release.tables for _, _, cell in table.figures())
    print(
        f"yearbook of {release.base:,}, protected and attacked: {spent:.1f} s (goal 120), peak {peak:.0f} MiB "
        f"(goal 1024), {hidden:,} figures hidden, {len(cleared.problems)} problems"
    )


def main() -> None:
    """Fill a database in a temporary folder, then publish from it, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        fill(url)
        subprocess.run([sys.executable, "-m", "bench.publish", url, f"{folder}/out-internal.xlsx"], check=True)
        subprocess.run([sys.executable, "-m", "bench.publish", url], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    elif len(sys.argv) == 2:
        protect(sys.argv[1])
    else:
        main()
