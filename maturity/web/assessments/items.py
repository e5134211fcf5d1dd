"""Single items of an assessment: the page with an item's fields, and a query of the script about unsent answers."""

from flask import Blueprint, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ..access import ANSWERING, for_roles
from ..language import say
from .overview import sheet

pages = Blueprint("items", __name__)


@pages.get("/assessments/<aid>/answers")
@for_roles(*ANSWERING)
def look(aid: str) -> ResponseReturnValue:
    """JSON: for every `item` of the query its text and whether it is still assessed."""
    now = sheet(aid)
    assessed = {item.id for item in now.response.items}
    words = {item.id: say(item.text) for item in now.questionnaire.items}
    return jsonify(
        {id: {"words": words.get(id, id), "assessed": id in assessed} for id in request.args.getlist("item")}
    )


@pages.get("/assessments/<aid>/answers/<item>")
@for_roles(*ANSWERING)
def go(aid: str, item: str) -> ResponseReturnValue:
    """A redirect to the fields of an item. 404 where it is not assessed."""
    found = next((each for each in sheet(aid).response.items if each.id == item), None) or abort(404)
    return redirect(url_for("answering.page", aid=aid, area=found.area, _anchor=f"item-{item}"))
