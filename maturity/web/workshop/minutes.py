"""The minutes of a closed sitting as files."""

from flask import Blueprint, Response, abort

from ...report import build_minutes
from ...store.assessments import assessments
from ...store.workshop import rooms
from ...store.workshop.minutes import minutes_dossier
from ..access import ANSWERING, for_roles, person
from ..assessments.progress import questionnaire_of
from ..context import sealer, store
from ..formatting import today
from ..results import reports

pages = Blueprint("minutes", __name__)


@pages.get("/assessments/<aid>/workshops/<rid>/minutes-<int:sitting>.<suffix>")
@for_roles(*ANSWERING)
def download(aid: str, rid: str, sitting: int, suffix: str) -> Response:
    """The minutes in `language`, by default the page's. 404 for a sitting that is not closed; HTML as
    :func:`.results.reports.sent`.
    """
    tongue = reports.asked_language(suffix)
    with store().read() as c:
        about, found = assessments.assessment(c, person(), aid), rooms.room(c, person(), rid)
        if found.assessment_id != aid:
            abort(404)
        content = minutes_dossier(
            c, person(), found, questionnaire_of(about), sitting, today(), sealer("workshop totals")
        )
    name = f"workshop-{found.year}-{sitting}-{tongue}.{suffix}"
    return reports.sent(lambda: build_minutes(content, tongue), name)
