"""The scores of areas and groups of several assessments, for the comparison side by side and the heat map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from ...errors import NotFound, Problem
from ...questionnaire import Lookup, Questionnaire
from ...scoring.parts import Parts, parts
from ..accounts.people import Person
from ..schema import assessments
from ..types import is_id
from .entries import Entry, entries
from .figures import Held, installed, packed


@dataclass(frozen=True, slots=True)
class Scored:
    """A row of the list with its scores from 0 to the number of levels, and the levels of its areas, by id; those that
    are not assessed are left out.
    """

    entry: Entry
    groups: Mapping[str, float]
    areas: Mapping[str, float]
    levels: Mapping[str, int]


def chosen_entries(c: Connection, person: Person, assessment_ids: Sequence[str], known: Lookup) -> list[Entry]:
    """The rows of assessments in the order of their ids. Raises NotFound if one is none of the person's."""
    ids = [id for id in assessment_ids if is_id(id)]
    query = select(assessments.c.id, assessments.c.organisation_id).where(assessments.c.id.in_(ids))
    owners = {row.id: row.organisation_id for row in c.execute(query)}
    found = entries(c, person, [(owners[id], id) for id in ids if id in owners], known)
    if len(found) < len(assessment_ids):
        raise NotFound(Problem("assessment-not-found"))
    return found


def scored(c: Connection, rows: Sequence[Entry], key: tuple[str, str], known: Lookup) -> list[Scored]:
    """Those of the rows that are by the questionnaire with this id and version, with their scores.

    None where it is not installed here or has no levels. The rows are from :mod:`.entries`, which checks the rights.
    """
    questionnaire = installed(known, *key)
    if questionnaire is None or not questionnaire.has_levels:
        return []
    mine = {one.assessment_id: one for one in rows if one.assessment_id is not None and one.key == key}
    held = Held(c, list(mine))
    given = {row.id: one for row in held.rows if (one := held.response(questionnaire, row)) is not None}
    wanted = [id for id in mine if id in given]
    if not wanted:
        return []
    found = parts(questionnaire, *packed(questionnaire, [given[id] for id in wanted]))
    return [_scored(questionnaire, mine[id], found, place) for place, id in enumerate(wanted)]


def _scored(questionnaire: Questionnaire, entry: Entry, found: Parts, place: int) -> Scored:
    areas = {area.id: row for row, area in enumerate(questionnaire.areas) if found.levels[row, place] >= 0}
    groups = {group.id: float(found.groups[row, place]) for row, group in enumerate(questionnaire.summary_groups)}
    return Scored(
        entry,
        {id: value for id, value in groups.items() if value == value},  # NaN where it is not assessed
        {id: float(found.areas[row, place]) for id, row in areas.items()},
        {id: int(found.levels[row, place]) for id, row in areas.items()},
    )
