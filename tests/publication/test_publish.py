"""From two years in the store to the movements between levels."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.graded_again import graded_year
from maturity.publication.microdata import microdata
from maturity.publication.publish import publish, year_data
from maturity.questionnaire import load
from maturity.statistics.plan import load_plan, read_plan
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers, findings
from maturity.store.assessments.answers import AnswerChange
from maturity.store.assessments.findings import FindingChange
from maturity.store.enterprises.organisations import add_member
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import Record, add_graded, submit

FULL, NONE = bytes([1]), bytes([4])


@pytest.fixture(scope="session")
def small():
    """The shipped questionnaire instead: these plans are for it."""
    return load()


def wish(rules, plan="standard", **more):
    return Request((load_plan(plan),), 2024, rules, **more)


def test_the_level_of_the_year_before_is_that_of_the_submission_that_counted(sqlite_store, small, facts):
    count = len(small.items)
    with sqlite_store.write() as c:
        was = [Record(facts(n), "discrete", 2023, (FULL if n % 2 else NONE) * count) for n in range(8)]
        now = [Record(facts(n), "discrete", 2024, FULL * count) for n in range(2, 12)]
        add_graded(c, small, was)
        add_graded(c, small, now)
    release = publish(sqlite_store, load_plan("yearbook"), 2024, small).release
    table = next(table for table in release.tables if table.id == "transitions")
    found = {row.key[0]: (row.base, row.cells[table.column("count_L5")]) for row in table.rows}
    assert {line.column.id: line.value for line in release.quality}["uniform"] == 10
    assert found == {"_T": (10, 10), "LE1": (3, 3), "L5": (3, 3), "NEW": (4, 4)}
    tidy = [
        row for row in release.tidy if row.table_id == "transitions" and (row.level, row.measure) == ("L5", "count")
    ]
    assert {row.level_before: row.obs_value for row in tidy} == {"_T": 10, "LE1": 3, "L5": 3, "NEW": 4}


def test_both_years_stand_side_by_side_with_those_who_left(sqlite_store, small, facts):
    count = len(small.items)
    with sqlite_store.write() as c:
        add_graded(c, small, [Record(facts(n), "discrete", 2023, (FULL if n % 2 else NONE) * count) for n in range(8)])
        add_graded(c, small, [Record(facts(n), "discrete", 2024, FULL * count) for n in range(2, 12)])
    release = publish(sqlite_store, load_plan("yearbook"), 2024, small).release
    table = next(table for table in release.tables if table.id == "years")
    found = {row.key[0]: (row.base, row.cells[table.column("count_L5")]) for row in table.rows}
    assert found == {"_T": (10, 10), "BEFORE": (8, 4), "SAME": (6, 6), "SAME_BEFORE": (6, 3)}
    years = {row.series: row.time_period for row in release.tidy if row.table_id == "years"}
    assert years == {"_T": 2024, "BEFORE": 2023, "SAME": 2024, "SAME_BEFORE": 2023}
    assert release.base == 10
    scores = {column.id: column.values for column in microdata(sqlite_store, 2024, "scores", small).columns}
    assert sum(score == score for score in scores["score_before"]) == 6


@pytest.fixture
def assessed(store, world, small):
    """Our assessment, all full, submitted; `record(*wishes)` by an assessor."""
    ours = world.ours
    items = small.items_of(ours.assessment.profile)
    with store.write() as c:
        changes = [AnswerChange(item.id, Chosen("full"), "", 0) for item in items]
        answers.save_answers(c, ours.person, ours.assessment.id, small, changes)
        submit(c, ours.person, ours.assessment.id, small, 1)
        assessor = add_person(c, email="a@example.com", name="a", role="consultant")
        add_member(c, ours.organisation.id, assessor.id, "assessor")

    def record(*wishes):
        with store.write() as c:
            findings.record_findings(c, assessor, ours.assessment.id, small, wishes)
        return graded_year(store, small, ours.assessment.year)

    return items, record


def test_an_enterprise_is_assessed_when_every_item_has_a_value_of_the_assessor(assessed, store, small):
    items, record = assessed
    before = record()
    assert (before.assessed.level.tolist(), before.scores.level.tolist()) == ([-1], [small.levels[-1].number])
    most = record(*(FindingChange(item.id, Chosen("none"), "", 0) for item in items[1:]))
    assert most.assessed.level.tolist() == [-1]
    whole = record(FindingChange(items[0].id, NotApplicable("无此业务"), "", 0))
    assert whole.assessed.level.tolist() == [0]
    assert whole.assessed.score[0] < 0.1
    assert whole.snapshot.digest == before.snapshot.digest
    assert whole.digest != before.digest
    frame = year_data(store, small, whole.snapshot.year).frame
    assert frame["level_assessed"].tolist() == ["LE1"]


def test_what_does_not_count_is_told_in_the_metadata_by_reason(sqlite_store, small, facts):
    """Three enterprises answered another version alone; seven submissions were replaced by later ones."""
    day = datetime(2024, 5, 1, tzinfo=UTC)
    with sqlite_store.write() as c:
        rows = [Record(facts(n), "discrete", 2024, FULL * len(small.items), submitted_at=day) for n in range(20)]
        add_graded(c, small, rows)
        later = [replace(row, vector=NONE * len(small.items), submitted_at=day + timedelta(days=1)) for row in rows[:7]]
        add_graded(c, small, later)
        others = [replace(row, facts=facts(50 + n)) for n, row in enumerate(rows[:3])]
        add_graded(c, replace(small, version="0"), others)
    inside = publish(sqlite_store, load_plan(), 2024, small).release
    outside = clear(sqlite_store, wish(Rules()), small).releases[0]
    told = [{fact.id: fact.value.en for fact in release.metadata} for release in (inside, outside)]
    assert [(each["left-out-versions"], each["left-out-replaced"]) for each in told] == [("3", "7"), ("< 5", "7")]
    assert all("latest time" in each["selection"] for each in told)


WEIGHTED = """
id: own
title: {zh: 表, en: T}
scope: {zh: 企业, en: firms}
weights: {source: {zh: 统计局, en: Office}, margins: {production_type: {discrete: 620}}}
tables:
  - {id: one, title: {zh: 表, en: T}, measures: [n, weighted_mean_score, design_effect]}
  - {id: two, title: {zh: 表, en: T}, measures: [n, mean_score]}
  - {id: three, title: {zh: 表, en: T}, measures: [n, weighted_share_by_level]}
"""


@pytest.mark.parametrize("rounded", [False, True])
def test_weighted_figures_are_for_internal_use_and_no_release_has_any(sqlite_store, small, facts, rounded):
    with sqlite_store.write() as c:
        add_graded(c, small, [Record(facts(n), "discrete", 2024, FULL * len(small.items)) for n in range(62)])
    plan = read_plan(WEIGHTED)
    inside = publish(sqlite_store, plan, 2024, small).release
    assert {line.measure for line in inside.tidy} >= {"weighted_mean", "design_effect", "weighted_share"}
    with pytest.raises(Refusal) as caught:
        clear(sqlite_store, Request((load_plan(), plan), 2024, Rules(rounded=rounded)), small)
    assert [(problem.code, dict(problem.values)) for problem in caught.value.problems] == [
        ("disclosure-weighted", {"plan": "own", "table": "one", "measures": "weighted_mean_score, design_effect"}),
        ("disclosure-weighted", {"plan": "own", "table": "three", "measures": "weighted_share_by_level"}),
    ]


def test_a_year_is_published_rounded_or_with_hidden_numbers_but_not_both(sqlite_store, small, facts):
    with sqlite_store.write() as c:
        add_graded(c, small, [Record(facts(n), "discrete", 2024, FULL * len(small.items)) for n in range(62)])
    first = clear(sqlite_store, wish(Rules(rounded=True)), small)
    assert first.releases[0].base == 62
    assert {row.obs_value for row in first.releases[0].tidy if row.measure == "count"} <= {0, 60, 65}
    assert "cell-key" in next(fact.value.en for fact in first.releases[0].metadata if fact.id == "disclosure")
    with sqlite_store.write() as c:
        first.enter(c, ReleaseOrigin())
    assert clear(sqlite_store, wish(Rules(rounded=True)), small).entries[0].checksum == first.entries[0].checksum
    assert clear(sqlite_store, wish(Rules(rounded=True), "yearbook"), small).problems == ()
    with pytest.raises(Refusal, match="disclosure-rounded-mixed") as refused:
        clear(sqlite_store, wish(Rules()), small)
    message = refused.value.problems[0].message
    assert "（2024 年智能制造能力成熟度统计表）" in message("zh")
    assert "(Smart manufacturing capability maturity statistics 2024)" in message("en")
