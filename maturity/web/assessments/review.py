"""Review and submission of an assessment."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...assessment.evidence_strength import strengths
from ...assessment.plausibility import KINDS, plausibility_hints
from ...assessment.second_values import unproved_gates
from ...errors import Refusal
from ...questionnaire.facts import FACTS, missing
from ...store.accounts import privacy
from ...store.assessments import answers, assessments, flags
from ...store.enterprises import organisations
from ...store.enterprises.access import OWNING
from ...store.evidence import evidence
from ...store.submissions import submissions
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..language import ngettext
from ..refusals import refilled
from ..requests.reading import whole
from .evaluated import evaluation_so_far
from .progress import AnswerSheet, questionnaire_of

pages = Blueprint("review", __name__)


@pages.get("/assessments/<aid>/review")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """Open items, items not applicable, hints on plausibility, and the button to submit."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        now = AnswerSheet(
            found, questionnaire_of(found), answers.saved_answers(c, found), flags.flagged_items(c, found)
        )
        tallies = evidence.tallies(c, found)
        firm = organisations.organisation(c, person(), found.organisation_id)
        notice, consents = privacy.current_notice(c), privacy.consents_of(c, person(), firm.id)
        doubts = () if now.questionnaire.has_levels else evaluation_so_far(c, found, now.response).hints
    known = strengths(tallies, {id for id, saved in now.saved.items() if saved.comment})
    told = plausibility_hints(now.response, known) if now.questionnaire.has_levels else ()
    hints = [(kind, [hint for hint in told if hint.kind == kind]) for kind in KINDS]
    return render_template(
        "assessments/review.html",
        sheet=now,
        kinds=KINDS,
        firm=firm,
        notice=notice,
        consent=next((one for one in consents if one.version == notice.version), None),
        outside=_outside(now),
        hints=[(kind, some) for kind, some in hints if some],
        doubts=doubts,
        unproved=unproved_gates(now.response, known),
        lacking=[FACTS[fact] for fact in missing(firm.facts, now.questionnaire.needed_facts)],
        may_compare=found.role in OWNING and not firm.compared,
    )


def _outside(now: AnswerSheet) -> int:
    """The number of saved answers to items that are not assessed."""
    asked = {item.id for item in now.response.items}
    return sum(entry.answer is not None and id not in asked for id, entry in now.saved.items())


@pages.post("/assessments/<aid>/confirm")
@for_roles(*ANSWERING)
def confirm(aid: str) -> ResponseReturnValue:
    """Confirm unchanged answers from the last round: those of one area, or all."""
    confirmed = request.form.get("area", "")
    with store().write() as c:
        found = assessments.assessment(c, person(), aid)
        now = AnswerSheet(found, questionnaire_of(found), answers.saved_answers(c, found))
        items = {item.id for item in now.carried if confirmed in (item.area, "all")}
        done = answers.confirm_carried(c, person(), aid, now.questionnaire, items)
    flash(ngettext("已确认 %(num)s 条。", "已确认 %(num)s 条。", done))
    return redirect(url_for(".page", aid=aid, _anchor="carried" if len(now.carried) > done else "submit"))


@pages.post("/assessments/<aid>/submit")
@for_roles(*ANSWERING)
def submit(aid: str) -> ResponseReturnValue:
    """Submit: answers and grade are stored and do not change any more. A repeated request changes nothing."""
    try:
        with store().write() as c:
            found = assessments.assessment(c, person(), aid)
            if found.state == "open":
                agreed = whole(request.form.get("agreed"))
                questionnaire = questionnaire_of(found)
                references = application().references(c, questionnaire, found.id)
                submissions.submit(c, person(), aid, questionnaire, agreed, references)
                if request.form.get("compared") == "yes" and found.role in OWNING:
                    organisations.set_compared(c, person(), found.organisation_id, compared=True)
    except Refusal as refusal:
        return refilled(page(aid), refusal)
    return redirect(url_for("results.page", aid=aid))
