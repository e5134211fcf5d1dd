"""Paper ballots: seats without a phone, ballots to print, and the page to enter them twice."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal
from ...questionnaire import Group
from ...store.assessments import assessments
from ...store.workshop import paper, rooms
from ...workshop import paper as sheets
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..language import gettext as _
from ..refusals import refilled
from ..requests.reading import form_version, whole
from . import words
from .board import Board, board_of
from .shown import Shown

pages = Blueprint("paper", __name__)
Numbered = list[tuple[int, Shown]]  # items with their numbers on the ballot of their area


@pages.get("/assessments/<aid>/workshops/<rid>/paper")
@for_roles(*ANSWERING)
def page(aid: str, rid: str) -> ResponseReturnValue:
    """The seats that vote on paper, the ballots to print, and what is typed of them."""
    board = _board(aid, rid)
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
    areas = _areas(board)
    return render_template(
        "workshop/paper.html",
        assessment=found,
        questionnaire=board.questionnaire,
        room=board.room,
        leads=board.room.led_by(person()),
        seats=_seats(board),
        areas=areas,
        opened=[(area, _open(items)) for area, items in areas if _open(items)],
        least=sheets.LEAST_BALLOTS,
        spans=_spans,
        **words.shared(),
    )


@pages.post("/assessments/<aid>/workshops/<rid>/paper/seats")
@for_roles(*ANSWERING)
def seats(aid: str, rid: str) -> ResponseReturnValue:
    """Add seats that vote on paper."""
    _board(aid, rid)
    try:
        asked = (form_version("counter"), request.form.get("function", ""), whole(request.form.get("number")) or 0)
        with store().write() as c:
            paper.add_paper_seats(c, person(), rid, *asked)
    except Refusal as refusal:
        return refilled(page(aid, rid), refusal)
    return redirect(url_for(".page", aid=aid, rid=rid))


@pages.post("/assessments/<aid>/workshops/<rid>/paper/votes")
@for_roles(*ANSWERING)
def votes(aid: str, rid: str) -> ResponseReturnValue:
    """Count ballots that were typed twice alike; else say by seat and place where the two entries differ."""
    board = _board(aid, rid)
    places = next((_open(items) for area, items in _areas(board) if area.id == request.form.get("area")), [])
    try:
        ballots = _typed_twice(board, places)
        with store().write() as c:
            paper.cast_paper(c, person(), rid, form_version("counter"), ballots)
    except Refusal as refusal:
        return refilled(page(aid, rid), refusal)
    flash(_("已计入 %(count)s 张选票。", count=len(ballots)))
    return redirect(url_for(".page", aid=aid, rid=rid))


@pages.get("/assessments/<aid>/workshops/<rid>/paper/<area>")
@for_roles(*ANSWERING)
def ballots(aid: str, rid: str, area: str) -> ResponseReturnValue:
    """The ballots of an area, a sheet a seat, to be printed. 404 for an area that the room does not have."""
    board = _board(aid, rid)
    found = next((one for one in _areas(board) if one[0].id == area), None) or abort(404)
    return render_template(
        "workshop/ballots.html",
        questionnaire=board.questionnaire,
        room=board.room,
        area=found[0],
        items=found[1],
        seats=_seats(board),
        marks_of=sheets.marks_of,
        blank=sheets.BLANK,
        board=board,
        **words.shared(),
    )


def _typed_twice(board: Board, places: Numbered) -> list[tuple[int, dict[str, str]]]:
    items, numbers = [one.item for _number, one in places], [number for number, _one in places]
    first, second = (sheets.read_ballots(request.form.get(name, ""), items, name) for name in ("first", "second"))
    problems = sheets.differences(first, second, numbers)
    if problems:
        raise Refusal(*problems)
    return sheets.votes_of(board.questionnaire, items, numbers, first, {one.item.id: one.question for _, one in places})


def _board(aid: str, rid: str) -> Board:
    with store().read() as c:
        room = rooms.room(c, person(), rid)
        if room.assessment_id != aid:
            abort(404)
        return board_of(c, room)


def _areas(board: Board) -> list[tuple[Group, Numbered]]:
    return [(area, list(enumerate(members, 1))) for area, members in board.areas]


def _open(items: Numbered) -> Numbered:
    return [(number, one) for number, one in items if one.place.state == "open"]


def _spans(items: Numbered) -> str:
    numbers = [number for number, _one in items]
    whole_run = len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1
    return f"{numbers[0]}–{numbers[-1]}" if whole_run else ", ".join(map(str, numbers))


def _seats(board: Board) -> Sequence[object]:
    return sorted((seat for seat in board.present if seat.paper), key=lambda seat: seat.paper or 0)
