"""Sets of reference values: one in use for a questionnaire, replaced by a newer one; and own ones, for one assessment.

What is kept never changes, and what was used before stays to be seen. Analysts and administrators keep the sets for
all, consultants an own one for an assessment of an enterprise that they work for.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, insert, select, update

from ...errors import Conflict, Forbidden, NotFound, Place, Problem, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.numeric.references import References, SetTitle, checked, references_in, references_text
from ...text.plain import one_line
from ..accounts.people import Person
from ..assessments.assessments import Assessment
from ..enterprises import audit
from ..enterprises.access import ASSESSING, WRITING
from ..faults import unique_or
from ..schema import people
from ..schema import reference_sets as table
from ..types import check_text, is_id, new_id, now

KEEPING = ("analyst", "administrator")  # roles that keep the sets for all
OWN = "consultant"  # the role that brings one for an assessment
LONGEST = {"name": 100, "source": 300}


@dataclass(frozen=True, slots=True)
class KeptSet:
    """A set as it is kept. `assessment_id` is that of the one it is for, None for all; `unverified` of its `count`
    values are not confirmed; `uploader` and `ender` are names, `ended_at` is None while it is in use.
    """

    id: str
    questionnaire: str
    assessment_id: str | None
    title: SetTitle
    count: int
    unverified: int
    uploaded_at: datetime
    uploader: str
    ended_at: datetime | None
    ender: str | None


def kept_sets(c: Connection, questionnaire: str | None = None) -> list[KeptSet]:
    """The sets for all, those of one questionnaire together, the newest first."""
    query = _select().where(table.c.assessment_id.is_(None))
    if questionnaire is not None:
        query = query.where(table.c.questionnaire == questionnaire)
    order = (table.c.questionnaire, table.c.ended_at.is_not(None), table.c.uploaded_at.desc(), table.c.id)
    return [_kept(row) for row in c.execute(query.order_by(*order))]


def kept_set(c: Connection, id: str) -> KeptSet:
    """The set for all with this id. Raises NotFound."""
    found = _select().where(table.c.id == id, table.c.assessment_id.is_(None))
    row = c.execute(found).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("references-unknown"))
    return _kept(row)


def set_in_use(c: Connection, questionnaire: str, assessment_id: str | None = None) -> KeptSet | None:
    """The set that counts: the assessment's own, else the one for all; None without any."""
    mine: ColumnElement[bool] = table.c.assessment_id.is_(None)
    if assessment_id is not None:
        mine = mine | (table.c.assessment_id == assessment_id)
    here = (table.c.questionnaire == questionnaire, table.c.ended_at.is_(None), mine)
    row = c.execute(_select().where(*here).order_by(table.c.assessment_id.is_(None)).limit(1)).one_or_none()
    return _kept(row) if row else None


def values_of(c: Connection, id: str) -> References:
    """The values of a set, with its title. Raises NotFound, and Refusal references-altered if they are not what was
    uploaded.
    """
    row = c.execute(select(table).where(table.c.id == id)).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("references-unknown"))
    if sha256(row.content.encode()).hexdigest() != row.digest:
        raise refuse("references-altered", digest=row.digest[:12])
    return replace(references_in(row.content), title=_title(row))


def values_for(c: Connection, kept: KeptSet, questionnaire: Questionnaire) -> References:
    """The values of a set, with its title, for a version of its questionnaire.

    Raises as :func:`values_of`, and Refusal with all that does not fit the version.
    """
    return replace(checked(questionnaire, values_of(c, kept.id).values), title=kept.title)


def keep_set(c: Connection, person: Person, questionnaire: str, title: SetTitle, references: References) -> str:
    """Keep a set for all and use it from now on; the one that was in use is ended. Returns its id.

    Raises Forbidden; Refusal references-name, -source, -day; Conflict where somebody else replaced the set meanwhile.
    """
    _require_keeper(person)
    id = _keep(c, person, questionnaire, None, title, references)
    detail = {"questionnaire": questionnaire, "set": title.name, "digest": _text(references)[1]}
    audit.record(c, person.id, "questionnaire.references", detail=detail)
    return id


def end_set(c: Connection, person: Person, id: str) -> KeptSet:
    """Use a set for all no longer. Raises Forbidden, NotFound."""
    _require_keeper(person)
    found = kept_set(c, id)
    if _end(c, person, table.c.id == id):
        detail = {"questionnaire": found.questionnaire, "set": found.title.name, "digest": found.title.digest}
        audit.record(c, person.id, "questionnaire.references-ended", detail=detail)
    return found


def may_bring(person: Person, assessment: Assessment) -> bool:
    """Whether the person may use an own set: a consultant who answers or assesses, while the assessment is open."""
    roles = (*WRITING, *ASSESSING)
    return person.role == OWN and assessment.role in roles and assessment.state == "open"


def bring_set(c: Connection, person: Person, assessment: Assessment, title: SetTitle, references: References) -> None:
    """Use an own set for one assessment, in place of an own one before. Raises as :func:`keep_set`."""
    require_bringer(person, assessment)
    _keep(c, person, assessment.questionnaire, assessment.id, title, references)
    _record(c, person, assessment, "assessment.references", {"set": title.name})


def drop_set(c: Connection, person: Person, assessment: Assessment) -> None:
    """Use the set for all again. Raises Forbidden."""
    require_bringer(person, assessment)
    if _end(c, person, table.c.assessment_id == assessment.id):
        _record(c, person, assessment, "assessment.references-dropped", {})


def _record(c: Connection, person: Person, it: Assessment, action: str, detail: dict[str, str]) -> None:
    audit.record(c, person.id, action, organisation=it.organisation_id, assessment=it.id, detail=detail)


def _require_keeper(person: Person) -> None:
    if person.role not in KEEPING:
        raise Forbidden(Problem("references-role"))


def require_bringer(person: Person, assessment: Assessment) -> None:
    """Raise Forbidden unless the person may use an own set (:func:`may_bring`)."""
    if not may_bring(person, assessment):
        raise Forbidden(Problem("references-own-role"))


def _keep(
    c: Connection,
    person: Person,
    questionnaire: str,
    assessment_id: str | None,
    title: SetTitle,
    references: References,
) -> str:
    words = {name: _checked(name, getattr(title, name)) for name in LONGEST}
    if not _is_day(title.day):
        raise refuse("references-day", Place(column="day"))
    mine = (table.c.assessment_id == assessment_id) if assessment_id else table.c.assessment_id.is_(None)
    _end(c, person, (table.c.questionnaire == questionnaire) & mine)
    content, digest = _text(references)
    id, unverified = new_id(), sum(not one.verified for one in references.values)
    values = {"questionnaire": questionnaire, "assessment_id": assessment_id, "day": title.day, **words}
    counts = {"count": len(references.values), "unverified": unverified}
    made = {"content": check_text(content, "values"), "digest": digest, "uploaded_at": now(), "uploaded_by": person.id}
    with unique_or(c, lambda: Conflict(Problem("references-replaced"))):
        c.execute(insert(table).values(id=id, **values, **counts, **made))
    return id


def _is_day(words: str) -> bool:
    try:
        return date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _checked(name: str, words: str) -> str:
    plain = one_line(words)
    if not plain or len(plain) > LONGEST[name]:
        raise refuse(f"references-{name}", Place(column=name), length=len(plain), limit=LONGEST[name])
    return check_text(plain, name)


def _text(references: References) -> tuple[str, str]:
    """The values as text without their title, and its SHA-256."""
    content = references_text(replace(references, title=None))
    return content, sha256(content.encode()).hexdigest()


def _end(c: Connection, person: Person, which: ColumnElement[bool]) -> int:
    """End the sets in use among `which`; returns how many there were."""
    ended = {"ended_at": now(), "ended_by": person.id}
    return int(c.execute(update(table).where(which, table.c.ended_at.is_(None)).values(**ended)).rowcount)


def _select() -> Select[Any]:
    uploader, ender = people.alias("uploader"), people.alias("ender")
    columns = (column for column in table.c if column.name != "content")
    query = select(*columns, uploader.c.name.label("uploader"), ender.c.name.label("ender"))
    return query.join(uploader, uploader.c.id == table.c.uploaded_by).outerjoin(ender, ender.c.id == table.c.ended_by)


def _kept(row: Row[Any]) -> KeptSet:
    given = {name: getattr(row, name) for name in KeptSet.__slots__ if name != "title"}
    return KeptSet(title=_title(row), **given)


def _title(row: Row[Any]) -> SetTitle:
    return SetTitle(row.name, row.day, row.source, row.digest, row.assessment_id is not None)
