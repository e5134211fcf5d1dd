"""The comparison of two rounds: which one, what changed in the answers, and the page where there are no levels."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeVar

from flask import render_template, request

from ...answers.carrying import carried_over
from ...assessment.comparison import ChangedAnswer, changed_answers, comparable
from ...assessment.side_by_side import side_by_side
from ...assessment.value_changes import ValueChange, value_changes
from ...questionnaire import Questionnaire
from ...scoring.accounts import Accountant, difference
from ...scoring.evaluation import Interval
from ...scoring.figures import Figure
from ...scoring.statements import number, span
from ...statistics.numeric.outcomes import decides
from ...store.assessments import answers, assessments, rounds
from ...store.assessments.assessments import Assessment
from ...store.assessments.rounds import Round, ValueRound
from ...store.submissions.frozen import kept_verdict
from ..access import person
from ..context import Connection
from ..language import language, say
from .evaluated import Evaluated, evaluated_in

_SCORE = ("score_low", "score_high")
Each = TypeVar("Each", Round, ValueRound)


def chosen_of(found: Assessment, others: Sequence[Each], asked: str | None) -> Each | None:
    """The round asked for, else the one this began with, else the last before it, else the first after it."""
    by_id = {each.assessment_id: each for each in others}
    for id in (asked, found.previous_id):
        if id in by_id:
            return by_id[id]
    submitted = found.submitted_at
    earlier = [each for each in others if submitted is None or each.submitted_at < submitted]
    return earlier[-1] if earlier else others[0] if others else None


def changed_since(
    c: Connection, before: Assessment, after: Assessment, questionnaire: Questionnaire
) -> list[ChangedAnswer]:
    """The items of `questionnaire`, that of the later round, answered differently in the earlier one."""
    crosswalk = questionnaire.crosswalk_from(before.questionnaire_version)
    given = rounds.answers_in(c, before, crosswalk.before if crosswalk else questionnaire)
    if crosswalk is not None:
        given = carried_over(crosswalk, questionnaire, given)
    now = rounds.answers_in(c, after, questionnaire)
    pairs = ({item: answer for item, (answer, _comment) in each.items()} for each in (given, now))
    return changed_answers(questionnaire, *pairs)


def values_compared(c: Connection, found: Assessment, questionnaire: Questionnaire) -> str:
    """The submitted rounds without levels, and this round compared with another (`with`, by default the last)."""
    series = rounds.value_rounds_of(c, person(), found)
    others = [each for each in series if each.assessment_id != found.id]
    chosen = chosen_of(found, others, request.args.get("with"))
    now = evaluated_in(c, found)
    return render_template(
        "rounds/values.html",
        assessment=found,
        questionnaire=questionnaire,
        now=now,
        series=[(each, _told(each, questionnaire)) for each in series],
        decided=decides(questionnaire),
        others=others,
        chosen=chosen,
        profiles={id: say(profile.name) for id, profile in questionnaire.profiles.items()},
        **(_pair(c, now, questionnaire, chosen) if chosen else {}),
    )


def _told(each: ValueRound, questionnaire: Questionnaire) -> dict[str, Any]:
    """What a round came to, from what was frozen with it."""
    kept = each.figures
    bands = {band.id: say(band.name) for grading in questionnaire.grading for band in grading.bands}
    return {
        "eligible": kept_verdict(kept),
        "score": span(Interval(Fraction(kept["score_low"]), Fraction(kept["score_high"])))
        if "score_low" in kept
        else "",
        "grade": bands.get(kept.get("grade_low", ""), ""),
    }


def _pair(c: Connection, now: Evaluated, questionnaire: Questionnaire, chosen: ValueRound) -> dict[str, Any]:
    other = assessments.assessment(c, person(), chosen.assessment_id)
    crosswalk = questionnaire.crosswalk_from(other.questionnaire_version)
    readable = crosswalk is not None or other.questionnaire_version == questionnaire.version
    before = evaluated_in(c, other).evaluation if readable else None
    changes = value_changes(before, now.evaluation, crosswalk) if before else ()
    told = [Accountant(each, language()) for each in (before, now.evaluation) if each]
    numbers = {change.after.item.id for change in changes}
    changed = changed_since(c, other, now.assessment, questionnaire)
    return {
        "readable": readable,
        "comparable": comparable(other.questionnaire_version, questionnaire.version, questionnaire),
        "lines": side_by_side(before, now.evaluation, language()) if before else (),
        "values": [_words(told[0], told[1], change) for change in changes],
        "changed": [one for one in changed if one.item.id not in numbers],
        "saved": answers.saved_answers(c, now.assessment),
    }


def _words(before: Accountant, after: Accountant, change: ValueChange) -> dict[str, Any]:
    """A number in two rounds, in words: value and what it earns, and the difference with its sign."""
    later, earlier = change.after, change.before
    unit = later.figure.unit if isinstance(later.figure, Figure) else None
    step = change.difference
    sign = "" if not step else "+" if step > 0 else "−"
    size = difference(abs(step), unit, language()) if step and unit else ""
    shares = unit is not None and unit.id == "%"  # their difference is of percentage points: no per cent beside it
    return {
        "item": later.item,
        "before": (before.answered(earlier), before.earned(earlier)) if earlier else None,
        "after": (after.answered(later), after.earned(later)),
        "difference": "0" if step == 0 else f"≈{sign}{size[1:]}" if size.startswith("≈") else sign + size,
        "ratio": "" if change.ratio is None or not step or shares else f"{sign}{number(abs(change.ratio) * 100)}%",
    }
