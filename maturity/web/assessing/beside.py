"""Self-assessment and findings side by side: two grades or, without levels, two evaluations with every difference."""

from collections.abc import Mapping
from typing import Any

from flask import render_template

from ...answers import Answer, Response
from ...assessment.evidence_strength import Tally, strengths
from ...assessment.findings import compare_findings
from ...assessment.second_values import SecondValues, compare_evaluations, unproved_gates
from ...assessment.side_by_side import side_by_side, signed_span
from ...report.pictures import totals
from ...scoring.accounts import Accountant
from ...scoring.evaluation import Evaluation
from ...store.assessments.findings import Finding
from ..language import language, lazy_gettext

SHOWN = ("all", "lower", "higher", "scope", "added", "unsaid")
ELIGIBLE = {True: lazy_gettext("具备"), False: lazy_gettext("不具备"), None: lazy_gettext("尚不能判定")}


def levels_beside(response: Response, given: Mapping[str, Answer], common: Mapping[str, Any]) -> str:
    """The page with two grades; `common` is what both pages show."""
    both, questionnaire = compare_findings(response, given), response.questionnaire
    found, shown = common["found"], common["shown"]
    return render_template(
        "assess/assessed.html",
        both=both,
        own_sums=totals(both.own, questionnaire.summary_tier),
        sums=totals(both.assessed, questionnaire.summary_tier),
        names={group.id: group.name for group in questionnaire.summary_groups},
        differences=[one for one in both.differences if _fits(shown, one.kind, found[one.item.id])],
        mark=questionnaire.scoring.pass_mark,
        **common,
    )


def values_beside(
    evaluation: Evaluation, given: Mapping[str, Answer], tallies: Mapping[str, Tally], common: Mapping[str, Any]
) -> str:
    """The page with two evaluations, the effect of each difference, and the computed values that follow from them."""
    both = compare_evaluations(evaluation, given)
    found, shown = common["found"], common["shown"]
    return render_template(
        "assess/values.html",
        both=both,
        lines=side_by_side(both.own, both.assessed, language()) if both.valued else (),
        differences=[one for one in both.differences if _fits(shown, one.kind, found[one.item.id])],
        earned=_earned(both),
        computed=_computed(both),
        unproved=unproved_gates(both.assessed.response, strengths(tallies, ())),
        eligible=ELIGIBLE,
        signed_span=signed_span,
        **common,
    )


def _fits(shown: str, kind: str, finding: Finding) -> bool:
    return shown in ("all", kind) or (shown == "unsaid" and not finding.words)


def _earned(both: SecondValues) -> dict[str, tuple[str, str]]:
    """By id of the items that differ, what each earns on both sides, in words."""
    told = [Accountant(one, language()) for one in (both.own, both.assessed)]
    ids = [one.item.id for one in both.differences]
    return {id: (told[0].earned(both.own.items[id]), told[1].earned(both.assessed.items[id])) for id in ids}


def _computed(both: SecondValues) -> list[tuple[Any, ...]]:
    """The computed items that come to something else: the item, its value and what it earns, on both sides."""
    own, assessed = (Accountant(one, language()) for one in (both.own, both.assessed))
    return [
        (one.item, (own.answered(one), own.earned(one)), (assessed.answered(other), assessed.earned(other)))
        for one, other in both.computed
    ]
