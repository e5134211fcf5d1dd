"""The year before was answered in an earlier version: compared where a crosswalk says that it can be, else not."""

from dataclasses import replace

import pytest

from maturity.answers import choice_codes
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.graded_again import graded_year
from maturity.questionnaire import load
from maturity.questionnaire.crosswalk_files import with_crosswalk
from maturity.statistics.plan import read_plan
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import Record, add_graded
from maturity.text.yamltext import parse

from ..versions import CROSSWALK, later

YEAR, COUNT = 2024, 60
PLAN = """
id: moves
questionnaire: cmmm
title: {zh: 变动, en: Moves}
scope: {zh: 全部企业, en: All enterprises}
tables:
  - id: moves
    title: {zh: 变动, en: Moves}
    rows: [level_before]
    measures: [n]
"""


def version(comparable):
    text = CROSSWALK.replace("comparable: true", f"comparable: {str(comparable).lower()}")
    return with_crosswalk(later(), load(), parse(text))


@pytest.fixture
def filled(sqlite_store, facts):
    """All answered 2020.1 a year before, one in three again in 2020.2; this year all answer 2020.2."""
    codes = [*choice_codes(load()).values()]
    before = [Record(facts(n), "discrete", YEAR - 1, bytes([codes[0]]) * len(load().items)) for n in range(COUNT)]
    items = len(later().items)
    again = [Record(facts(n), "discrete", YEAR - 1, bytes([codes[-1]]) * items) for n in range(0, COUNT, 3)]
    now = [Record(facts(n), "discrete", YEAR, bytes([codes[0]]) * items) for n in range(COUNT)]
    with sqlite_store.write() as c:
        add_graded(c, load(), before)
        add_graded(c, later(), again + now)
    return sqlite_store


def test_the_later_version_counts_and_then_the_earlier_one_that_can_be_compared(filled):
    before = graded_year(filled, version(True), YEAR).before
    assert sorted(before.level.tolist()) == [0] * (COUNT // 3) + [5] * (COUNT - COUNT // 3)
    before = graded_year(filled, version(False), YEAR).before
    assert sorted(before.level.tolist()) == [-1] * (COUNT - COUNT // 3) + [0] * (COUNT // 3)
    assert graded_year(filled, later(), YEAR).before.level.tolist() == before.level.tolist()


def test_releases_of_both_versions_are_tried_beside_each_other(filled):
    """What was released of the year before, by the earlier version, is known to the release of the later one."""
    q = version(True)
    for year, questionnaire in ((YEAR - 1, load()), (YEAR, q)):
        plan = read_plan(PLAN, find=lambda _, one=questionnaire: one)
        cleared = clear(filled, Request((plan,), year, Rules()), questionnaire)
        cleared.check()
        with filled.write() as c:
            cleared.enter(c, ReleaseOrigin())
    assert len(cleared.tried) == 1
    (table,) = cleared.releases[0].tables
    assert {row.key[0]: row.base for row in table.rows} == {"_T": COUNT, "L5": COUNT - COUNT // 3, "LE1": COUNT // 3}


def test_levels_of_different_ladders_cannot_be_compared():
    shorter = replace(later(), levels=later().levels[:4])
    with pytest.raises(Refusal, match="def-not-allowed"):
        with_crosswalk(shorter, load(), parse(CROSSWALK))
