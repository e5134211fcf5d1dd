"""Tables of a register in releases: what stands in them, in every file format, and in the ledger of releases."""

import csv
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from maturity.assessment.selection import Reference
from maturity.classification.regions import read_province
from maturity.disclosure.rules import Rules
from maturity.errors import Place, Refusal
from maturity.publication.clearance import Request, clear
from maturity.publication.publish import publish
from maturity.publication.release import exporter, manifest, suffixes
from maturity.publication.sources.measures import MEASURES
from maturity.questionnaire import load
from maturity.registers.filings import Filing
from maturity.registers.kinds import KINDS
from maturity.registers.ledger import Event
from maturity.statistics.plan import plans_for, read_plan
from maturity.statistics.signs import Status
from maturity.store.publications.releases import ReleaseOrigin, ledger_entries
from maturity.store.registers.forms import keep_filings, set_due
from maturity.store.registers.ledger import append
from maturity.store.registers.stocks import set_stock

from ...registers.made import added
from ...registers.test_tables import PARKS
from ..factories import load_factories
from .made import DAY, PLAN, cells, national, release_of


@pytest.fixture(scope="module")
def release():
    stocks = {("park", "5"): 171, ("factory", "5"): 2121}
    return release_of(national(), stocks)


def test_a_park_that_no_notice_names_stands_as_unexplained(release):
    parks = cells(release, "flow-parks")
    assert (parks["BATCH_5"]["unexplained"], parks["BATCH_5"]["closing"]) == (-1, 171)
    assert parks["BATCH_5"]["basis"].en == "as published"
    assert (parks["BATCH_6"]["opening"], parks["BATCH_6"]["closing"]) == (171, 223)
    whole = parks["_T"]
    assert whole["opening"] + whole["added"] - whole["removed"] + whole["unexplained"] == whole["closing"] == 223
    assert cells(release, "flow-factories")["_T"]["closing"] == 2783


def test_the_lists_by_batch_have_the_printed_sums(release):
    found = cells(release, "batches")
    assert [found["_T"][kind] for kind in KINDS] == [2783, 3159, 224, 296]
    assert [found["BATCH_4"][kind] for kind in KINDS] == [602, 371, 39, 50]


def test_parks_by_province_and_their_concentration():
    with PARKS.open(encoding="utf-8", newline="") as file:
        parks = {row["province"]: int(row["parks"]) for row in csv.DictReader(file)}
    codes = {read_province(name, Place()).code: count for name, count in parks.items()}
    found = release_of(
        added(f"{code} {n}", "park", province=code) for code, count in codes.items() for n in range(count)
    )
    assert {key: row["park"] for key, row in cells(found, "parks").items()} == {"_T": 537, **codes}
    row = cells(found, "concentration")["KIND_PARK"]
    assert (row["areas"], row["units"]) == (27, 537)
    assert row["first_1"] == Fraction("14.71")
    assert (row["hhi"], row["gini"]) == (Fraction("660.5"), Fraction("0.4366"))


def test_with_few_provinces_there_is_no_share_of_the_first_ten(release):
    row = cells(release, "concentration")["KIND_PARK"]
    assert row["first_10"] is Status.NOT_APPLICABLE
    assert row["gini"] == 0


def test_what_left_is_not_counted_and_a_unit_without_industry_has_a_row():
    events = [added("甲", division="36"), added("乙"), Event("甲", "remove", DAY, reason="accident")]
    found = release_of(events)
    assert list(cells(found, "divisions")) == ["_T", "NONE"]
    assert [table.id for table in found.tables] == [
        "batches",
        "flow-factories",
        "factories",
        "concentration",
        "divisions",
    ]
    assert list(cells(found, "factories")["_T"]) == ["province_code", "province", "factory"]
    assert cells(found, "factories")["320000"]["factory"] == 1
    assert cells(found, "batches")["_T"]["factory"] == 2


def test_measures_are_called_as_kinds_are():
    assert {id: MEASURES[id].name for id in KINDS} == dict(KINDS)


@pytest.mark.parametrize("suffix", suffixes())
def test_every_format_takes_it(release, suffix, tmp_path):
    for language in ("zh", "en"):
        written = exporter(suffix)(release, tmp_path / f"{language}{suffix}", language)
        assert written.stat().st_size
    assert [each.table for each in manifest(release)] == [*PLAN.order, "Data"]


def test_nothing_in_it_speaks_of_enterprises_that_assessed_themselves(release):
    assert not release.counted
    assert {fact.id for fact in release.metadata} >= {"source-1", "disclosure"}
    assert not {fact.id for fact in release.metadata} & {"base", "weighting", "questionnaire"}
    assert "self-assessed" not in {note.id for note in release.notes}
    assert len({row[1:12] for row in release.tidy if row.table_id == "parks"}) == len(cells(release, "parks"))


def filled(store, *events):
    with store.write() as c:
        append(c, None, events, 0)


def test_forms_of_units_are_in_no_release(sqlite_store):
    filled(sqlite_store, added("甲"), added("乙"))
    before = publish(sqlite_store, PLAN, 2022).release
    with sqlite_store.write() as c:
        set_due(c, None, 2022, date(2022, 4, 15))
        keep_filings(c, None, 2022, [Filing("甲", 2022, date(2022, 4, 1), 99.5, ("exclusion-b",))])
    assert publish(sqlite_store, PLAN, 2022).release.checksum == before.checksum


def test_what_enterprises_submit_changes_nothing_in_it(sqlite_store):
    """Stock and flow, provinces and concentration are of public lists alone: there is nothing in them to protect."""
    filled(sqlite_store, added("甲"), added("乙", kind="park"))
    before = publish(sqlite_store, PLAN, 2022).release
    load_factories(sqlite_store, 12, year=2022)
    assert publish(sqlite_store, PLAN, 2022).release.checksum == before.checksum


def test_a_release_enters_the_ledger_once_and_is_no_hindrance_to_others(store):
    filled(store, added("甲"), added("乙", kind="park"))
    with store.write() as c:
        set_stock(c, None, "park", "6", 3)
    cleared = clear(store, Request((PLAN,), 2022, Rules()))
    for _ in range(2):
        with store.write() as c:
            cleared.enter(c, ReleaseOrigin())
    with store.read() as c:
        (entry,) = ledger_entries(c, load(), [2022])
    assert (entry.plan, entry.status, entry.counted) == ("register", "provisional", False)
    assert not cleared.releases[0].internal
    with pytest.raises(Refusal) as caught:  # nothing was added since
        clear(store, Request((PLAN,), 2022, Rules(), status="revised"))
    assert [one.code for one in caught.value.problems] == ["release-nothing-revised"]


def test_after_a_final_release_only_the_same_register_is_published(sqlite_store):
    filled(sqlite_store, added("甲"))
    cleared = clear(sqlite_store, Request((PLAN,), 2022, Rules(), status="final"))
    with sqlite_store.write() as c:
        cleared.enter(c, ReleaseOrigin())
        append(c, None, [added("乙")], 1)
    with pytest.raises(Refusal) as caught:
        clear(sqlite_store, Request((PLAN,), 2022, Rules(), status="final"))
    assert [one.code for one in caught.value.problems] == ["release-after-final"]
    again = clear(sqlite_store, Request((PLAN,), 2022, Rules(), "final", reference=cleared.entries[0].reference))
    assert again.entries[0].key == cleared.entries[0].key


def test_a_register_without_events_is_refused(sqlite_store):
    filled(sqlite_store, added("甲", day=date(2022, 1, 15)))
    with pytest.raises(Refusal) as caught:
        publish(sqlite_store, PLAN, 2021, reference=Reference(datetime.now(UTC)))
    assert [one.code for one in caught.value.problems] == ["plan-register-empty"]


def test_it_is_offered_beside_the_plans_of_every_questionnaire(small):
    assert "register" in plans_for(load())
    assert "register" in plans_for(small)


def test_kinds_of_a_plan_choose_the_columns():
    plan = read_plan(
        """
id: own
title: {zh: 统计表, en: Statistics}
scope: {zh: 名单, en: Lists}
tables:
  - id: two
    title: {zh: 各省份, en: By province}
    source: register
    show: provinces
    kinds: [chain, park]
    chart: tiles
"""
    )
    events = [added("甲", "park"), added("乙", "factory", province="330000"), added("丙", "chain", province="330000")]
    found = release_of(events, plan=plan)
    assert list(cells(found, "two")) == ["_T", "320000", "330000"]
    assert [column.id for column in found.tables[0].columns if column.numeric] == ["chain", "park"]
    assert found.tables[0].ranked_by == "chain"
