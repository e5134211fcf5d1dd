"""Changes by others since a person last marked an assessment as seen: answers, comments, evidence."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, case, cast, func, insert, literal, null, or_, select, union_all, update

from ...errors import Busy, Problem
from ..accounts.people import Person
from ..enterprises import audit
from ..faults import unique_or
from ..origins.origins import author_name
from ..schema import answer_history, evidence, people, remarks
from ..schema import visits as table
from .answers import SavedAnswer, answer_from_row
from .assessments import Assessment, assessment

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """An item whose answer others changed. `before` is the version the person last saw, None if there was none."""

    item: str
    before: SavedAnswer | None
    after: SavedAnswer


@dataclass(frozen=True, slots=True)
class Addition:
    """Comments in the discussion or evidence (`kind`) that others added to an item, or to a paper of the checklist:
    number, and the latest's time and author (`by`, a name).
    """

    kind: str
    item: str | None
    paper: str | None
    count: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class News:
    """Changes by others after `since` (None: the person never marked the assessment as seen), the latest first."""

    since: datetime | None
    changes: list[Change]
    additions: list[Addition]

    @property
    def until(self) -> datetime | None:
        """The time of the latest change, the argument of :func:`mark_seen`; None without changes."""
        return max([change.after.at for change in self.changes] + [one.at for one in self.additions], default=None)


def news(c: Connection, person: Person, found: Assessment) -> News:
    """The changes by others in an assessment returned by :func:`.assessments.assessment`; four queries."""
    here = (table.c.assessment_id == found.id, table.c.person_id == person.id)
    since = c.scalar(select(table.c.at).where(*here))
    start = since or (
        found.created_at if found.previous_id else _NEVER
    )  # answers carried over at the start of a round are not changes
    return News(since, _changes(c, person, found, start), _additions(c, person, found, start))


def mark_seen(c: Connection, person: Person, assessment_id: str, until: datetime) -> None:
    """Mark everything up to `until` as seen; an earlier time than the stored one has no effect. Raises NotFound."""
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
        ):  # a double click: the other request inserted it
            c.execute(insert(table).values(assessment_id=found.id, person_id=person.id, at=until))
    audit.record(c, person.id, "assessment.seen", organisation=found.organisation_id, assessment=found.id)


def _changes(c: Connection, person: Person, found: Assessment, start: datetime) -> list[Change]:
    """Items whose latest version is later than the last one that the person had seen or written."""
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


def _versions(
    c: Connection, found: Assessment, ends: Mapping[str, tuple[int, int]]
) -> dict[tuple[str, int], SavedAnswer]:
    query = (
        select(answer_history, people.c.name.label("author"))
        .join(people, people.c.id == answer_history.c.by)
        .where(answer_history.c.assessment_id == found.id, answer_history.c.item.in_(ends))
    )
    return {
        (row.item, row.version): SavedAnswer(
            row.item, answer_from_row(row), row.comment, row.version, row.at, author_name(row)
        )
        for row in c.execute(query)
        if row.version in ends[row.item]
    }


def _differs(change: Change) -> bool:
    """Whether answer or comment differ in the end; a change that was undone does not count."""
    before = change.before
    old = (None, "") if before is None else (before.answer, before.comment)
    return old != (change.after.answer, change.after.comment)


def _additions(c: Connection, person: Person, found: Assessment, start: datetime) -> list[Addition]:
    both = union_all(
        *(
            select(
                literal(kind).label("kind"),
                source.c.item,
                paper.label("paper"),
                source.c.at,
                people.c.name.label("author"),
                source.c.elsewhere,
            )
            .join(people, people.c.id == source.c.by)
            .where(source.c.assessment_id == found.id, source.c.at > start, source.c.by != person.id)
            for kind, source, paper in (
                ("remark", remarks, cast(null(), evidence.c.paper.type)),
                ("evidence", evidence, evidence.c.paper),
            )
        )
    ).subquery()
    groups: dict[tuple[str, str | None, str | None], list[tuple[datetime, str]]] = {}
    for row in c.execute(select(both).order_by(both.c.at.desc(), both.c.item, both.c.paper)):
        groups.setdefault((row.kind, row.item, row.paper), []).append((row.at, author_name(row)))
    return [Addition(*about, len(rows), *rows[0]) for about, rows in groups.items()]
