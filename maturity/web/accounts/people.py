"""Accounts for administrators: the list of people, and a page for each with role, links and what is turned off."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Problem, Refusal, refuse
from ...store.accounts import identities, people, personal_data, second_factor, sessions, tokens
from ...store.accounts.people import ROLES, Person
from .. import forms
from ..access import for_roles, person
from ..context import Connection, application, store
from ..language import gettext as _
from ..refusals import problem_texts
from . import links, mail

pages = Blueprint("people", __name__)
PAGE = 50
_SEARCH_LIMIT = 100
_STATES = {"active": False, "disabled": True}


@pages.route("/people", methods=["GET", "POST"])
@for_roles("administrator")
def everybody() -> ResponseReturnValue:
    """The list of people by e-mail address, and the form to add one."""
    form = forms.NewPerson(request.form)
    status = 200
    if request.method == "POST" and form.validate():
        try:
            return _add(form)
        except Refusal as refusal:
            status = form.add_errors(refusal)
    elif request.method == "POST":
        status = 400
    return _everybody(form), status


def _everybody(form: forms.NewPerson) -> str:
    role, state = request.args.get("role", ""), request.args.get("state", "")
    asked = {
        "search": request.args.get("search", "").strip()[:_SEARCH_LIMIT],
        "role": role if role in ROLES else "",
        "state": state if state in _STATES else "",
    }
    filters = {"search": asked["search"], "role": asked["role"]}
    with store().read() as c:
        after, disabled = request.args.get("after"), _STATES.get(state)
        found = people.people(c, after=after, limit=PAGE + 1, disabled=disabled, **filters)
    more = found[PAGE - 1].email if len(found) > PAGE else None
    return render_template(
        "people/people.html", people=found[:PAGE], more=more, form=form, asked=asked, limit=_SEARCH_LIMIT
    )


def _add(form: forms.NewPerson) -> ResponseReturnValue:
    with store().write() as c:
        who = people.add_person(
            c, email=form.email.data or "", name=form.name.data or "", role=form.role.data or "", by=person().id
        )
        token = tokens.issue_token(c, "reset", who.id, links.SETUP_HOURS, by=person().id)
    return _show_link(who, token, links.SETUP_HOURS)


@pages.get("/people/<pid>")
@for_roles("administrator")
def one(pid: str) -> ResponseReturnValue:
    """One account: what it is, and what an administrator can change."""
    return _one(pid), 200


def _one(pid: str, refusal: Refusal | None = None) -> str:
    set_up = application().settings.oidc
    with store().read() as c:
        who = _found(c, pid)
        there = sessions.sessions_of(c, who.id)
        second = second_factor.has_second_factor(c, who.id)
        known = identities.identity(c, who.id, set_up.issuer) if set_up else None
        password = identities.has_password(c, who.id)
    problems = problem_texts(refusal.problems) if refusal else []
    about = {"sessions": there, "second": second, "erased": personal_data.is_erased(who)}
    about |= {"identity": known, "password": password}
    return render_template("people/person.html", person=who, problems=problems, **about)


def _found(c: Connection, pid: str) -> Person:
    """The person. Raises NotFound."""
    who = people.person(c, pid)
    if who is None:
        raise NotFound(Problem("account-not-found"))
    return who


def _changed(pid: str, change: Callable[[Connection], str], back: str = "") -> ResponseReturnValue:
    """Make a change, which returns what is said of it, and go `back`, by default to the page of the person; that page
    with the reasons where the change is refused. Raises NotFound.
    """
    try:
        with store().write() as c:
            words = change(c)
    except NotFound:
        raise
    except Refusal as refusal:
        return _one(pid, refusal), refusal.status
    flash(words)
    return redirect(back or url_for(".one", pid=pid))


@pages.post("/people/<pid>/role")
@for_roles("administrator")
def set_role(pid: str) -> ResponseReturnValue:
    """Give a person another role."""
    role = request.form.get("role", "")
    return _changed(pid, lambda c: _("%(name)s 的角色已更改。", name=people.set_role(c, pid, role, person().id).name))


@pages.post("/people/<pid>/disable")
@for_roles("administrator")
def disable(pid: str) -> ResponseReturnValue:
    """Disable an account; its sessions end at once."""
    return _changed(
        pid, lambda c: _("%(name)s 的账户已停用，登录已全部结束。", name=people.disable(c, pid, person().id).name)
    )


@pages.post("/people/<pid>/enable")
@for_roles("administrator")
def enable(pid: str) -> ResponseReturnValue:
    """Let a disabled account be used again."""
    with store().write() as c:
        who = people.enable(c, pid, person().id)
    flash(_("%(name)s 的账户已重新启用。", name=who.name))
    return redirect(url_for(".one", pid=pid))


@pages.post("/people/<pid>/erase")
@for_roles("administrator")
def erase(pid: str) -> ResponseReturnValue:
    """Erase a disabled account, confirmed by its address: name, address and password go for ever."""

    def change(c: Connection) -> str:
        who = _found(c, pid)
        if who.disabled_at is None or people.normalise_email(request.form.get("email", "")) != who.email:
            raise refuse("account-erase")
        personal_data.erase_person(c, who.id, person().id)
        return _("账户已注销，姓名和邮箱已删去。")

    return _changed(pid, change, url_for(".everybody"))


@pages.post("/people/<pid>/second-factor")
@for_roles("administrator")
def reset_second_factor(pid: str) -> ResponseReturnValue:
    """Remove the second factor of somebody who has lost it; their sessions end."""
    with store().write() as c:
        who = _found(c, pid)
        second_factor.remove(c, who.id, person().id)
    flash(_("%(name)s 的两步验证已重置，登录已全部结束。", name=who.name))
    return redirect(url_for(".one", pid=pid))


@pages.post("/people/<pid>/reset")
@for_roles("administrator")
def issue_link(pid: str) -> ResponseReturnValue:
    """Create a one-time link to choose a new password; it is shown once."""
    with store().write() as c:
        who = _found(c, pid)
        token = tokens.issue_token(c, "reset", who.id, links.RESET_HOURS, by=person().id)
    return _show_link(who, token, links.RESET_HOURS)


def _show_link(who: people.Person, token: str, hours: int) -> ResponseReturnValue:
    link = links.reset_link(token)
    if application().settings.mail_url:
        text = _("请在 %(hours)s 小时内打开此链接，设置新密码：%(link)s", hours=hours, link=link)
        mail.post(who.email, _("设置密码"), text)
    return render_template("people/link.html", person=who, link=link, hours=hours)
