"""The result of a questionnaire without levels: verdicts, score, bonus and grade, each for itself, and how."""

from collections.abc import Mapping
from fractions import Fraction

from flask import render_template

from ...answers import Answer
from ...assessment.evidence_strength import Strength, coverage, coverage_text
from ...assessment.progress import count
from ...assessment.side_by_side import side_by_side
from ...questionnaire import Group
from ...scoring.accounts import Accountant, account
from ...scoring.evaluation import COUNTING, NONE, Evaluation, ItemScore, Section
from ...scoring.methods import answered
from ...scoring.statements import na_policy, number, span, statements
from ..assessments.evaluated import Evaluated
from ..language import gettext as _
from ..language import language


def verdicts(it: Evaluated, backed: Mapping[str, Strength], given: Mapping[str, Answer]) -> str:
    """The page of the result; `backed` is the strength of the evidence of items, `given` are the assessors' values."""
    found = it.evaluation
    assessed = answered(found, given) if given else None
    return render_template(
        "result/verdicts.html",
        assessment=it.assessment,
        submission=it.submission,
        backed_in_words=coverage_text(coverage(found.response, backed), language()),
        whole=count(found.response),
        beside=side_by_side(found, assessed, language()) if assessed else (),
        **told_of(found),
    )


def told_of(found: Evaluation) -> dict[str, object]:
    """What the macros of `macros/verdicts.html` show of an evaluation."""
    accountant, missed, undecided = Accountant(found, language()), _items(found, "not met"), _items(found, "undecided")
    return {
        "questionnaire": found.response.questionnaire,
        "evaluation": found,
        "told": statements(found, language()),
        "policy": na_policy(found, language()),
        "missed": missed,
        "undecided": undecided,
        "sections": [one for one in found.sections if one.score is not None or one.reachable],
        "values": _values(found, accountant),
        "steps": {one.item.id: accountant.item(one) for one in (*missed, *undecided)},
        "number": number,
        "span": span,
    }


def _items(found: Evaluation, standing: str) -> list[ItemScore]:
    """The gates and mandatory items that stand so."""
    return [one for one in (*found.gates.items, *found.mandatory.items) if one.standing == standing]


def _values(found: Evaluation, accountant: Accountant) -> list[tuple[Group, str, list[dict[str, str]]]]:
    """The items that count or are shown, by outermost group with what it comes to: what each item is called, its answer
    or value, what it earns, and notes. None where blocks have scores of their own.
    """
    if any(section.score for section in found.sections):
        return []
    told = []
    for section in found.sections:
        lines = [
            {
                "label": accountant.label(one),
                "value": accountant.answered(one),
                "earned": accountant.earned(one),
                "note": accountant.note(one),
            }
            for one in section.walk()
            if one.item.role not in ("input", "gate")
        ]
        told += [(section.group, _together(found, section), lines)] if lines else []
    return told


def _together(found: Evaluation, section: Section) -> str:
    """The mean of the degrees of a group, where the score is that of all; "" under other methods."""
    shares = [one.share for one in section.walk() if one.share and one.item.role in COUNTING]
    if found.response.questionnaire.scoring.method != "index" or not shares:
        return ""
    return _("平均程度 %(mean)s", mean=span(sum(shares, start=NONE) * Fraction(1, len(shares))))


def explained(it: Evaluated) -> str:
    """The page with the arithmetic: inputs, formula, reference value and points of every number."""
    return render_template(
        "result/account.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        profile=it.evaluation.response.profile,
        told=statements(it.evaluation, language()),
        whole=account(it.evaluation, language()),
        areas={item.id: item.area for item in it.questionnaire.items},
    )
