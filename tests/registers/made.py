"""Registers in memory, and tables of events as files."""

import csv
from datetime import date

from maturity.registers.ledger import Event, units_on
from maturity.registers.reading import read_events

TODAY = date(2026, 1, 31)
HEAD = (
    "事项",
    "类别",
    "名称",
    "变更后名称",
    "统一社会信用代码",
    "省份",
    "城市",
    "行业大类",
    "批次",
    "日期",
    "移出原因",
)


def line(action="列入", kind="绿色工厂", name="示例一厂", **cells):
    """A row of a table of events; an addition has all it needs unless `cells` say otherwise."""
    full = {"省份": "江苏", "批次": "第六批", "日期": "2022-01-15"} if action == "列入" else {}
    values = {"事项": action, "类别": kind, "名称": name, **full, **cells}
    further = [cells[column] for column in cells if column not in HEAD]
    return [*(values.get(column, "") for column in HEAD), *further]


def table(folder, *lines, head=HEAD):
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *lines])
    return path


def read(folder, *lines, units=None, head=HEAD, **given):
    """The plan of a table with these rows."""
    return read_events(table(folder, *lines, head=head), units or {}, TODAY, **given)


def added(name="示例一厂", kind="factory", day=date(2022, 1, 15), batch="6", province="320000", unit=None, **facts):
    """An event that adds a unit, whose id is its name."""
    return Event(unit or name, "add", day, kind, name, province=province, batch=batch, **facts)


def register(*events):
    return units_on(events)
