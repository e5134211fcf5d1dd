"""An assessment with its grade, of the submitted answers or of those so far; used by several pages."""

from dataclasses import dataclass

from ...questionnaire import Questionnaire
from ...scoring import Result, grade
from ...store.assessments import answers, assessments
from ...store.assessments.assessments import Assessment
from ...store.submissions import submissions
from ...store.submissions.submissions import Submission
from ..access import person
from ..context import Connection, store
from .progress import AnswerSheet, questionnaire_of


@dataclass(frozen=True, slots=True)
class Graded:
    """An assessment with its grade; `submission` is None while it is open."""

    assessment: Assessment
    submission: Submission | None
    questionnaire: Questionnaire
    result: Result


def graded(aid: str) -> Graded:
    """The assessment with its grade. Raises NotFound where the person has no access."""
    with store().read() as c:
        return graded_in(c, assessments.assessment(c, person(), aid))


def graded_in(c: Connection, found: Assessment) -> Graded:
    """As :func:`graded`, for an assessment already read, in the caller's transaction."""
    questionnaire = questionnaire_of(found)
    if found.state == "submitted":
        submission = submissions.submission(c, person(), found.id)
        return Graded(found, submission, questionnaire, grade(submission.response(questionnaire)))
    sheet = AnswerSheet(found, questionnaire, answers.saved_answers(c, found))
    return Graded(found, None, questionnaire, grade(sheet.response))
