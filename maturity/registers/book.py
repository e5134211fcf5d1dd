"""A register as plain tables in one language, before any file format. The workbook is written as that of `regions`."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from ..classification.industries import DIVISIONS
from ..classification.regions import CITIES, PROVINCES
from ..questionnaire import Text
from ..regions.workbook import Column, TableWorkbook, Value, WorkbookTable
from ..text.formulas import protect
from .kinds import ACTIONS, KINDS, REASONS
from .ledger import Event, Unit, units_on
from .stockflow import Flow, stock_and_flow
from .tables import Line, batch_name, by_batch, by_division, by_province, totals

TITLE = Text("绿色制造名单", "Register of green manufacturing")
_FIRST = {
    "batches": Text("批次", "Batch"),
    "provinces": Text("省份", "Province"),
    "divisions": Text("行业大类", "Industry"),
}
LISTED, LEFT = Text("在名单中", "Listed"), Text("已移出", "Removed")
FLOW_NOTE = Text(
    "期初 + 新增 − 移出 + 原因不明 = 期末；恢复的计入新增，没有批次的变动计入其后第一批。",
    "Opening + added - removed + unexplained = closing; restored units count as added, events without a batch with the "
    "next one.",
)
BATCH_NOTE = Text("公布时的数，后来移出的也计在内。", "As published, including units that were removed later.")
PROVINCE_NOTE = Text("现在名单中的数。", "Units that are listed now.")


def book(
    events: Sequence[Event], official: Mapping[tuple[str, str], int], day: date, language: str, title: Text = TITLE
) -> TableWorkbook:
    """The workbook of the register as it was on `day`, with the official closing stocks by kind and batch."""
    known = [event for event in events if event.on <= day]
    units = units_on(known).values()
    listed = sum(unit.listed for unit in units)
    facts = (
        (_say(language, "截至", "As of"), day.isoformat()),
        (_say(language, "在名单中", "Units listed"), f"{listed:,}"),
        (_say(language, "已移出", "Units removed"), f"{len(units) - listed:,}"),
        (_say(language, "登记的变动", "Events"), f"{len(known):,}"),
    )
    sheets = (
        flow_sheet(stock_and_flow(known, official), language),
        _counts("batches", Text("按批次", "By batch"), BATCH_NOTE, by_batch(known), language),
        _counts("provinces", Text("按省份", "By province"), PROVINCE_NOTE, by_province(units), language),
        _counts("divisions", Text("按行业", "By industry"), PROVINCE_NOTE, by_division(units), language),
        unit_sheet(units, language),
        _ledger(known, units_on(known), language),
    )
    return TableWorkbook(title.of(language), language, day, facts, (), sheets)


def csv_text(sheet: WorkbookTable) -> str:
    """The table of `sheet` as CSV; what a spreadsheet would take for a formula is marked as text."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.heading for column in sheet.columns])
    writer.writerows([protect(one) if isinstance(one, str) else one for one in row] for row in sheet.rows)
    return file.getvalue()


def flow_sheet(rows: Iterable[Flow], language: str) -> WorkbookTable:
    """Stock and flow, a row a kind and batch."""
    numbers = (
        ("期初", "Opening"),
        ("新增", "Added"),
        ("移出", "Removed"),
        ("原因不明", "Unexplained"),
        ("期末", "Closing"),
    )
    columns = (
        Column(_say(language, "类别", "Kind")),
        Column(_say(language, "批次", "Batch")),
        *(Column(_say(language, *heading), True) for heading in numbers),
        Column(_say(language, "期末数", "Closing stock")),
    )
    official = {True: _say(language, "公布", "as published"), False: _say(language, "推算", "computed")}
    lines = tuple(
        (
            *(KINDS[row.kind].of(language), batch_name(row.batch).of(language)),
            *(row.opening, row.added, row.removed, row.unexplained, row.closing),
            official[row.official],
        )
        for row in rows
    )
    title = Text("存量与流量", "Stock and flow")
    return WorkbookTable("flow", "存量 Stock and flow", title.of(language), (FLOW_NOTE.of(language),), columns, lines)


def unit_sheet(units: Iterable[Unit], language: str) -> WorkbookTable:
    """Every unit with its facts, removed ones too."""
    headings = [("名称", "Name"), ("类别", "Kind"), ("统一社会信用代码", "Credit code"), ("省份", "Province")]
    headings += [("城市", "City"), ("行业大类", "Industry"), ("批次", "Batch"), ("列入日期", "Listed on")]
    headings += [
        ("状态", "State"),
        ("移出原因", "Reason"),
        ("最近变动", "Last event"),
        ("曾用名称", "Earlier names"),
        ("厂家", "Maker"),
    ]
    columns = tuple(Column(_say(language, *heading)) for heading in headings)
    title = Text("名单", "Units").of(language)
    return WorkbookTable(
        "units", "名单 Units", title, (), columns, tuple(_filled(_unit(unit, language)) for unit in units), plain=True
    )


def _unit(unit: Unit, language: str) -> tuple[Value, ...]:
    return (
        *(unit.name, KINDS[unit.kind].of(language), unit.credit_code),
        *place_names(unit, language),
        unit.batch,
        unit.since.isoformat(),
        (LISTED if unit.listed else LEFT).of(language),
        REASONS[unit.reason].of(language) if unit.reason else "",
        unit.last.isoformat(),
        _say(language, "；", "; ").join(unit.former),
        unit.maker,
    )


def place_names(unit: Unit, language: str) -> tuple[str, str, str]:
    """Province, city and industry as they are called, "" for none."""
    return (
        PROVINCES[unit.province].short.of(language) if unit.province else "",
        CITIES[unit.city].short.of(language) if unit.city else "",
        DIVISIONS[unit.division].name.of(language) if unit.division else "",
    )


def _ledger(events: Iterable[Event], units: Mapping[str, Unit], language: str) -> WorkbookTable:
    headings = [("日期", "Day"), ("事项", "Event"), ("类别", "Kind"), ("名称", "Name"), ("批次", "Batch")]
    headings += [("原因", "Reason"), ("备注", "Note")]
    rows = tuple(_filled(_entry(event, units[event.unit], language)) for event in events)
    note = _say(language, "按登记先后；更名一行是新名称。", "In the order of entry; a renaming has the new name.")
    columns = tuple(Column(_say(language, *heading)) for heading in headings)
    return WorkbookTable(
        "ledger", "台账 Ledger", _say(language, "变动台账", "Ledger of events"), (note,), columns, rows, plain=True
    )


def _entry(event: Event, unit: Unit, language: str) -> tuple[Value, ...]:
    reason = REASONS[event.reason].of(language) if event.reason else ""
    what = (event.on.isoformat(), ACTIONS[event.action].of(language), KINDS[unit.kind].of(language))
    return *what, event.name or unit.name, event.batch, reason, event.note


def _filled(row: tuple[Value, ...]) -> tuple[Value, ...]:
    """An empty text is no cell in a workbook."""
    return tuple(None if value == "" else value for value in row)


def _counts(id: str, title: Text, note: Text, lines: Sequence[Line], language: str) -> WorkbookTable:
    first = _FIRST[id].of(language)
    columns = (Column(first), *(Column(kind.of(language), True) for kind in KINDS.values()))
    rows = tuple(_counted(lines, language))
    return WorkbookTable(id, f"{title.zh} {title.en}", title.of(language), (note.of(language),), columns, rows)


def _counted(lines: Sequence[Line], language: str) -> Iterator[tuple[Value, ...]]:
    for line in lines:
        yield line.name.of(language), *line.counts
    yield _say(language, "合计", "Total"), *totals(lines)


def _say(language: str, zh: str, en: str) -> str:
    return zh if language == "zh" else en
