"""The wall: what everybody in the room sees, by a link of its own that needs no account and can be revoked."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ...store.workshop import results, rooms
from ..access import public
from ..context import store
from . import links, words
from .board import board_of

pages = Blueprint("wall", __name__)


@pages.get("/wall/<token>")
@public
def page(token: str) -> ResponseReturnValue:
    """The wall. 404 for a link that is unknown or was revoked."""
    with store().read() as c:
        room = links.check_token(rooms.room_by_id(c, links.room_of_token(token)), token)
        board = board_of(c, room, sorted_by_effect=True)  # in the order of the facilitator's page
    link = links.join_link(room)
    return render_template(
        "workshop/wall.html",
        board=board,
        room=room,
        questionnaire=board.questionnaire,
        join_link=link,
        code_picture=links.qr(link),
        **words.shared(),
    )


@pages.get("/workshops/<rid>/state")
@public
def state(rid: str) -> ResponseReturnValue:
    """Where a room stands, for pages that ask each second: 204 where nothing changed since the mark `since`."""
    with store().read() as c:
        mark = results.mark(c, rid) if len(rid) == 32 else None
    if mark is None:
        return jsonify(gone=True), 404
    if request.args.get("since") == mark.text:
        return "", 204
    return jsonify(
        since=mark.text,
        counter=mark.counter,
        present=mark.present,
        cast=mark.cast,
        expected=mark.expected,
        nudges=mark.nudges,
    )
