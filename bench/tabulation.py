"""The yearbook over 1,000,000 enterprises: a multiple of plain SQL for the same queries, and how the time grows."""

from dataclasses import replace
from types import SimpleNamespace

import duckdb
import numpy as np
import pandas as pd

from maturity.classification.industries import DIVISIONS
from maturity.classification.regions import CITIES
from maturity.questionnaire import load
from maturity.scoring.batch import Scores, SecondGrade
from maturity.statistics.breakdowns import breakdowns
from maturity.statistics.dimensions import PLAIN
from maturity.statistics.engines import NAME, wide
from maturity.statistics.frame import frame
from maturity.statistics.plan import Plan, load_plan
from maturity.statistics.tabulate import tabulate

from .scoring import best

FEW, MANY = 20_000, 1_000_000


def made(rows: int) -> pd.DataFrame:
    """So many enterprises, drawn from every code."""
    random = np.random.default_rng(1)
    level = random.integers(0, 6, rows).astype(np.uint8)
    columns = {
        "production_type": random.choice(["process", "discrete"], rows),
        "division": random.choice(list(DIVISIONS), rows),
        "city": random.choice(list(CITIES), rows),
        "headcount": random.integers(5, 5000, rows),
        "revenue_10k": random.integers(50, 90_000, rows),
    }
    scores = Scores(np.zeros((5, rows)), level, level + random.random(rows))
    before = random.integers(-1, 6, rows).astype(np.int8)
    earlier = SecondGrade(before, np.where(before < 0, np.nan, before + random.random(rows)))
    parts = {code: random.random(rows) * 5 for code, _ in breakdowns(load()).parts}
    return frame(load(), 2025, columns, scores, earlier, parts=parts)


def plain(plan: Plan, enterprises: pd.DataFrame) -> None:
    """The same figures by hand: one query a table, subtotals by ROLLUP."""
    levels = ", ".join(["count(*) FILTER (level <= 1)", *(f"count(*) FILTER (level = {k})" for k in range(2, 6))])
    figures = f"count(*), {levels}, sum(score)"
    with duckdb.connect() as database:
        database.register(NAME, wide(enterprises, plan.tables))
        for table in plan.tables:
            by = ", ".join(table.rows)
            grouped = f" GROUP BY ROLLUP ({by})" if by else ""
            ordered = {"median_score", "quartiles"} & {*table.measures}
            quarters = ", quantile_cont(score, [0.25, 0.5, 0.75])" if ordered else ""
            database.execute(f"SELECT {by + ', ' if by else ''}{figures}{quarters} FROM {NAME}{grouped}").fetchall()


def main() -> None:
    """Print both ratios, the first over the tables whose rows part the enterprises: plain SQL has no views."""
    plan, few, many = load_plan("yearbook"), made(FEW), made(MANY)
    parting = replace(plan, tables=tuple(table for table in plan.tables if {*table.rows} <= {*PLAIN}))
    spent = SimpleNamespace(
        few=best(lambda: tabulate(plan, few), 3),
        many=best(lambda: tabulate(plan, many), 3),
        parting=best(lambda: tabulate(parting, many), 3),
        plain=best(lambda: plain(parting, many), 3),
    )
    print(
        f"tabulating {MANY:,}: {spent.parting:.1f} s = {spent.parting / spent.plain:.2f} x plain SQL (goal 2); "
        f"the whole yearbook {spent.many:.1f} s = {spent.many / spent.few:.1f} x the time of {FEW:,} "
        f"(linear would be {MANY // FEW} x)"
    )


if __name__ == "__main__":
    main()
