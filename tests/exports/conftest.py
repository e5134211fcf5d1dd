import dataclasses

import pytest

from maturity.publication.release import build
from maturity.questionnaire import Text, load
from maturity.statistics.plan import load_plan

from ..statistics.world import frame_2021

HOSTILE = ("=1+1", "+cmd|'/c calc'!A1", "-2+3", "@SUM(A1)", "#N/A", "'quoted", "0123", "TRUE", "<b>&amp;</b>")


@pytest.fixture(scope="session")
def release():
    """The standard publication of the enterprises of 2021."""
    return build(load_plan(), frame_2021(), load(), 2021)


@pytest.fixture(scope="session")
def hostile(release):
    """The same release with names that try to be formulas, errors, numbers and markup."""
    table = release.tables[3]
    place = table.column("division")
    rows = tuple(
        dataclasses.replace(row, cells=(*row.cells[:place], Text(name, name), *row.cells[place + 1 :]))
        for row, name in zip(table.rows, HOSTILE, strict=False)
    )
    bad = dataclasses.replace(table, rows=rows, title=Text("=2+2", "=2+2"))
    return dataclasses.replace(release, title=Text("=A1", "=A1"), tables=(*release.tables[:3], bad))
