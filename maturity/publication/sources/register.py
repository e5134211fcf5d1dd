"""Tables of a register of listed units: stock and flow, counts by batch, province and industry, concentration."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np

from ...questionnaire import Text
from ...regions.concentration import concentration
from ...registers.kinds import KINDS
from ...registers.ledger import units_on
from ...registers.stockflow import AFTER, Flow, stock_and_flow
from ...registers.tables import NO_DIVISION, Line, batch_name, by_batch, by_division, by_province
from ...statistics.breakdowns import Breakdowns
from ...statistics.dimensions import CLASSIFICATIONS, OWN, SERIES, Dimension
from ...statistics.signs import Status
from ...statistics.sources.shapes import SourceTable
from ...statistics.table import NONE, TOTAL, Cell, Column, Origin, Row, Table
from .data import Register
from .measures import code_of, column, words
from .naming import name_columns
from .tables import table_of

_MOVED = ("opening", "added", "removed", "unexplained", "closing")
_TOTAL = Text("合计", "Total")
_PUBLISHED, _COMPUTED = Text("公布", "as published"), Text("推算", "computed")
_PUBLIC = Text(
    "名单依法公布，列入名单的单位不是秘密；年度动态管理表的内容不在本表之内。",
    "Lists are published by law: which units are listed is no secret. Nothing of their yearly forms is in this table.",
)
_FLOW = Text(
    "期初 + 新增 − 移出 + 原因不明 = 期末。",
    "Opening + added - removed + unexplained = closing.",
)
_BATCHES = Text("公布时的数，后来移出的也计在内。", "As published, including units that were removed later.")
_LISTED = Text("截至该日在名单中的数。", "Units that are listed on that day.")


def register_table(plan: SourceTable, number: int, by: Breakdowns, register: Register) -> Table:
    """One table of a register."""
    build = {
        "flow": _flow,
        "batches": _batches,
        "provinces": _provinces,
        "divisions": _divisions,
        "concentration": _concentration,
    }[plan.show]
    return build(_Builder(plan, number, by, register))


def kinds_of(plan: SourceTable, register: Register) -> tuple[str, ...]:
    """The kinds of a table that the register has units of; tables of no kind are left out of a release."""
    known = {event.kind for event in register.events if event.action == "add"}
    return tuple(kind for kind in plan.kinds or KINDS if kind in known)


class _Builder:
    """What the tables of a register share."""

    def __init__(self, plan: SourceTable, number: int, by: Breakdowns, register: Register) -> None:
        self.plan, self.number, self.by, self.register = plan, number, by, register
        self.kinds = kinds_of(plan, register)

    def table(
        self, dimension: Dimension, columns: Sequence[Column], rows: Iterable[Row], remark: Text, ranked_by: str = ""
    ) -> Table:
        day = self.register.day.isoformat()
        named = [KINDS[kind] for kind in self.kinds]
        zh, en = "、".join(one.zh for one in named), ", ".join(one.en.lower() for one in named)
        return table_of(
            self.plan,
            self.number,
            self.by,
            (dimension,),
            scope=Text(f"{zh}名单，截至 {day}", f"Lists of {en} as of {day}"),
            columns=columns,
            rows=rows,
            origin=Origin(Text("绿色制造名单登记台账", "Register of green manufacturing lists"), (remark, _PUBLIC)),
            ranked_by=ranked_by,
        )

    def counted(self, dimension: Dimension, lines: Iterable[Line], remark: Text, codes: Sequence[str]) -> Table:
        """Lines of the kinds of the plan, with a total; `codes` are those of the lines."""
        places = [list(KINDS).index(kind) for kind in self.kinds]
        counts = {code: [line.counts[n] for n in places] for code, line in zip(codes, lines, strict=True)}
        kept = {code: own for code, own in counts.items() if any(own)}
        sums = [sum(one) for one in zip(*kept.values(), strict=True)] or [0] * len(places)
        rows = [Row((TOTAL,), None, (*self.names(dimension, TOTAL), *sums))]
        rows += [Row((code,), None, (*self.names(dimension, code), *own)) for code, own in kept.items()]
        columns = [column(kind) for kind in self.kinds]
        return self.table(dimension, (*name_columns(dimension), *columns), rows, remark, self.kinds[0])

    def names(self, dimension: Dimension, code: str) -> tuple[Cell, ...]:
        """The cells that name a row."""
        name = _TOTAL if code == TOTAL else dimension.members[code]
        return (code, name) if dimension.coded else (name,)


def _flow(it: _Builder) -> Table:
    flows = [one for one in stock_and_flow(it.register.events, it.register.stocks) if one.kind == it.kinds[0]]
    dimension, codes = _batch_dimension([one.batch for one in flows])
    columns = (*name_columns(dimension), words("basis", "期末数", "Closing stock"), *map(column, _MOVED))
    rows = [_moved(code, dimension.members[code], one) for code, one in zip(codes, flows, strict=True)]
    return it.table(dimension, columns, (*_whole(flows), *rows), _FLOW)


def _moved(code: str, name: Text, one: Flow) -> Row:
    basis = _PUBLISHED if one.official else _COMPUTED
    return Row((code,), None, (name, basis, one.opening, one.added, one.removed, one.unexplained, one.closing))


def _whole(flows: Sequence[Flow]) -> Iterator[Row]:
    """The row of all batches: from the first opening to the last closing stock."""
    if flows:
        sums = (sum(getattr(one, name) for one in flows) for name in _MOVED[1:4])
        yield Row((TOTAL,), None, (_TOTAL, NONE, flows[0].opening, *sums, flows[-1].closing))


def _batches(it: _Builder) -> Table:
    lines = by_batch(it.register.events)
    dimension, codes = _batch_dimension([line.id for line in lines])
    return it.counted(dimension, lines, _BATCHES, codes)


def _provinces(it: _Builder) -> Table:
    lines = by_province(units_on(it.register.events).values())
    return it.counted(CLASSIFICATIONS["province"], lines, _LISTED, [line.id for line in lines])


def _divisions(it: _Builder) -> Table:
    lines = by_division(units_on(it.register.events).values())
    known = CLASSIFICATIONS["division"]
    members = {**known.members, "NONE": NO_DIVISION}
    dimension = Dimension(known.id, known.label, known.concept, members, known.edition, coded=True)
    return it.counted(dimension, lines, _LISTED, [line.id or "NONE" for line in lines])


def _concentration(it: _Builder) -> Table:
    lines = by_province(units_on(it.register.events).values())
    dimension = Dimension("kind", Text("类别", "Kind"), SERIES, {_code(kind): KINDS[kind] for kind in KINDS}, OWN)
    measures = ("areas", "units", "first_1", "first_5", "first_10", "hhi", "gini")
    rows = []
    for kind in it.kinds:
        counts = [line.counts[list(KINDS).index(kind)] for line in lines]
        rows.append(Row((_code(kind),), None, (KINDS[kind], *_concentrated([one for one in counts if one]))))
    return it.table(dimension, (*name_columns(dimension), *map(column, measures)), rows, _LISTED)


def _concentrated(counts: Sequence[int]) -> tuple[Cell, ...]:
    if not counts:
        return (0, 0, *(Status.NOT_APPLICABLE,) * 5)
    found = concentration(np.array(counts, np.float64))
    shares = [Fraction(100 * sum(sorted(counts, reverse=True)[:first]), sum(counts)) for first in (1, 5, 10)]
    first = [share if n in found.first else Status.NOT_APPLICABLE for n, share in zip((1, 5, 10), shares, strict=True)]
    return (found.n, sum(counts), *first, Fraction(found.hhi), Fraction(found.gini))


def _code(kind: str) -> str:
    return f"KIND_{kind.upper()}"


def _batch_dimension(batches: Sequence[str]) -> tuple[Dimension, list[str]]:
    """The dimension of these batches, and their codes."""
    codes = ["BATCH_AFTER" if batch == AFTER else f"BATCH_{code_of(batch)}" for batch in batches]
    members = {code: batch_name(batch) for code, batch in zip(codes, batches, strict=True)}
    return Dimension("batch", Text("批次", "Batch"), SERIES, members, OWN), codes
