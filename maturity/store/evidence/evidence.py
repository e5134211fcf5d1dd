"""Evidence for items and papers: notes, links and files. The contents of files are stored by :mod:`.files`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update

from ...answers import read_answer
from ...assessment.evidence_strength import Tally
from ...errors import NotFound, Place, Problem, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.parts import Paper
from ..accounts.people import Person
from ..assessments.assessments import Assessment, assessment, open_assessment
from ..enterprises import audit
from ..enterprises.access import ASSESSING, READING, member_condition, require_role
from ..origins.origins import author_name
from ..portfolio.marks import touch
from ..schema import assessments, organisations, people
from ..schema import evidence as table
from ..types import is_id, new_id, now
from .pieces import New, columns_of
from .quotas import EVIDENCE, quota

MOST_PIECES = 20  # of an item or a paper
About = str | Paper  # what a piece is for: an item, by its id, or a paper of the checklist


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence for an item or a paper, by id. `by` and `seen_by` are people's names; fields that a kind does
    not have are None.
    """

    id: str
    item: str | None
    paper: str | None
    kind: str
    words: str
    url: str | None
    file: str | None
    media_type: str | None
    size: int | None
    sha256: str | None
    at: datetime
    by: str
    seen_at: datetime | None
    seen_by: str | None


@dataclass(frozen=True, slots=True)
class EvidenceUsage:
    """The number of evidence files of an enterprise, and their total size in bytes."""

    files: int
    size: int

    @property
    def megabytes(self) -> int:
        """The size in whole megabytes, rounded up."""
        return -(-self.size // 1024 // 1024)


def evidence_usage(c: Connection, organisation_id: str) -> EvidenceUsage:
    """The files of all assessments of an enterprise; the caller has checked access."""
    query = (
        select(func.count(table.c.size), func.coalesce(func.sum(table.c.size), 0))
        .join(assessments, assessments.c.id == table.c.assessment_id)
        .where(assessments.c.organisation_id == organisation_id)
    )
    files, size = c.execute(query).one()
    return EvidenceUsage(files, int(size))


def evidence_of(c: Connection, found: Assessment) -> dict[str, list[Evidence]]:
    """All evidence of an assessment from :func:`.assessments.assessments.assessment`, by item id, oldest first."""
    return _grouped(c, found, "item")


def papers_of(c: Connection, found: Assessment) -> dict[str, list[Evidence]]:
    """As :func:`evidence_of`, of the papers of the checklist, by paper id."""
    return _grouped(c, found, "paper")


def _grouped(c: Connection, found: Assessment, by: str) -> dict[str, list[Evidence]]:
    pieces: dict[str, list[Evidence]] = {}
    for piece in _read(c, _select().where(table.c.assessment_id == found.id, table.c[by].is_not(None))):
        pieces.setdefault(getattr(piece, by), []).append(piece)
    return pieces


def evidence_about(c: Connection, found: Assessment, about: About) -> list[Evidence]:
    """The evidence of one item or paper, oldest first."""
    return list(_read(c, _select().where(*_here(found, about))))


def _here(found: Assessment, about: About) -> tuple[ColumnElement[bool], ...]:
    name, id = ("paper", about.id) if isinstance(about, Paper) else ("item", about)
    return table.c.assessment_id == found.id, table.c[name] == id


def tallies(c: Connection, found: Assessment) -> dict[str, Tally]:
    """The number of pieces of each kind by item id; one query."""
    notes = func.count().filter(table.c.kind == "note")
    query = (
        select(table.c.item, notes, func.count() - notes, func.count(table.c.seen_at))
        .where(table.c.assessment_id == found.id, table.c.item.is_not(None))
        .group_by(table.c.item)
    )
    return {item: Tally(noted, documents, seen) for item, noted, documents, seen in c.execute(query)}


def evidence_by_id(c: Connection, person: Person, assessment_id: str, id: str) -> Evidence:
    """One piece of evidence of one of the person's assessments. Raises NotFound for any other id."""
    query = _select().join(assessments, assessments.c.id == table.c.assessment_id)
    mine = member_condition(person, assessments.c.organisation_id, *READING)
    query = query.where(table.c.id == id, table.c.assessment_id == assessment_id, mine)
    found = next(_read(c, query), None) if is_id(id) and is_id(assessment_id) else None
    if found is None:
        raise NotFound(Problem("evidence-not-found"))
    return found


def record_reading(c: Connection, person: Person, piece: Evidence, found: Assessment) -> None:
    """Record that the person read the file of a piece, once an hour; to be called before it is handed out."""
    audit.record_hourly(c, person.id, "evidence.read", found.organisation_id, found.id, {"evidence": piece.id})


def add_evidence(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, about: About, new: New
) -> Evidence:
    """Add a piece to an item or a paper; an equal piece of the same person is not repeated but returned.

    Raises NotFound, also for a paper that is not of the checklist; Forbidden; Conflict answer-frozen; Refusal
    answer-unknown-item, evidence-words-…, evidence-url, evidence-too-many, evidence-full, store-bad-text.
    """
    found = open_assessment(
        c, person, assessment_id, questionnaire, "update"
    )  # so that concurrent requests respect the limits
    where = _for(questionnaire, about)
    values = columns_of(new)
    again = _again(c, person, found, about, values)
    if again:
        return again
    _keep_to_limits(c, found, about, values.get("size"))
    id = new_id()
    c.execute(insert(table).values(id=id, assessment_id=found.id, at=now(), by=person.id, **where, **values))
    new_one = evidence_by_id(c, person, found.id, id)
    _record(c, person, found, "evidence.add", new_one)
    return new_one


def _for(questionnaire: Questionnaire, about: About) -> dict[str, str]:
    """The column that says what a piece is for."""
    if isinstance(about, str):
        read_answer(questionnaire, about, choice=None, reason=None)
        return {"item": about}
    if about not in questionnaire.checklist:
        raise NotFound(Problem("evidence-paper"))
    return {"paper": about.id}


def remove_evidence(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, id: str
) -> Evidence:
    """Delete a piece; returns it. Raises NotFound; Forbidden; Conflict answer-frozen."""
    found = open_assessment(c, person, assessment_id, questionnaire, "share")
    gone = evidence_by_id(c, person, found.id, id)
    c.execute(delete(table).where(table.c.id == id, table.c.assessment_id == found.id))
    _record(c, person, found, "evidence.remove", gone)
    return gone


def set_seen(c: Connection, person: Person, assessment_id: str, id: str, seen: bool) -> Evidence:
    """Record that an assessor has seen a piece, or withdraw that; also after submission. The first assessor is kept.

    Raises NotFound; Forbidden to all but assessors.
    """
    found = assessment(c, person, assessment_id)
    require_role(found.role, ASSESSING)
    before = evidence_by_id(c, person, found.id, id)
    if (before.seen_at is not None) == seen:
        return before
    values = {"seen_at": now(), "seen_by": person.id} if seen else {"seen_at": None, "seen_by": None}
    c.execute(update(table).where(table.c.id == id, table.c.assessment_id == found.id).values(values))
    _record(c, person, found, "evidence.see" if seen else "evidence.unsee", before)
    return evidence_by_id(c, person, found.id, id)


def _again(c: Connection, person: Person, found: Assessment, about: About, values: dict[str, Any]) -> Evidence | None:
    same = [
        table.c[name] == value for name, value in values.items() if name != "file"
    ]  # the random name differs each time
    return next(_read(c, _select().where(*_here(found, about), table.c.by == person.id, *same)), None)


def _keep_to_limits(c: Connection, found: Assessment, about: About, size: int | None) -> None:
    query = select(func.count()).where(*_here(found, about))
    if (c.scalar(query) or 0) >= MOST_PIECES:
        raise refuse("evidence-too-many", Place(column="words"), most=MOST_PIECES)
    if size is not None:
        whole = select(organisations.c.id).where(organisations.c.id == found.organisation_id)
        c.execute(
            whole.with_for_update(key_share=True)
        )  # concurrent requests to two assessments respect the quota together
        before = evidence_usage(c, found.organisation_id)
        check_quota(before, EvidenceUsage(before.files + 1, before.size + size))


def check_quota(before: EvidenceUsage, after: EvidenceUsage) -> None:
    """Raise Refusal evidence-full if the usage grows from `before` to `after` beyond the quota."""
    most = quota(EVIDENCE)
    if not most.holds(after.files, after.size):
        values = {
            "files": before.files,
            "megabytes": before.megabytes,
            "most": most.megabytes,
            "most_files": most.files,
        }
        raise refuse("evidence-full", Place(column="file"), **values)


def _record(c: Connection, person: Person, found: Assessment, action: str, piece: Evidence) -> None:
    about = {"item": piece.item} if piece.item else {"paper": piece.paper}
    detail = {"evidence": piece.id, **about, "kind": piece.kind}
    touch(c, found.id)
    audit.record(c, person.id, action, organisation=found.organisation_id, assessment=found.id, detail=detail)


def _select() -> Select[Any]:
    adder, assessor = people.alias("adder"), people.alias("assessor")
    return (
        select(table, adder.c.name.label("author"), assessor.c.name.label("assessor"))
        .join(adder, adder.c.id == table.c.by)
        .join(assessor, assessor.c.id == table.c.seen_by, isouter=True)
        .order_by(table.c.at, table.c.id)
    )


def _read(c: Connection, query: Select[Any]) -> Iterator[Evidence]:
    return map(_evidence, c.execute(query))


def _evidence(row: Row[Any]) -> Evidence:
    plain = {name: getattr(row, name) for name in Evidence.__slots__ if name not in ("by", "seen_by")}
    return Evidence(**plain, by=author_name(row), seen_by=row.assessor)
