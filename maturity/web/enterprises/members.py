"""The members of an enterprise, their roles, and invitation links."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import NotFound, Problem, Refusal, refuse
from ...store.accounts.people import normalise_email
from ...store.enterprises import invitations, organisations
from ...store.enterprises.access import OWNING
from ..access import ANSWERING, for_roles, person
from ..accounts import links, mail
from ..context import Connection, application, store
from ..formatting import MEMBERS
from ..language import gettext as _
from ..limits import post_limit
from ..refusals import refilled

pages = Blueprint("members", __name__)


@pages.get("/enterprises/<oid>/members")
@for_roles(*ANSWERING)
def page(oid: str) -> ResponseReturnValue:
    """The members; for owners also the open invitations."""
    return _page(oid)


def _page(oid: str, link: str = "", role: str = "", sent_to: str = "") -> ResponseReturnValue:
    """The page, with a new invitation link, which is shown only once."""
    with store().read() as c:
        firm = organisations.organisation(c, person(), oid)
        owner = firm.role in OWNING
        return render_template(
            "members/members.html",
            organisation=firm,
            owner=owner,
            members=organisations.members(c, person(), oid),
            pending=invitations.pending(c, person(), oid) if owner else [],
            days=invitations.DAYS,
            mails=bool(application().settings.mail_url),
            link=link,
            role=role,
            sent_to=sent_to,
        )


@pages.post("/enterprises/<oid>/invitations")
@for_roles(*ANSWERING)
@post_limit
def invite(oid: str) -> ResponseReturnValue:
    """Create an invitation link; it is shown in this response only, and e-mailed where there is a mail server."""
    to = request.form.get("email", "").strip()
    role = request.form.get("role", "")
    try:
        if to and normalise_email(to) is None:
            raise refuse("account-email", found=to[:80])
        with store().write() as c:
            token = invitations.invite(c, person(), oid, role)
            firm = organisations.organisation(c, person(), oid)
    except Refusal as refusal:
        return refilled(_page(oid), refusal)
    link = links.join_link(token)
    mail_url = application().settings.mail_url
    if to and mail_url:
        subject = _("邀请您参与“%(firm)s”的自评", firm=firm.facts.name)
        text = _letter(firm.facts.name, role, link)
        mail.post(to, subject, text, few=True)
    return _page(oid, link, role, to if mail_url else "")


def _letter(firm: str, role: str, link: str) -> str:
    values = {"who": person().name, "firm": firm, "role": MEMBERS[role], "days": invitations.DAYS, "link": link}
    return _("%(who)s 邀请您以%(role)s的身份参与“%(firm)s”的自评。请在 %(days)s 天内打开此链接：%(link)s", **values)


@pages.post("/enterprises/<oid>/invitations/<iid>/revoke")
@for_roles(*ANSWERING)
def revoke(oid: str, iid: str) -> ResponseReturnValue:
    """Revoke an invitation."""
    return _act(oid, lambda c: invitations.revoke(c, person(), oid, iid), _("邀请已撤销，链接不能再用。"))


@pages.post("/enterprises/<oid>/members/<pid>")
@for_roles(*ANSWERING)
def change(oid: str, pid: str) -> ResponseReturnValue:
    """Give a member another role."""
    return _act(oid, lambda c: _change(c, oid, pid), _("身份已更改。"))


def _change(c: Connection, oid: str, pid: str) -> None:
    _must_be_another(pid)
    if not _is_member(c, oid, pid):
        raise NotFound(Problem("account-not-found"))
    organisations.add_member(c, oid, pid, request.form.get("role", ""), by=person().id)


@pages.post("/enterprises/<oid>/members/<pid>/submit")
@for_roles(*ANSWERING)
def let_submit(oid: str, pid: str) -> ResponseReturnValue:
    """Allow an editor to submit, or withdraw that."""
    let = request.form.get("let") == "yes"
    done = _("已允许提交。") if let else _("已收回提交的授权。")
    return _act(oid, lambda c: organisations.permit_submission(c, person(), oid, pid, let), done)


@pages.post("/enterprises/<oid>/members/<pid>/remove")
@for_roles(*ANSWERING)
def remove(oid: str, pid: str) -> ResponseReturnValue:
    """Remove a member."""
    return _act(oid, lambda c: _remove(c, oid, pid), _("已移除成员。"))


def _remove(c: Connection, oid: str, pid: str) -> None:
    _must_be_another(pid)
    organisations.remove_member(c, oid, pid, by=person().id)


def _must_be_another(pid: str) -> None:
    """Raise Refusal `membership-own` for the person's own membership, so that owners cannot lock themselves out."""
    if pid == person().id:
        raise refuse("membership-own")


def _is_member(c: Connection, oid: str, pid: str) -> bool:
    return any(member.person_id == pid for member in organisations.members(c, person(), oid))


def _act(oid: str, work: Callable[[Connection], None], done: str) -> ResponseReturnValue:
    """Do `work`, which only owners may, show the message `done`, and return to the page."""
    try:
        with store().write() as c:
            organisations.owned_organisation(c, person(), oid)
            work(c)
    except Refusal as refusal:
        return refilled(_page(oid), refusal)
    flash(done)
    return redirect(url_for(".page", oid=oid))
