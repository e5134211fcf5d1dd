"""The ledger of all published releases, with the footprint of each. Entries are never deleted."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, or_, select

from ...assessment.selection import Reference, reference_from
from ...errors import refuse
from ...questionnaire import Questionnaire, Text
from ..enterprises import audit
from ..schema import people
from ..schema.publications import releases, states
from ..types import canonical_json, new_id, now

SALT = "salt"  # in what a release of a file told
TITLE = "title"  # of its plan, zh and en, in what a release told
OWN_STATE = "own_state"  # of the data without results under another questionnaire, in what a release beside them told
SOURCES_ALONE = "sources_alone"  # in what a release told that has no table of submissions


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A release: plan and digest of its file, digest of the snapshot, parameters, checksum and footprint.

    `footprint` has every number of its tables, published or suppressed. `state` is the digest of the stored state of
    the data, `status` provisional, revised or final, `reference` the reference period; None for older releases.
    """

    plan: str
    plan_digest: str
    year: int
    snapshot: str
    threshold: int
    statistics: int
    checksum: str
    footprint: Mapping[str, Any]
    state: str | None
    status: str | None = None
    reference: Reference | None = None
    at: datetime | None = None

    @property
    def counted(self) -> bool:
        """Whether it has tables of submissions, so that later releases must be set against it."""
        return SOURCES_ALONE not in self.footprint

    @property
    def key(self) -> tuple[str, str]:
        """Equal for releases with the same figures of the same enterprises."""
        return self.checksum, self.snapshot


@dataclass(frozen=True, slots=True)
class ReleaseOrigin:
    """The origin of a release: ids of who `prepared` and `approved` it (None: the operator at the command line),
    the end of its embargo, and the id of its preparation.
    """

    prepared: str | None = None
    approved: str | None = None
    embargo: datetime | None = None
    preparation: str | None = None


class LedgerLine(NamedTuple):
    """A line of the ledger for display; `author` and `approver` are names."""

    year: int
    plan: str
    status: str | None
    as_of: date | None
    at: datetime
    author: str | None
    approver: str | None
    embargo: datetime | None
    preparation: str | None

    @property
    def shown(self) -> bool:
        """Whether it is not, or no longer, under an embargo."""
        return self.embargo is None or self.embargo <= now()


def ledger_lines(c: Connection, questionnaire: Questionnaire, limit: int = 200) -> list[LedgerLine]:
    """The lines of the ledger, the latest first; at most `limit`."""
    author, approver = people.alias(), people.alias()
    query = (
        select(releases, author.c.name.label("author"), approver.c.name.label("approver"))
        .outerjoin(author, author.c.id == releases.c.by)
        .outerjoin(approver, approver.c.id == releases.c.approved_by)
        .where(releases.c.questionnaire == questionnaire.id)
        .order_by(releases.c.at.desc(), releases.c.id)
        .limit(limit)
    )
    return [
        LedgerLine(
            row.year,
            row.plan,
            row.status,
            reference_from(json.loads(row.reference)).day if row.reference else None,
            row.at,
            row.author,
            row.approver,
            row.embargo,
            row.preparation,
        )
        for row in c.execute(query)
    ]


def plan_titles(c: Connection, questionnaire: Questionnaire, plans: Collection[str]) -> dict[str, Text]:
    """The titles of `plans` (ids) as their latest releases had them; releases from before 2026 do not tell theirs."""
    titles = {}
    for plan in plans:
        mine = (releases.c.questionnaire == questionnaire.id, releases.c.plan == plan)
        told = c.scalar(select(releases.c.told).where(*mine).order_by(releases.c.at.desc(), releases.c.id).limit(1))
        if told and TITLE in (document := json.loads(told)):
            titles[plan] = Text(*document[TITLE])
    return titles


def ledger_entries(c: Connection, questionnaire: Questionnaire, years: Collection[int]) -> list[LedgerEntry]:
    """The releases of a questionnaire's years, in every version, the earliest first."""
    query = (
        select(releases)
        .where(releases.c.questionnaire == questionnaire.id, releases.c.year.in_(years))
        .order_by(releases.c.at, releases.c.id)
    )
    return [
        LedgerEntry(
            row.plan,
            row.plan_digest,
            row.year,
            row.snapshot,
            row.threshold,
            row.statistics,
            row.checksum,
            json.loads(row.told),
            row.state,
            row.status,
            reference_from(json.loads(row.reference)) if row.reference else None,
            row.at,
        )
        for row in c.execute(query)
    ]


def file_salt(c: Connection) -> bytes | None:
    """The salt of the numbers of enterprises in releases of files; None before the first such release."""
    query = (
        select(releases.c.told).where(releases.c.told.contains(f'"{SALT}":"')).order_by(releases.c.at, releases.c.id)
    )
    told = c.scalar(query.limit(1))
    return bytes.fromhex(json.loads(told)[SALT]) if told else None


def stored_state(c: Connection, digest: str) -> bytes:
    """The stored state of the data with this digest."""
    return bytes(c.execute(select(states.c.enterprises).where(states.c.digest == digest)).scalar_one())


def add_to_ledger(
    c: Connection,
    questionnaire: Questionnaire,
    made: Sequence[LedgerEntry],
    state: bytes,
    tried: Collection[tuple[str, str]],
    by: ReleaseOrigin,
) -> None:
    """Add releases of one year to the ledger, with the state of the data; existing entries are not changed.

    `tried` are the keys of the releases that the new ones were checked against. Raises Refusal
    disclosure-ledger-changed if other releases were added since.
    """
    if c.dialect.name == "postgresql":
        c.exec_driver_sql("SELECT pg_advisory_xact_lock(39116, 39118)")
    year = made[0].year
    if {each.key for each in ledger_entries(c, questionnaire, adjacent_years(year))} - {
        *tried,
        *(entry.key for entry in made),
    }:
        raise refuse("disclosure-ledger-changed")
    salts = {bytes.fromhex(entry.footprint[SALT]) for entry in made if SALT in entry.footprint}
    if salts and file_salt(c) not in (None, *salts):
        raise refuse("disclosure-ledger-changed")
    for entry in made:
        same = (releases.c.checksum == entry.checksum, releases.c.snapshot == entry.snapshot)
        if c.scalar(select(releases.c.id).where(*same)) is not None:
            continue
        if entry.counted and c.scalar(select(states.c.digest).where(states.c.digest == entry.state)) is None:
            values = {"questionnaire": questionnaire.id, "year": year, "enterprises": state}
            c.execute(insert(states).values(digest=entry.state, **values))
        id = new_id()
        signed = {"by": by.prepared, "approved_by": by.approved, "embargo": by.embargo, "preparation": by.preparation}
        c.execute(insert(releases).values(id=id, at=now(), **signed, **_columns(questionnaire, entry)))
        audit.record(
            c, by.approved or by.prepared, "release.enter", detail={"release": id, "plan": entry.plan, "year": year}
        )


def adjacent_years(year: int) -> tuple[int, int, int]:
    """The years whose releases can disclose something in combination with those of `year`."""
    return (year - 1, year, year + 1)


def _columns(questionnaire: Questionnaire, entry: LedgerEntry) -> dict[str, Any]:
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
        "told": canonical_json(entry.footprint),
        "state": entry.state,
        "status": entry.status,
        "reference": canonical_json(entry.reference.document()) if entry.reference else None,
    }


def published_figures(c: Connection, questionnaire: Questionnaire) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Year and footprint of the releases of a questionnaire, in every version, that are not under an embargo.

    The newest come first.
    """
    query = (
        select(releases.c.year, releases.c.told)
        .where(
            releases.c.questionnaire == questionnaire.id,
            or_(releases.c.embargo.is_(None), releases.c.embargo <= now()),
        )
        .order_by(releases.c.year.desc(), releases.c.at.desc(), releases.c.id)
    )
    for row in c.execute(query):
        yield row.year, json.loads(row.told)
