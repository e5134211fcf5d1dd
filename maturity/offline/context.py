"""The contents of an assessment's offline workbook, from the database."""

from collections.abc import Mapping
from datetime import date

from ..answers import Response
from ..questionnaire import Questionnaire, Text
from ..questionnaire.numeric.references import References
from ..store import Connection
from ..store.accounts.people import Person
from ..store.assessments import answers
from ..store.assessments.assessments import Assessment, check_questionnaire
from ..store.enterprises import organisations
from ..store.enterprises.facts import labelled_facts
from ..store.submissions import submissions
from ..store.submissions.results import frozen_references, telling_facts
from .payload import WorkbookContent

NO_REFERENCES = References()


def blank_workbook(
    questionnaire: Questionnaire,
    profile: str,
    language: str,
    day: date,
    references: References = NO_REFERENCES,
    codes: Mapping[str, str] | None = None,
) -> WorkbookContent:
    """The contents of a workbook without an assessment; `references` and `codes` are as in :class:`WorkbookContent`.

    Raises Refusal answer-unknown-profile.
    """
    response = Response(questionnaire, profile, {})
    return WorkbookContent(response, {}, language, day, references=references, codes=codes or {})


def workbook_of(
    c: Connection,
    person: Person,
    found: Assessment,
    questionnaire: Questionnaire,
    language: str,
    *,
    empty: bool = False,
    references: References = NO_REFERENCES,
) -> WorkbookContent:
    """The contents of the workbook of an assessment returned by the store, with the answers so far; `references` are
    the values that its numbers are scored against.

    A submitted assessment has the answers, facts and reference values it was submitted with. With `empty` there are no
    answers and comments, but the workbook can still be merged with the assessment. Its date is that of the last change.

    Raises Refusal assessment-questionnaire.
    """
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    held = answers.saved_answers(c, found)
    moments = [found.created_at, *(one.at for one in held.values())]
    if found.state == "submitted":
        submission = submissions.submission(c, person, found.id)
        facts, response = submission.content.facts, submission.response(questionnaire)
        references = frozen_references(submission.content)
        moments.append(submission.submitted_at)
    else:
        facts = organisations.organisation(c, person, found.organisation_id).facts
        given = {item: one.answer for item, one in held.items() if one.answer is not None}
        response = Response(questionnaire, found.profile, given, found.cuts)
    if empty:
        held, response = {}, Response(questionnaire, found.profile, {}, response.cuts)
    comments, versions = ({item: getattr(one, part) for item, one in held.items()} for part in ("comment", "version"))
    told = (*labelled_facts(facts, language), (Text("年份", "Year").of(language), str(found.year)))
    codes, day = telling_facts(facts.division, facts.city, found.year), max(moments).date()
    return WorkbookContent(response, comments, language, day, versions, found.id, told, references, codes)
