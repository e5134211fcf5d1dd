"""Submission of assessments: the present answers are graded and frozen."""

from sqlalchemy import Connection, insert, select, update

from ...answers import Answer, NotApplicable, Response, encode
from ...answers.codec import entered_texts
from ...errors import Forbidden, NotFound, Problem, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.facts import missing
from ...questionnaire.numeric.references import References
from ...scoring.evaluation import NO_REFERENCES
from ..accounts import privacy
from ..accounts.people import Person
from ..assessments.answers import saved_answers
from ..assessments.assessments import Assessment, check_questionnaire, locked_assessment
from ..enterprises import audit
from ..enterprises.access import READING, WRITING, member_condition, require_role
from ..enterprises.organisations import organisation
from ..portfolio.marks import touch
from ..schema import assessments, submissions
from ..types import is_id, new_id, now
from .bulk import ImportCounts, add_graded
from .bulk_grading import Record
from .frozen import Content, Figures, Submission, digest, figures_of, submission_from_row, submission_row, verify
from .results import result_of
from .snapshots import Snapshot, snapshot

__all__ = [
    "Content",
    "Figures",
    "ImportCounts",
    "Record",
    "Snapshot",
    "Submission",
    "add_graded",
    "response_of",
    "snapshot",
    "submission",
    "submit",
    "verify",
]


def submit(
    c: Connection,
    person: Person,
    assessment_id: str,
    questionnaire: Questionnaire,
    agreed: int | None,
    references: References = NO_REFERENCES,
) -> Submission:
    """Grade and freeze an assessment with the enterprise's present facts; repeated, it returns the same submission.

    Owners may submit, and editors with an owner's permission; `agreed` is the version of the privacy notice that the
    person agrees to on behalf of the enterprise. `references` are the values that numbers are scored against; those
    used are frozen too. Raises NotFound; Forbidden; Refusal assessment-facts,
    assessment-empty, assessment-questionnaire, privacy-consent, privacy-changed; assessment-carried while answers
    carried over from the last round are not confirmed.
    """
    found = locked_assessment(c, person, assessment_id, "update")
    require_role(found.role, WRITING)
    if found.submitted_at is not None:
        return submission(c, person, assessment_id)
    if not found.may_submit:
        raise Forbidden(Problem("assessment-submit"))
    new = _freeze(c, person, found, questionnaire, references)
    privacy.record_consent(c, person.id, found.organisation_id, agreed, "submit")
    c.execute(insert(submissions).values(submission_row(new)))
    c.execute(
        update(assessments)
        .where(assessments.c.id == found.id, assessments.c.state == "open")
        .values(state="submitted", submitted_at=new.submitted_at, version=found.version + 1)
    )
    touch(c, found.id)
    audit.record(
        c,
        person.id,
        "assessment.submit",
        organisation=found.organisation_id,
        assessment=found.id,
        detail={"submission": new.id, "digest": new.digest},
    )
    return new


def submission(c: Connection, person: Person, assessment_id: str) -> Submission:
    """The submission of one of the person's assessments. Raises NotFound: not submitted, foreign or unknown."""
    mine = member_condition(person, submissions.c.organisation_id, *READING)
    query = select(submissions).where(submissions.c.assessment_id == assessment_id, mine)
    row = c.execute(query).one_or_none() if is_id(assessment_id) else None
    if row is None:
        raise NotFound(Problem("submission-not-found"))
    return submission_from_row(row)


def response_of(c: Connection, assessment: Assessment, questionnaire: Questionnaire) -> Response:
    """The saved answers of an open assessment, for grading.

    Answers to items that are not assessed (tailored away, or not in the profile) are left out. Raises Refusal
    assessment-questionnaire.
    """
    check_questionnaire(questionnaire, assessment.questionnaire, assessment.questionnaire_version)
    given = {item: entry.answer for item, entry in saved_answers(c, assessment).items() if entry.answer is not None}
    asked = {item.id for item in Response(questionnaire, assessment.profile, {}, assessment.cuts).items}
    answers: dict[str, Answer] = {item: answer for item, answer in given.items() if item in asked}
    return Response(questionnaire, assessment.profile, answers, assessment.cuts)


def _freeze(
    c: Connection, person: Person, assessment: Assessment, questionnaire: Questionnaire, references: References
) -> Submission:
    response = response_of(c, assessment, questionnaire)
    facts = organisation(c, person, assessment.organisation_id).facts
    if missing(facts, questionnaire.needed_facts):
        raise refuse("assessment-facts")
    if not response.answers:
        raise refuse("assessment-empty")
    asked = {item.id for item in response.items}
    carried = sum(entry.carried for item, entry in saved_answers(c, assessment).items() if item in asked)
    if carried:
        raise refuse("assessment-carried", count=carried)
    content = Content(
        facts=facts,
        questionnaire=questionnaire.id,
        questionnaire_version=questionnaire.version,
        year=assessment.year,
        profile=assessment.profile,
        cuts=dict(assessment.cuts),
        vector=encode(questionnaire, response.answers),
        reasons={item: a.reason for item, a in response.answers.items() if isinstance(a, NotApplicable)},
        figures=figures_of(result_of(response, facts, assessment.year, references)),
        entered=entered_texts(response.answers) or None,
    )
    return Submission(new_id(), assessment.id, assessment.organisation_id, content, now(), person.id, digest(content))
