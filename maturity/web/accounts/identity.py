"""Signing in through an identity provider, connecting an account to it, and confirming by it who one is."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Problem, Refusal, refuse
from ...store.accounts import identities, people
from ...store.accounts.identities import Claims
from ...store.types import now
from .. import forms
from ..access import for_roles, person, public, someone
from ..context import store
from ..language import gettext as _
from ..language import language
from ..limits import own_account_limit, refused_limit
from ..refusals import problem_texts
from ..security import local_path
from . import provider
from .account import welcome
from .confirming import confirm_by_provider, confirmed

pages = Blueprint("identity", __name__)
_WAITING = "identity"  # in the cookie: whose account waits for which identity, and until when
_SECONDS = 600


@pages.get("/sign-in/provider")
@public
@refused_limit
def begin() -> ResponseReturnValue:
    """A redirect to the provider: to sign in, or for who is signed in, to connect or to confirm."""
    _must_be_set()
    purpose, onward = request.args.get("purpose", ""), local_path(request.args.get("next"))
    if purpose not in provider.PURPOSES or someone() is None:
        purpose = "sign-in"
    elif purpose == "sign-in":
        return redirect(onward or url_for("home.first"))
    try:
        return redirect(provider.begin(purpose, onward or ""))
    except Refusal as refusal:
        return _refused(refusal, onward)


@pages.get("/sign-in/provider/answer")
@public
@refused_limit
def answer() -> ResponseReturnValue:
    """Where the provider sends people back to."""
    _must_be_set()
    onward: str | None = None
    try:
        found = provider.read_answer()
        onward = local_path(found.onward)
        if found.purpose == "sign-in":
            return _sign_in(found, onward)
        if someone() is None:
            return redirect(url_for("account.sign_in", next=onward))
        return _connect(found) if found.purpose == "connect" else _confirm(found, onward)
    except Refusal as refusal:
        return _refused(refusal, onward)


def _sign_in(found: provider.Answer, onward: str | None) -> ResponseReturnValue:
    set_up = provider.provider()
    role = identities.role_of(found.claims.groups, dict(set_up.roles) if set_up else {})
    try:
        with store().write() as c:
            who = identities.sign_in(c, found.claims, role, language())
    except Refusal:
        with store().write() as c:
            people.record_refused(c, found.claims.email)
        raise
    if role is not None and who.role != role and who.disabled_at is None:
        current_app.logger.warning("groups would leave no administrator: an account keeps that role")
    return welcome(who, onward or url_for("home.first"), provider=True, second=found.second)


def _connect(found: provider.Answer) -> ResponseReturnValue:
    claims = found.claims
    session[_WAITING] = [person().id, claims.issuer, claims.subject, claims.email, now().timestamp() + _SECONDS]
    return redirect(url_for(".page"))


def _confirm(found: provider.Answer, onward: str | None) -> ResponseReturnValue:
    with store().read() as c:
        who = identities.person_of(c, found.claims)
    if who is None or who.id != person().id:
        raise refuse("oidc-another")
    if not provider.is_recent(found):
        raise refuse("oidc-old")
    confirm_by_provider(who)
    flash(_("%(name)s 已确认您的身份，10 分钟内不用再输入密码。", name=provider.provider_name()))
    return redirect(onward or url_for("account.change_password"))


def _refused(refusal: Refusal, onward: str | None) -> ResponseReturnValue:
    """The reason, on the sign-in page with its form for the password, or on the page of the connection."""
    if someone() is not None:
        return _page(forms.OwnPassword(), refusal), refusal.status
    problems = problem_texts(refusal.problems)
    return render_template("account/sign-in.html", form=forms.SignIn(), next=onward, problems=problems), refusal.status


@pages.get("/identity")
@for_roles()
def page() -> ResponseReturnValue:
    """The connection of the account to the provider, and the next step of making it."""
    _must_be_set()
    return _page(forms.OwnPassword())


@pages.post("/identity/connect")
@for_roles()
@own_account_limit
def connect() -> ResponseReturnValue:
    """Connect the account to the identity that waits, after the password."""
    _must_be_set()
    form, claims = forms.OwnPassword(request.form), _waiting()
    if not confirmed(form):
        return _page(form), 400
    try:
        if claims is None:
            raise refuse("identity-pending")
        with store().write() as c:
            identities.connect(c, person().id, claims)
    except Refusal as refusal:
        status = form.add_errors(refusal)
        return _page(form), status
    session.pop(_WAITING)
    flash(_("账户已与 %(name)s 连接，以后可以用它登录。", name=provider.provider_name()))
    return redirect(url_for(".page"))


@pages.post("/identity/disconnect")
@for_roles()
@own_account_limit
def disconnect() -> ResponseReturnValue:
    """Remove the connection, after the password."""
    _must_be_set()
    form, set_up = forms.OwnPassword(request.form), provider.provider()
    if not confirmed(form) or set_up is None:
        return _page(form), 400
    try:
        with store().write() as c:
            identities.disconnect(c, person().id, set_up.issuer)
    except Refusal as refusal:
        status = form.add_errors(refusal)
        return _page(form), status
    flash(_("已解除连接。"))
    return redirect(url_for(".page"))


def _page(form: forms.OwnPassword, refusal: Refusal | None = None) -> str:
    set_up = provider.provider()
    with store().read() as c:
        there = identities.identity(c, person().id, set_up.issuer) if set_up else None
        password = identities.has_password(c, person().id)
    problems = problem_texts(refusal.problems) if refusal else []
    about = {"there": there, "has_password": password, "waiting": None if there else _waiting()}
    return render_template("account/identity.html", form=form, problems=problems, **about)


def _waiting() -> Claims | None:
    """The identity that waits to be connected to this account."""
    found = session.get(_WAITING)
    if not found or found[0] != person().id or found[4] < now().timestamp():
        return None
    return Claims(found[1], found[2], found[3], verified=False, name="")


def _must_be_set() -> None:
    if provider.provider() is None:
        raise NotFound(Problem("oidc-none"))
