"""Search of the items of an assessment by words, and by whether they are open or marked."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue

from ...questionnaire import Item
from ...store.assessments import flags
from ...text.plain import folded
from ..access import ANSWERING, for_roles, person
from ..context import store
from ..requests.reading import sent_object
from .overview import sheet
from .progress import AnswerSheet, questionnaire_of

pages = Blueprint("find", __name__)


@pages.get("/assessments/<aid>/find")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """The items that contain every word of `q`; `show` = "open" or "flagged" limits them."""
    now = sheet(aid)
    words = folded(request.args.get("q", "")[:200]).split()
    show = request.args.get("show", "all")
    kept = {"open": {item.id for item in now.response.open}, "flagged": now.flags}.get(show)
    found = [item for item in now.response.items if (kept is None or item.id in kept) and _holds(item, words)]
    return render_template("assessments/find.html", sheet=now, found=found, show=show, q=request.args.get("q", ""))


def _holds(item: Item, words: list[str]) -> bool:
    texts = (item.text, item.look_for, *item.evidence)
    whole = folded(" ".join([item.id, *(text.of(language) for text in texts for language in ("zh", "en"))]))
    return all(word in whole for word in words)


@pages.put("/assessments/<aid>/flags/<item>")
@for_roles(*ANSWERING)
def flag(aid: str, item: str) -> ResponseReturnValue:
    """Set or remove the mark of an item. JSON in and out: flagged."""
    flagged = sent_object().get("flagged") is True
    now: AnswerSheet = sheet(aid)
    with store().write() as c:
        flags.set_flag(c, person(), aid, questionnaire_of(now.assessment), item, flagged)
    return jsonify(flagged=flagged)
