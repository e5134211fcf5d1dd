"""The dossier of an assessment: all data of its report, with levels or without."""

from dataclasses import replace
from datetime import date

from ..answers import Response
from ..assessment.evidence_strength import Strength, strengths
from ..assessment.selection import BEIJING
from ..questionnaire import Questionnaire, Text
from ..report import Action, AssessedDossier, Dossier, EvaluationDossier, Evidence, Finding, Statement, Target
from ..scoring import grade
from ..scoring.evaluation import Evaluation
from ..scoring.methods import answered
from ..scoring.roadmap import smallest
from . import Connection
from .accounts.people import Person
from .assessments import answers, findings, opinions
from .assessments.assessments import Assessment, check_questionnaire
from .enterprises import organisations
from .enterprises.facts import Facts, labelled_facts
from .evidence import evidence
from .origins.origins import ExternalAuthor
from .planning import actions, targets
from .submissions import submissions
from .submissions.submissions import Submission


def dossier(c: Connection, person: Person, found: Assessment, questionnaire: Questionnaire, day: date) -> Dossier:
    """The dossier of an assessment that the store gave to the person; `day` is printed on the cover.

    A submitted one has the answers and facts it was submitted with. Raises Refusal assessment-questionnaire.
    """
    check_questionnaire(questionnaire, found.questionnaire, found.questionnaire_version)
    held = answers.saved_answers(c, found)
    submission = submissions.submission(c, person, found.id) if found.state == "submitted" else None
    if submission:
        facts, response = submission.content.facts, submission.response(questionnaire)
    else:
        facts = organisations.organisation(c, person, found.organisation_id).facts
        given = {item: one.answer for item, one in held.items() if one.answer is not None}
        response = Response(questionnaire, found.profile, given, found.cuts)
    comments = {item: one.comment for item, one in held.items() if one.comment}
    return Dossier(
        result=grade(response),
        enterprise=facts.name,
        year=found.year,
        day=day,
        facts=_facts(facts),
        submitted=_moment(submission),
        digest=submission.digest if submission else "",
        origin=submission.origin if submission else "",
        comments=comments,
        evidence=_evidence(c, found, response),
        strengths=strengths(evidence.tallies(c, found), set(comments)),
        findings=_findings(c, found, response),
        roadmap=smallest(questionnaire, response),
        targets=_targets(c, found, response),
        actions=_actions(c, found),
    )


def evaluation_dossier(
    c: Connection, person: Person, found: Assessment, evaluation: Evaluation, day: date
) -> EvaluationDossier:
    """As :func:`dossier`, of an assessment without levels: `evaluation` is that of its answers, of the submitted ones
    where it is submitted.
    """
    check_questionnaire(evaluation.response.questionnaire, found.questionnaire, found.questionnaire_version)
    submission = submissions.submission(c, person, found.id) if found.state == "submitted" else None
    whose = submission.content if submission else organisations.organisation(c, person, found.organisation_id)
    return EvaluationDossier(
        evaluation=evaluation,
        enterprise=whose.facts.name,
        day=day,
        year=found.year,
        facts=_facts(whose.facts),
        submitted=_moment(submission),
        digest=submission.digest if submission else "",
        origin=submission.origin if submission else "",
        comments={item: one.comment for item, one in answers.saved_answers(c, found).items() if one.comment},
        evidence=_evidence(c, found, evaluation.response),
    )


def assessed_dossier(
    c: Connection, person: Person, found: Assessment, evaluation: Evaluation, day: date
) -> AssessedDossier:
    """As :func:`evaluation_dossier`, with the result by assessors' values beside that of the self-assessment."""
    own = evaluation_dossier(c, person, found, evaluation, day)
    given = findings.values_of(c, found)
    values = {item: answer for item, answer in given.items() if item in evaluation.items}
    opinion = opinions.opinion_of(c, found)
    statement = opinion.statement if opinion else Statement()
    assessed = replace(own, evaluation=answered(evaluation, values))
    return AssessedDossier(assessed, own, _findings(c, found, evaluation.response), statement)


def _facts(facts: Facts) -> list[tuple[Text, Text]]:
    """Labels and values of the facts without the name, which is on the cover."""
    pairs = zip(labelled_facts(facts, "zh"), labelled_facts(facts, "en"), strict=True)
    return [(Text(zh[0], en[0]), Text(zh[1], en[1])) for zh, en in pairs if zh[1] != facts.name]


def _moment(submission: Submission | None) -> str:
    """When it was submitted, Beijing time, to the minute."""
    return f"{submission.submitted_at.astimezone(BEIJING):%Y-%m-%d %H:%M}" if submission else ""


def _evidence(c: Connection, found: Assessment, response: Response) -> list[Evidence]:
    """The evidence for papers of the checklist, then that for items, both in the order of the questionnaire."""
    papers, pieces, backing = evidence.papers_of(c, found), evidence.evidence_of(c, found), []
    ordered = [papers.get(paper.id, []) for paper in response.questionnaire.checklist]
    ordered += [pieces.get(item.id, []) for item in response.items]
    for piece in (piece for some in ordered for piece in some):
        plain = Strength.STATED if piece.kind == "note" else Strength.DOCUMENTED
        strength = Strength.SEEN if piece.seen_at else plain
        about = piece.item or "", piece.paper or ""
        backing.append(Evidence(about[0], piece.kind, strength, piece.words, piece.url or "", about[1]))
    return backing


def _findings(c: Connection, found: Assessment, response: Response) -> list[Finding]:
    known = findings.findings_of(c, found)
    given = [known[item.id] for item in response.items if item.id in known and known[item.id].given]
    return [Finding(one.item, one.answer, one.words, isinstance(one.by, ExternalAuthor)) for one in given]


def _targets(c: Connection, found: Assessment, response: Response) -> list[Target]:
    known = targets.targets_of(c, found)
    return [
        Target(sub.id, known[sub.id].value.level, known[sub.id].value.due) for sub in response.areas if sub.id in known
    ]


def _actions(c: Connection, found: Assessment) -> list[Action]:
    drafts = [one.draft for one in actions.actions_of(c, found)]
    return [Action(one.words, one.item or one.area or "", one.owner, one.due, one.state) for one in drafts]
