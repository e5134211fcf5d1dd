"""From two years in the store to the movements between levels."""

from maturity.publish import publication
from maturity.statistics.plan import load_plan
from maturity.store.submissions import Record, add_graded

FULL, NONE = bytes([1]), bytes([4])


def test_the_level_of_the_year_before_is_that_of_the_submission_that_counted(sqlite_store, small, facts):
    count = len(small.items)
    with sqlite_store.write() as c:
        was = [Record(facts(n), "discrete", 2023, (FULL if n % 2 else NONE) * count) for n in range(8)]
        now = [Record(facts(n), "discrete", 2024, FULL * count) for n in range(2, 12)]
        add_graded(c, small, was)
        add_graded(c, small, now)
    release = publication(sqlite_store, load_plan("yearbook"), 2024, small).release
    table = next(table for table in release.tables if table.id == "transitions")
    found = {row.key[0]: (row.base, row.cells[table.column("count_L2")]) for row in table.rows}
    assert {line.column.id: line.value for line in release.quality}["uniform"] == 10
    assert found == {"_T": (10, 10), "LE1": (3, 3), "L2": (3, 3), "NEW": (4, 4)}
    tidy = [
        row for row in release.tidy if row.table_id == "transitions" and (row.level, row.measure) == ("L2", "count")
    ]
    assert {row.level_before: row.obs_value for row in tidy} == {"_T": 10, "LE1": 3, "L2": 3, "NEW": 4}
