"""What a room came to: results beside the answers they would replace, their effect, accepting, and the minutes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...answers import Answer
from ...assessment.findings import FindingsComparison, compare_findings
from ...assessment.second_values import compare_evaluations
from ...assessment.side_by_side import Line, side_by_side
from ...errors import Conflict, Forbidden, NotFound, Refusal
from ...intake.logos import MOST_BYTES, SUFFIXES
from ...questionnaire import Questionnaire
from ...scoring.methods import answered
from ...store.assessments import assessments, findings
from ...store.assessments.assessments import Assessment
from ...store.enterprises import logos
from ...store.enterprises.access import ASSESSING, WRITING
from ...store.workshop import items, outcome, rooms, sittings
from ...store.workshop.items import RoomItem
from ...store.workshop.rooms import Room
from ...store.workshop.sittings import Sitting
from ...workshop.outcome import Proposal
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.graded import graded_in
from ..assessments.progress import questionnaire_of
from ..context import Connection, store
from ..language import gettext as _
from ..language import language, lazy_gettext, ngettext
from ..refusals import problem_texts
from ..requests.reading import form_version, query_number, version, whole
from ..results import reports
from . import words

pages = Blueprint("outcome", __name__)
STANDINGS = {
    "change": lazy_gettext("可以采纳"),
    "same": lazy_gettext("现在的回答已是这样"),
    "conflict": lazy_gettext("研讨会开始后有人改过回答"),
    "gone": lazy_gettext("已不在评估范围内"),
}
_ORDER = ("conflict", "change", "same", "gone")


@dataclass(frozen=True, slots=True)
class _Look:
    """A room with what it settled. `effect` compares the result as it is with that after the chosen results: grades
    with levels, else the lines of two evaluations; None where nothing is chosen. `logos` holds the ids of room and
    enterprise as far as they have a logo.
    """

    room: Room
    assessment: Assessment
    questionnaire: Questionnaire
    proposals: Sequence[Proposal]
    settled: Mapping[str, RoomItem]
    parked: Sequence[RoomItem]
    sittings: Sequence[Sitting]
    accepted: frozenset[str]
    logos: frozenset[str]
    chosen: frozenset[str]
    effect: FindingsComparison | Sequence[Line] | None

    @property
    def writable(self) -> bool:
        """Whether results can still be written: answers not after submission, assessed values always."""
        return self.room.target == "assessed" or self.assessment.state != "submitted"

    @property
    def may_accept(self) -> bool:
        """Whether the person may write what the room settles."""
        return self.room.role in (ASSESSING if self.room.target == "assessed" else WRITING)


@pages.get("/assessments/<aid>/workshops/<rid>/outcome")
@for_roles(*ANSWERING)
def page(aid: str, rid: str) -> ResponseReturnValue:
    """Every result beside the answer now and the one when the sitting was opened, and the effect of accepting them."""
    return _page(_look(aid, rid, None))


@pages.post("/assessments/<aid>/workshops/<rid>/outcome")
@for_roles(*ANSWERING)
def accept(aid: str, rid: str) -> ResponseReturnValue:
    """Accept the results that are chosen; with `then` = "effect" only show what that would change."""
    chosen = frozenset(request.form.getlist("item"))
    if request.form.get("then") == "effect":
        return _page(_look(aid, rid, chosen))
    look = _look(aid, rid, chosen)
    try:
        taken = {id: version(whole(request.form.get(f"seen-{id}")), id) for id in chosen}
        with store().write() as c:
            outcome.accept(c, person(), rid, form_version("counter"), look.questionnaire, taken)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(_look(aid, rid, chosen), refusal)
    flash(ngettext("已采纳 %(num)s 条结果。", "已采纳 %(num)s 条结果。", len(taken)) if taken else _("已采纳。"))
    return redirect(url_for(".page", aid=aid, rid=rid))


@pages.post("/assessments/<aid>/workshops/<rid>/actions")
@for_roles(*ANSWERING)
def plan(aid: str, rid: str) -> ResponseReturnValue:
    """Make actions of the parked items."""
    look = _look(aid, rid, frozenset())
    with store().write() as c:
        made = outcome.plan_parked(c, person(), rid, look.questionnaire)
    flash(ngettext("已新增 %(num)s 项行动。", "已新增 %(num)s 项行动。", made) if made else _("这些行动都已经有了。"))
    return redirect(url_for("actions.page", aid=aid))


def again(aid: str, rid: str, refusal: Refusal) -> ResponseReturnValue:
    """The page with the problems of a form on it."""
    return _page(_look(aid, rid, None), refusal)


def _look(aid: str, rid: str, chosen: frozenset[str] | None) -> _Look:
    """The outcome of a room; without a choice all results that are no conflict are chosen."""
    with store().read() as c:
        about, found = assessments.assessment(c, person(), aid), rooms.room(c, person(), rid)
        if found.assessment_id != aid:
            abort(404)
        questionnaire, places = questionnaire_of(about), items.items_of(c, rid)
        proposals = outcome.proposals_of(c, person(), found, questionnaire)
        if chosen is None:
            chosen = frozenset(one.item.id for one in proposals if one.standing == "change")
        values = {one.item.id: one.settled for one in proposals if one.item.id in chosen and one.asked}
        kept = sittings.outcomes_of(c, rid).get(found.sitting, {})
        return _Look(
            found,
            about,
            questionnaire,
            proposals,
            {one.item: one for one in places if one.state == "settled"},
            [one for one in places if one.state == "parked"],
            sittings.sittings_of(c, rid),
            frozenset(one.item for one in places if one.id in kept and kept[one.id].accepted),
            logos.with_logo(c, found.organisation_id, rid),
            chosen,
            _effect(c, found, about, values) if values and found.state == "closed" else None,
        )


def _effect(
    c: Connection, found: Room, about: Assessment, values: dict[str, Answer]
) -> FindingsComparison | Sequence[Line]:
    given = findings.values_of(c, about) if found.target == "assessed" else {}
    if questionnaire_of(about).has_levels:
        own = graded_in(c, about).result.response
        known = {item.id: given[item.id] for item in own.items if item.id in given}
        return compare_findings(replace(own, answers={**own.answers, **known}), values)
    evaluation = evaluated_in(c, about).evaluation
    known = {item.id: given[item.id] for item in evaluation.response.items if item.id in given}
    both = compare_evaluations(answered(evaluation, known) if known else evaluation, values)
    return side_by_side(both.own, both.assessed, language())


def _page(look: _Look, refusal: Refusal | None = None) -> ResponseReturnValue:
    held = [one for one in look.sittings if one.closed_at]
    asked = query_number("sitting")
    page = render_template(
        "workshop/outcome.html",
        look=look,
        assessment=look.assessment,
        questionnaire=look.questionnaire,
        room=look.room,
        leads=look.room.led_by(person()),
        kinds=_kinds(look),
        held=held,
        sitting=asked if asked in {one.sitting for one in held} else look.room.sitting,
        files=reports.kinds(),
        problems=problem_texts(refusal.problems) if refusal else [],
        stale=isinstance(refusal, Conflict),
        STANDING_WORDS=STANDINGS,
        logo_suffixes=SUFFIXES,
        logo_most=MOST_BYTES >> 20,
        **words.shared(),
    )
    return page, refusal.status if refusal else 200


def _kinds(look: _Look) -> dict[str, list[Proposal]]:
    """By standing: the proposals of it, those first that a person has to look at."""
    found = {name: [one for one in look.proposals if one.standing == name] for name in _ORDER}
    return {name: members for name, members in found.items() if members}
