"""Becoming a member by an invitation link: signed in, after signing in, or with a new account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Busy, Forbidden, NotFound, Refusal
from ...store.accounts import people
from ...store.enterprises import invitations
from ...store.enterprises.invitations import Offer
from .. import forms
from ..access import ANSWERING, public, someone
from ..context import store
from ..formatting import MEMBERS
from ..language import gettext as _
from ..language import language
from ..limits import post_limit
from ..refusals import problem_texts
from . import signup

pages = Blueprint("join", __name__)
_ACCOUNTS = {"assessor": "consultant"}  # an assessor comes from outside; everybody else is the enterprise's own


@pages.get("/join/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """The page of an invitation, with the ways to accept it."""
    return _page(token, forms.NewAccount(), 200)


def _page(token: str, form: forms.NewAccount, status: int) -> ResponseReturnValue:
    who = someone()
    try:
        with store().read() as c:
            offer = invitations.offer(c, token)
            role = invitations.membership(c, who, offer.organisation_id) if who else None
    except Busy:
        raise
    except Refusal as refusal:
        return _over(refusal)
    page = render_template(
        "join/join.html",
        token=token,
        offer=offer,
        form=form,
        role=role,
        rises=role is None or offer.role in invitations.PERMITTED_UPGRADES.get(role, ()),
        may_join=who is None or who.role in ANSWERING,
    )
    return page, status


@pages.post("/join/<token>")
@public
@post_limit
def accept(token: str) -> ResponseReturnValue:
    """Accept the invitation as the person signed in; without one, the page of the invitation."""
    who = someone()
    if who is None:
        return redirect(url_for(".page", token=token))
    try:
        with store().write() as c:
            offer = invitations.accept(c, who, token)
    except (Busy, Forbidden):
        raise
    except Refusal:  # used up, or of no use to a member: the page says which
        return _page(token, forms.NewAccount(), 409)
    return _welcome(offer)


@pages.post("/join/<token>/account")
@public
@post_limit
def register(token: str) -> ResponseReturnValue:
    """Create an account to accept with. The answer is the same where the e-mail address has an account."""
    if someone() is not None:
        return redirect(url_for(".page", token=token))
    form = forms.NewAccount(request.form)
    if not form.validate():
        return _page(token, form, 400)
    try:
        with store().write() as c:
            offer = invitations.offer(c, token)
            people.add_person(
                c,
                email=form.email.data or "",
                name=form.name.data or "",
                role=_ACCOUNTS.get(offer.role, "enterprise"),
                password=form.password.data or "",
                language=language(),
                firm=offer.organisation_name,
                by=people.SELF,
            )
    except Busy:
        raise
    except Refusal as refusal:
        if not signup.is_taken_alone(refusal):
            return _page(token, form, form.add_errors(refusal))
        signup.mail_owner(form.email.data or "")
    return signup.to_sign_in(url_for(".page", token=token))


def _welcome(offer: Offer) -> ResponseReturnValue:
    flash(_("您已加入“%(firm)s”，身份为%(role)s。", firm=offer.organisation_name, role=MEMBERS[offer.role]))
    return redirect(url_for("home.first"))


def _over(refusal: Refusal) -> ResponseReturnValue:
    status = 404 if isinstance(refusal, NotFound) else 410
    return render_template("join/over.html", problems=problem_texts(refusal.problems)), status
