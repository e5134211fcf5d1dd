"""Access tokens of the HTTP interface: the page on which a person makes and revokes their own; nothing else does."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal
from ...store.accounts import access_tokens
from .. import forms
from ..access import ANSWERING, SECOND, for_roles, person
from ..context import store
from ..language import gettext as _
from ..language import lazy_gettext
from ..limits import own_account_limit
from ..requests.reading import whole
from .confirming import confirmed

pages = Blueprint("access_tokens", __name__)
SCOPES = {
    "read": (lazy_gettext("读取"), lazy_gettext("本人能看到的企业、评估、结果和任务")),
    "answer": (lazy_gettext("填写"), lazy_gettext("登记企业，开始评估，保存答案和证据，提交")),
    "assess": (lazy_gettext("评审"), lazy_gettext("记录评审意见")),
    "statistics": (lazy_gettext("统计"), lazy_gettext("读取已发布的统计表")),
}
_OFFERED = {True: ("read", "answer", "assess"), False: ("read", "statistics")}  # to those who answer, to others
DAYS = (7, 30, 90, 366)


@pages.get("/access-tokens")
@for_roles()
def page() -> ResponseReturnValue:
    """The person's tokens, and the form for a new one."""
    return _page(forms.NewAccessToken(days="90"), 200)


@pages.post("/access-tokens")
@for_roles()
@own_account_limit
def make() -> ResponseReturnValue:
    """Make a token; its secret is shown once, on this response."""
    form = forms.NewAccessToken(request.form)
    if not confirmed(form):
        return _page(form, 400)
    try:
        with store().write() as c:
            token, secret = access_tokens.issue(
                c,
                person(),
                form.name.data or "",
                form.scopes.data or (),
                whole(form.days.data) or 0,
                second_factor=SECOND in session,
            )
    except Refusal as refusal:
        return _page(form, form.add_errors(refusal))
    return render_template("account/new-access-token.html", token=token, secret=secret, names=SCOPES)


@pages.post("/access-tokens/revoke")
@for_roles()
def revoke() -> ResponseReturnValue:
    """Revoke a token of the person."""
    with store().write() as c:
        access_tokens.revoke(c, person().id, request.form.get("token", ""))
    flash(_("令牌已撤销，程序不能再用它。"))
    return redirect(url_for(".page"))


def _page(form: forms.NewAccessToken, status: int) -> ResponseReturnValue:
    with store().read() as c:
        held = access_tokens.tokens_of(c, person().id)
    form.days.choices = [(str(days), _("%(days)s 天", days=days)) for days in DAYS]
    offered = {scope: SCOPES[scope] for scope in _OFFERED[person().role in ANSWERING]}
    return render_template("account/access-tokens.html", form=form, tokens=held, offered=offered, names=SCOPES), status
