"""Import of factories with numbers: time a row as a multiple of that of enterprises with levels."""

import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from maturity.answers import decode
from maturity.answers.codec import entered_answers
from maturity.answers.kinds import Chosen, Listed, Said
from maturity.demo.factories import QUESTIONNAIRE, factory_records
from maturity.demo.population import build, facts_of
from maturity.questionnaire import load

from .files import make
from .rows import run

ROWS = 3_000


def factories(path: Path) -> None:
    """Write a table of synthetic factories, as `maturity import` reads it."""
    population, questionnaire = build(load()), load(QUESTIONNAIRE)
    chosen = [(facts_of(population, row), population.level[row] / 5) for row in range(ROWS)]
    rows = list[Mapping[str, str]]()
    for record in factory_records(chosen, 2025):
        cells = {"name": record.facts.name, "credit_code": record.facts.credit_code}
        cells |= {"division": str(record.facts.division), "city": str(record.facts.city)}
        for id, answer in decode(questionnaire, record.vector, None, entered_answers(record.entered)).items():
            if isinstance(answer, Chosen):
                cells[id] = answer.choice
            elif isinstance(answer, Listed):
                cells |= {f"{c}[{row.key}]": one.text for row in answer.rows for c, one in row.numbers.items()}
            else:
                cells[id] = answer.words if isinstance(answer, Said) else getattr(answer, "text", "")
        rows.append(cells)
    names = list(dict.fromkeys(name for row in rows for name in row))
    pq.write_table(pa.table({name: [row.get(name, "") for row in rows] for name in names}), path)


def imported(path: Path, questionnaire: str) -> float:
    """The time of the import into a new database, in seconds."""
    url = f"sqlite:///{path.with_suffix('.sqlite3')}"
    run(["db", "upgrade", "--database", url])
    start = time.perf_counter()
    words = ["import", str(path), "--year", "2025", "--questionnaire", questionnaire, "--database", url]
    run(words)
    return time.perf_counter() - start


def main() -> None:
    """Print both times and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        numbers, levels = Path(folder, "numbers.parquet"), Path(folder, "levels.parquet")
        factories(numbers)
        make(levels, ROWS)
        spent = {name: imported(path, name) for path, name in ((levels, "cmmm"), (numbers, QUESTIONNAIRE))}
    first, second = spent.values()
    print(
        f"import of {ROWS:,} factories with numbers: {second:.1f} s = {second / first:.1f} x enterprises with levels "
        f"({first:.1f} s), {1000 * second / ROWS:.1f} ms a row"
    )


if __name__ == "__main__":
    main()
