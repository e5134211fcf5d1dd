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
from ...publication.clearance import Beside, Request
from ...publication.revision import ReleaseStatus, reference_on
from ...statistics.plan import Plan, load_plan, read_plan, shipped_plans
from ...store.publications import releases
from ...store.types import now
from ..context import room, store
from ..language import gettext as _
from ..requests.reading import number

PREPARE, APPROVE = "prepare", "approve"  # what a job is about
Asked = Mapping[str, str]  # the fields of the form: plans by their ids, and the text of one's own
_FIELDS = ("plan", "own", "threshold", "rounded", "status", "beside", "symbols", "as_of", "embargo")
_OFFERED: Mapping[str, tuple[Beside, ...]] = {
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
    return fields | {"plan": " ".join(request.form.getlist("plan")), "own": own}


def about(asked: Asked) -> tuple[str, ...]:
    """What the job of a form is about."""
    return (asked["year"], PREPARE, *(asked[name] for name in _FIELDS))


def kept_wish(job: Job) -> Asked | None:
    """The form that began a job; None for one that is not about preparing a release."""
    year, what, *fields = job.about
    if what != PREPARE or len(fields) != len(_FIELDS):
        return None
    return {"year": year, **dict(zip(_FIELDS, fields, strict=True))}


def offers(job: Job) -> list[tuple[Beside, Mapping[str, object]]]:
    """The ways of asking again that a refused job is offered, with what its refusal counted."""
    if kept_wish(job) is None:
        return []
    return [(way, problem.values) for problem in job.problems for way in _OFFERED.get(problem.code, ())]


def wish_of(asked: Asked) -> tuple[Request, dict[str, str]]:
    """What a form asks for, and the texts of plans that are not shipped."""
    plans, texts = plans_of(asked)
    year, day = number(asked["year"], "year", _("年份")), moment(asked["as_of"])
    with store().read() as c:
        known = releases.ledger_entries(c, room().questionnaire(), (year - 1, year))
    wish = Request(
        plans,
        year,
        Rules(threshold=number(asked["threshold"], "threshold", _("最小可公布家数")), rounded=bool(asked["rounded"])),
        cast(ReleaseStatus, one_of(ReleaseStatus, asked["status"])),
        cast(Beside, one_of(Beside, asked["beside"])),
        reference_on(day.astimezone(BEIJING).date() if day else None, now(), year, known),
    )
    return wish, texts


def plans_of(asked: Asked) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans that were chosen, and the texts of those not shipped. Raises Refusal release-no-plan, plan-…"""
    chosen, text = asked["plan"].split(), asked["own"]
    if not set(chosen) <= set(shipped_plans()):
        abort(400)
    plans = [load_plan(name) for name in shipped_plans() if name in chosen]
    texts = dict[str, str]()
    if text:
        own = read_plan(text, OWN_PLAN)
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
