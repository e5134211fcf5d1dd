"""Tables of events that users bring: rows checked against the classifications and the register, all mistakes at once.

The order of the rows does not matter: events take place in the order of their days, those of one day as in `ACTIONS`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast
from uuid import uuid4

from ..errors import Place, Problem, refuse
from ..intake.bulk.columns import find_columns
from ..intake.bulk.ignored import Ignored, ignored_positions
from ..intake.bulk.rows import ProblemList
from ..intake.spreadsheets.table import Table, read_table
from ..intake.spreadsheets.texts import is_lost
from .cells import (
    column_problem,
    missing,
    read_batch,
    read_choice,
    read_code,
    read_day,
    read_industry,
    read_places,
    read_text,
)
from .kinds import ACTIONS, KINDS, REASONS, Action
from .ledger import Event, Register, Unit, name_key, refused

_HEADINGS = {
    "action": "事项 变动 变动事项 变动类型 动作 action event",
    "kind": "类别 名单类别 类型 名单 kind category",
    "name": "名称 单位名称 企业名称 工厂名称 园区名称 产品名称 名单单位 name",
    "new_name": "变更后名称 新名称 更名后名称 new_name",
    "maker": "厂家 生产企业 生产企业名称 制造商 maker manufacturer",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 credit_code",
    "province": "省份 省 地区 所在省份 所属省份 province",
    "city": "城市 市 所在城市 所属城市 地市 city",
    "division": "行业大类 行业 所属行业 行业代码 industry division",
    "batch": "批次 公布批次 年度名单 batch",
    "day": "日期 公布日期 列入日期 变动日期 day date",
    "reason": "移出原因 原因 移出理由 理由 reason",
    "note": "备注 说明 note remark",
}
_ORDER = {action: place for place, action in enumerate(ACTIONS)}
_DEFAULTS = ("kind", "batch", "day")  # what a whole file may have in common


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says, before it is known which unit it is about; `event.unit` is still empty."""

    row: int
    event: Event
    old_name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The events of a table that follow upon the register, in the order in which they take place."""

    source: str
    events: tuple[Event, ...]

    @property
    def counts(self) -> Mapping[tuple[str, str], int]:
        """How many events by kind and action."""
        return Counter((event.kind, event.action) for event in self.events)


def read_events(
    path: Path,
    units: Mapping[str, Unit],
    today: date,
    *,
    common: Mapping[str, str] | None = None,
    seen: Callable[[Table], None] = lambda table: None,
    ignored: Callable[[Ignored], None] = lambda found: None,
) -> Plan:
    """The events in the table at `path`, checked against the `units` of the register.

    `common` are kind, batch and day of all rows of a table that has no such columns, or leaves their cells empty.
    Without a column of actions every row is an addition. `seen` is called with the table, `ignored` with the columns
    that were not read. Raises Refusal with every mistake.
    """
    given = {name: text for name, text in (common or {}).items() if text.strip()}
    names = {spelling: name for name, spellings in _HEADINGS.items() for spelling in spellings.split()}
    table = read_table(path, names)
    seen(table)
    needed = ["name", *(name for name in _DEFAULTS if name not in given and name != "batch")]
    where = find_columns(table.header, needed, table.source, list(_HEADINGS), table.row)
    beside = Ignored(ignored_positions(table.header, where), where.values())
    findings, found, wrong = ProblemList(table.source), list[Row](), list[Row]()
    for row, cells in beside.read_rows(table.rows):
        problems: list[Problem] = []
        texts = {name: cells[place] for name, place in where.items()}
        one = _row(row, texts, given, today, problems)
        findings.add(problems, row)
        (wrong if problems else found).append(one)
    ignored(beside)
    unsure = {name_key(one.old_name) for one in wrong}  # what is said of these may only follow from a mistake told
    events = tuple(_placed([one for one in found if name_key(one.old_name) not in unsure], units, findings))
    refusal = findings.refusal()
    if refusal or not events:
        raise refusal or refuse("intake-empty", Place(table.source))
    return Plan(table.source, events)


def _row(row: int, cells: dict[str, str], given: Mapping[str, str], today: date, problems: list[Problem]) -> Row:
    lost = [name for name, cell in cells.items() if is_lost(cell)]
    problems += [column_problem("intake-lost", name, shown=cells[name].strip()[:40]) for name in lost]
    cells = {**cells, **{name: text for name, text in given.items() if not cells.get(name, "").strip()}}
    action = _action(cells, problems)
    if action is None:  # what else the row needs depends on it
        return Row(row, Event("", "add", today), cells["name"])
    day = read_day(cells["day"], today, "day", problems) if cells["day"].strip() else None
    problems += [] if cells["day"].strip() else [missing("day")]
    name = read_text(cells["name"], "name", problems)
    problems += [] if name else [missing("name")]
    event = Event("", action, day or today, read_choice(KINDS, cells["kind"], "kind", problems), name)
    event = replace(
        event,
        credit_code=read_code(cells.get("credit_code", ""), problems),
        note=read_text(cells.get("note", ""), "note", problems),
        maker=read_text(cells.get("maker", ""), "maker", problems),
    )
    if action == "rename":
        renamed = read_text(cells.get("new_name", ""), "new_name", problems)
        problems += [] if renamed else [missing("new_name")]
        return Row(row, replace(event, name=renamed), name)
    if action == "correct":
        province, city = read_places(cells, problems)
        division = read_industry(cells.get("division", ""), problems)
        return Row(row, replace(event, province=province, city=city, division=division), name)
    if action == "remove":
        return Row(row, replace(event, reason=read_choice(REASONS, cells.get("reason", ""), "reason", problems)), name)
    batch = read_text(read_batch(cells.get("batch", "")), "batch", problems)
    if action == "restore":
        return Row(row, replace(event, batch=batch), name)
    return Row(row, _with_facts(replace(event, batch=batch), cells, problems), name)


def _action(cells: Mapping[str, str], problems: list[Problem]) -> Action | None:
    """The action of a row, "add" for an empty cell; None, and a problem, for an unknown one."""
    if not cells.get("action", "").strip():
        return "add"
    return cast(Action, read_choice(ACTIONS, cells["action"], "action", problems)) or None


def _with_facts(event: Event, cells: Mapping[str, str], problems: list[Problem]) -> Event:
    """An addition with its place and industry; batch and province are needed."""
    before = len(problems)
    province, city = read_places(cells, problems)
    problems += [] if province or len(problems) > before else [missing("province")]
    problems += [] if event.batch else [missing("batch")]
    return replace(event, province=province, city=city, division=read_industry(cells.get("division", ""), problems))


def _placed(rows: Sequence[Row], units: Mapping[str, Unit], findings: ProblemList) -> list[Event]:
    """The events in the order in which they take place, each with its unit; what cannot follow is a mistake."""
    register, found = Register(units), list[Event]()
    twice: dict[tuple[str, ...], int] = {}
    for one in sorted(rows, key=_when):
        event = one.event
        same = (
            event.action,
            event.kind,
            name_key(one.old_name),
            event.credit_code,
            name_key(event.maker),
            event.on.isoformat(),
        )
        first = twice.setdefault(same if event.action != "add" else (*same[:5], ""), one.row)
        placed = _follows(register, one) if first == one.row else _repeated(one, first)
        if isinstance(placed, Problem):
            findings.add([placed], one.row)
        else:
            register.apply(placed)
            found.append(placed)
    return found


def _when(row: Row) -> tuple[date, int, str, int]:
    return row.event.on, _ORDER[row.event.action], name_key(row.old_name), row.row


def _repeated(row: Row, first: int) -> Problem:
    return column_problem("register-row-twice", "name", name=row.old_name, first=first)


def _follows(register: Register, row: Row) -> Event | Problem:
    """The event with the id of its unit, or why it cannot follow upon what the register holds by then."""
    placed = _added(register, row.event) if row.event.action == "add" else _changed(register, row)
    if isinstance(placed, Event):
        return placed
    column = "day" if placed.code == "register-before-last" else "name"
    return Problem(placed.code, Place(column=column), placed.values)


def _added(register: Register, event: Event) -> Event | Problem:
    clash = register.clash(event.kind, event.name, event.credit_code, maker=event.maker)
    wrong = refused(clash, event) if isinstance(clash, Unit) else clash
    return wrong or replace(event, unit=uuid4().hex)


def _changed(register: Register, row: Row) -> Event | Problem:
    event = row.event
    told = ("", "") if event.action == "correct" else (event.credit_code, event.maker)  # they may be what is corrected
    unit = register.find(event.kind, row.old_name, *told)
    if isinstance(unit, Problem):
        return unit
    placed = replace(event, unit=unit.id)
    return refused(unit, placed) or _taken(register, unit, placed) or placed


def _taken(register: Register, unit: Unit, event: Event) -> Problem | None:
    """Another unit has the new name."""
    if event.action != "rename":
        return None
    clash = register.clash(unit.kind, event.name, unit.credit_code, unit.id, unit.maker)
    return Problem("register-name-taken", values={"name": event.name}) if isinstance(clash, Unit) else clash
