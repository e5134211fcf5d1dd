"""Sign-up of an enterprise and its first person. The answer does not reveal whether the e-mail
address has an account.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict

from ...errors import NotFound, Problem, Refusal
from ...store.accounts import people, privacy
from ...store.accounts.people import Person
from ...store.enterprises import organisations
from .. import forms
from ..access import enter, public
from ..context import Connection, application, store
from ..language import gettext as _
from ..language import language
from ..limits import post_limit
from ..requests.reading import unsealed, whole
from . import links, mail

pages = Blueprint("signup", __name__)
TAKEN = "account-email-taken"


@pages.route("/sign-up", methods=["GET", "POST"])
@public
@post_limit
def page() -> ResponseReturnValue:
    """The sign-up form. Nothing is stored before the link in the e-mail is opened.

    Without a mail server the operator passes the link on: an account that worked at once would reveal, by signing in
    with the password just chosen, whether the address had one before.
    """
    form, mails = forms.SignUp(request.form), bool(application().settings.mail_url)
    if request.method == "GET":
        return _page(form, 200)
    form.validate()
    taken = False
    try:
        with store().write() as c:
            _sign_up(c, form)
            c.rollback()
    except Refusal as refusal:
        taken = is_taken_alone(refusal)
        if not taken:
            return _page(form, form.add_errors(refusal))
    email = form.email.data or ""
    if taken:
        mail_owner(email)
    else:
        _send_link(email)
    return render_template("account/sign-up-sent.html", email=email, hours=links.SETUP_HOURS, mails=mails)


def is_taken_alone(refusal: Refusal) -> bool:
    """Whether the only problem is that the address has an account, which only its owner may know."""
    return [problem.code for problem in refusal.problems] == [TAKEN]


def mail_owner(email: str) -> None:
    """E-mail the owner of the address that somebody tried to sign up with it."""
    sign_in, forgotten = (
        application().settings.base_url + url_for(f"account.{name}") for name in ("sign_in", "forgotten")
    )
    text = _(
        "有人用此邮箱登记账户，但您已有账户。请直接登录：%(sign_in)s；忘记密码请打开：%(forgotten)s。如果不是您本人操作，不必理会。",
        sign_in=sign_in,
        forgotten=forgotten,
    )
    mail.post(email, _("您已有账户"), text, few=True)


def to_sign_in(path: str) -> ResponseReturnValue:
    """A redirect to the sign-in page and on to `path`, the same for new and existing accounts."""
    flash(_("登记已收到，请用刚才填写的邮箱和密码登录。如果不能登录，这个邮箱以前已有账户，请重设密码。"))
    return redirect(url_for("account.sign_in", next=path))


@pages.route("/sign-up/<token>", methods=["GET", "POST"])
@public
@post_limit
def confirm(token: str) -> ResponseReturnValue:
    """The page behind the e-mailed link: choose a password, then account and enterprise are created."""
    typed = unsealed(_seal(), token, links.SETUP_HOURS * 3600)
    if typed is None:
        raise NotFound(Problem("account-token-unknown"))
    form = forms.NewPassword(request.form)
    if request.method == "GET" or not form.validate():
        return render_template("account/reset.html", form=form), 400 if request.method == "POST" else 200
    try:
        with store().write() as c:
            who = _sign_up(c, forms.SignUp(MultiDict(typed)), form.password.data or "")
    except Refusal as refusal:
        status = form.add_errors(refusal)
        return render_template("account/reset.html", form=form), status
    enter(who)
    return redirect(url_for("assessments.start"))


def _sign_up(c: Connection, form: forms.SignUp, password: str | None = None) -> Person:
    """Create account and enterprise in one transaction. Raises Refusal with the problems of both; an existing account
    is reported only when all else is right.
    """
    problems: list[Problem] = []
    facts, who, taken = None, None, None
    try:
        facts = form.read()
    except Refusal as refusal:
        problems.extend(refusal.problems)
    try:
        who = people.add_person(
            c,
            email=form.email.data or "",
            name=form.person_name.data or "",
            role="enterprise",
            password=password,
            language=language(),
            firm=form.name.data or "",
            by=people.SELF,
        )
    except Refusal as refusal:
        if is_taken_alone(refusal):
            taken, who = refusal, people.find_person(c, form.email.data or "")
        else:
            problems.extend(_own_field(problem) for problem in refusal.problems)
    agreed = whole(form.agreed.data)
    try:
        privacy.require_current(c, agreed)
    except Refusal as refusal:
        problems.extend(refusal.problems)
    if problems or facts is None or who is None:
        raise Refusal(*problems)
    privacy.record_consent(c, who.id, organisations.sign_up(c, facts, who.id).id, agreed, "sign-up")
    if taken:
        raise taken
    return who


def _own_field(problem: Problem) -> Problem:
    """The problem with the field of the person's name, which differs from the enterprise's on this page."""
    if problem.code == "account-name":
        return Problem(problem.code, forms.place("person_name"), problem.values)
    return problem


def _page(form: forms.SignUp, status: int) -> ResponseReturnValue:
    lists = forms.fact_lists(application().offered())
    return render_template("account/sign-up.html", form=form, lists=lists), status


def _send_link(email: str) -> None:
    typed = {name: value for name, value in request.form.items() if name in forms.SignUp()}
    link = links.sign_up_link(_seal().dumps(typed))
    text = _("请在 %(hours)s 小时内打开此链接，设置密码并开始自评：%(link)s", hours=links.SETUP_HOURS, link=link)
    mail.post(email, _("完成登记"), text, few=True)


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="sign-up")
