"""Assessments of an enterprise by a questionnaire for a year: open until they are submitted, then immutable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import BindParameter, Connection, Row, Select, bindparam, insert, select, update

from ...answers import Response, check_cuts
from ...errors import Conflict, NotFound, Place, Problem, Refusal, refuse
from ...questionnaire import Questionnaire
from ...text.plain import visible
from ..accounts.people import Person
from ..enterprises import audit
from ..enterprises.access import READING, WRITING, may_submit, member_with_id, require_role
from ..enterprises.facts import Facts, codes_of, require_facts
from ..enterprises.organisations import organisation
from ..portfolio.marks import touch, touch_all_of
from ..schema import assessments, memberships, organisations
from ..types import check_text, is_id, new_id, now


@dataclass(frozen=True, slots=True)
class Assessment:
    """An assessment as seen by a person.

    `cuts` maps the ids of groups left out by tailoring to the reason; `version` grows with tailoring and submission,
    not with answers. `role` is the person's role in the organisation, `submit_permitted` whether an owner permits the
    person to submit; `previous_id` is the round whose answers were carried over.
    """

    id: str
    organisation_id: str
    organisation_name: str
    questionnaire: str
    questionnaire_version: str
    profile: str
    year: int
    state: Literal["open", "submitted"]
    cuts: Mapping[str, str]
    created_at: datetime
    submitted_at: datetime | None
    version: int
    role: str
    previous_id: str | None
    submit_permitted: bool

    @property
    def may_write(self) -> bool:
        """Whether the person may answer and tailor: an owner or editor, while it is open."""
        return self.role in WRITING and self.state == "open"

    @property
    def may_submit(self) -> bool:
        """Whether the person may submit: an owner, or an editor with an owner's permission, while it is open."""
        return may_submit(self.role, self.submit_permitted) and self.state == "open"


def start_assessment(
    c: Connection, person: Person, organisation_id: str, questionnaire: Questionnaire, profile: str, year: int
) -> Assessment:
    """A new assessment, or the one already open with the same enterprise, questionnaire, profile and year.

    Raises NotFound; Forbidden; Refusal facts-missing for every fact that the questionnaire needs and the enterprise has
    not stated, answer-unknown-profile, assessment-year; Conflict assessment-open whose `current` is an open Assessment
    under another profile or version.
    """
    owner = organisation(c, person, organisation_id)
    require_role(owner.role, WRITING)
    require_facts(owner.facts, questionnaire.needed_facts)
    Response(questionnaire, profile, {})
    if not 2000 <= year <= 2100:
        raise refuse("assessment-year", Place(column="year"), found=year)
    lock_organisation(c, owner.id)
    found = open_assessment_of_year(c, person, owner.id, questionnaire.id, year)
    if found and (found.profile, found.questionnaire_version) == (profile, questionnaire.version):
        return found
    if found:
        raise Conflict(Problem("assessment-open", values={"year": year, "profile": found.profile}), current=found)
    id = new_id()
    c.execute(
        insert(assessments).values(
            id=id,
            organisation_id=owner.id,
            questionnaire=questionnaire.id,
            questionnaire_version=questionnaire.version,
            profile=profile,
            year=year,
            state="open",
            cuts={},
            created_at=now(),
            version=1,
        )
    )
    touch_all_of(c, owner.id)
    audit.record(c, person.id, "assessment.start", organisation=owner.id, assessment=id, detail={"year": year})
    return assessment(c, person, id)


def meant_profile(questionnaire: Questionnaire, facts: Facts, chosen: str) -> str:
    """The id of the weight profile that is meant for an enterprise with these facts; of several, the one `chosen`.

    Raises Refusal facts-missing as :func:`start_assessment`, assessment-profile where several are meant and `chosen` is
    none of them.
    """
    require_facts(facts, questionnaire.needed_facts)
    able = [profile.id for profile in questionnaire.profiles_for(codes_of(facts))]
    if len(able) == 1:
        return able[0]
    if chosen not in able:
        raise refuse("assessment-profile", Place(column="profile"))
    return chosen


def lock_organisation(c: Connection, organisation_id: str) -> None:
    """Lock the enterprise until the transaction ends, so that the second request of a double click sees the first."""
    c.execute(select(organisations.c.id).where(organisations.c.id == organisation_id).with_for_update(key_share=True))


def assessment(c: Connection, person: Person, id: str) -> Assessment:
    """One of the person's assessments. Raises NotFound for any other id, whether it exists or not."""
    return locked_assessment(c, person, id, None)


def assessments_of(c: Connection, person: Person) -> list[Assessment]:
    """All assessments of the person's organisations, the latest first."""
    latest = (assessments.c.year.desc(), assessments.c.created_at.desc(), assessments.c.id)
    query = _select(person.id).order_by(*latest)
    return [_read(row) for row in c.execute(query)]


def tailor(
    c: Connection, person: Person, id: str, questionnaire: Questionnaire, cuts: Mapping[str, str], version: int
) -> Assessment:
    """Set the groups left out by tailoring, each with its reason. Their answers are kept and count if they return.

    `version` is the assessment's version that the person saw. Raises NotFound; Forbidden; Refusal answer-cut-forbidden,
    answer-cut-reason; Conflict answer-frozen, or assessment-stale whose `current` is the Assessment now.
    """
    found = open_assessment(c, person, id, questionnaire, "update")
    reasons = {group: visible(check_text(reason, group)) for group, reason in cuts.items()}
    check_cuts(reasons)
    Response(questionnaire, found.profile, {}, reasons)
    if found.cuts == reasons:
        return found
    if found.version != version:
        raise Conflict(Problem("assessment-stale"), current=found)
    c.execute(
        update(assessments)
        .where(assessments.c.id == id, assessments.c.version == version)
        .values(cuts=reasons, version=version + 1)
    )
    touch(c, id)
    audit.record(
        c,
        person.id,
        "assessment.tailor",
        organisation=found.organisation_id,
        assessment=id,
        detail={"cuts": sorted(reasons)},
    )
    return assessment(c, person, id)


def locked_assessment(c: Connection, person: Person, id: str, lock: Literal["share", "update"] | None) -> Assessment:
    """As :func:`assessment`, with a row lock until the transaction ends: "share" prevents submission, "update" any
    other writer.
    """
    row = c.execute(_by_id(lock), {"person": person.id, "id": id}).one_or_none() if is_id(id) else None
    if row is None:
        raise NotFound(Problem("assessment-not-found"))
    return _read(row)


def open_assessment(
    c: Connection, person: Person, id: str, questionnaire: Questionnaire, lock: Literal["share", "update"]
) -> Assessment:
    """As :func:`locked_assessment`, for writing.

    Raises Forbidden to those who may only read; Conflict answer-frozen if it is submitted; Refusal if it is of another
    questionnaire.
    """
    found = locked_assessment(c, person, id, lock)
    check_open(found, questionnaire)
    return found


def check_open(found: Assessment, questionnaire: Questionnaire) -> None:
    """Raise as :func:`open_assessment` for an assessment that was found before."""
    check_writable(found)
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)


def check_writable(found: Assessment) -> None:
    """Raise Forbidden if the person may only read, Conflict answer-frozen if the assessment is submitted."""
    require_role(found.role, WRITING)
    if found.submitted_at is not None:
        at = found.submitted_at.isoformat(timespec="minutes")
        raise Conflict(Problem("answer-frozen", values={"at": at}), current=found)


def check_questionnaire(questionnaire: Questionnaire, id: str, version: str) -> None:
    """Raise Refusal assessment-questionnaire unless `questionnaire` has this id and version."""
    if (questionnaire.id, questionnaire.version) != (id, version):
        found = f"{questionnaire.id} {questionnaire.version}"
        raise Refusal(Problem("assessment-questionnaire", values={"found": found, "wanted": f"{id} {version}"}))


def open_assessment_of_year(
    c: Connection, person: Person, organisation_id: str, questionnaire: str, year: int
) -> Assessment | None:
    """The open assessment of one of the person's enterprises in a year, or None; there is at most one."""
    query = _select(person.id).where(
        assessments.c.organisation_id == organisation_id,
        assessments.c.questionnaire == questionnaire,
        assessments.c.year == year,
        assessments.c.state == "open",
    )
    row = c.execute(query).one_or_none()
    return _read(row) if row else None


@cache
def _by_id(lock: Literal["share", "update"] | None) -> Select[Any]:
    """Built once for each lock: nearly every request asks this."""
    query = _select(bindparam("person")).where(assessments.c.id == bindparam("id"))
    if lock:
        return query.with_for_update(read=lock == "share", key_share=lock == "update", of=assessments)
    return query


def _select(person_id: str | BindParameter[str]) -> Select[Any]:
    return (
        select(
            assessments,
            organisations.c.name.label("organisation_name"),
            memberships.c.role,
            memberships.c.may_submit.label("submit_permitted"),
        )
        .join(organisations, organisations.c.id == assessments.c.organisation_id)
        .join(memberships, memberships.c.organisation_id == organisations.c.id)
        .where(memberships.c.person_id == person_id, member_with_id(person_id, assessments.c.organisation_id, *READING))
    )


def _read(row: Row[Any]) -> Assessment:
    return Assessment(**{field: getattr(row, field) for field in Assessment.__slots__})
