"""Official closing stocks of the register, by kind and batch: what was printed, to be held against what was entered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from ...errors import Place, refuse
from ...registers.kinds import KINDS
from ...registers.stockflow import batches
from ...text.plain import one_line
from ..enterprises import audit
from ..schema import people
from ..schema.registers import register_stocks as table
from ..types import check_text, now
from .ledger import ledger

SOURCE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Stock:
    """An official closing stock, where it was printed, when it was entered and by whom (None: the operator)."""

    kind: str
    batch: str
    closing: int
    source: str
    at: datetime
    author: str | None


def stocks(c: Connection) -> dict[tuple[str, str], Stock]:
    """All of them, by kind and batch."""
    columns = (table.c.kind, table.c.batch, table.c.closing, table.c.source, table.c.at, people.c.name)
    rows = c.execute(select(*columns).outerjoin(people, people.c.id == table.c.by))
    return {(row[0], row[1]): Stock(*row) for row in rows}


def set_stock(c: Connection, by: str | None, kind: str, batch: str, closing: int | None, source: str = "") -> None:
    """Enter or replace the official stock of `kind` after `batch`; None takes it away. The old value is in the log.

    Raises Refusal register-batch for a batch that nothing of the kind was listed with, register-long.
    """
    _check_batch(c, kind, batch)
    words = one_line(check_text(source, "source"))
    if len(words) > SOURCE_LIMIT:
        raise refuse("register-long", Place(column="source"), length=len(words), limit=SOURCE_LIMIT)
    here = (table.c.kind == kind, table.c.batch == batch)
    before = c.scalar(select(table.c.closing).where(*here))
    c.execute(delete(table).where(*here))
    if closing is not None:
        c.execute(
            insert(table).values(kind=kind, batch=batch, closing=closing, source=words, at=now(), by=by),
        )
    detail = {"kind": kind, "batch": batch, "before": before, "closing": closing}
    audit.record(c, by, "register.stock", detail=detail)


def _check_batch(c: Connection, kind: str, batch: str) -> None:
    events = ledger(c).events
    units = {event.unit for event in events if event.kind == kind}
    allowed = batches(event for event in events if event.unit in units)
    if batch not in allowed:
        name, held = KINDS[kind], ", ".join(allowed) or "—"
        values = {"kind_zh": name.zh, "kind_en": name.en, "batch": batch, "allowed": held}
        raise refuse("register-batch", Place(column="batch"), **values)
