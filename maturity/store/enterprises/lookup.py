"""Look-ups of organisations without access checks, for the command line and publications."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from ...classification.credit_code import check
from ...errors import NotFound, Place, Problem
from ...questionnaire import Questionnaire
from ..origins.origins import counted_condition
from ..schema import organisations, submissions


def codes_with_submission(c: Connection, questionnaire: Questionnaire, year: int) -> frozenset[str]:
    """The credit codes of the organisations that have submitted this questionnaire, in any version, for `year`."""
    query = (
        select(organisations.c.credit_code)
        .join(submissions, submissions.c.organisation_id == organisations.c.id)
        .where(submissions.c.questionnaire == questionnaire.id, submissions.c.year == year, counted_condition())
        .distinct()
    )
    return frozenset(c.scalars(query))


def submission_years(c: Connection, questionnaire: Questionnaire) -> dict[int, int]:
    """The years with submissions of this questionnaire in any version, the latest first, and numbers of enterprises."""
    mine = (submissions.c.questionnaire == questionnaire.id, counted_condition())
    firms = select(submissions.c.year, submissions.c.organisation_id).where(*mine).distinct().subquery()
    query = select(firms.c.year, func.count()).group_by(firms.c.year).order_by(firms.c.year.desc())
    return {row[0]: row[1] for row in c.execute(query)}


def version_of_year(c: Connection, questionnaire: Questionnaire, year: int) -> str | None:
    """The version of the questionnaire that most enterprises answered in a year; None where nobody did."""
    firms = func.count(submissions.c.organisation_id.distinct())
    version = submissions.c.questionnaire_version
    mine = (submissions.c.questionnaire == questionnaire.id, submissions.c.year == year, counted_condition())
    query = select(version).where(*mine).group_by(version).order_by(firms.desc(), version.desc()).limit(1)
    found: str | None = c.scalar(query)
    return found


def registered_codes(c: Connection) -> frozenset[str]:
    """The credit codes of all organisations."""
    return frozenset(c.scalars(select(organisations.c.credit_code)))


def ids_by_code(c: Connection) -> dict[str, str]:
    """The ids of all organisations by their credit codes."""
    return {row.credit_code: row.id for row in c.execute(select(organisations.c.credit_code, organisations.c.id))}


def organisation_names(c: Connection, ids: Sequence[str]) -> list[str]:
    """Name and credit code of the organisations with these ids, sorted."""
    query = select(organisations.c.name, organisations.c.credit_code).where(organisations.c.id.in_(ids))
    return sorted(f"{row.name} {row.credit_code}" for row in c.execute(query))


def organisation_id(c: Connection, credit_code: str) -> str:
    """The id of the organisation with this credit code. Raises Refusal class-credit-code…, NotFound."""
    place = Place(column="credit_code")
    code = check(credit_code, place, (credit_code,))
    id = c.scalar(select(organisations.c.id).where(organisations.c.credit_code == code))
    if id is None:
        raise NotFound(Problem("organisation-not-found", place))
    return str(id)
