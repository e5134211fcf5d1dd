"""An assessment with its grade, as several pages show it: of what is submitted, or of what is answered so far."""

from dataclasses import dataclass

from ...questionnaire import Questionnaire
from ...scoring import Result, grade
from ...store.assessments import answers, assessments
from ...store.assessments.assessments import Assessment
from ...store.submissions import submissions
from ...store.submissions.submissions import Submission
from ..access import person
from ..context import Connection, store
from .progress import Sheet, questionnaire_of


@dataclass(frozen=True, slots=True)
class Graded:
    """`submission` is None while the assessment is open."""

    assessment: Assessment
    submission: Submission | None
    questionnaire: Questionnaire
    result: Result


def graded(aid: str) -> Graded:
    """The assessment, graded. NotFound when it is not the person's."""
    with store().read() as c:
        return graded_in(c, assessments.assessment(c, person(), aid))


def graded_in(c: Connection, found: Assessment) -> Graded:
    """As :func:`graded`, of an assessment at hand, inside the caller's transaction."""
    questionnaire = questionnaire_of(found)
    if found.state == "submitted":
        submission = submissions.submission(c, person(), found.id)
        return Graded(found, submission, questionnaire, grade(submission.response(questionnaire)))
    sheet = Sheet(found, questionnaire, answers.saved_answers(c, found))
    return Graded(found, None, questionnaire, grade(sheet.response))
