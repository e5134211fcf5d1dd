"""Voting without a meeting: the panel with its personal links, rounds with a deadline, reminders for those missing."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Place, Refusal, refuse
from ...store.assessments import assessments
from ...store.workshop import remote, rooms, settling, stayers
from ...store.workshop.remote import PANEL_LEAST, Deadline, Invited
from ...store.workshop.rooms import Room
from ...store.workshop.seats import Seat
from ..access import ANSWERING, for_roles, person
from ..accounts import mail
from ..context import Connection, application, store
from ..language import gettext as _
from ..refusals import refilled
from ..requests.reading import form_version
from . import links, words
from .board import Board, board_of
from .shown import Shown

pages = Blueprint("remote", __name__)
ZONES = (
    *("Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin", "Europe/London"),
    *("America/New_York", "America/Los_Angeles", "UTC"),
)


@pages.get("/assessments/<aid>/workshops/<rid>/remote")
@for_roles(*ANSWERING)
def page(aid: str, rid: str) -> ResponseReturnValue:
    """The panel, the open round or the next one, who is missing, and at the end what the loss of members changed."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        board = board_of(c, _room(c, aid, rid))
        deadline, missing = remote.deadline_of(c, rid), remote.missing(c, board.room)
        stayed = (
            stayers.stayers_of(c, rid) if board.room.state in ("closed", "accepted") and board.room.sitting == 1 else {}
        )
    panel = [seat for seat in board.present if seat.link]
    return render_template(
        "workshop/remote.html",
        assessment=found,
        questionnaire=board.questionnaire,
        board=board,
        room=board.room,
        leads=board.room.led_by(person()),
        panel=panel,
        least=PANEL_LEAST,
        deadline=deadline,
        missing=[seat for seat in panel if seat.id in missing],
        seat_link=partial(links.seat_link, board.room),
        reminder=lambda seat: _reminder(board.room, seat, deadline),
        stayed=[(one, *_beside(board, one, stayed[one.place.id])) for one in board.items if one.place.id in stayed],
        zones=ZONES,
        mails=bool(_mail_url()) and any(seat.email for seat in panel),
        **words.shared(),
    )


@pages.post("/assessments/<aid>/workshops/<rid>/remote/<act>")
@for_roles(*ANSWERING)
def do(aid: str, rid: str, act: str) -> ResponseReturnValue:
    """Take one act: invite, renew, open, deadline, remind."""
    work = _ACTS.get(act)
    with store().read() as c:
        _room(c, aid, rid)
    if work is None:
        abort(404)
    try:
        counter = form_version("counter")
        with store().write() as c:
            after = work(c, rid, counter)
    except Refusal as refusal:
        return refilled(page(aid, rid), refusal)
    after()
    return redirect(url_for(".page", aid=aid, rid=rid))


def _invite(c: Connection, rid: str, counter: int) -> Callable[[], object]:
    lines = [line for line in request.form.get("people", "").splitlines() if line.strip()]
    parts = [[part.strip() for part in line.replace("，", ",").replace("\t", ",").split(",")] for line in lines]
    people = [Invited(*[*part, "", "", ""][:3]) for part in parts]
    remote.invite(c, person(), rid, counter, people)
    return lambda: flash(_("已邀请 %(count)s 人，链接在下面。", count=len(people)))


def _renew(c: Connection, rid: str, counter: int) -> Callable[[], object]:
    remote.renew_link(c, person(), rid, counter, request.form.get("seat", ""))
    return lambda: None


def _open(c: Connection, rid: str, counter: int) -> Callable[[], object]:
    """Close what the votes agreed on, and open the next round of the rest."""
    closes, board = _closes(), board_of(c, rooms.room(c, person(), rid))
    if board.consent:
        agreed = [words.as_agreed(one) for one in board.consent]
        counter = settling.settle(c, person(), rid, counter, board.questionnaire, agreed).counter
    acts = ("applicability", "again")
    contested = {one.place.id: acts[one.proposed != "applicability"] for one in board.revoted}
    remote.open_remote(c, person(), rid, counter, *closes, contested)
    return lambda: None


def _deadline(c: Connection, rid: str, counter: int) -> Callable[[], object]:
    remote.set_deadline(c, person(), rid, counter, *_closes())
    return lambda: None


def _remind(c: Connection, rid: str, counter: int) -> Callable[[], object]:
    """Mail those who are missing and have an address, after the transaction."""
    room = rooms.led_room(c, person(), rid)
    deadline, missing = remote.deadline_of(c, rid), set(remote.missing(c, room))
    seats = [seat for seat in board_of(c, room).present if seat.id in missing and seat.email]
    mail_url = _mail_url()
    rooms.advance(c, person(), room, counter, "remind", {}, possible=bool(seats) and bool(mail_url))
    letters = [(seat.email, room.title, _reminder(room, seat, deadline)) for seat in seats]

    def send() -> None:
        for letter in letters:
            mail.post(*letter, few=True)
        flash(_("已给 %(count)s 人发出提醒。", count=len(letters)))

    return send


_ACTS = {"invite": _invite, "renew": _renew, "open": _open, "deadline": _deadline, "remind": _remind}


def _mail_url() -> str | None:
    return application().settings.mail_url


def _closes() -> tuple[datetime, str]:
    """The deadline in the form, in UTC, and its time zone. Raises Refusal workshop-deadline."""
    typed, zone = request.form.get("closes", ""), request.form.get("zone", "")
    try:
        local = datetime.fromisoformat(typed)
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None or zone not in ZONES or not 2000 <= local.year <= 2100:
        raise refuse("workshop-deadline", Place(column="closes"), found=typed[:40])
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone


def _reminder(room: Room, seat: Seat, deadline: Deadline | None) -> str:
    values = {"name": seat.alias, "title": room.title, "link": links.seat_link(room, seat)}
    if deadline is None:
        return _("%(name)s：请参加“%(title)s”的投票：%(link)s", **values)
    values["time"] = words.deadline_words(deadline)
    return _("%(name)s：“%(title)s”还差您的票，请在 %(time)s 前投完：%(link)s", **values)


def _beside(board: Board, one: Shown, stayed: Mapping[str, int]) -> tuple[str, str, str]:
    """The first round of all, the first round of those who stayed, and the last round, in words."""
    return (
        _counts(board, one, one.rounds[0].votes),
        _counts(board, one, Counter(stayed)),
        _counts(board, one, one.rounds[-1].votes),
    )


def _counts(board: Board, one: Shown, votes: Counter[str]) -> str:
    return _("；").join(f"{words.vote_name(board, one, vote)} {number}" for vote, number in votes.most_common())


def _room(c: Connection, aid: str, rid: str) -> Room:
    found = rooms.room(c, person(), rid)
    if found.assessment_id != aid:
        abort(404)
    return found
