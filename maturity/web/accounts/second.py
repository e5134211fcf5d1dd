"""Two-step sign-in: the page to set it up, and the code that is asked for after the password."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from ...errors import Refusal, refuse
from ...store.accounts import people, second_factor
from ...store.accounts.people import Person
from ...store.accounts.second_factor import MINUTES, RECOVERY_CODES, SecondFactor
from ...store.types import now
from .. import forms
from ..access import enter, for_roles, leave, person, public, second_factor_required
from ..context import sealer, store
from ..language import gettext as _
from ..limits import own_account_limit, post_limit
from ..security import local_path
from .confirming import confirmed

pages = Blueprint("second", __name__)
# In the cookie: whose password was right, until when the code counts, where to go then, whether a provider said who.
WAITING = "second"
_SECONDS = 600


def admit(who: Person, onward: str, *, provider: bool = False, second: bool = False) -> ResponseReturnValue:
    """Sign in a person whose password or link was right, or ask for the code first.

    `provider`: an identity provider said who it is; `second`: it asked for a second factor, so that no code is needed.
    """
    if who.disabled_at is not None:
        with store().write() as c:
            people.record_refused(c, who.email)
        flash(_("这个账户已停用，请联系管理员。"))
        return redirect(url_for("account.sign_in"))
    with store().read() as c:
        asked = second_factor.has_second_factor(c, who.id)
    if second or not asked:
        enter(who, second=second, provider=provider)
        return redirect(onward)
    leave()
    session[WAITING] = [who.id, who.stamp, now().timestamp() + _SECONDS, onward, provider]
    return redirect(url_for("second.code"))


@pages.route("/sign-in/code", methods=["GET", "POST"])
@public
@post_limit
def code() -> ResponseReturnValue:
    """The form for the code; then a redirect to the page asked for."""
    waiting = _waiting()
    if waiting is None:
        flash(_("请重新输入邮箱和密码。"))
        return redirect(url_for("account.sign_in"))
    who, onward, provider = waiting
    form = forms.Code(request.form)
    if request.method == "POST" and form.validate():
        with store().write() as c:
            answer = second_factor.check(c, who.id, form.code.data or "", sealer("second factor"))
        if answer == "right":
            enter(who, second=True, provider=provider)
            return redirect(local_path(onward) or url_for("home.first"))
        if answer == "often":
            form.form_errors.append(_("试的次数太多。请等 %(minutes)s 分钟再试。", minutes=MINUTES))
        else:
            form.add_errors(refuse("second-factor-wrong", forms.place("code")))
    page = render_template("account/code.html", form=form)
    return page, 400 if request.method == "POST" else 200


def _waiting() -> tuple[Person, str, bool] | None:
    """Who is known in this browser but for the code, where to go, and whether a provider said who it is.

    None where that was too long ago, or has changed.
    """
    found = session.get(WAITING)
    if not found or len(found) != 5 or found[2] < now().timestamp():
        return None
    with store().read() as c:
        who = people.active_person(c, found[0])
    return (who, str(found[3]), bool(found[4])) if who and who.stamp == found[1] else None


@pages.get("/second-factor")
@for_roles()
def page() -> ResponseReturnValue:
    """The state of two-step sign-in, and the next step of its set-up."""
    return _page(forms.OwnPassword(), forms.Code(), 200)


@pages.post("/second-factor/begin")
@for_roles()
@own_account_limit
def begin() -> ResponseReturnValue:
    """Draw a secret, after the password."""
    form = forms.OwnPassword(request.form)
    if not confirmed(form):
        return _page(form, forms.Code(), 400)
    with store().write() as c:
        second_factor.begin(c, person(), sealer("second factor"))
    return redirect(url_for(".page"))


@pages.post("/second-factor/confirm")
@for_roles()
@own_account_limit
def confirm() -> ResponseReturnValue:
    """Turn it on with a first code; the recovery codes are shown once."""
    form = forms.Code(request.form)
    if not form.validate():
        return _page(forms.OwnPassword(), form, 400)
    try:
        with store().write() as c:
            codes = second_factor.confirm(c, person(), form.code.data or "", sealer("second factor"))
            who = people.person(c, person().id) or person()
    except Refusal as refusal:
        return _page(forms.OwnPassword(), form, form.add_errors(refusal))
    enter(who, second=True)
    return render_template("account/recovery-codes.html", codes=codes, fresh=True)


@pages.post("/second-factor/codes")
@for_roles()
@own_account_limit
def codes() -> ResponseReturnValue:
    """New recovery codes, after the password; the old ones are of no use any more."""
    form = forms.OwnPassword(request.form)
    if not confirmed(form):
        return _page(form, forms.Code(), 400)
    with store().write() as c:
        drawn = second_factor.renew_codes(c, person())
    return render_template("account/recovery-codes.html", codes=drawn, fresh=False)


@pages.post("/second-factor/remove")
@for_roles()
@own_account_limit
def remove() -> ResponseReturnValue:
    """Turn it off, after the password, where the role does not require it."""
    form = forms.OwnPassword(request.form)
    if not confirmed(form):
        return _page(form, forms.Code(), 400)
    if second_factor_required(person()):
        return _page(form, forms.Code(), form.add_errors(refuse("second-factor-required")))
    with store().write() as c:
        second_factor.remove(c, person().id, person().id)
    flash(_("两步验证已关闭。"))
    return redirect(url_for("account.change_password"))


def _page(own: forms.OwnPassword, form: forms.Code, status: int) -> ResponseReturnValue:
    with store().read() as c:
        found = second_factor.second_factor(c, person().id, sealer("second factor"))
    return render_template(
        "account/second-factor.html",
        found=found,
        qr=_qr(found),
        form=form,
        own=own,
        required=second_factor_required(person()),
        most=RECOVERY_CODES,
    ), status


def _qr(found: SecondFactor | None) -> Markup:
    """The QR code of a secret that is not confirmed yet."""
    if found is None or found.secret is None or found.confirmed_at:
        return Markup("")
    from ..workshop.links import qr  # segno waits until it is needed

    return qr(second_factor.address(person(), found.secret))
