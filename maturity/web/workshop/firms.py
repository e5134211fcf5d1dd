"""The consulting firm that a workshop's minutes name: its name and logo, changed at any time by the facilitator."""

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Forbidden, NotFound, Refusal
from ...store.workshop import creation, rooms
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..enterprises.logos import MOST_SENT, handed_in, sent_picture
from ..language import gettext as _
from ..requests.reading import form_version
from ..security import up_to
from . import outcome

pages = Blueprint("firms", __name__)


@pages.get("/assessments/<aid>/workshops/<rid>/logo.png")
@for_roles(*ANSWERING)
def picture(aid: str, rid: str) -> Response:
    """The logo of the firm. 404 without one."""
    with store().read() as c:
        found = rooms.room(c, person(), rid)
        if found.assessment_id != aid:
            abort(404)
        image = creation.firm_logo(c, found)
    return sent_picture(image)


@pages.post("/assessments/<aid>/workshops/<rid>/firm")
@for_roles(*ANSWERING)
@up_to(MOST_SENT)
def change(aid: str, rid: str) -> ResponseReturnValue:
    """Change name and logo; the logo stays where none is sent and `remove` is not ticked."""
    with store().read() as c:
        if rooms.room(c, person(), rid).assessment_id != aid:
            abort(404)
    try:
        counter, image, name = form_version("counter"), handed_in(), request.form.get("consultant", "")
        with store().write() as c:
            creation.set_firm(c, person(), rid, counter, name, image, removed=bool(request.form.get("remove")))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return outcome.again(aid, rid, refusal)
    flash(_("咨询机构已保存。"))
    return redirect(url_for("outcome.page", aid=aid, rid=rid, _anchor="firm"))
