"""The place among peers (decision 8): percentiles as bands that disclose no single enterprise."""

from typing import cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...assessment.peers import Place, place
from ...classification.industries import DIVISIONS
from ...publication.published_levels import distribution
from ...statistics.breakdowns import breakdowns
from ...store.assessments import assessments
from ...store.enterprises import organisations
from ...store.publications import releases
from ...store.submissions.cohorts import VIEW_LIMIT, Cohorts, own_scores, record_view, viewed_before
from ..access import ANSWERING, for_roles, person
from ..context import Connection, store
from ..language import gettext as _
from .placed import Scored, scored

pages = Blueprint("peers", __name__)
_KEPT = "maturity_cohorts"


@pages.get("/assessments/<aid>/peers")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The place of a submitted assessment, else the published distribution of its peers.

    An open assessment has no place: changing answers would reveal the scores of others.
    """
    with store().read() as c:
        it = scored(c, assessments.assessment(c, person(), aid))
        told = viewed_before(c, it.assessment) if it.submission and it.submission.counts else None
        found = _place(c, it) if told is not None and it.score else None
        firm = organisations.organisation(c, person(), it.assessment.organisation_id)
        facts = it.submission.content.facts if it.submission else firm.facts
        ledger = () if found else releases.published_figures(c, it.questionnaire)
        last = distribution(breakdowns(it.questionnaire), ledger, facts.division, facts.production_type)
    if found and told is False:
        with store().write() as c:
            told = record_view(c, person(), it.assessment) or None
        found = found if told else None
    return render_template(
        "peers/peers.html",
        it=it,
        assessment=it.assessment,
        questionnaire=it.questionnaire,
        words=breakdowns(it.questionnaire).words,
        facts=facts,
        submitted=it.submission is not None,
        origin=it.submission.origin if it.submission else "",
        place=found,
        spent=bool(it.submission and it.submission.counts) and told is None,
        looks=VIEW_LIMIT,
        published=last,
        firm=firm,
        divisions=DIVISIONS,
    )


@pages.post("/enterprises/<oid>/compared")
@for_roles(*ANSWERING)
def compare(oid: str) -> ResponseReturnValue:
    """Set whether the enterprise takes part in the comparison."""
    compared = request.form.get("compared") == "yes"
    with store().write() as c:
        organisations.set_compared(c, person(), oid, compared)
        found = assessments.assessment(c, person(), request.form.get("assessment", ""))
    flash(_("本企业的得分参与同行比较。") if compared else _("本企业的得分不再参与同行比较。"))
    return redirect(url_for(".page", aid=found.id))


def _place(c: Connection, it: Scored) -> Place | None:
    asked = own_scores(c, person(), it.assessment, tuple(one.value for one in it.groups))
    return place(_cohorts().of(c, it.questionnaire, it.assessment.year), asked)


def _cohorts() -> Cohorts:
    return cast(Cohorts, current_app.extensions.setdefault(_KEPT, Cohorts()))
