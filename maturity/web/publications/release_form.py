"""The form that asks for a release, kept with its job, so that it can be sent again with another option."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast, get_args

from flask import abort, request

from ...assessment.selection import BEIJING
from ...disclosure.rules import Rules
from ...errors import refuse
from ...publication.approval import OWN_PLAN
from ...publication.clearance import DifferencingPolicy, Request
from ...publication.revision import ReleaseStatus, reference_on
from ...questionnaire import Questionnaire
from ...statistics.plan import Plan, finding, general_plans, plans_for, read_plan, shipped_for
from ...store.jobs.queue import Job
from ...store.publications import releases
from ..context import current_questionnaire, store
from ..language import gettext as _
from ..requests.reading import number

PREPARE, APPROVE = "prepare-release", "approve-release"  # kinds of jobs
Fields = Mapping[str, str]  # the fields of the form: plans by their ids, and the text of one's own
_FIELDS = ("year", "threshold", "rounded", "status", "beside", "symbols", "as_of", "embargo")
_ALTERNATIVES: Mapping[str, tuple[DifferencingPolicy, ...]] = {
    "disclosure-changes-told": ("hold-back", "hide"),
    "disclosure-changes-wait": ("hide",),
    "disclosure-beside-earlier": ("hide",),
    "release-all-wait": ("hide",),
}  # what else can be asked for where a release was refused, by code


def sent_fields() -> Fields:
    """The fields of the form sent."""
    sent = request.files.get("own")
    own = sent.read().decode("utf-8-sig", "replace") if sent and sent.filename else ""
    fields = {name: request.form.get(name, "").strip() for name in _FIELDS}
    plans = " ".join(request.form.getlist("plan"))
    return fields | {"questionnaire": current_questionnaire().id, "plan": plans, "own": own}


def alternatives(job: Job) -> list[tuple[DifferencingPolicy, Mapping[str, object]]]:
    """The options with which a refused job can be repeated, each with the values of the refusal."""
    return [(way, problem.values) for problem in job.problems for way in _ALTERNATIVES.get(problem.code, ())]


def release_request(fields: Fields, questionnaire: Questionnaire, at: datetime) -> tuple[Request, dict[str, str]]:
    """The request that a form made at `at`, and the texts of uploaded plans by id."""
    plans, texts = plans_of(fields, questionnaire)
    year, day = number(fields["year"], "year", _("年份")), moment(fields["as_of"])
    with store().read() as c:
        known = releases.ledger_entries(c, questionnaire, (year - 1, year))
    asked = Request(
        plans,
        year,
        Rules(threshold=number(fields["threshold"], "threshold", _("最小可公布家数")), rounded=bool(fields["rounded"])),
        cast(ReleaseStatus, one_of(ReleaseStatus, fields["status"])),
        cast(DifferencingPolicy, one_of(DifferencingPolicy, fields["beside"])),
        reference_on(day.astimezone(BEIJING).date() if day else None, at, year, known),
    )
    return asked, texts


def plans_of(fields: Fields, questionnaire: Questionnaire) -> tuple[tuple[Plan, ...], dict[str, str]]:
    """The plans chosen, and the texts of uploaded ones. Raises Refusal `release-no-plan`, `plan-…`."""
    chosen, text, at_hand = fields["plan"].split(), fields["own"], plans_for(questionnaire)
    if not set(chosen) <= set(at_hand):
        abort(400)
    plans = [plan for id, plan in at_hand.items() if id in chosen]
    made = [] if shipped_for(questionnaire.id) else [plan.id for plan in plans if plan.tables]
    texts = {id: text for id, text in general_plans(questionnaire) if id in made}
    if text:
        own = read_plan(text, OWN_PLAN, find=finding(questionnaire))
        texts[own.id] = text
        plans = [*(plan for plan in plans if plan.id != own.id), own]
    if not plans:
        raise refuse("release-no-plan")
    return tuple(plans), texts


def one_of(kind: object, value: str) -> str:
    """`value` if it is one of the Literal type `kind`; else aborts with 400."""
    if value not in get_args(kind):
        abort(400)
    return value


def moment(typed: str) -> datetime | None:
    """A date or time in Beijing; None for an empty text. Raises Refusal `release-time`."""
    if not typed:
        return None
    try:
        found = datetime.fromisoformat(typed)
        return found.replace(tzinfo=BEIJING).astimezone(BEIJING)
    except (ValueError, OverflowError):
        raise refuse("release-time", found=typed[:40]) from None
