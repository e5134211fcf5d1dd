"""Tables of events: every mistake by its cell, and the order of the rows does not matter."""

import tempfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.classification.credit_code import complete
from maturity.errors import Refusal
from maturity.registers.cells import read_batch
from maturity.registers.ledger import Event, units_on
from maturity.registers.reading import read_events
from maturity.registers.stockflow import stock_and_flow
from maturity.store.registers.ledger import append, ledger

from .made import HEAD, TODAY, added, line, read, register, table

OURS = register(added("老厂", day=date(2020, 10, 1), batch="5"))


def mistakes(folder, *lines, **given):
    with pytest.raises(Refusal) as caught:
        read(folder, *lines, **given)
    return [(one.place.row, one.place.column, one.code) for one in caught.value.problems]


def test_a_list_becomes_events(tmp_path):
    plan = read(
        tmp_path,
        line(城市="苏州", 行业大类="C34"),
        line("移出", 名称="老厂", 日期="2023.5.1", 移出原因="b"),
        units=OURS,
    )
    first, second = plan.events
    assert (first.kind, first.name, first.province, first.city) == ("factory", "示例一厂", "320000", "320500")
    assert (first.division, first.batch, first.on) == ("34", "6", date(2022, 1, 15))
    assert second == Event("老厂", "remove", date(2023, 5, 1), "factory", "老厂", reason="exclusion-b")
    assert dict(plan.counts) == {("factory", "add"): 1, ("factory", "remove"): 1}


def test_a_city_says_its_province_and_a_month_is_its_first_day(tmp_path):
    (event,) = read(tmp_path, line(省份="", 城市="昆山市", 日期="2022年1月")).events
    assert (event.province, event.city, event.on) == ("320000", "320500", date(2022, 1, 1))


def test_what_all_rows_have_in_common_may_stand_beside_the_table(tmp_path):
    path = table(tmp_path, ["示例一厂", "江苏"], ["示例二厂", "浙江"], head=("工厂名称", "省份"))
    common = {"kind": "factory", "batch": "第六批", "day": "2022-01-15"}
    plan = read_events(path, {}, TODAY, common=common)
    assert {(one.kind, one.batch, one.on) for one in plan.events} == {("factory", "6", date(2022, 1, 15))}


def test_a_workbook_is_read_with_its_dates(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["2021 年度绿色制造名单"])
    book.active.append(["序号", "类别", "名称", "省份", "批次", "公布日期"])
    book.active.append([1, "绿色园区", "示例园区", "山东", 6, date(2022, 1, 15)])
    book.save(tmp_path / "list.xlsx")
    (event,) = read_events(tmp_path / "list.xlsx", {}, TODAY).events
    assert (event.kind, event.on, event.batch) == ("park", date(2022, 1, 15), "6")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (line(省份="江南"), ("province", "class-province-near")),
        (line(省份="示例省"), ("province", "class-province-unknown")),
        (line(城市="杭州"), ("city", "register-place")),
        (line(省份="", 城市=""), ("province", "register-missing")),
        (line(行业大类="C99"), ("division", "class-industry-outside")),
        (line(kind="绿色车间"), ("kind", "register-word")),
        (line(kind=""), ("kind", "register-missing")),
        (line("撤回"), ("action", "register-word")),
        (line(批次=""), ("batch", "register-missing")),
        (line(日期="昨天"), ("day", "register-day")),
        (line(日期="2022-02-30"), ("day", "register-day")),
        (line(日期="2026-02-01"), ("day", "register-day-range")),
        (line(日期=""), ("day", "register-missing")),
        (line(name=""), ("name", "register-missing")),
        (line(name="长" * 201), ("name", "register-long")),
        (line(统一社会信用代码="91110000802100433X"), ("credit_code", "class-credit-code-check")),
        (line("移出", 名称="老厂", 日期="2023-05-01"), ("reason", "register-missing")),
        (line("移出", 名称="老厂", 日期="2023-05-01", 移出原因="其他"), ("reason", "register-word")),
        (line("移出", 名称="老厂", 日期="2019-05-01", 移出原因="b"), ("day", "register-before-last")),
        (line("移出", 名称="生厂", 日期="2023-05-01", 移出原因="b"), ("name", "register-not-listed")),
        (line("更名", 名称="老厂", 日期="2023-05-01"), ("new_name", "register-missing")),
        (line("更名", 名称="老厂", 变更后名称="老 厂", 日期="2023-05-01"), ("name", "register-same-name")),
        (line("恢复", 名称="老厂", 日期="2023-05-01"), ("name", "register-listed")),
        (line(name="老厂"), ("name", "register-listed")),
    ],
)
def test_every_mistake_is_told_by_its_cell(tmp_path, row, expected):
    assert mistakes(tmp_path, line(name="示例二厂"), row, units=OURS) == [(3, *expected)]


def test_a_row_twice_and_a_removal_of_what_is_not_listed(tmp_path):
    rows = [line(), line(), line("移出", 名称="没有的厂", 日期="2023-05-01", 移出原因="造假")]
    assert mistakes(tmp_path, *rows) == [(3, "name", "register-row-twice"), (4, "name", "register-not-listed")]


def test_names_that_clash(tmp_path):
    renamed = line("更名", 名称="老厂", 变更后名称="新厂", 日期="2023-05-01")
    assert mistakes(tmp_path, line(name="新厂"), renamed, units=OURS) == [(3, "name", "register-name-taken")]
    plan = read(tmp_path, renamed, units=OURS)
    later = units_on([*_events(OURS), *plan.events])
    assert mistakes(tmp_path, line(name="老厂"), units=later) == [(2, "name", "register-renamed")]


def _events(units):
    return [added(one.name, one.kind, one.since, one.batch) for one in units.values()]


def test_what_only_follows_from_a_mistake_is_not_told(tmp_path):
    rows = [line(省份="江南"), line("移出", 名称="示例一厂", 日期="2023-05-01", 移出原因="b")]
    assert mistakes(tmp_path, *rows) == [(2, "province", "class-province-near")]


def test_what_was_removed_comes_back_by_restoring(tmp_path):
    gone = units_on([added("老厂"), Event("老厂", "remove", date(2023, 1, 1), reason="accident")])
    assert mistakes(tmp_path, line(name="老厂", 日期="2024-01-01"), units=gone) == [(2, "name", "register-left")]
    (event,) = read(tmp_path, line("恢复", 名称="老厂", 日期="2024-01-01", 批次="2023年度"), units=gone).events
    assert (event.unit, event.action, event.batch) == ("老厂", "restore", "2023")


@pytest.mark.parametrize(
    ("text", "batch"),
    [
        ("第六批", "6"),
        ("第十二批", "12"),
        ("第二十批", "20"),
        ("2022年度", "2022"),
        ("6", "6"),
        ("省级第三批", "省级第三批"),
    ],
)
def test_batches_are_kept_by_their_number(text, batch):
    assert read_batch(text) == batch


ROWS = [
    line(),
    line(name="示例二厂", 日期="2022-01-15"),
    line("移出", 名称="示例一厂", 日期="2023-05-01", 移出原因="未填报"),
    line("恢复", 名称="示例一厂", 日期="2024-05-01"),
    line("更名", 名称="示例二厂", 变更后名称="示例三厂", 日期="2023-05-01"),
    line("移出", 名称="示例三厂", 日期="2023-05-01", 移出原因="末5%"),
    line(kind="园区", name="示例一厂", 日期="2023-05-01"),
]


@given(st.permutations(ROWS))
def test_the_order_of_the_rows_does_not_matter(rows):
    with tempfile.TemporaryDirectory() as folder:
        units = units_on(read(Path(folder), *rows).events).values()
    assert {(one.kind, one.name, one.listed, one.last) for one in units} == {
        ("factory", "示例一厂", True, date(2024, 5, 1)),
        ("factory", "示例三厂", False, date(2023, 5, 1)),
        ("park", "示例一厂", True, date(2023, 5, 1)),
    }


def test_columns_that_are_misspelt_or_missing_are_named(tmp_path):
    path = table(tmp_path, line(), head=("事项", "类别x", *HEAD[2:]))
    with pytest.raises(Refusal) as caught:
        read_events(path, {}, TODAY)
    assert {one.code for one in caught.value.problems} <= {
        "intake-column-near",
        "intake-column-unknown",
        "intake-column-missing",
    }


def correction(**cells):
    return line("更正", 日期="2022-03-01", **cells)


def test_a_correction_changes_what_it_names_and_leaves_the_rest(tmp_path):
    units = register(added(division="36", credit_code="", city="320100"))
    plan = read(tmp_path, correction(城市="苏州", 行业大类="39"), units=units)
    (event,) = plan.events
    (unit,) = register(added(division="36", city="320100"), event).values()
    assert (unit.name, unit.province, unit.city, unit.division) == ("示例一厂", "320000", "320500", "39")
    assert (unit.batch, unit.listed, unit.since.year) == ("6", True, 2022)


def test_a_new_province_alone_leaves_no_city_of_the_old_one(tmp_path):
    units = register(added(city="320500"))
    (event,) = read(tmp_path, correction(省份="浙江"), units=units).events
    (unit,) = register(added(city="320500"), event).values()
    assert (unit.province, unit.city) == ("330000", "")


def test_a_credit_code_can_be_what_is_corrected(tmp_path):
    right = complete("93000000TEK00001")
    units = register(added(credit_code=complete("93000000TEK00002")))
    (event,) = read(tmp_path, correction(统一社会信用代码=right), units=units).events
    assert event.credit_code == right


def test_a_unit_that_left_can_be_corrected_and_is_not_listed_by_it(tmp_path):
    gone = Event("示例一厂", "remove", date(2022, 2, 1), reason="accident")
    units = register(added(), gone)
    (event,) = read(tmp_path, correction(行业大类="39"), units=units).events
    (unit,) = register(added(), gone, event).values()
    assert (unit.listed, unit.division, unit.reason) == (False, "39", "accident")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (correction(省份="江苏"), "register-same-facts"),
        (correction(), "register-same-facts"),
        (correction(名称="没有的厂", 省份="浙江"), "register-not-listed"),
        (line("更正", 日期="2021-03-01", 省份="浙江"), "register-before-last"),
        (correction(省份="浙江", 城市="苏州"), "register-place"),
    ],
)
def test_a_correction_of_nothing_or_of_what_is_not_there_is_refused(tmp_path, row, code):
    with pytest.raises(Refusal) as caught:
        read(tmp_path, row, units=register(added()))
    assert [one.code for one in caught.value.problems] == [code]


def test_a_correction_is_no_flow():
    right = Event("示例一厂", "correct", date(2022, 3, 1), division="39")
    assert stock_and_flow([added(), right]) == stock_and_flow([added()])


def product(maker, **cells):
    return line(kind="绿色设计产品", name="示例灯", 厂家=maker, **cells)


def test_products_of_two_makers_may_share_a_name(tmp_path):
    plan = read(tmp_path, product("甲公司"), product("乙公司"), head=(*HEAD, "厂家"))
    units = register(*plan.events)
    assert sorted(unit.maker for unit in units.values()) == ["乙公司", "甲公司"]
    gone = product("乙公司", action="移出", 日期="2022-03-01", 移出原因="b")
    (event,) = read(tmp_path, gone, units=units, head=(*HEAD, "厂家")).events
    assert units[event.unit].maker == "乙公司"


@pytest.mark.parametrize(
    ("maker", "action", "code"),
    [("甲 公司", "列入", "register-listed"), ("", "移出", "register-which"), ("丙公司", "移出", "register-other-code")],
)
def test_a_maker_must_be_told_and_be_one_that_is_listed(tmp_path, maker, action, code):
    units = register(*read(tmp_path, product("甲公司"), product("乙公司"), head=(*HEAD, "厂家")).events)
    row = product(maker, action=action, 日期="2022-03-01", 批次="6", 省份="江苏", 移出原因="b")
    with pytest.raises(Refusal) as caught:
        read(tmp_path, row, units=units, head=(*HEAD, "厂家"))
    assert [one.code for one in caught.value.problems] == [code]


def test_a_maker_is_kept(store):
    with store.write() as c:
        append(c, None, [added("灯", "product", maker="甲公司")], 0)
    with store.read() as c:
        (unit,) = ledger(c).units().values()
    assert unit.maker == "甲公司"
