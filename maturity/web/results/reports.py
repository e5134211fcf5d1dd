"""The report as a page and as files in four formats and two languages."""

import re
import tempfile
from base64 import b64encode
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_file
from flask.typing import ResponseReturnValue

from ...report import PARTS, build, exporter, suffixes, writable
from ...store.assessments import assessments
from ...store.dossier import dossier
from ..access import ANSWERING, for_roles, person
from ..assessments.progress import questionnaire_of
from ..context import store
from ..formatting import today
from ..language import LANGUAGES, language
from ..offline.isolated import one_at_a_time

pages = Blueprint("reports", __name__)
_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
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
    kinds, here = suffixes(), writable()
    return render_template(
        "reports/page.html",
        assessment=found,
        questionnaire=questionnaire_of(found),
        kinds={kind: f".{kind}" in here for kind in KINDS if f".{kind}" in kinds},
        parts=PARTS,
    )


@pages.get("/assessments/<aid>/report.<suffix>")
@for_roles(*ANSWERING)
def download(aid: str, suffix: str) -> ResponseReturnValue:
    """The report in `language`, by default the page's, limited to the parameters `part`, if any.

    HTML is shown in the browser with `show=1`.
    """
    if suffix not in KINDS:
        abort(404)
    code = request.args.get("language", "")
    tongue = code if code in LANGUAGES else language()
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        content = dossier(c, person(), found, questionnaire_of(found), today())
    name = f"maturity-report-{found.year}-{tongue}.{suffix}"
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        report = build(content, tongue, set(request.args.getlist("part")) & set(PARTS) or PARTS)
        data = exporter(suffix)(report, Path(folder) / name).read_bytes()
    show = suffix == "html" and request.args.get("show") == "1"
    answer: Response = send_file(BytesIO(data), KINDS[suffix], as_attachment=not show, download_name=name)
    if show:
        answer.headers["Content-Security-Policy"] = _only_its_own_style(data.decode())
    return answer


def _only_its_own_style(document: str) -> str:
    """A content security policy that permits nothing but the document's own style."""
    style = _STYLE.search(document)
    digest = b64encode(sha256(style[1].encode() if style else b"").digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
