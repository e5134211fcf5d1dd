"""Trying out answers where a questionnaire has no levels: numbers, tables, ticks and choices. Nothing is stored."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from ...answers import Answer, Chosen
from ...assessment.second_values import moved
from ...assessment.side_by_side import side_by_side
from ...errors import Problem, Refusal
from ...questionnaire import Item
from ...questionnaire.asked import Computed, Words
from ...questionnaire.naming import NOT_APPLICABLE_ID
from ...scoring.accounts import Accountant
from ...scoring.evaluation import Evaluation
from ...scoring.methods import answered
from ..assessments import entering
from ..assessments.entering import NONE, form_fields
from ..assessments.entries import Entry, answer_in, entry_with
from ..assessments.evaluated import Evaluated, computed_words
from ..language import gettext as _
from ..language import language


def trial(it: Evaluated) -> ResponseReturnValue:
    """The present answers, or with the choices of the items `full` in the address at their best (GET); with the answers
    sent (POST). What cannot be read is told at its field and counts as it is.
    """
    own, items = it.evaluation, [item for item in it.evaluation.response.items if _tried(item)]
    stored = {item.id: entry_with(item, own.response.answers.get(item.id), "", 0) for item in items}
    typed = {item.id: _sent(item) for item in items if _shown(item)} if request.method == "POST" else _best(own)
    changed = {id: entry for id, entry in typed.items() if not entry.same(stored[id])}
    answers, refusal = _read(it, changed)
    after = answered(own, answers)
    words = render_template(
        "roadmap/trial.html",
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        areas=[(area, some) for area in own.response.areas if (some := [item for item in area.items if _tried(item)])],
        lines=side_by_side(own, after, language()),
        moved=_moved(own, after),
        entries={**stored, **typed},
        own=own.response.answers,
        changed=changed.keys(),
        blamed=entering.blamed(items, refusal),
        entering=entering,
        uses={},
        computed=computed_words(after),
        aside=NOT_APPLICABLE_ID,
    )
    return words, refusal.status if refusal else 200


def _tried(item: Item) -> bool:
    """Whether an answer to the item can change a result."""
    return not isinstance(item.asks, Computed | Words)


def _shown(item: Item) -> bool:
    return f"choice-{item.id}" in request.form or f"shown-{item.id}" in request.form


def _sent(item: Item) -> Entry:
    choice = request.form.get(f"choice-{item.id}", "")
    return Entry(choice, "", "", 0, NONE if choice else form_fields(item))


def _best(own: Evaluation) -> dict[str, Entry]:
    """The items named in the address whose answer is a choice, at their best."""
    asked = [item for item in own.response.items if item.id in request.args.getlist("full") and item.asks is None]
    best = {item.id: max(own.response.questionnaire.choices_of(item), key=lambda one: one.score) for item in asked}
    return {item.id: entry_with(item, Chosen(best[item.id].id), "", 0) for item in asked}


def _read(it: Evaluated, changed: Mapping[str, Entry]) -> tuple[dict[str, Answer | None], Refusal | None]:
    """The changed answers that can be read, and the mistakes of the others."""
    found, problems = dict[str, Answer | None](), list[Problem]()
    for id, entry in changed.items():
        reason = _("试算") if entry.choice == NOT_APPLICABLE_ID else ""
        try:
            found[id] = answer_in(it.questionnaire, id, Entry(entry.choice, reason, "", 0, entry.fields))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    return found, Refusal(*problems) if problems else None


def _moved(own: Evaluation, after: Evaluation) -> list[dict[str, Any]]:
    """The computed values that change: the item, and what it comes to before and after."""
    told = Accountant(own, language()), Accountant(after, language())
    return [
        {
            "item": before.item,
            "before": (told[0].answered(before), told[0].earned(before)),
            "after": (told[1].answered(later), told[1].earned(later)),
        }
        for before, later in moved(own, after)
    ]
