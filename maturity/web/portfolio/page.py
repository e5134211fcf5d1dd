"""The page with the list of a person's enterprises, and the list as a workbook."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from ...store.portfolio.listing import PAGE, SORTS, Wanted, keep_shown, listed, refresh
from ...store.portfolio.tags import tags_of
from ...store.portfolio.views import views_of
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..formatting import today
from .asked import SEARCH_LIMIT, offered, query_of, wanted
from .words import SORT_WORDS, STATE_WORDS, Row

pages = Blueprint("portfolio", __name__)


@pages.get("/enterprises")
@for_roles(*ANSWERING)
def page() -> ResponseReturnValue:
    """The person's enterprises with what the address asks for."""
    asked = wanted()
    shown = list_page(asked)
    if asked.page > shown["last"]:
        return redirect(url_for(".page", **query_of(asked, page=shown["last"])))
    return render_template("portfolio/list.html", **shown)


def list_page(asked: Wanted) -> dict[str, Any]:
    """What the template of the list shows."""
    who, known = person(), application().questionnaire
    refresh(store(), who, known)
    with store().read() as c:
        found = listed(c, who, asked, today(), known)
        tags, views = tags_of(c, who), views_of(c, who)
    keep_shown(store(), found, known)
    choices = offered(asked)
    return {
        "asked": asked,
        "rows": [Row(one, choices.questionnaires) for one in found.entries],
        "total": found.total,
        "last": max(-(-found.total // PAGE), 1),
        "offered": choices,
        "tags": tags,
        "views": views,
        "query_of": query_of,
        "SORTS": {name: SORT_WORDS[name] for name in SORTS},
        "STATES": STATE_WORDS,
        "SEARCH_LIMIT": SEARCH_LIMIT,
        "today": today(),
        "zip": zip,
    }
