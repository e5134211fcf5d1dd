"""A version that was uploaded: what it holds and changes, its publication and its withdrawal."""

from collections.abc import Callable
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal, refuse
from ...questionnaire import Questionnaire
from ...questionnaire.changes import changes
from ...questionnaire.numeric.attributes import changed_attributes
from ...store.accounts.people import Person
from ...store.questionnaires import crosswalks, definitions
from ...store.questionnaires.definitions import REASON_LIMIT, Definition
from ..access import for_roles, person
from ..context import Connection, application, store
from ..language import gettext as _
from ..language import lazy_gettext, say
from ..refusals import refilled

pages = Blueprint("definition", __name__)
PARTS = {
    "title": lazy_gettext("标题与依据"),
    "facts": lazy_gettext("需要的企业信息"),
    "scoring": lazy_gettext("计分方法"),
    "choices": lazy_gettext("选项"),
    "levels": lazy_gettext("等级设置"),
    "tiers": lazy_gettext("层级"),
    "groups": lazy_gettext("分组"),
    "profiles": lazy_gettext("权重与方案"),
}


@pages.get("/questionnaires/<qid>")
@for_roles("administrator")
def page(qid: str) -> ResponseReturnValue:
    """What it is, what it changes against the version before it, and what can be done with it."""
    return _page(qid)


def _page(qid: str) -> ResponseReturnValue:
    with store().read() as c:
        found, others, begun = definitions.definition(c, qid), definitions.definitions(c), definitions.begun(c)
        kept = crosswalks.crosswalks(c, qid)
    questionnaire = application().library.read(found.digest)
    before = version_before(found, others)
    taken = next((one for one in others if one.key == found.key and one.state != "draft" and one.id != qid), None)
    return render_template(
        "questionnaires/definition.html",
        found=found,
        shown=questionnaire,
        begun=0 if found.state == "draft" else begun.get(found.key, 0),
        before=before,
        changes=changes(before, questionnaire) if before else None,
        attributes=changed_attributes,
        parts=PARTS,
        taken=taken,
        crosswalk=next((one for one in kept if before and one.before == before.version), None),
        limit=REASON_LIMIT,
    )


def version_before(found: Definition, others: list[Definition]) -> Questionnaire | None:
    """The version published last before `found`, else another one of the files; None for the first."""
    earlier = [
        (one.published_at, one.digest)
        for one in others
        if one.questionnaire == found.questionnaire
        and one.id != found.id
        and one.published_at is not None
        and (found.published_at is None or one.published_at < found.published_at)
    ]
    if earlier:
        return application().library.read(max(earlier)[1])
    try:
        of_file = application().library.files.definition(found.questionnaire)
    except (FileNotFoundError, Refusal):
        return None
    return None if of_file.version == found.version else of_file


@pages.get("/questionnaires/<qid>/definition.yaml")
@for_roles("administrator")
def download(qid: str) -> ResponseReturnValue:
    """The file, byte for byte as it was uploaded."""
    with store().read() as c:
        found = definitions.definition(c, qid)
        file = definitions.file_of(c, found.digest)
    return send_file(BytesIO(file), "application/yaml", as_attachment=True, download_name=f"{found.questionnaire}.yaml")


@pages.post("/questionnaires/<qid>/publish")
@for_roles("administrator")
def publish(qid: str) -> ResponseReturnValue:
    """Publish a draft, once it is confirmed that it never changes from then on."""
    with store().read() as c:
        found = definitions.definition(c, qid)
    try:
        if request.form.get("frozen") != "1":
            raise refuse("questionnaire-confirm")
        application().library.check_version(application().library.read(found.digest))
    except Refusal as refusal:
        return refilled(_page(qid), refusal)
    done = _("“%(title)s”版本 %(version)s 已发布，企业可以选用。")
    return _done(qid, lambda c, who: definitions.publish(c, who, qid), done)


@pages.post("/questionnaires/<qid>/withdraw")
@for_roles("administrator")
def withdraw(qid: str) -> ResponseReturnValue:
    """Withdraw a published version, with a reason."""
    reason = request.form.get("reason", "")
    done = _("“%(title)s”版本 %(version)s 已停用。已经开始的评估可以继续填完并提交。")
    return _done(qid, lambda c, who: definitions.withdraw(c, who, qid, reason), done)


@pages.post("/questionnaires/<qid>/discard")
@for_roles("administrator")
def discard(qid: str) -> ResponseReturnValue:
    """Delete a draft."""
    done = _("草稿“%(title)s”版本 %(version)s 已删除。")
    return _done(qid, lambda c, who: definitions.discard(c, who, qid), done)


def _done(qid: str, act: Callable[[Connection, Person], Definition], words: str) -> ResponseReturnValue:
    """Do it and go back to the list, which says so in `words`; a refusal is told on the page."""
    try:
        with store().write() as c:
            found = act(c, person())
    except Refusal as refusal:
        return refilled(_page(qid), refusal)
    flash(words % {"title": say(found.title), "version": found.version})
    return redirect(url_for("questionnaires.page"))
