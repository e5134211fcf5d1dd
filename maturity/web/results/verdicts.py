"""The result of a questionnaire without levels: verdicts, score, bonus and grade, each for itself, and how."""

from collections.abc import Mapping

from flask import render_template

from ...assessment.evidence_strength import Strength, coverage, coverage_text
from ...assessment.progress import count
from ...scoring.accounts import account
from ...scoring.evaluation import Evaluation, ItemScore, Section
from ...scoring.explain import Step
from ...scoring.statements import na_policy, number, span, statements
from ..assessments.evaluated import Evaluated, steps_of
from ..language import language


def verdicts(it: Evaluated, backed: Mapping[str, Strength]) -> str:
    """The page of the result; `backed` is the strength of the evidence of items."""
    found = it.evaluation
    steps = steps_of(account(found, language()))
    return render_template(
        "result/verdicts.html",
        assessment=it.assessment,
        submission=it.submission,
        questionnaire=it.questionnaire,
        evaluation=found,
        told=statements(found, language()),
        policy=na_policy(found, language()),
        missed=_items(found, "not met"),
        undecided=_items(found, "undecided"),
        sections=[section for section in found.sections if section.score is not None],
        values=_values(found, steps),
        steps=steps,
        backed_in_words=coverage_text(coverage(found.response, backed), language()),
        whole=count(found.response),
        number=number,
        span=span,
    )


def _items(found: Evaluation, standing: str) -> list[ItemScore]:
    """The gates and mandatory items that stand so."""
    return [one for one in (*found.gates.items, *found.mandatory.items) if one.standing == standing]


def _values(found: Evaluation, steps: Mapping[str, Step]) -> list[Step]:
    """What a method computes that adds nothing up: a line a value. Blocks with scores of their own have none."""
    if any(section.score for section in found.sections):
        return []
    wanted = [id for section in found.sections for id in _scored(section)]
    return [steps[id] for id in wanted if id in steps]


def _scored(section: Section) -> list[str]:
    return [one.item.id for one in section.walk() if one.item.role not in ("input", "gate")]


def explained(it: Evaluated) -> str:
    """The page with the arithmetic: inputs, formula, reference value and points of every number."""
    return render_template(
        "result/account.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        told=statements(it.evaluation, language()),
        whole=account(it.evaluation, language()),
        areas={item.id: item.area for item in it.questionnaire.items},
    )
