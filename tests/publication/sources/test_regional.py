"""Tables of regions in releases: an index with its weights, targets, and indicators beside published figures."""

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from maturity.assessment.selection import Reference
from maturity.classification.regions import PROVINCES
from maturity.disclosure.rules import Rules
from maturity.errors import Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.pictures import picture
from maturity.publication.publish import publish
from maturity.publication.release import assemble, build, exporter, suffixes
from maturity.publication.sources.brought import Brought, regional_from, targets_from
from maturity.publication.sources.data import Sources, sources_of
from maturity.questionnaire import load
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.plan import load_plan, read_plan
from maturity.statistics.signs import Status
from maturity.statistics.tabulate import tabulate
from maturity.store.accounts.people import add_person
from maturity.store.publications.brought import bring, latest_brought

from ...statistics.world import frame_2021
from .made import FIRST, SECOND, cells, of_sources, regional_of, targets_of

ASSOCIATION = load_plan("association")
MAINLAND = list(PROVINCES)[:31]
ONE = """
title: {zh: 示例, en: Example}
level: province
source: {zh: 虚构的示例数据, en: Made-up example data}
indicators:
  - {id: gdp, name: {zh: 人均产值, en: GDP per head}, unit: {zh: 万元, en: 10k yuan}, better: higher}
"""


def near(value):
    return pytest.approx(value, abs=5e-5)


def refused(call):
    with pytest.raises(Refusal) as caught:
        call()
    return [one.code for one in caught.value.problems]


@pytest.fixture
def golden(tmp_path):
    return regional_of(tmp_path, {2021: FIRST, 2022: SECOND})


def by_name(release, id):
    return {row["region"].en: row for row in cells(release, id).values()}


def test_an_index_has_the_golden_closeness_in_the_order_of_its_ranks(golden):
    found = by_name(of_sources("regions", 2021, regions=golden), "index")
    assert [(name, row["rank"], float(row["closeness"])) for name, row in found.items()] == [
        ("D", 1, near(0.742088)),
        ("A", 2, near(0.591255)),
        ("B", 3, near(0.584859)),
        ("C", 4, 0),
    ]


def test_a_later_year_keeps_weights_and_ideal_points_of_the_base_year(golden):
    found = by_name(of_sources("regions", 2022, regions=golden), "index")
    assert {name: float(row["closeness"]) for name, row in found.items()} == {
        "D": near(0.839893),
        "B": near(0.650114),
        "A": near(0.628465),
        "C": near(0.128709),
    }
    weights = cells(of_sources("regions", 2022, regions=golden), "weights")
    assert [float(row["weight"]) for row in weights.values()] == [near(0.368529), near(0.34731), near(0.284162)]
    assert [float(row["entropy"]) for row in weights.values()] == [near(0.697308), near(0.714737), near(0.766604)]
    assert [(float(row["ideal"]), float(row["worst"])) for row in weights.values()] == [(12, 0), (0.55, 0.9), (88, 40)]


def test_years_stand_one_below_the_other_by_the_weights_of_the_base_year(golden):
    table = next(one for one in of_sources("regions", 2022, regions=golden).tables if one.id == "years")
    assert [column.id for column in table.columns] == ["region", "year", "closeness", "rank"]
    told = [(row.cells[0].en, row.cells[1].en, float(row.cells[2]), row.cells[3]) for row in table.rows]
    first, second = (0.742088, 0.591255, 0.584859, 0), (0.839893, 0.628465, 0.650114, 0.128709)
    expected = dict(zip("DABC", zip(first, second, strict=True), strict=True))
    assert [row[:2] for row in told] == [(name, year) for name in "DBAC" for year in ("2021", "2022")]
    assert [row[2] for row in told] == [near(value) for name in "DBAC" for value in expected[name]]
    assert [row[3] for row in told] == [1, 1, 3, 2, 2, 3, 4, 4]
    assert len({row.key for row in table.rows}) == len(table.rows)


def test_of_one_year_there_are_no_years(golden, tmp_path):
    assert [one.id for one in of_sources("regions", 2021, regions=golden).tables] == ["index", "weights"]
    without = regional_of(tmp_path, {0: FIRST})
    assert [one.id for one in of_sources("regions", 2021, regions=without).tables] == ["index", "weights"]


def test_a_region_that_joined_later_or_left_has_the_years_that_it_has(golden):
    from dataclasses import replace

    years = golden.table.years
    fewer = replace(years[2022], regions=years[2022].regions[:3], values=years[2022].values[:3])
    changed = replace(golden, table=replace(golden.table, years={**years, 2022: fewer}))
    table = next(one for one in of_sources("regions", 2022, regions=changed).tables if one.id == "years")
    assert [row.cells[0].en + row.cells[1].en for row in table.rows][-1] == "D2021"
    assert len(table.rows) == 7


def test_ranks_are_given_with_those_without_one_indicator(golden):
    found = by_name(of_sources("regions", 2021, regions=golden), "index")
    assert {name: (row["rank_best"], row["rank_worst"]) for name, row in found.items()} == {
        "A": (1, 3),
        "B": (2, 3),
        "C": (4, 4),
        "D": (1, 2),
    }


def test_it_says_that_two_swap_without_a_third_and_where_its_data_come_from(golden):
    release = of_sources("regions", 2021, regions=golden)
    said = " ".join(note.text.en for note in release.notes)
    assert "Without C, for example, A and B swap." in said
    assert release.tables[0].origin.source.en == "Made-up example data"
    used = [fact.value.en for fact in release.metadata if fact.label.en == "File used"]
    assert [name.split(" · SHA-256 ")[0] for name in used] == ["regions.csv", "indicators.yaml"]
    assert "base year 2021" in release.tables[0].scope.en
    assert "numbers of enterprises" not in said


@pytest.mark.parametrize("suffix", suffixes())
def test_every_format_takes_them(golden, suffix, tmp_path):
    attained = targets_of(tmp_path, "indicator,actual,region", "steel-energy,566,江苏", "steel-energy,575,某市")
    for release in (of_sources("regions", 2022, regions=golden), of_sources("targets", targets=attained)):
        for language in ("zh", "en"):
            written = exporter(suffix)(release, tmp_path / f"{release.id}-{language}{suffix}", language)
            assert written.stat().st_size


def test_what_is_stored_says_what_was_read(golden, tmp_path):
    again = regional_from(json.loads(json.dumps(golden.document())))
    assert again.digest == golden.digest
    assert of_sources("regions", regions=again).checksum == of_sources("regions", regions=golden).checksum
    attained = targets_of(tmp_path, "indicator,actual,base,target,unit", "steel-energy,566,,,", "own,5,1,9,t")
    assert targets_from(json.loads(json.dumps(attained.document()))) == attained


def test_targets_tell_per_cent_and_points_apart(tmp_path):
    lines = ["steel-energy,566", "solid-waste-use,71", "recycled-resources,3.8", "energy-intensity,-16"]
    attained = targets_of(tmp_path, "indicator,actual", *lines)
    found = list(cells(of_sources("targets", targets=attained), "attainment").values())
    figures = [(row["attainment"], row["relative_change"], row["point_change"]) for row in found]
    assert figures == [
        (50, Fraction("-1.0"), Status.NOT_APPLICABLE),
        (75, Status.NOT_APPLICABLE, 6),
        (Fraction("123.1"), Fraction("72.7"), Status.NOT_APPLICABLE),
        (Fraction("88.9"), Status.NOT_APPLICABLE, -16),
    ]
    assert {row["provenance"].en for row in found} == {"verified"}


def test_a_target_that_is_its_base_has_no_attainment(tmp_path):
    attained = targets_of(tmp_path, "indicator,actual,base,target,unit", "own,7,5,5,t")
    (row,) = cells(of_sources("targets", targets=attained), "attainment").values()
    assert row["attainment"] is Status.NOT_APPLICABLE
    assert row["provenance"].en == "own"


@pytest.fixture(scope="module")
def frame():
    """From 2 to 62 enterprises a province, of levels that lie about at random."""
    every = frame_2021()
    random = np.random.default_rng(7)
    parts = [every[every["province"] == code].head(2 + 2 * place) for place, code in enumerate(MAINLAND)]
    found = pd.concat(parts, ignore_index=True)
    level = random.choice([1, 1, 1, 2, 3, 4, 5], len(found)).astype(found["level"].dtype)
    return found.assign(level=level)


def provinces(folder, figure):
    """A table of the provinces with `figure` of each by its place."""
    names = [PROVINCES[code].short.zh for code in MAINLAND]
    return regional_of(folder, {0: [[figure(place)] for place in range(31)]}, names, text=ONE)


def public(frame, regional):
    """A release with protected tables of submissions."""
    tables = tabulate(ASSOCIATION, frame)
    by = protection(ASSOCIATION.tables, tables, frame, Rules())
    shown = by.apply(tables)
    sources = Sources(2021, regions=regional)
    return assemble(ASSOCIATION, shown, load(), 2021, len(frame), rules=Rules(), sources=sources)


def test_an_association_follows_from_what_the_release_prints_and_nothing_else(frame, tmp_path):
    release = public(frame, provinces(tmp_path, lambda place: place * 7 % 31))
    printed = {row.key[0]: row for row in release.tables[0].rows}
    place = release.tables[0].column("share_GE2")
    shown = {
        code: row.cells[place]
        for code, row in printed.items()
        if not isinstance(row.cells[place], Status) and code != "_T" and (row.base or 0) >= 10
    }
    assert len(shown) < 31  # some are hidden, or have nobody
    table = next(one for one in release.tables if one.id == "association")
    (row,) = table.rows
    found = dict(zip([column.id for column in table.columns], row.cells, strict=True))
    codes = [one for one in MAINLAND if one in shown]
    x = [MAINLAND.index(code) * 7 % 31 for code in codes]
    y = [float(shown[code]) for code in codes]
    assert found["pairs"] == len(codes)
    assert float(found["rho"]) == pytest.approx(stats.spearmanr(x, y).statistic, abs=5e-4)
    assert float(found["tau"]) == pytest.approx(stats.kendalltau(x, y).statistic, abs=5e-4)
    named = next(note.text.en for note in release.notes if note.text.en.startswith("Left out"))
    for code in set(MAINLAND) - set(codes):
        assert PROVINCES[code].short.en in named


def test_an_intruder_learns_nothing_of_hidden_provinces_from_it(frame, tmp_path):
    """Whatever the hidden provinces did, the figures of the association are the same."""
    regional = provinces(tmp_path, lambda place: place * 7 % 31)
    one = public(frame, regional)
    table = one.tables[0]
    shares = table.column("share_GE2")
    hidden = [row.key[0] for row in table.rows if row.cells[shares] is Status.CONFIDENTIAL]
    assert hidden
    moved = frame.copy()
    inside = moved["province"].isin(hidden) & (moved["year"] == 2021)
    moved.loc[inside, "level"] = 6 - moved.loc[inside, "level"].clip(1, 5)
    tables = tabulate(ASSOCIATION, moved)
    by = protection(ASSOCIATION.tables, tabulate(ASSOCIATION, frame), frame, Rules())  # hides the same cells
    other = assemble(
        ASSOCIATION, by.apply(tables), load(), 2021, 1, rules=Rules(), sources=Sources(2021, regions=regional)
    )
    for id in ("association", "pairs"):
        assert [row for row in one.tidy if row.table_id == id] == [row for row in other.tidy if row.table_id == id]


def test_internally_provinces_of_few_do_not_count_either(frame, tmp_path):
    release = build(ASSOCIATION, frame, load(), 2021, sources=Sources(2021, regions=provinces(tmp_path, float)))
    few = {row.key[0] for row in release.tables[0].rows if row.base < 10}
    assert len(few) == 4
    (row,) = cells(release, "association").values()
    assert row["pairs"] == 31 - len(few)


def test_points_have_names_and_hidden_ones_are_not_drawn(frame, tmp_path):
    release = public(frame, provinces(tmp_path, lambda place: place * 1.5))
    pairs = next(one for one in release.tables if one.id == "pairs")
    drawn = str(picture(pairs, "zh"))
    for row in pairs.rows:
        name, hidden = row.cells[1].zh, isinstance(row.cells[-1], Status)
        assert (f">{name}</text>" in drawn) is not hidden
    assert release.label(pairs, pairs.columns[2], "en") == "GDP per head"


def test_a_column_that_all_share_or_too_few_regions_leave_it_undecided(frame, tmp_path):
    release = public(frame, provinces(tmp_path, lambda place: 3))
    (row,) = cells(release, "association").values()
    assert row["rho"] is Status.NOT_APPLICABLE
    assert row["conclusion"].en.startswith("Undecided")


def test_places_of_another_level_are_refused(frame, tmp_path):
    cities = regional_of(tmp_path, {0: [[1], [2]]}, ["苏州", "无锡"], text=ONE.replace("province", "city"))
    assert refused(lambda: public(frame, cities)) == ["plan-regions-level"]


def test_a_year_that_the_table_does_not_have_and_an_unknown_indicator_are_refused(frame, tmp_path, golden):
    assert refused(lambda: of_sources("regions", 2019, regions=golden)) == ["plan-regions-year"]
    text = """
id: own
title: {zh: 统计表, en: Statistics}
scope: {zh: 全部企业, en: All enterprises}
tables:
  - {id: places, title: {zh: 表, en: Table}, rows: [province], measures: [n, mean_score]}
  - id: two
    title: {zh: 表, en: Table}
    source: regions
    show: pairs
    table: places
    measure: mean_score
    indicator: rainfall
"""
    sources = Sources(2021, regions=provinces(tmp_path, float))
    assert refused(lambda: build(read_plan(text), frame, load(), 2021, sources=sources)) == ["plan-no-indicator"]


def test_what_is_missing_is_told_at_once(sqlite_store):
    now = Reference(datetime.now(UTC))
    plans = [load_plan(name) for name in ("register", "regions", "targets")]
    codes = refused(lambda: sources_of(sqlite_store, plans, 2022, now))
    assert codes == ["plan-register-empty", "plan-no-regions", "plan-no-targets"]
    assert sources_of(sqlite_store, [load_plan()], 2022, now) is None


def test_what_was_brought_last_counts_and_a_moment_before_it_has_what_counted_then(store, tmp_path):
    first = regional_of(tmp_path, {2022: FIRST})
    second = regional_of(tmp_path, {2022: SECOND})
    with store.write() as c:
        analyst = add_person(c, email="a@example.com", name="甲", role="analyst")
        bring(c, analyst, "regions", 2022, first.document())
    between = datetime.now(UTC)
    released = clear(store, Request((load_plan("regions"),), 2022, Rules()))
    with store.write() as c:
        bring(c, analyst, "regions", 2022, second.document())
    with store.read() as c:
        (latest,) = latest_brought(c)
    assert (latest.source, latest.year, latest.author) == ("regions", 2022, "甲")
    assert regional_from(latest.document).digest == second.digest
    then = publish(store, load_plan("regions"), 2022, reference=Reference(between)).release
    assert [row.obs_value for row in then.tidy] == [row.obs_value for row in released.releases[0].tidy]
    now = publish(store, load_plan("regions"), 2022, reference=Reference(between + timedelta(days=1))).release
    assert now.checksum != then.checksum
    given = publish(store, load_plan("regions"), 2022, brought=Brought(first)).release
    assert given.checksum == then.checksum


def test_only_an_analyst_brings_data(store, tmp_path):
    with store.write() as c:
        other = add_person(c, email="a@example.com", name="甲", role="administrator")
    with store.write() as c, pytest.raises(Exception, match="analyst") as caught:
        bring(c, other, "regions", 2022, regional_of(tmp_path, {2022: FIRST}).document())
    assert type(caught.value).__name__ == "Forbidden"
