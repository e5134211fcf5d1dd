"""The rows of the list of enterprises, read by their ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ...questionnaire import Lookup
from ..accounts.people import Person
from ..enterprises.access import ASSESSING, READING, member_condition
from ..schema import assessments, memberships, organisations, people, portfolio_tags, standings
from .figures import AT_ONCE, Outdated, Standing, standings_of

Key = tuple[str, str | None]  # the ids of an enterprise and of one of its assessments


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the list: an enterprise and one of its assessments, None (as what follows) where it has none.

    `role` is the person's role in the enterprise; `assessors` are names, `tags` the person's own. `kept` is False where
    the figures had to be computed for this row.
    """

    organisation_id: str
    name: str
    credit_code: str
    division: str | None
    city: str | None
    role: str
    delete_after: datetime | None
    assessment_id: str | None
    questionnaire: str | None
    questionnaire_version: str | None
    profile: str | None
    year: int | None
    state: str | None
    standing: Standing | None
    assessors: tuple[str, ...]
    tags: tuple[str, ...]
    kept: bool

    @property
    def key(self) -> tuple[str, str] | None:
        """The id and the version of the questionnaire."""
        if self.questionnaire is None or self.questionnaire_version is None:
            return None
        return self.questionnaire, self.questionnaire_version


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of the list, and how many there are on all pages."""

    entries: Sequence[Entry]
    total: int


def entries(c: Connection, person: Person, keys: Sequence[Key], known: Lookup) -> list[Entry]:
    """The rows with these ids in their order; those that the person may not see, or no longer, are left out.

    Four statements for AT_ONCE rows, and four more where figures are stale.
    """
    found: list[Entry] = []
    for start in range(0, len(keys), AT_ONCE):
        found += _some(c, person, keys[start : start + AT_ONCE], known)
    return found


def _some(c: Connection, person: Person, keys: Sequence[Key], known: Lookup) -> Iterable[Entry]:
    ids, rounds = [id for id, _ in keys], [aid for _, aid in keys if aid is not None]
    whose = {row.id: row for row in c.execute(_enterprises(person, ids))}
    both = assessments.outerjoin(standings, standings.c.assessment_id == assessments.c.id)
    kept = [standings.c[name] for name in ("stale", *Standing.__slots__)]
    mine = select(assessments, *kept).select_from(both).where(assessments.c.id.in_(rounds))
    done = {row.id: row for row in c.execute(mine)}
    outdated = Outdated(known)
    stale = [id for id, row in done.items() if row.organisation_id in whose and outdated(row)]
    fresh = standings_of(c, stale, known) if stale else {}
    assessors, tags = _assessors(c, ids), _tags(c, person, ids)
    for id, aid in keys:
        one, work = whose.get(id), done.get(aid or "")
        if one is None or (aid is not None and (work is None or work.organisation_id != id)):
            continue
        standing = None if work is None else fresh.get(work.id) or _standing(work)
        yield _entry(one, work, standing, assessors[id], tags[id], kept=aid not in fresh)


def _enterprises(person: Person, ids: Sequence[str]) -> Any:
    columns = (organisations.c[name] for name in ("id", "name", "credit_code", "division", "city", "delete_after"))
    return (
        select(*columns, memberships.c.role)
        .join(memberships, memberships.c.organisation_id == organisations.c.id)
        .where(
            organisations.c.id.in_(ids),
            memberships.c.person_id == person.id,
            member_condition(person, organisations.c.id, *READING),
        )
    )


def _assessors(c: Connection, ids: Sequence[str]) -> Mapping[str, list[str]]:
    """The names of the assessors by enterprise, in order."""
    query = (
        select(memberships.c.organisation_id, people.c.name)
        .join(people, people.c.id == memberships.c.person_id)
        .where(memberships.c.organisation_id.in_(ids), memberships.c.role.in_(ASSESSING))
        .order_by(people.c.name)
    )
    return _by_first(c.execute(query))


def _tags(c: Connection, person: Person, ids: Sequence[str]) -> Mapping[str, list[str]]:
    """The person's tags by enterprise, in order."""
    mine = (portfolio_tags.c.person_id == person.id, portfolio_tags.c.organisation_id.in_(ids))
    query = select(portfolio_tags.c.organisation_id, portfolio_tags.c.tag).where(*mine).order_by(portfolio_tags.c.tag)
    return _by_first(c.execute(query))


def _by_first(rows: Iterable[Any]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for first, second in rows:
        found[first].append(second)
    return found


def _standing(row: Row[Any]) -> Standing:
    return Standing(**{name: getattr(row, name) for name in Standing.__slots__})


def _entry(
    one: Row[Any],
    work: Row[Any] | None,
    standing: Standing | None,
    assessors: Sequence[str],
    tags: Sequence[str],
    *,
    kept: bool,
) -> Entry:
    names = ("questionnaire", "questionnaire_version", "profile", "year", "state")
    return Entry(
        organisation_id=one.id,
        name=one.name,
        credit_code=one.credit_code,
        division=one.division,
        city=one.city,
        role=one.role,
        delete_after=one.delete_after,
        assessment_id=work.id if work else None,
        **{name: getattr(work, name) if work else None for name in names},
        standing=standing,
        assessors=tuple(assessors),
        tags=tuple(tags),
        kept=kept,
    )
