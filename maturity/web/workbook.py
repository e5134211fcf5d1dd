"""The offline workbook of an assessment: what it is for, and its download."""

import tempfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ..errors import Conflict, Forbidden, NotFound, Place, Problem, Refusal, refuse
from ..homecoming import Plan, bring_in, plan
from ..intake.attachments import clean_name
from ..intake.workbook import MOST_BYTES, Returned, read_workbook
from ..merge import Side
from ..offline import writer
from ..questionnaire import Questionnaire
from ..store import assessments
from ..store.access import WRITING, need
from ..store.uploads import FOLDER, Uploads
from ..workbooks import filled
from .access import ANSWERING, for_roles, person
from .language import LANGUAGES, language, ngettext
from .language import gettext as _
from .progress import questionnaire_of
from .refusals import tell
from .room import Connection, room, store
from .security import up_to

pages = Blueprint("workbook", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/assessments/<aid>/workbook")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """What the workbook is for, which there are, and the way home."""
    return _page(aid)


def _page(aid: str, refusal: Refusal | None = None) -> str:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
    return render_template(
        "workbook/workbook.html",
        assessment=found,
        questionnaire=questionnaire_of(found),
        problems=[
            {**told, "place": problem.place.column}
            for told, problem in zip(tell(refusal.problems), refusal.problems, strict=True)
        ]
        if refusal
        else [],
    )


@pages.get("/assessments/<aid>/questionnaire.xlsx")
@for_roles(*ANSWERING)
def download(aid: str) -> ResponseReturnValue:
    """The workbook in `language`, by default the page's; without answers where the address says `blank=1`."""
    wish = request.args.get("language", "")
    tongue = wish if wish in LANGUAGES else language()
    empty = request.args.get("blank") == "1"
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        outgoing = filled(c, person(), found, questionnaire_of(found), tongue, empty=empty)
    name = f"questionnaire-{found.year}-{tongue}{'-blank' if empty else ''}.xlsx"
    with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / name
        writer()(outgoing, path)
        content = BytesIO(path.read_bytes())
    return send_file(content, _XLSX, as_attachment=True, download_name=name)


@pages.post("/assessments/<aid>/workbook")
@for_roles(*ANSWERING)
@up_to(MOST_BYTES + 1024 * 1024)
def upload(aid: str) -> ResponseReturnValue:
    """Read a returned workbook and show what it would change; nothing is saved yet."""
    sent = request.files.get("workbook")
    try:
        with store().read() as c:
            need(assessments.assessment(c, person(), aid).role, WRITING)
        if sent is None or not sent.filename:
            raise refuse("offline-no-file", Place(column="workbook"))
        data, name = sent.read(), clean_name(sent.filename)
        made = _plan(aid, read_workbook(data, name, room().questionnaire))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(aid, refusal), refusal.status
    return _preview(made, _uploads().keep(person(), aid, data))


@pages.post("/assessments/<aid>/workbook/<upload>")
@for_roles(*ANSWERING)
def bring(aid: str, upload: str) -> ResponseReturnValue:
    """Save it: what nobody else touched, and each conflict as decided; after a change meanwhile, look again."""
    home = read_workbook(_uploads().read(person(), aid, upload), "", room().questionnaire)
    sides = {name.removeprefix("side-"): side for name, side in request.form.items() if name.startswith("side-")}
    try:
        with store().write() as c:
            made = plan(c, person(), aid, _questionnaire(c, aid), home)
            if _seen(made) != request.form.get("seen"):
                raise Conflict(Problem("offline-changed"))
            count = bring_in(c, person(), _questionnaire(c, aid), made, _only_sides(sides))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _preview(_plan(aid, home), upload, refusal, sides), refusal.status
    _uploads().drop(person(), aid, upload)
    flash(
        ngettext("已导入，%(num)s 条有变化。", "已导入，%(num)s 条有变化。", count)
        if count
        else _("已导入，没有变化。")
    )
    return redirect(url_for("assessments.overview", aid=aid))


def _uploads() -> Uploads:
    return Uploads(room().settings.data_dir / FOLDER)


def _plan(aid: str, home: Returned) -> Plan:
    with store().read() as c:
        return plan(c, person(), aid, _questionnaire(c, aid), home)


def _questionnaire(c: Connection, aid: str) -> Questionnaire:
    return questionnaire_of(assessments.assessment(c, person(), aid))


def _seen(made: Plan) -> str:
    """What the preview was made from: a decision counts only for that."""
    told = [(one.item, one.kind, one.stored.version) for one in made.merged if one.kind != "unchanged"]
    return sha256(repr(told).encode()).hexdigest()[:32]


def _only_sides(sides: Mapping[str, str]) -> dict[str, Side]:
    return {item: cast(Side, side) for item, side in sides.items() if side in ("workbook", "database")}


def _preview(made: Plan, upload: str, refusal: Refusal | None = None, sides: Mapping[str, str] | None = None) -> str:
    questionnaire = questionnaire_of(made.assessment)
    return render_template(
        "workbook/preview.html",
        assessment=made.assessment,
        questionnaire=questionnaire,
        plan=made,
        upload=upload,
        seen=_seen(made),
        problems=tell(refusal.problems) if refusal else [],
        sides=sides or {},
    )
