"""The report, of levels or in six parts, as a page and as files in five formats and two languages."""

import re
import tempfile
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from ...report import (
    PARTS,
    Dossier,
    EvaluationDossier,
    Report,
    build,
    build_evaluation,
    exporter,
    suffixes,
    writable,
)
from ...store.assessments import assessments
from ...store.assessments.assessments import Assessment
from ...store.dossier import dossier, evaluation_dossier
from ..access import ANSWERING, for_roles, person
from ..assessments.evaluated import evaluated_in
from ..assessments.progress import questionnaire_of
from ..context import Connection, store
from ..formatting import today
from ..language import LANGUAGES, language
from ..offline.isolated import one_at_a_time

pages = Blueprint("reports", __name__)
_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "html": "text/html",
}
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@pages.get("/assessments/<aid>/report")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """What the report contains, and its files."""
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
    questionnaire = questionnaire_of(found)
    return render_template(
        "reports/page.html",
        assessment=found,
        questionnaire=questionnaire,
        kinds=kinds(),
        parts=PARTS if questionnaire.has_levels else {},
    )


@pages.get("/assessments/<aid>/report.<suffix>")
@for_roles(*ANSWERING)
def download(aid: str, suffix: str) -> ResponseReturnValue:
    """The report in `language`, by default the page's; with levels limited to the parameters `part`, if any.

    HTML is shown in the browser with `show=1`.
    """
    tongue = asked_language(suffix)
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        content = _content(c, found)
    return sent(lambda: _report(content, tongue), f"maturity-report-{found.year}-{tongue}.{suffix}")


def asked_language(suffix: str) -> str:
    """The language that a report is asked for in, by default the page's. 404 for a file that there is not."""
    if suffix not in KINDS:
        abort(404)
    code = request.args.get("language", "")
    return code if code in LANGUAGES else language()


def kinds() -> dict[str, bool]:
    """The kinds of files of a report, and whether each can be made here."""
    installed, here = suffixes(), writable()
    return {kind: f".{kind}" in here for kind in KINDS if f".{kind}" in installed}


def sent(make: Callable[[], Report], name: str) -> Response:
    """The report that `make` builds as a file of this name; HTML is shown in the browser with `show=1`."""
    suffix = name.rpartition(".")[2]
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        data = exporter(suffix)(make(), Path(folder) / name).read_bytes()
    show = suffix == "html" and request.args.get("show") == "1"
    answer: Response = send_file(BytesIO(data), KINDS[suffix], as_attachment=not show, download_name=name)
    if show:
        answer.headers["Content-Security-Policy"] = _only_its_own(data.decode())
    return answer


def _content(c: Connection, found: Assessment) -> Dossier | EvaluationDossier:
    questionnaire = questionnaire_of(found)
    if questionnaire.has_levels:
        return dossier(c, person(), found, questionnaire, today())
    return evaluation_dossier(c, person(), found, evaluated_in(c, found).evaluation, today())


def _report(content: Dossier | EvaluationDossier, tongue: str) -> Report:
    if isinstance(content, EvaluationDossier):
        return build_evaluation(content, tongue)
    return build(content, tongue, set(request.args.getlist("part")) & set(PARTS) or PARTS)


def _only_its_own(document: str) -> str:
    """A content security policy that permits nothing but the document's own style, and its logos where it has some."""
    style = _STYLE.search(document)
    digest = b64encode(sha256(style[1].encode() if style else b"").digest()).decode()
    images = " img-src data:;" if "<img " in document else ""
    return f"default-src 'none'; style-src 'sha256-{digest}';{images} base-uri 'none'; frame-ancestors 'none'"
