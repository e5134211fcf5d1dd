"""What others changed since a person last said "seen": answers, remarks, evidence. One's own changes are no news."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, case, func, insert, literal, or_, select, union_all, update

from ...errors import Busy, Problem
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..origins.origins import author
from ..schema import answer_history, evidence, people, remarks
from ..schema import visits as table
from .answers import Saved, answer_in
from .assessments import Assessment, assessment

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """An item whose answer others changed. `before` is the version the person knew, None where there was none."""

    item: str
    before: Saved | None
    after: Saved


@dataclass(frozen=True, slots=True)
class Addition:
    """Remarks or pieces of evidence (`kind`) that others added to an item: how many, the latest when and by whom."""

    kind: str
    item: str
    count: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class News:
    """What is new to a person since the visit `since` (None: never said so), the latest first."""

    since: datetime | None
    changes: list[Change]
    additions: list[Addition]

    @property
    def until(self) -> datetime | None:
        """The moment of the latest of them, to be handed to :func:`mark`; None when there is no news."""
        return max([change.after.at for change in self.changes] + [one.at for one in self.additions], default=None)


def news(c: Connection, person: Person, found: Assessment) -> News:
    """What others did in an assessment that :func:`assessments.assessment` gave to the person; four queries."""
    here = (table.c.assessment_id == found.id, table.c.person_id == person.id)
    since = c.scalar(select(table.c.at).where(*here))
    start = since or (found.created_at if found.previous_id else _NEVER)  # what a round began with is no news
    return News(since, _changes(c, person, found, start), _additions(c, person, found, start))


def mark(c: Connection, person: Person, assessment_id: str, until: datetime) -> None:
    """Everything up to `until` is seen; never goes back. Raises NotFound."""
    found = assessment(c, person, assessment_id)
    here = (table.c.assessment_id == found.id, table.c.person_id == person.id)
    before = c.scalar(select(table.c.at).where(*here))
    if before is not None and before >= until:
        return
    if before is not None:
        c.execute(update(table).where(*here).values(at=until))
    else:
        with (
            suppress(Busy),
            unique_or(c, lambda: Busy(Problem("store-locked"))),
        ):  # a double click: the other one did it
            c.execute(insert(table).values(assessment_id=found.id, person_id=person.id, at=until))
    audit.record(c, person.id, "assessment.seen", organisation=found.organisation_id, assessment=found.id)


def _changes(c: Connection, person: Person, found: Assessment, start: datetime) -> list[Change]:
    """An item is new when its latest version is later than what the person knew: had seen by then, or wrote."""
    log = answer_history
    known = func.max(case((or_(log.c.at <= start, log.c.by == person.id), log.c.version), else_=0))
    query = (
        select(log.c.item, func.max(log.c.version), known)
        .where(log.c.assessment_id == found.id)
        .group_by(log.c.item)
        .having(func.max(log.c.version) > known)
    )
    ends = {item: (latest, before) for item, latest, before in c.execute(query)}
    held = _versions(c, found, ends)
    changes = [Change(item, held.get((item, old)), held[item, new]) for item, (new, old) in ends.items()]
    return sorted(filter(_differs, changes), key=lambda change: (change.after.at, change.item), reverse=True)


def _versions(c: Connection, found: Assessment, ends: Mapping[str, tuple[int, int]]) -> dict[tuple[str, int], Saved]:
    query = (
        select(answer_history, people.c.name.label("author"))
        .join(people, people.c.id == answer_history.c.by)
        .where(answer_history.c.assessment_id == found.id, answer_history.c.item.in_(ends))
    )
    return {
        (row.item, row.version): Saved(row.item, answer_in(row), row.comment, row.version, row.at, author(row))
        for row in c.execute(query)
        if row.version in ends[row.item]
    }


def _differs(change: Change) -> bool:
    """It is another answer or comment in the end, not there and back."""
    before = change.before
    old = (None, "") if before is None else (before.answer, before.comment)
    return old != (change.after.answer, change.after.comment)


def _additions(c: Connection, person: Person, found: Assessment, start: datetime) -> list[Addition]:
    both = union_all(
        *(
            select(
                literal(kind).label("kind"),
                source.c.item,
                source.c.at,
                people.c.name.label("author"),
                source.c.elsewhere,
            )
            .join(people, people.c.id == source.c.by)
            .where(source.c.assessment_id == found.id, source.c.at > start, source.c.by != person.id)
            for kind, source in (("remark", remarks), ("evidence", evidence))
        )
    ).subquery()
    groups: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
    for row in c.execute(select(both).order_by(both.c.at.desc(), both.c.item)):
        groups.setdefault((row.kind, row.item), []).append((row.at, author(row)))
    return [Addition(kind, item, len(rows), *rows[0]) for (kind, item), rows in groups.items()]
