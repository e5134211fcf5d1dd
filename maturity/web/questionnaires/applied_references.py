"""Which reference values an assessment is scored against, where they are from, and an own set for it alone."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Busy, Forbidden, NotFound, Problem, Refusal
from ...intake.references import MOST_BYTES
from ...questionnaire import Item, Questionnaire
from ...questionnaire.numeric.references import References, scored_by
from ...scoring.evaluation import ItemScore
from ...store.assessments import assessments
from ...store.questionnaires import references as kept
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.progress import questionnaire_of
from ..context import about, store
from ..language import gettext as _
from ..security import up_to
from .reference_sets import Line, lines, sent_references, sent_title, told

pages = Blueprint("applied", __name__)


@dataclass(frozen=True, slots=True)
class Applied:
    """An item that is scored against a reference value, and the one that counts; None where there is none."""

    item: Item
    line: Line | None


@pages.get("/assessments/<aid>/references")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The reference value of every item that is scored against one. 404 where no item is."""
    return _page(aid)


def _page(aid: str, refusal: Refusal | None = None) -> str:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        asked = questionnaire_of(found)
        if not scored_by(asked):
            raise NotFound(Problem("references-unknown"))
        it = evaluated_in(c, found)
        own = kept.set_in_use(c, asked.id, found.id)
    about(asked)
    scored = [one for one in it.evaluation.items.values() if getattr(one.item.scorer, "reference", "")]
    return render_template(
        "references/applied.html",
        assessment=found,
        questionnaire=asked,
        applied=[Applied(one.item, _line(asked, one)) for one in scored],
        title=it.evaluation.references.title,
        missing=sum(one.reference is None for one in scored),
        may_bring=kept.may_bring(person(), found),
        own=own if own and own.title.own and found.state == "open" else None,
        typed={name: request.form.get(name, "") for name in ("name", "day", "source")},
        **told(refusal),
    )


def _line(questionnaire: Questionnaire, one: ItemScore) -> Line | None:
    return lines(questionnaire, References((one.reference,)))[0] if one.reference else None


@pages.post("/assessments/<aid>/references")
@for_roles(*ANSWERING)
@up_to(MOST_BYTES + 1024 * 1024)
def bring(aid: str) -> ResponseReturnValue:
    """Use an own set for this assessment; of one with mistakes all are shown and nothing is kept."""
    try:
        with store().read() as c:
            found = assessments.assessment(c, person(), aid)
        kept.require_bringer(person(), found)
        values = sent_references(questionnaire_of(found))
        with store().write() as c:
            kept.bring_set(c, person(), assessments.assessment(c, person(), aid), sent_title(own=True), values)
    except (Busy, Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(aid, refusal), refusal.status
    flash(_("没有发现错误，这份评估从现在起按这套参考值评定；结果和报告都会写明。"))
    return redirect(url_for(".page", aid=aid))


@pages.post("/assessments/<aid>/references/drop")
@for_roles(*ANSWERING)
def drop(aid: str) -> ResponseReturnValue:
    """Use the set for all again."""
    with store().write() as c:
        kept.drop_set(c, person(), assessments.assessment(c, person(), aid))
    flash(_("已改回共用的参考值。"))
    return redirect(url_for(".page", aid=aid))
