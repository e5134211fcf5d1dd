"""Releases of versions of a questionnaire that need different facts, beside each other."""

from dataclasses import replace

import pytest

from maturity.answers import choice_codes
from maturity.disclosure.rules import Rules
from maturity.publication.clearance import Request, clear
from maturity.questionnaire.facts import FACTS
from maturity.statistics.plan import read_plan
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import Record, add_graded

from ..conftest import foreign_questionnaire

YEAR = 2024
FIRST = replace(foreign_questionnaire("harbour"), facts=("city",))
SECOND = replace(FIRST, version="2", facts=())
PLAN = """
id: own
questionnaire: harbour
title: {{zh: 试验, en: Trial}}
scope: {{zh: 全部企业, en: All enterprises}}
tables:
  - id: t
    title: {{zh: 表, en: Table}}
    rows: [{rows}]
    measures: [n, count_by_level, share_by_level]
"""


@pytest.fixture
def send(sqlite_store, facts):
    """`send(questionnaire, year, count)`: so many enterprises of two cities, which state what is needed."""

    def do(questionnaire, year, count):
        codes = [*choice_codes(questionnaire).values()]
        bare = dict.fromkeys(fact for fact in FACTS if fact not in questionnaire.needed_facts)
        rows = [
            Record(
                facts(n, **{"city": ("320500", "110000")[n % 2], **bare}),
                *("default", year, bytes([codes[n // 2 % len(codes)]]) * len(questionnaire.items)),
            )
            for n in range(count)
        ]
        with sqlite_store.write() as c:
            add_graded(c, questionnaire, rows)

    return do


def released(store, questionnaire, year, rows, beside="hide"):
    plan = read_plan(PLAN.format(rows=rows), find=lambda _: questionnaire)
    cleared = clear(store, Request((plan,), year, Rules(), beside=beside), questionnaire)
    cleared.check()
    with store.write() as c:
        cleared.enter(c, ReleaseOrigin())
    (table,) = cleared.releases[0].tables
    return {"".join(row.key) or "_T": row.base for row in table.rows}


def test_a_version_that_needs_less_is_released_beside_one_that_needed_more(sqlite_store, send):
    send(FIRST, YEAR, 200)
    assert released(sqlite_store, FIRST, YEAR, "province").keys() >= {"_T", "110000", "320000"}
    send(SECOND, YEAR, 240)
    assert released(sqlite_store, SECOND, YEAR, "ownership") == {"_T": 240, "NS": 240}


def test_a_version_that_needs_more_is_released_after_one_that_needed_less(sqlite_store, send):
    send(SECOND, YEAR, 200)
    assert released(sqlite_store, SECOND, YEAR, "") == {"_T": 200}
    send(FIRST, YEAR, 240)
    assert released(sqlite_store, FIRST, YEAR, "province")["_T"] == 240
