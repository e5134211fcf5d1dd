"""Evidence for items: notes, links and files. The contents of files are stored by :mod:`.files`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, Select, delete, func, insert, select, update

from ...answers import COMMENT_LIMIT, read_answer
from ...assessment.evidence_strength import Tally
from ...errors import NotFound, Place, Problem, refuse
from ...questionnaire import Questionnaire
from ...text.plain import visible
from ..accounts.people import Person
from ..assessments.assessments import Assessment, assessment, open_assessment
from ..enterprises import audit
from ..enterprises.access import ASSESSING, READING, member_condition, require_role
from ..origins.origins import author_name
from ..schema import assessments, organisations, people
from ..schema import evidence as table
from ..types import check_text, is_id, new_id, now
from .quotas import EVIDENCE, quota

MOST_PIECES = 20  # of an item
MOST_URL = 2000  # characters


@dataclass(frozen=True, slots=True)
class Note:
    """A note: evidence in words."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `words` describe its target and may be empty."""

    url: str
    words: str


@dataclass(frozen=True, slots=True)
class File:
    """A file stored by :mod:`.files` under the random name `file`; `words` is its original name."""

    words: str
    file: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence. `by` and `seen_by` are people's names; fields that a kind does not have are None."""

    id: str
    item: str
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
    pieces: dict[str, list[Evidence]] = {}
    for piece in _read(c, _select().where(table.c.assessment_id == found.id)):
        pieces.setdefault(piece.item, []).append(piece)
    return pieces


def evidence_of_item(c: Connection, found: Assessment, item: str) -> list[Evidence]:
    """The evidence of one item, oldest first."""
    return list(_read(c, _select().where(table.c.assessment_id == found.id, table.c.item == item)))


def tallies(c: Connection, found: Assessment) -> dict[str, Tally]:
    """The number of pieces of each kind by item id; one query."""
    notes = func.count().filter(table.c.kind == "note")
    query = (
        select(table.c.item, notes, func.count() - notes, func.count(table.c.seen_at))
        .where(table.c.assessment_id == found.id)
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


def add_evidence(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, item: str, new: Note | Link | File
) -> Evidence:
    """Add a piece to an item; an equal piece of the same person is not repeated but returned.

    Raises NotFound; Forbidden; Conflict answer-frozen; Refusal answer-unknown-item, evidence-words-…, evidence-url,
    evidence-too-many, evidence-full, store-bad-text.
    """
    found = open_assessment(
        c, person, assessment_id, questionnaire, "update"
    )  # so that concurrent requests respect the limits
    read_answer(questionnaire, item, choice=None, reason=None)
    values = _values(new)
    again = _again(c, person, found, item, values)
    if again:
        return again
    _keep_to_limits(c, found, item, values.get("size"))
    id = new_id()
    c.execute(insert(table).values(id=id, assessment_id=found.id, item=item, at=now(), by=person.id, **values))
    _record(c, person, found, "evidence.add", id, item, str(values["kind"]))
    return evidence_by_id(c, person, found.id, id)


def remove_evidence(
    c: Connection, person: Person, assessment_id: str, questionnaire: Questionnaire, id: str
) -> Evidence:
    """Delete a piece; returns it. Raises NotFound; Forbidden; Conflict answer-frozen."""
    found = open_assessment(c, person, assessment_id, questionnaire, "share")
    gone = evidence_by_id(c, person, found.id, id)
    c.execute(delete(table).where(table.c.id == id, table.c.assessment_id == found.id))
    _record(c, person, found, "evidence.remove", id, gone.item, gone.kind)
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
    _record(c, person, found, "evidence.see" if seen else "evidence.unsee", id, before.item, before.kind)
    return evidence_by_id(c, person, found.id, id)


def _values(new: Note | Link | File) -> dict[str, Any]:
    """The columns of a new piece. Raises Refusal if it may not be stored."""
    words = visible(check_text(new.words, "words"))
    if len(words) > COMMENT_LIMIT:
        raise refuse("evidence-words-long", Place(column="words"), length=len(words), limit=COMMENT_LIMIT)
    if isinstance(new, Link):
        return {"kind": "link", "words": words, "url": _address(new.url)}
    if not words:
        raise refuse("evidence-words-missing", Place(column="words"))
    if isinstance(new, Note):
        return {"kind": "note", "words": words}
    return {
        "kind": "file",
        "words": words,
        "file": new.file,
        "media_type": new.media_type,
        "size": new.size,
        "sha256": new.sha256,
    }


def _address(url: str) -> str:
    """The address as given. Raises Refusal evidence-url unless it is safe."""
    address = check_text(url, "url").strip()
    if not safe_address(address):
        raise refuse("evidence-url", Place(column="url"), found=address[:80])
    return address


def safe_address(address: str) -> bool:
    """Whether it is an ordinary http or https address that is safe to show as a link."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return good and len(address) <= MOST_URL and all(one.isprintable() and not one.isspace() for one in address)


def _again(c: Connection, person: Person, found: Assessment, item: str, values: dict[str, Any]) -> Evidence | None:
    same = [
        table.c[name] == value for name, value in values.items() if name != "file"
    ]  # the random name differs each time
    here = (table.c.assessment_id == found.id, table.c.item == item, table.c.by == person.id)
    return next(_read(c, _select().where(*here, *same)), None)


def _keep_to_limits(c: Connection, found: Assessment, item: str, size: int | None) -> None:
    query = select(func.count()).where(table.c.assessment_id == found.id, table.c.item == item)
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


def _record(c: Connection, person: Person, found: Assessment, action: str, id: str, item: str, kind: str) -> None:
    audit.record(
        c,
        person.id,
        action,
        organisation=found.organisation_id,
        assessment=found.id,
        detail={"evidence": id, "item": item, "kind": kind},
    )


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
