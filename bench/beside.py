"""A year of 120,000 beside itself: provisional, revised with 800 late enterprises, then the yearbook beside both.

Each release is a process of its own. Its baseline is reading and grading the same submissions once.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from maturity.assessment.selection import Reference
from maturity.classification.credit_code import complete
from maturity.demo.earlier import before
from maturity.demo.load import records
from maturity.demo.population import YEAR, Population, build
from maturity.disclosure.rules import Rules
from maturity.publication.clearance import Clearance, Request, clear
from maturity.publication.publish import year_data
from maturity.publication.release import Status
from maturity.publication.revision import ReleaseStatus
from maturity.questionnaire import Questionnaire, load
from maturity.statistics.plan import load_plan
from maturity.store import open_store
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import Record, add_graded

SETS, LATE, AGAIN = 6, 800, 400
_SENT, _LATER = datetime(YEAR + 1, 3, 1, tzinfo=UTC), datetime(YEAR + 1, 5, 1, tzinfo=UTC)
_READ, _READ_AGAIN = datetime(YEAR + 1, 3, 15, tzinfo=UTC), datetime(YEAR + 1, 6, 15, tzinfo=UTC)
RELEASES: tuple[tuple[str, ReleaseStatus, datetime, bool], ...] = (
    ("standard", "provisional", _READ, False),
    ("standard", "revised", _READ_AGAIN, False),
    ("yearbook", "revised", _READ_AGAIN, True),
)  # plan, status, what is read, and whether the goal is set for it


def fill(url: str) -> None:
    """Store six differently seeded populations and their years before; some send late, and some again."""
    questionnaire, store = load(), open_store(url)
    store.upgrade()
    for seed in range(SETS):
        population = build(questionnaire, seed=seed)
        late = LATE // SETS
        with store.write() as c:
            add_graded(c, questionnaire, _sent(before(population, questionnaire), questionnaire, seed, YEAR - 1))
            add_graded(c, questionnaire, _sent(population, questionnaire, seed, YEAR, late))
            again = replace(population, matrix=population.matrix[::-1], level=population.level[::-1])
            rows = list(_sent(again, questionnaire, seed, YEAR, len(again)))
            add_graded(c, questionnaire, _among(rows, population, again, AGAIN // SETS))
    store.close()


def _sent(
    population: Population, questionnaire: Questionnaire, seed: int, year: int, late: int = 0
) -> Iterator[Record]:
    for row, record in enumerate(records(population, questionnaire, year)):
        code = complete(f"93000000BE{seed}{population.number[row]:05d}")
        moment = _LATER if row >= len(population) - late else _SENT
        yield replace(record, facts=replace(record.facts, credit_code=code), submitted_at=moment)


def _among(rows: list[Record], first: Population, second: Population, wanted: int) -> list[Record]:
    """The first `wanted` whose answers of the second time are for their type of production too."""
    kinds = zip(first.production_type, reversed(second.production_type), strict=True)
    return [row for row, (own, other) in zip(rows, kinds, strict=True) if own == other][:wanted]


def release(url: str, number: int) -> None:
    """One of RELEASES, cleared and entered; what is measured, in a process of its own."""
    plan, status, moment, measured = RELEASES[number]
    store, questionnaire = open_store(url), load()
    start = time.process_time()
    data = year_data(store, questionnaire, YEAR, Reference(moment))
    once = time.process_time() - start
    start, clock = time.process_time(), time.perf_counter()
    request = Request((load_plan(plan),), YEAR, Rules(), status, "hide", Reference(moment))
    cleared = clear(store, request, questionnaire)
    with store.write() as c:
        cleared.enter(c, ReleaseOrigin())
    spent, clock = time.process_time() - start, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    goal = " (goal 60 s, 1024 MiB)" if measured else ""
    print(
        f"{plan} of {len(data.frame):,} beside {number} earlier: {spent:.1f} s of processors ({clock:.1f} s){goal} = "
        f"{spent / once:.1f} x reading and grading once ({once:.1f} s), peak {peak:.0f} MiB, {_hidden(cleared):,} "
        "figures hidden"
    )


def _hidden(cleared: Clearance) -> int:
    figures = (cell for each in cleared.releases for table in each.tables for _, _, cell in table.figures())
    return sum(cell is Status.CONFIDENTIAL for cell in figures)


def main() -> None:
    """Fill a database in a temporary folder, then release from it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        fill(url)
        for number in range(len(RELEASES)):
            subprocess.run([sys.executable, "-m", "bench.beside", url, str(number)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        release(sys.argv[1], int(sys.argv[2]))
    else:
        main()
