"""Accounts: signing in and out, passwords, one-time links."""

import json
from collections.abc import Callable

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Problem, Refusal
from ...store.accounts import people, personal_data, sessions, tokens
from ...store.accounts.people import Person
from .. import forms
from ..access import SESSION, enter_again, for_roles, leave, person, public, someone
from ..context import Connection, store
from ..formatting import moment
from ..language import gettext as _
from ..language import language
from ..limits import (
    account_address_limit,
    account_limit,
    link_limit,
    own_account_limit,
    post_limit,
    unknown_address_limit,
)
from ..security import local_path
from . import links, mail
from .second import admit

pages = Blueprint("account", __name__)
TOLD_DAYS = 7


@pages.route("/sign-in", methods=["GET", "POST"])
@public
@unknown_address_limit
@account_address_limit
@account_limit
def sign_in() -> ResponseReturnValue:
    """The sign-in form; then a redirect to the page asked for."""
    form = forms.SignIn(request.form)
    onward = local_path(request.form.get("next") or request.args.get("next"))
    if request.method == "POST" and form.validate():
        with store().read() as c:
            who = people.sign_in(c, form.email.data or "", form.password.data or "")
        if who is not None:
            return welcome(who, onward or url_for("home.first"))
        with store().write() as c:
            people.record_refused(c, form.email.data or "")
        form.form_errors.append(_("邮箱或密码不对。请核对后再试，或重设密码。"))
    elif request.method == "GET" and someone():
        return redirect(onward or url_for("home.first"))
    page = render_template("account/sign-in.html", form=form, next=onward)
    return page, 400 if request.method == "POST" else 200


def welcome(who: Person, onward: str, *, provider: bool = False, second: bool = False) -> ResponseReturnValue:
    """Admit a person as :func:`.second.admit` does, in the language chosen before, and tell of links made for them."""
    _keep_language(who)
    answer = admit(who, onward, provider=provider, second=second)
    _show_links(who)
    return answer


def _show_links(who: Person) -> None:
    """For a week, show which links to set this password administrators created."""
    with store().read() as c:
        made = tokens.links_issued_by_others(c, who.id, TOLD_DAYS)
    for one in made:
        words = _(
            "管理员 %(name)s 在 %(at)s 为您的账户生成过设置密码的链接。如果不是您要求的，请更改密码并联系其他管理员。",
            name=one.by,
            at=moment(one.at),
        )
        flash(words)


def _keep_language(who: Person) -> None:
    """Store the language chosen before signing in as the person's."""
    code = session.get("language")
    if code and code != who.language:
        with store().write() as c:
            people.set_language(c, who.id, code)


@pages.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End the session in the store, so that a copied cookie is invalid."""
    who, here = someone(), session.get(SESSION)
    if who is not None:
        with store().write() as c:
            if here:
                sessions.end_session(c, who.id, here)
            else:  # of a time before sessions were kept one by one
                people.end_sessions(c, who.id)
    leave()
    flash(_("您已退出登录。"))
    return redirect(url_for("home.first"))


@pages.route("/password", methods=["GET", "POST"])
@for_roles()
@post_limit
@own_account_limit
def change_password() -> ResponseReturnValue:
    """The form to change one's password; all other sessions of the account end."""
    form = forms.ChangePassword(request.form)
    if request.method == "POST" and form.validate():
        try:
            with store().write() as c:
                who = people.change_password(c, person().id, form.old.data or "", form.password.data or "")
        except Refusal as refusal:
            return _account(form, form.add_errors(refusal))
        enter_again(who)
        flash(_("密码已更改，其他设备上的登录已失效。"))
        return redirect(url_for("home.first"))
    return _account(form, 400 if request.method == "POST" else 200)


def _account(form: forms.ChangePassword, status: int) -> ResponseReturnValue:
    with store().read() as c:
        there = sessions.sessions_of(c, person().id)
    return render_template("account/password.html", form=form, sessions=there, here=session.get(SESSION)), status


@pages.post("/account/data")
@for_roles()
@own_account_limit
def own_data() -> ResponseReturnValue:
    """Everything that is stored of the person signed in, as JSON."""
    with store().write() as c:
        found = personal_data.personal_data(c, person())
    answer = Response(json.dumps(found, ensure_ascii=False, indent=1), mimetype="application/json")
    answer.headers["Content-Disposition"] = "attachment; filename=maturity-account.json"
    return answer


@pages.post("/sessions/end")
@for_roles()
def end_session() -> ResponseReturnValue:
    """Sign out on another device, or on all others."""
    which, who = request.form.get("session", ""), person()
    with store().write() as c:
        if which == "others":
            people.end_sessions(c, who.id)
            who = people.person(c, who.id) or who
        else:
            sessions.end_session(c, who.id, which)
    if which == "others":
        enter_again(who)
        flash(_("其他设备上的登录已全部结束。"))
    elif which == session.get(SESSION):
        leave()
        return redirect(url_for("home.first"))
    else:
        flash(_("那台设备上的登录已结束。"))
    return redirect(url_for(".change_password"))


@pages.route("/forgotten", methods=["GET", "POST"])
@public
@post_limit
def forgotten() -> ResponseReturnValue:
    """The form to ask for a link to choose a new password. The answer does not depend on whether the account exists."""
    form = forms.Forgotten(request.form)
    if request.method == "POST" and form.validate():
        token = tokens.new_token()
        link = links.reset_link(token)
        text = _("请在 %(hours)s 小时内打开此链接，设置新密码：%(link)s", hours=links.RESET_HOURS, link=link)
        mail.post_reset(form.email.data or "", token, _("重设密码"), text)
        return render_template("account/forgotten-sent.html", email=form.email.data, hours=links.RESET_HOURS)
    return render_template("account/forgotten.html", form=form), 400 if request.method == "POST" else 200


@pages.route("/reset/<token>", methods=["GET", "POST"])
@public
@link_limit
def reset(token: str) -> ResponseReturnValue:
    """The form to choose a new password with a one-time link."""
    _must_be_good("reset", token)
    form = forms.NewPassword(request.form)

    def act(c: Connection) -> Person:
        person_id = tokens.redeem_token(c, "reset", token)
        return people.set_password(c, str(person_id), form.password.data or "")

    return _with_link(form, act, "account/reset.html")


@pages.route("/setup/<token>", methods=["GET", "POST"])
@public
@link_limit
def setup(token: str) -> ResponseReturnValue:
    """The form to create the first administrator with the link printed at the first start."""
    _must_be_good("setup", token)
    form = forms.NewAccount(request.form)

    def act(c: Connection) -> Person:
        tokens.redeem_token(c, "setup", token)
        if people.has_administrator(c):
            abort(403)
        return people.add_person(
            c,
            email=form.email.data or "",
            name=form.name.data or "",
            role="administrator",
            password=form.password.data or "",
            language=language(),
            by=people.SELF,
        )

    return _with_link(form, act, "account/setup.html")


def _must_be_good(purpose: tokens.Purpose, token: str) -> None:
    with store().read() as c:
        if not tokens.is_redeemable(c, purpose, token):
            raise NotFound(Problem("account-token-unknown"))


def _with_link(form: forms.BaseForm, act: Callable[[Connection], Person], template: str) -> ResponseReturnValue:
    """Show the form; once it is valid, call `act` and sign in. A refusal leaves the link unused."""
    if request.method == "GET":
        return render_template(template, form=form)
    if not form.validate():
        return render_template(template, form=form), 400
    try:
        with store().write() as c:
            who = act(c)
    except Refusal as refusal:
        status = form.add_errors(refusal)
        return render_template(template, form=form), status
    answer = admit(who, url_for("home.first"))
    _show_links(who)
    flash(_("密码已设置。"))
    return answer
