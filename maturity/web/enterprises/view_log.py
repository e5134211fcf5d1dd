"""Records in the enterprise's log that a person who is not a member opens a page of an assessment.

Where the entry cannot be written, the page does not open.
"""

from flask import Flask, request

from ...store.enterprises import views
from ..access import someone
from ..context import store

# blueprint -> the part of an assessment that its pages show; a name of the log's words
PARTS = {
    **dict.fromkeys(("assessments", "answering", "items", "find", "scope", "duties", "review"), "answers"),
    **dict.fromkeys(
        (
            "assessing",
            "opinion",
            "evidence",
            "papers",
            "workshops",
            "outcome",
            "firms",
            "minutes",
            "paper",
            "seatbooks",
            "remote",
        ),
        "evidence",
    ),
    **dict.fromkeys(("results", "explaining", "rounds", "peers", "applied"), "results"),
    **dict.fromkeys(("roadmap", "whatif", "planning", "actions"), "plans"),
    **dict.fromkeys(("reports", "workbook", "roadfile"), "files"),
    **dict.fromkeys(("api_assessments", "api_answers"), "answers"),
    **dict.fromkeys(("api_evidence", "api_findings"), "evidence"),
    "api_submissions": "results",
    "api_roadmap": "plans",
}


def install(app: Flask) -> None:
    """Record the requests of `app`; to be called after the roles are installed."""
    app.before_request(_note)


def _note() -> None:
    aid = (request.view_args or {}).get("aid")
    who = someone() if aid and request.method in ("GET", "HEAD") else None
    if aid is None or who is None:
        return
    part = PARTS[str(request.blueprint)]
    with store().read() as c:
        organisation = views.unrecorded_view(c, who, aid, part)
    if organisation is not None:
        with store().write() as c:
            views.record_view(c, who, organisation, aid, part)
