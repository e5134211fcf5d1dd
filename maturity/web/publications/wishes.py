"""What a release is asked for by: the form as it was sent, kept with its job, so that it can be asked for otherwise."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast, get_args

from flask import abort, request

from ...assessment.selection import BEIJING
from ...disclosure.rules import Rules
from ...errors import refuse
from ...jobs import Job
from ...publication.approval import OWN_PLAN
from ...publication.clearance import DifferencingPolicy, Request
from ...publication.revision import ReleaseStatus, reference_on
from ...questionnaire import Questionnaire
from ...statistics.drafting import general
from ...statistics.plan import Plan, plans_for, read_plan, shipped_for
from ...store.publications import releases
from ...store.types import now
from ..context import store
from ..language import gettext as _
from ..requests.reading import number
from .asked import asked

PREPARE, APPROVE = "prepare", "approve"  # what a job is about
Asked = Mapping[str, str]  # the fields of the form: plans by their ids, and the text of one's own
_FIELDS = ("questionnaire", "plan", "own", "threshold", "rounded", "status", "beside", "symbols", "as_of", "embargo")
_OFFERED: Mapping[str, tuple[DifferencingPolicy, ...]] = {
    "disclosure-changes-told": ("hold-back", "hide"),
    "disclosure-changes-wait": ("hide",),
    "disclosure-beside-earlier": ("hide",),
    "release-all-wait": ("hide",),
}  # what else can be asked for where a release was refused, by code


def asked_form() -> Asked:
    """The form that was sent."""
    sent = request.files.get("own")
    own = sent.read().decode("utf-8-sig", "replace") if sent and sent.filename else ""
    fields = {name: request.form.get(name, "").strip() for name in ("year", *_FIELDS)}
    plans = " ".join(request.form.getlist("plan"))
    return fields | {"questionnaire": asked().id, "plan": plans, "own": own}


def about(wanted: Asked) -> tuple[str, ...]:
    """What the job of a form is about."""
    return (wanted["year"], PREPARE, *(wanted[name] for name in _FIELDS))


def kept_wish(job: Job) -> Asked | None:
    """The form that began a job; None for one that is not about preparing a release."""
    year, what, *fields = job.about
    if what != PREPARE or len(fields) != len(_FIELDS):
        return None
    return {"year": year, **dict(zip(_FIELDS, fields, strict=True))}


def offers(job: Job) -> list[tuple[DifferencingPolicy, Mapping[str, object]]]:
    """The ways of asking again that a refused job is offered, with what its refusal counted."""
    if kept_wish(job) is None:
        return []
    return [(way, problem.values) for problem in job.problems for way in _OFFERED.get(problem.code, ())]


def wish_of(wanted: Asked, questionnaire: Questionnaire) -> tuple[Request, dict[str, str]]:
    """What a form asks for, and the texts of plans that are not shipped."""
    plans, texts = plans_of(wanted, questionnaire)
    year, day = number(wanted["year"], "year", _("年份")), moment(wanted["as_of"])
    with store().read() as c:
        known = releases.ledger_entries(c, questionnaire, (year - 1, year))
    wish = Request(
        plans,
        year,
        Rules(threshold=number(wanted["threshold"], "threshold", _("最小可公布家数")), rounded=bool(wanted["rounded"])),
        cast(ReleaseStatus, one_of(ReleaseStatus, wanted["status"])),
        cast(DifferencingPolicy, one_of(DifferencingPolicy, wanted["beside"])),
        reference_on(day.astimezone(BEIJING).date() if day else None, now(), year, known),
    )
    return wish, texts


def plans_of(wanted: Asked, questionnaire: Questionnaire) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans that were chosen, and the texts of those not shipped. Raises Refusal release-no-plan, plan-…"""
    chosen, text, at_hand = wanted["plan"].split(), wanted["own"], plans_for(questionnaire)
    if not set(chosen) <= set(at_hand):
        abort(400)
    plans = [plan for id, plan in at_hand.items() if id in chosen]
    texts = {} if shipped_for(questionnaire.id) else {plan.id: general(plan.id, questionnaire) for plan in plans}
    if text:
        own = read_plan(text, OWN_PLAN, find=lambda _: questionnaire)
        texts[own.id] = text
        plans = [*(plan for plan in plans if plan.id != own.id), own]
    if not plans:
        raise refuse("release-no-plan")
    return tuple(plans), texts


def one_of(kind: object, wish: str) -> str:
    """`wish` where it is one of the words of a literal type; any other is no request of the form."""
    if wish not in get_args(kind):
        abort(400)
    return wish


def moment(typed: str) -> datetime | None:
    """A day or a time in Beijing; None where nothing was typed. Raises Refusal release-time."""
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
        return found.replace(tzinfo=BEIJING).astimezone(BEIJING)
    except (ValueError, OverflowError):
        raise refuse("release-time", found=typed[:40]) from None
