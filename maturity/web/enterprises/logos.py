"""The logos of enterprises: seen, handed in, removed."""

from io import BytesIO

from flask import Blueprint, Response, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...errors import Place, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.logos import read_logo
from ...store.enterprises import logos
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..offline.isolated import read_isolated
from ..refusals import refilled
from ..security import up_to
from . import enterprise

pages = Blueprint("logos", __name__)
MOST_SENT = 32 * 1024 * 1024  # bytes of a form with a logo: larger than the limit of logos, which is told in words


@pages.get("/enterprises/<oid>/logo.png")
@for_roles(*ANSWERING)
def picture(oid: str) -> Response:
    """The logo of an enterprise. 404 without one."""
    with store().read() as c:
        found = logos.organisation_logo(c, person(), oid)
    return sent_picture(found)


@pages.post("/enterprises/<oid>/logo")
@for_roles(*ANSWERING)
@up_to(MOST_SENT)
def change(oid: str) -> ResponseReturnValue:
    """Replace the logo; with `remove` take it away."""
    removed = bool(request.form.get("remove"))
    try:
        image = None if removed else handed_in()
        if image is None and not removed:
            raise refuse("logo-none", Place(column="logo"))
        with store().write() as c:
            logos.set_organisation_logo(c, person(), oid, image)
    except Refusal as refusal:
        return refilled(enterprise.facts_page(oid), refusal)
    flash(_("标志已移除。") if removed else _("标志已保存。"))
    return redirect(url_for("enterprise.facts", oid=oid, _anchor="logo-section"))


def handed_in() -> bytes | None:
    """The logo that the form of this request hands in, read in a separate process; None for none.

    Raises Refusal logo-…, Busy.
    """
    sent = request.files.get("logo")
    if sent is None or not sent.filename:
        return None
    return read_isolated(read_logo, sent.read(), clean_name(sent.filename))


def sent_picture(image: bytes | None) -> Response:
    """A logo as a response. Aborts with 404 for None."""
    return send_file(BytesIO(image if image is not None else abort(404)), "image/png")
