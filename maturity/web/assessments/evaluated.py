"""What the answers to a questionnaire without levels come to, and the computed values beside their inputs."""

from dataclasses import dataclass

from ...answers import Response
from ...errors import Refusal
from ...quantities import name_of
from ...questionnaire import Item, Questionnaire
from ...questionnaire.asked import Computed, Table
from ...questionnaire.numeric.references import References
from ...scoring.accounts import Accountant
from ...scoring.evaluation import NO_REFERENCES, Evaluation
from ...scoring.figures import Figure
from ...store.assessments import answers
from ...store.assessments.assessments import Assessment
from ...store.enterprises import organisations
from ...store.submissions import submissions
from ...store.submissions.results import evaluation_of, frozen_references
from ...store.submissions.submissions import Submission
from ..access import person
from ..context import Connection, application
from ..language import language
from .progress import AnswerSheet, questionnaire_of


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An assessment with its evaluation; `submission` is None while it is open."""

    assessment: Assessment
    submission: Submission | None
    questionnaire: Questionnaire
    evaluation: Evaluation


def evaluated_in(c: Connection, found: Assessment) -> Evaluated:
    """An assessment with the evaluation of the submitted answers, against the reference values of then, or of those so
    far. Raises Refusal assessment-references.
    """
    questionnaire = questionnaire_of(found)
    if found.state == "submitted":
        done = submissions.submission(c, person(), found.id)
        content = done.content
        response, references = done.response(questionnaire), frozen_references(content)
        return Evaluated(found, done, questionnaire, evaluation_of(response, content.facts, content.year, references))
    sheet = AnswerSheet(found, questionnaire, answers.saved_answers(c, found))
    references = application().references(c, questionnaire, found.id)
    return Evaluated(found, None, questionnaire, _so_far(c, found, sheet.response, references))


def evaluation_so_far(c: Connection, found: Assessment, response: Response) -> Evaluation:
    """The evaluation of a response of an assessment, for pages where answers are given: without reference values where
    these have mistakes. That of a submission is the one that it was submitted with.
    """
    if found.state == "submitted":
        return evaluated_in(c, found).evaluation
    try:
        references = application().references(c, response.questionnaire, found.id)
    except Refusal:
        references = NO_REFERENCES
    return _so_far(c, found, response, references)


def _so_far(c: Connection, found: Assessment, response: Response, references: References) -> Evaluation:
    facts = organisations.organisation(c, person(), found.organisation_id).facts
    return evaluation_of(response, facts, found.year, references)


def computed_words(evaluation: Evaluation) -> dict[str, dict[str, str]]:
    """By id of every computed item its `value` in words ("" without one) and, as `note`, what it was scored against or
    is missing.
    """
    accountant, found = Accountant(evaluation, language()), dict[str, dict[str, str]]()
    for id, one in evaluation.items.items():
        if isinstance(one.item.asks, Computed):
            step = accountant.item(one)
            found[id] = {"value": step.value if isinstance(one.figure, Figure) else "", "note": step.note}
    return found


def uses(questionnaire: Questionnaire) -> dict[str, list[Item]]:
    """By id of an item with numbers, the computed items whose formulas name it or a column of it."""
    owners = dict[str, str]()
    for item in questionnaire.items:
        columns = item.asks.columns if isinstance(item.asks, Table) else ()
        owners |= {name_of(id): item.id for id in (item.id, *(column.id for column in columns))}
    found = dict[str, list[Item]]()
    for item in questionnaire.items:
        if isinstance(item.asks, Computed):
            for owner in dict.fromkeys(owners[name] for name in item.asks.formula.names if name in owners):
                found.setdefault(owner, []).append(item)
    return found


def made_of(questionnaire: Questionnaire) -> dict[str, list[Item]]:
    """By id of a computed item, the items that its formula names: :func:`uses` the other way round."""
    found = dict[str, list[Item]]()
    for owner, several in uses(questionnaire).items():
        for item in several:
            found.setdefault(item.id, []).append(questionnaire.item(owner))
    return found
