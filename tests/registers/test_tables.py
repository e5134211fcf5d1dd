"""Tables by batch and by province."""

import csv
from datetime import date
from pathlib import Path

from maturity.registers.kinds import KINDS
from maturity.registers.ledger import Event, units_on
from maturity.registers.national import national_lists
from maturity.registers.reading import read_events
from maturity.registers.tables import batch_name, by_batch, by_division, by_province, totals

from .made import TODAY, added, table

PARKS = Path(__file__).with_name("parks_2021.csv")  # 江西 is our reading of the source's 江南, which is no province


def test_the_parks_of_2021_are_537_in_27_provinces(tmp_path):
    with PARKS.open(encoding="utf-8", newline="") as file:
        rows = [(one["province"], int(one["parks"])) for one in csv.DictReader(file)]
    lines = [[f"{name}园区 {n}", name] for name, count in rows for n in range(count)]
    path = table(tmp_path, *lines, head=("名称", "省份"))
    plan = read_events(path, {}, TODAY, common={"kind": "park", "batch": "2021", "day": "2021-12-31"})
    found = by_province(units_on(plan.events).values())
    assert len(found) == 27
    assert totals(found) == (0, 0, 537, 0)
    assert {one.name.zh: one.counts[2] for one in found} == dict(rows)


def test_units_of_the_six_batches_add_up_to_the_printed_sums():
    events = [
        added(f"{one.kind} {one.batch} {n}", one.kind, date(2017, 1, int(one.batch)), one.batch)
        for one in national_lists()
        if one.batch in "123456"
        for n in range(one.added)
    ]
    found = by_batch(events)
    assert [one.counts for one in found][:2] == [(201, 193, 24, 15), (208, 53, 22, 4)]
    assert totals(found) == (2783, 3159, 224, 296)
    assert list(KINDS) == ["factory", "product", "park", "chain"]


def test_what_was_removed_is_in_its_batch_but_in_no_province():
    events = [added("甲"), added("乙", province="330000"), Event("甲", "remove", date(2023, 1, 1), reason="accident")]
    assert totals(by_batch(events)) == (2, 0, 0, 0)
    (line,) = by_province(units_on(events).values())
    assert (line.id, line.name.zh, line.counts) == ("330000", "浙江", (1, 0, 0, 0))


def test_industries_stand_in_their_order_and_units_without_one_last():
    events = [added("甲", division="34"), added("乙", "park"), added("丙", division="13"), added("丁", division="34")]
    found = by_division(units_on(events).values())
    assert [(line.id, line.counts) for line in found] == [
        ("13", (1, 0, 0, 0)),
        ("34", (2, 0, 0, 0)),
        ("", (0, 0, 1, 0)),
    ]
    assert found[-1].name.en == "No industry"


def test_an_empty_register_has_totals():
    assert totals(by_batch([])) == (0, 0, 0, 0)


def test_batches_are_named():
    assert [batch_name(one).zh for one in ("6", "2022", "省级 3", "")] == ["第 6 批", "2022 年度", "省级 3", "此后"]
