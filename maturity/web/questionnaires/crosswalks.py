"""Crosswalks to a draft or a published version: upload, a file to begin with, and what is kept."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...errors import Busy, Forbidden, NotFound, Problem, Refusal, refuse
from ...intake.definitions import MOST_BYTES, MOST_MISTAKES, check_crosswalk
from ...questionnaire import Questionnaire
from ...questionnaire.crosswalk_files import draft
from ...store.questionnaires import crosswalks, definitions
from ...store.questionnaires.definitions import Definition
from ..access import for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..offline.isolated import read_isolated
from ..security import up_to
from .definition import version_before
from .listing import checked_name, mistakes, sent_file

pages = Blueprint("crosswalks", __name__)


@pages.post("/questionnaires/<qid>/crosswalk")
@for_roles("administrator")
@up_to(MOST_BYTES + 1024 * 1024)
def upload(qid: str) -> ResponseReturnValue:
    """Keep the crosswalk from the version before; of one with mistakes all are shown and nothing is kept.

    One to a published version is frozen at once, which has to be confirmed.
    """
    found, before, after = _versions(qid)
    data, name = sent_file("crosswalk")
    try:
        if found.state != "draft" and request.form.get("frozen") != "1":
            raise refuse("crosswalk-confirm")
        read_isolated(check_crosswalk, data, before, after, checked_name(name))
        with store().write() as c:
            crosswalks.keep_crosswalk(c, person(), qid, before.version, data)
    except (Busy, Forbidden, NotFound):
        raise
    except Refusal as refusal:
        told = mistakes(refusal.problems, data)
        many = len(told) >= MOST_MISTAKES
        page = render_template("questionnaires/crosswalk.html", found=found, shown=after, mistakes=told, more=many)
        return page, refusal.status
    flash(_("没有发现错误，版本对照表已保存。"))
    return redirect(url_for("definition.page", qid=qid))


@pages.get("/questionnaires/<qid>/crosswalk.yaml")
@for_roles("administrator")
def download(qid: str) -> ResponseReturnValue:
    """The crosswalk that is kept, or else one to begin with."""
    _, before, after = _versions(qid)
    with store().read() as c:
        kept = any(one.before == before.version for one in crosswalks.crosswalks(c, qid))
        file = crosswalks.crosswalk_file(c, qid, before.version) if kept else draft(before, after).encode()
    name = f"{after.id}-{before.version}-{after.version}.crosswalk.yaml"
    return send_file(BytesIO(file), "application/yaml", as_attachment=True, download_name=name)


def _versions(qid: str) -> tuple[Definition, Questionnaire, Questionnaire]:
    """A definition, the version before it, and its own. Raises NotFound where it is the first one."""
    with store().read() as c:
        found, others = definitions.definition(c, qid), definitions.definitions(c)
    before = version_before(found, others)
    if before is None:
        raise NotFound(Problem("questionnaire-unknown"))
    return found, before, application().library.read(found.digest)
