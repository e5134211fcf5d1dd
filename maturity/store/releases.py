"""The ledger: every release that left the house, with what it told. Nothing is ever taken out of it."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ..errors import refuse
from ..questionnaire import Questionnaire
from . import audit
from .publictables import releases, states
from .types import canonical, new_id, now


@dataclass(frozen=True, slots=True)
class Entry:
    """A release: plan and digest of its file, digest of the snapshot, the parameters, its checksum, what it told.

    `state` is the digest of the state of the data kept for it; None for releases from before states were kept.
    """

    plan: str
    plan_digest: str
    year: int
    snapshot: str
    threshold: int
    statistics: int
    checksum: str
    told: Mapping[str, Any]
    state: str | None
    at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same release: the same figures of the same enterprises."""
        return self.checksum, self.snapshot


def entries(c: Connection, questionnaire: Questionnaire, years: Collection[int]) -> list[Entry]:
    """The releases of a questionnaire's years, in every version, the earliest first."""
    query = (
        select(releases)
        .where(releases.c.questionnaire == questionnaire.id, releases.c.year.in_(years))
        .order_by(releases.c.at, releases.c.id)
    )
    return [
        Entry(
            row.plan,
            row.plan_digest,
            row.year,
            row.snapshot,
            row.threshold,
            row.statistics,
            row.checksum,
            json.loads(row.told),
            row.state,
            row.at,
        )
        for row in c.execute(query)
    ]


def kept_state(c: Connection, digest: str) -> bytes:
    """The state of the data kept under a digest."""
    return bytes(c.execute(select(states.c.enterprises).where(states.c.digest == digest)).scalar_one())


def enter(
    c: Connection,
    questionnaire: Questionnaire,
    entry: Entry,
    state: bytes,
    tried: Collection[tuple[str, str]],
    by: str | None,
) -> None:
    """Put a release into the ledger, with the state of the data that it is from; the same release again stays as it is.

    `tried` are the keys of the releases that it was tried against. Raises Refusal disclosure-ledger-changed where the
    ledger has others by now.
    """
    if c.dialect.name == "postgresql":
        c.exec_driver_sql("SELECT pg_advisory_xact_lock(39116, 39118)")
    years = (entry.year - 1, entry.year, entry.year + 1)
    if {each.key for each in entries(c, questionnaire, years)} - {*tried, entry.key}:
        raise refuse("disclosure-ledger-changed")
    same = (releases.c.checksum == entry.checksum, releases.c.snapshot == entry.snapshot)
    if c.scalar(select(releases.c.id).where(*same)) is not None:
        return
    if c.scalar(select(states.c.digest).where(states.c.digest == entry.state)) is None:
        values = {"questionnaire": questionnaire.id, "year": entry.year, "enterprises": state}
        c.execute(insert(states).values(digest=entry.state, **values))
    id = new_id()
    c.execute(insert(releases).values(id=id, at=now(), by=by, **_columns(questionnaire, entry)))
    audit.record(c, by, "release.enter", detail={"release": id, "plan": entry.plan, "year": entry.year})


def _columns(questionnaire: Questionnaire, entry: Entry) -> dict[str, Any]:
    return {
        "questionnaire": questionnaire.id,
        "questionnaire_version": questionnaire.version,
        "year": entry.year,
        "plan": entry.plan,
        "plan_digest": entry.plan_digest,
        "snapshot": entry.snapshot,
        "threshold": entry.threshold,
        "statistics": entry.statistics,
        "checksum": entry.checksum,
        "told": canonical(entry.told),
        "state": entry.state,
    }


def published(c: Connection, questionnaire: Questionnaire) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The years and told documents of the releases of a questionnaire, in every version, the newest first."""
    query = (
        select(releases.c.year, releases.c.told)
        .where(releases.c.questionnaire == questionnaire.id)
        .order_by(releases.c.year.desc(), releases.c.at.desc(), releases.c.id)
    )
    for row in c.execute(query):
        yield row.year, json.loads(row.told)
