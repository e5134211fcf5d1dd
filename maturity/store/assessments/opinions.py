"""What an assessor states in the third-party report, beside the findings on items: one opinion an assessment."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from ...errors import Conflict, Place, Problem, Refusal
from ...report.dossier import Statement
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import ASSESSING, require_role
from ..faults import unique_or
from ..origins.origins import author_name
from ..schema import OPINION_LIMITS as LIMITS
from ..schema import opinions as table
from ..schema import people
from ..types import check_text, now
from .assessments import Assessment, locked_assessment


@dataclass(frozen=True, slots=True)
class Opinion:
    """A stored opinion; `by` is the name of who wrote it last."""

    statement: Statement
    version: int
    at: datetime
    by: str


def opinion_of(c: Connection, assessment: Assessment) -> Opinion | None:
    """The opinion on an assessment returned by :func:`.assessments.assessment`; None where there is none."""
    query = select(table, people.c.name.label("author")).join(people, people.c.id == table.c.by)
    row = c.execute(query.where(table.c.assessment_id == assessment.id)).one_or_none()
    if row is None:
        return None
    statement = Statement(**{name: getattr(row, name) for name in LIMITS})
    return Opinion(statement, row.version, row.at, author_name(row))


def write_opinion(c: Connection, person: Person, assessment_id: str, statement: Statement, version: int) -> bool:
    """Replace the opinion on an assessment; returns whether it changed. `version` is the one that the page showed, 0
    where there was none.

    Raises NotFound; Forbidden to all but assessors; Refusal opinion-long with every text that is too long,
    store-bad-text; Conflict opinion-stale (`current` is the result of :func:`opinion_of`).
    """
    assessment = locked_assessment(c, person, assessment_id, "share")
    require_role(assessment.role, ASSESSING)
    texts = asdict(statement)
    long = [name for name, most in LIMITS.items() if len(check_text(texts[name], name)) > most]
    if long:
        raise Refusal(*(_long(name, texts[name]) for name in long))
    current = opinion_of(c, assessment)
    if current and current.statement == statement:
        return False
    if (current.version if current else 0) != version or not _put(c, person, assessment.id, texts, version):
        raise Conflict(Problem("opinion-stale"), current=opinion_of(c, assessment))
    audit.record(c, person.id, "opinion.write", organisation=assessment.organisation_id, assessment=assessment.id)
    return True


def _long(name: str, words: str) -> Problem:
    return Problem("opinion-long", Place(column=name), {"length": len(words), "limit": LIMITS[name]})


def _put(c: Connection, person: Person, assessment_id: str, texts: dict[str, str], version: int) -> bool:
    """Write it; False where another assessor wrote one in the meantime."""
    values = {**texts, "version": version + 1, "at": now(), "by": person.id, "elsewhere": None}
    if version:
        mine = (table.c.assessment_id == assessment_id, table.c.version == version)
        return bool(c.execute(update(table).where(*mine).values(values)).rowcount)
    try:
        with unique_or(c, lambda: Conflict(Problem("opinion-stale"))):
            c.execute(insert(table).values(assessment_id=assessment_id, **values))
    except Conflict:  # PostgreSQL: another assessor committed between read and write
        return False
    return True
