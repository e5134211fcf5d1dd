"""The third-party report: what the assessor states in it, what is still missing, and its files."""

from dataclasses import asdict, fields

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...assessment.evidence_strength import strengths
from ...assessment.second_values import unproved_gates
from ...errors import Conflict, Forbidden, NotFound, Refusal
from ...report import Statement, build_third_party
from ...scoring.methods import answered
from ...store.assessments import assessments, findings, opinions
from ...store.assessments.assessments import Assessment
from ...store.dossier import assessed_dossier
from ...store.enterprises.access import ASSESSING
from ...store.evidence import evidence
from ...store.schema import OPINION_LIMITS
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.progress import questionnaire_of
from ..context import Connection, store
from ..formatting import today
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import form_version
from ..results.reports import asked_language, kinds, sent

pages = Blueprint("opinion", __name__)


def _found(c: Connection, aid: str) -> Assessment:
    """The assessment. 404 where its questionnaire has levels: its report holds the findings."""
    found = assessments.assessment(c, person(), aid)
    if questionnaire_of(found).has_levels:
        abort(404)
    return found


@pages.get("/assessments/<aid>/third-party")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The texts of the report, which assessors write and others read, and its files."""
    return _page(aid)


@pages.post("/assessments/<aid>/third-party")
@for_roles(*ANSWERING)
def write(aid: str) -> ResponseReturnValue:
    """Save the texts of the report."""
    names = [field.name for field in fields(Statement)]
    typed = Statement(**{name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in names})
    try:
        with store().write() as c:
            _found(c, aid)
            changed = opinions.write_opinion(c, person(), aid, typed, form_version())
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(aid, typed, refusal)
    flash(_("已保存。") if changed else _("没有改动。"))
    return redirect(url_for(".page", aid=aid))


@pages.get("/assessments/<aid>/third-party.<suffix>")
@for_roles(*ANSWERING)
def download(aid: str, suffix: str) -> ResponseReturnValue:
    """The report in `language`, by default the page's. HTML is shown in the browser with `show=1`."""
    tongue = asked_language(suffix)
    with store().read() as c:
        found = _found(c, aid)
        content = assessed_dossier(c, person(), found, evaluated_in(c, found).evaluation, today())
    return sent(lambda: build_third_party(content, tongue), f"third-party-report-{found.year}-{tongue}.{suffix}")


def _page(aid: str, typed: Statement | None = None, refusal: Refusal | None = None) -> ResponseReturnValue:
    with store().read() as c:
        found = _found(c, aid)
        it = evaluated_in(c, found)
        given = findings.values_of(c, found)
        tallies, kept = evidence.tallies(c, found), opinions.opinion_of(c, found)
    assessed = answered(it.evaluation, given)
    stored = kept.statement if kept else Statement()
    words = render_template(
        "assess/opinion.html",
        assessment=found,
        questionnaire=it.questionnaire,
        kept=kept,
        stored=asdict(stored),
        texts=asdict(typed or stored),
        version=kept.version if kept else 0,
        limits=OPINION_LIMITS,
        gates=[one.item for one in assessed.gates.items if one.item.id not in given],
        unproved=unproved_gates(assessed.response, strengths(tallies, ())),
        problems=problem_texts(refusal.problems) if refusal else [],
        blamed={problem.place.column for problem in refusal.problems} if refusal else set(),
        stale=isinstance(refusal, Conflict),
        may_assess=found.role in ASSESSING,
        kinds=kinds(),
    )
    return words, refusal.status if refusal else 200
