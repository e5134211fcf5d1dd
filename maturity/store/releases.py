"""The ledger: every release that left the house, with what it told. Nothing is ever taken out of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from ..questionnaire import Questionnaire
from . import audit
from .publictables import releases
from .types import canonical, new_id, now


@dataclass(frozen=True, slots=True)
class Entry:
    """A release: plan and digest of its file, digest of the snapshot, the parameters, its checksum, what it told."""

    plan: str
    plan_digest: str
    year: int
    snapshot: str
    threshold: int
    statistics: int
    checksum: str
    told: Mapping[str, Any]
    at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes it the same release: the same figures of the same enterprises."""
        return self.checksum, self.snapshot


def entries(c: Connection, questionnaire: Questionnaire, year: int) -> list[Entry]:
    """The releases of a questionnaire's year, in every version, the earliest first."""
    query = (
        select(releases)
        .where(releases.c.questionnaire == questionnaire.id, releases.c.year == year)
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
            row.at,
        )
        for row in c.execute(query)
    ]


def enter(c: Connection, questionnaire: Questionnaire, entry: Entry, by: str | None) -> None:
    """Put a release into the ledger; one that is there already (the same again) stays as it is."""
    same = (releases.c.checksum == entry.checksum, releases.c.snapshot == entry.snapshot)
    if c.scalar(select(releases.c.id).where(*same)) is not None:
        return
    id = new_id()
    c.execute(
        insert(releases).values(
            id=id,
            questionnaire=questionnaire.id,
            questionnaire_version=questionnaire.version,
            year=entry.year,
            plan=entry.plan,
            plan_digest=entry.plan_digest,
            snapshot=entry.snapshot,
            threshold=entry.threshold,
            statistics=entry.statistics,
            checksum=entry.checksum,
            told=canonical(entry.told),
            at=now(),
            by=by,
        )
    )
    audit.record(c, by, "release.enter", detail={"release": id, "plan": entry.plan, "year": entry.year})


def published(c: Connection, questionnaire: Questionnaire) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The years and told documents of the releases of a questionnaire, in every version, the newest first."""
    query = (
        select(releases.c.year, releases.c.told)
        .where(releases.c.questionnaire == questionnaire.id)
        .order_by(releases.c.year.desc(), releases.c.at.desc(), releases.c.id)
    )
    for row in c.execute(query):
        yield row.year, json.loads(row.told)
