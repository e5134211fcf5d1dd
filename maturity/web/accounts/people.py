"""Accounts for administrators: the list of people, their roles, links to set a new password."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Problem, Refusal
from ...store.accounts import people, tokens
from .. import forms
from ..access import for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..refusals import refilled
from . import links, mail

pages = Blueprint("people", __name__)
PAGE = 50


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
    with store().read() as c:
        found = people.people(c, after=request.args.get("after"), limit=PAGE + 1)
    more = found[PAGE - 1].email if len(found) > PAGE else None
    return render_template("people/people.html", people=found[:PAGE], more=more, form=form)


def _add(form: forms.NewPerson) -> ResponseReturnValue:
    with store().write() as c:
        who = people.add_person(
            c, email=form.email.data or "", name=form.name.data or "", role=form.role.data or "", by=person().id
        )
        token = tokens.issue_token(c, "reset", who.id, links.SETUP_HOURS, by=person().id)
    return _show_link(who, token, links.SETUP_HOURS)


@pages.post("/people/<pid>/role")
@for_roles("administrator")
def set_role(pid: str) -> ResponseReturnValue:
    """Give a person another role."""
    try:
        with store().write() as c:
            who = people.set_role(c, pid, request.form.get("role", ""), person().id)
    except Refusal as refusal:
        return refilled(_everybody(forms.NewPerson()), refusal)
    flash(_("%(name)s 的角色已更改。", name=who.name))
    return redirect(url_for(".everybody"))


@pages.post("/people/<pid>/reset")
@for_roles("administrator")
def issue_link(pid: str) -> ResponseReturnValue:
    """Create a one-time link to choose a new password; it is shown once."""
    with store().write() as c:
        who = people.person(c, pid)
        if who is None:
            raise NotFound(Problem("account-not-found"))
        token = tokens.issue_token(c, "reset", who.id, links.RESET_HOURS, by=person().id)
    return _show_link(who, token, links.RESET_HOURS)


def _show_link(who: people.Person, token: str, hours: int) -> ResponseReturnValue:
    link = links.reset_link(token)
    if application().settings.mail_url:
        text = _("请在 %(hours)s 小时内打开此链接，设置新密码：%(link)s", hours=hours, link=link)
        mail.later(partial(mail.send, application().settings.mail_url, who.email, _("设置密码"), text))
    return render_template("people/link.html", person=who, link=link, hours=hours)
