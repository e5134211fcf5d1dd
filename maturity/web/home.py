"""The first page: what this is, or what is to do next."""

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]

from ..store import assessments, organisations
from .access import person, public, someone
from .room import room, store

pages = Blueprint("home", __name__)
_ELSEWHERE = {"analyst": "publications.years", "administrator": "people.everybody"}


@pages.get("/")
@public
def first() -> ResponseReturnValue:
    """An introduction for strangers; for the others their own work."""
    who = someone()
    if who is None:
        return render_template("home/welcome.html", questionnaire=room().questionnaire())
    if who.role in _ELSEWHERE:
        return redirect(url_for(_ELSEWHERE[who.role]))
    with store().read() as c:
        firms = organisations.organisations_of(c, who)
        mine = assessments.assessments_of(c, who)
    return render_template("home/work.html", organisations=firms, assessments=mine)


@pages.get("/session")
@public
def session() -> ResponseReturnValue:
    """Who is signed in, and a fresh form token: a page that was left open asks before it sends what it kept."""
    return jsonify(person=person().id if someone() else None, token=generate_csrf())
