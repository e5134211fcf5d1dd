"""The contents of an assessment's offline workbook, from the database."""

from datetime import date

from ..answers import Response
from ..questionnaire import Questionnaire, Text
from ..store import Connection
from ..store.accounts.people import Person
from ..store.assessments import answers
from ..store.assessments.assessments import Assessment, check_questionnaire
from ..store.enterprises import organisations
from ..store.enterprises.facts import labelled_facts
from ..store.submissions import submissions
from .payload import WorkbookContent


def blank_workbook(questionnaire: Questionnaire, profile: str, language: str, day: date) -> WorkbookContent:
    """The contents of a workbook without an assessment. Raises Refusal answer-unknown-profile."""
    return WorkbookContent(Response(questionnaire, profile, {}), {}, language, day)


def workbook_of(
    c: Connection,
    person: Person,
    found: Assessment,
    questionnaire: Questionnaire,
    language: str,
    *,
    empty: bool = False,
) -> WorkbookContent:
    """The contents of the workbook of an assessment returned by the store, with the answers so far.

    A submitted assessment has the answers and facts it was submitted with. With `empty` there are no answers and
    comments, but the workbook can still be merged with the assessment. Its date is that of the last change.

    Raises Refusal assessment-questionnaire.
    """
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    held = answers.saved_answers(c, found)
    moments = [found.created_at, *(one.at for one in held.values())]
    if found.state == "submitted":
        submission = submissions.submission(c, person, found.id)
        facts, response = submission.content.facts, submission.response(questionnaire)
        moments.append(submission.submitted_at)
    else:
        facts = organisations.organisation(c, person, found.organisation_id).facts
        given = {item: one.answer for item, one in held.items() if one.answer is not None}
        response = Response(questionnaire, found.profile, given, found.cuts)
    if empty:
        held, response = {}, Response(questionnaire, found.profile, {}, response.cuts)
    return WorkbookContent(
        response,
        {item: one.comment for item, one in held.items()},
        language,
        max(moments).date(),
        versions={item: one.version for item, one in held.items()},
        assessment=found.id,
        facts=(*labelled_facts(facts, language), (Text("年份", "Year").of(language), str(found.year))),
    )
