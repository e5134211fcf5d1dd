"""An assessment as an offline workbook: what the store knows becomes what the workbook's writer shows."""

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
from .payload import Outgoing


def blank(questionnaire: Questionnaire, profile: str, language: str, day: date) -> Outgoing:
    """A workbook of no enterprise. Raises Refusal answer-unknown-profile."""
    return Outgoing(Response(questionnaire, profile, {}), {}, language, day)


def filled(
    c: Connection,
    person: Person,
    found: Assessment,
    questionnaire: Questionnaire,
    language: str,
    *,
    empty: bool = False,
) -> Outgoing:
    """The workbook of an assessment that the store gave to the person, with all that is answered so far.

    A submitted one has the answers and facts it was submitted with. With `empty` it holds no answers and comments, and
    still belongs to the assessment. Its date is that of the last change. Raises Refusal assessment-questionnaire.
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
    return Outgoing(
        response,
        {item: one.comment for item, one in held.items()},
        language,
        max(moments).date(),
        versions={item: one.version for item, one in held.items()},
        assessment=found.id,
        facts=(*labelled_facts(facts, language), (Text("年份", "Year").of(language), str(found.year))),
    )
