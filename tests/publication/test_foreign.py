"""Tables and releases of questionnaires of three and of nine levels have as many levels as there are."""

import re
from dataclasses import replace

import pytest
from maturity.exports.releases.sdmx_structure import structure

from maturity.answers import choice_codes
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.microdata import microdata
from maturity.publication.publish import publish, year_data
from maturity.publication.release import exporter, suffixes, tidy_texts
from maturity.questionnaire import Text
from maturity.questionnaire.facts import FACTS
from maturity.statistics.breakdowns import breakdowns
from maturity.statistics.confidentiality.states import unpacked
from maturity.statistics.plan import load_plan, read_plan
from maturity.store.publications.releases import ReleaseOrigin
from maturity.store.submissions.submissions import Record, add_graded

YEAR = 2024
PLAN = """
id: own
questionnaire: {id}
title: {{zh: 试验, en: Trial}}
scope: {{zh: 全部企业, en: All enterprises}}
tables:
  - id: whole
    title: {{zh: 总体, en: Overall}}
    levels: each
    measures: [n, count_by_level, share_by_level, mean_score, quartiles]
    chart: levels
  - id: merged
    title: {{zh: 合并, en: Merged}}
    rows: [ownership]
    measures: [n, count_by_level, share_by_level, count_at_least_2]
  - id: moves
    title: {{zh: 变动, en: Moves}}
    rows: [level_before]
    levels: each
    measures: [n, count_by_level, share_by_level]
    chart: flow
  - id: parts
    title: {{zh: 部分, en: Parts}}
    rows: [part]
    measures: [n, mean_score]
"""


@pytest.fixture
def filled(sqlite_store, foreign, facts):
    """Enterprises of two years, forty for each choice, all items answered alike; half of them state who holds them, and
    nobody states anything else that is not needed.
    """
    codes, profile = [*choice_codes(foreign).values()], next(iter(foreign.profiles))
    count, bare = len(foreign.items), {fact: None for fact in FACTS if fact not in foreign.needed_facts}
    rows = [
        Record(
            facts(n, **bare | {"ownership": ("state", None)[n % 2]}),
            profile,
            year,
            bytes([codes[(n + year) % len(codes)]]) * count,
        )
        for year in (YEAR - 1, YEAR)
        for n in range(40 * len(codes))
    ]
    with sqlite_store.write() as c:
        add_graded(c, foreign, rows)
    return sqlite_store


def plan_for(questionnaire):
    return read_plan(PLAN.format(id=questionnaire.id), find=lambda _: questionnaire)


def test_there_are_as_many_columns_as_levels(filled, foreign):
    release = publish(filled, plan_for(foreign), YEAR, foreign).release
    levels = len(foreign.levels)
    whole, merged, moves, parts = release.tables
    each = ["LE1", *(f"L{level}" for level in range(2, levels + 1))]
    assert [column.level for column in whole.columns if column.measure == "count"] == ["_T", *each]
    collapsed = each if levels <= 4 else [*each[:3], "GE4"]
    assert [column.level for column in merged.columns if column.measure == "share"] == collapsed
    (row,) = whole.rows
    counted = [row.cells[whole.column(f"count_{id}")] for id in each]
    assert sum(counted) == row.base == 40 * len(foreign.choices)
    frame = year_data(filled, foreign, YEAR).frame
    assert counted == [int(((frame["level"].clip(1)) == level).sum()) for level in range(1, levels + 1)]
    assert {row.key[0] for row in moves.rows} <= {"_T", *each}
    assert [row.key[0] for row in parts.rows] == ["_T", *dict(breakdowns(foreign).parts)]
    told = {note.id: note.text for note in release.notes}
    assert f"0 至 {levels} 分" in told["score"].zh
    assert ("已达到的等级数" in told["score"].zh) is (foreign.scoring.rule == "gated")
    tier = foreign.summary_tier.name
    assert told["parts"].zh.startswith(f"{tier.zh}各行")
    assert told["parts"].en.startswith(f"Rows of a {tier.en.lower()} are")
    assert tidy_texts(release.by)["SERIES"].zh.startswith(f"行所反映的{tier.zh}、")


def test_structures_of_exchange_are_a_questionnaires_own(filled, foreign):
    made = structure(publish(filled, plan_for(foreign), YEAR, foreign).release).decode()
    assert set(re.findall(r'agencyID="([^"]+)"', made)) == {f"MATURITY.{foreign.id.upper()}"}
    assert f">{foreign.title.zh}：统计<" in made


def test_a_release_is_protected_entered_and_written_in_every_format(filled, foreign, tmp_path):
    request = Request((plan_for(foreign),), YEAR, Rules())
    cleared = clear(filled, request, foreign)
    cleared.check()
    assert unpacked(cleared.state).digest == year_data(filled, foreign, YEAR).state.digest
    with filled.write() as c:
        cleared.enter(c, ReleaseOrigin())
    (release,) = cleared.releases
    for suffix in suffixes():
        for language in ("zh", "en"):
            exporter(suffix)(release, tmp_path / f"{language}{suffix}", language)
    again = clear(filled, request, foreign)
    assert again.entries[0].checksum == cleared.entries[0].checksum


def test_microdata_have_the_levels_of_the_questionnaire(filled, foreign):
    columns = {column.id: column for column in microdata(filled, YEAR, "all", foreign).columns}
    assert {"division", "city"} & columns.keys() == {*foreign.needed_facts}
    assert not {"size", "production_type"} & columns.keys()
    assert [id for id in columns if id[0] == "a" and id[1:].isdecimal()] == [f"a{k.number}" for k in foreign.levels]
    assert len(columns["level_before"].members) == len(foreign.levels) + 1


def test_a_plan_for_another_questionnaire_is_refused(filled, foreign):
    with pytest.raises(Refusal, match="plan-other-questionnaire"):
        publish(filled, load_plan(), YEAR, foreign)
    with pytest.raises(Refusal, match="plan-other-questionnaire"):
        clear(filled, Request((load_plan(),), YEAR, Rules()), foreign)


def test_a_measure_of_a_level_that_is_not_there_is_refused(foreign):
    highest = len(foreign.levels)
    text = PLAN.format(id=foreign.id).replace("count_at_least_2", f"count_at_least_{highest}")
    with pytest.raises(Refusal, match="plan-unknown-measure"):
        read_plan(text, find=lambda _: foreign)


@pytest.mark.parametrize("old", [0, 1])
def test_weights_are_told_as_those_that_are_used(sqlite_store, foreign, facts, old):
    """Verified weights in place of others: nothing is told to be unverified, unless somebody was graded with those."""
    first = replace(next(iter(foreign.profiles.values())), verified=False)
    own = replace(first, id="own", name=Text("自有", "Own"), verified=True, instead_of=frozenset(foreign.profiles))
    q = replace(foreign, profiles={first.id: first, "own": own})
    code, count = next(iter(choice_codes(q).values())), len(q.items)
    rows = [Record(facts(n), first.id if n < old else "own", YEAR, bytes([code]) * count) for n in range(60)]
    with sqlite_store.write() as c:
        add_graded(c, q, rows)
    cleared = clear(sqlite_store, Request((plan_for(q),), YEAR, Rules()), q)
    for release in (publish(sqlite_store, plan_for(q), YEAR, q).release, *cleared.releases):
        assert ("weights" in [note.id for note in release.notes]) == bool(old)
        named = {fact.id for fact in release.metadata if fact.id.startswith("weights-")}
        assert named == {"weights-own", *([f"weights-{first.id}"] if old else [])}


def test_a_weight_profile_that_is_gone_is_told(filled, foreign):
    other = replace(next(iter(foreign.profiles.values())), id="other")
    with pytest.raises(Refusal, match="profile-gone"):
        publish(filled, plan_for(foreign), YEAR, replace(foreign, profiles={"other": other}))
