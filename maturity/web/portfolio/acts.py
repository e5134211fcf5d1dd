"""Tags and saved views of the list of enterprises."""

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Refusal
from ...store.portfolio import tags, views
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..language import ngettext
from ..refusals import problem_texts
from .asked import query_of, wanted
from .page import list_page

pages = Blueprint("portfolio_acts", __name__)


@pages.post("/enterprises/tags")
@for_roles(*ANSWERING)
def tag() -> ResponseReturnValue:
    """Add a tag to the chosen enterprises or, with `off`, take it off; back to the same list."""
    ids, off = [row.partition(":")[0] for row in request.form.getlist("row")], "off" in request.form
    if not ids:
        flash(_("请先勾选企业。"), "mistake")
        return _back()
    try:
        with store().write() as c:
            count = tags.change_tag(c, person(), ids, request.form.get("tag", ""), add=not off)
    except NotFound:
        raise
    except Refusal as refusal:
        return _refused(refusal)
    if off:
        flash(ngettext("已从 %(num)s 家企业去掉标签。", "已从 %(num)s 家企业去掉标签。", count))
    else:
        flash(ngettext("已给 %(num)s 家企业加上标签。", "已给 %(num)s 家企业加上标签。", count))
    return _back()


@pages.post("/enterprises/views")
@for_roles(*ANSWERING)
def keep() -> ResponseReturnValue:
    """Save the filters and the order of the address under a name; back to the same list."""
    try:
        with store().write() as c:
            views.keep_view(c, person(), request.form.get("name", ""), urlencode(query_of(wanted())))
    except Refusal as refusal:
        return _refused(refusal)
    flash(_("视图已保存。"))
    return _back()


@pages.post("/enterprises/views/<view>/delete")
@for_roles(*ANSWERING)
def drop(view: str) -> ResponseReturnValue:
    """Delete a saved view; back to the same list."""
    with store().write() as c:
        views.drop_view(c, person(), view)
    flash(_("视图已删除。"))
    return _back()


def _refused(refusal: Refusal) -> ResponseReturnValue:
    shown = list_page(wanted()) | {"problems": problem_texts(refusal.problems)}
    return render_template("portfolio/list.html", **shown), refusal.status


def _back() -> ResponseReturnValue:
    asked = wanted()
    return redirect(url_for("portfolio.page", **query_of(asked, page=asked.page if asked.page > 1 else 0)))
