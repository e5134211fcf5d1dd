"""Pages of the offline workbook: download, upload, preview of the merge, saving it."""

import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePath
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...errors import Conflict, Forbidden, NotFound, Place, Problem, Refusal, refuse
from ...intake.attachments import clean_name
from ...intake.sandbox import run_isolated
from ...offline import workbook_writer
from ...offline.apply import MergePlan, Outcome, apply_merge, plan_merge
from ...offline.context import workbook_of
from ...offline.merge import Side, loss
from ...offline.returned_files import file_kind
from ...offline.returned_workbook import MOST_BYTES, Returned, read_workbook
from ...questionnaire import Questionnaire, only
from ...questionnaire.numeric.references import References
from ...store.assessments import assessments
from ...store.assessments.assessments import Assessment
from ...store.evidence.uploads import FOLDER, Uploads
from ..access import ANSWERING, for_roles, person
from ..assessments.progress import questionnaire_of
from ..context import Connection, application, store
from ..language import LANGUAGES, language, ngettext
from ..language import gettext as _
from ..refusals import problem_texts
from ..security import up_to
from .isolated import one_at_a_time, read_isolated

pages = Blueprint("workbook", __name__)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/assessments/<aid>/workbook")
@for_roles(*ANSWERING)
def page(aid: str) -> ResponseReturnValue:
    """What the workbook is for, the downloads, and the upload."""
    return _page(aid)


def _page(aid: str, refusal: Refusal | None = None) -> str:
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
    return render_template(
        "workbook/workbook.html",
        assessment=found,
        questionnaire=questionnaire_of(found),
        problems=_placed(refusal.problems) if refusal else [],
    )


@pages.get("/assessments/<aid>/questionnaire.xlsx")
@for_roles(*ANSWERING)
def download(aid: str) -> ResponseReturnValue:
    """The workbook in `language`, by default the page's; without answers with `blank=1`."""
    code = request.args.get("language", "")
    tongue = code if code in LANGUAGES else language()
    empty = request.args.get("blank") == "1"
    with store().read() as c:
        found = assessments.assessment(c, person(), aid)
        asked = questionnaire_of(found)
        outgoing = workbook_of(c, person(), found, asked, tongue, empty=empty, references=_references(c, found, asked))
    name = f"questionnaire-{found.year}-{tongue}{'-blank' if empty else ''}.xlsx"
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / name
        workbook_writer()(outgoing, path)
        content = BytesIO(path.read_bytes())
    return send_file(content, _XLSX, as_attachment=True, download_name=name)


def _references(c: Connection, found: Assessment, asked: Questionnaire) -> References:
    """The reference values; none while they have mistakes, since the workbook takes answers all the same."""
    try:
        return application().references(c, asked, found.id)
    except Refusal:
        return References()


@pages.post("/assessments/<aid>/workbook")
@for_roles(*ANSWERING)
@up_to(MOST_BYTES + 1024 * 1024)
def upload(aid: str) -> ResponseReturnValue:
    """Read a returned workbook and show the merge; nothing is saved."""
    sent = request.files.get("workbook")
    with store().read() as c:
        assessments.check_writable(assessments.assessment(c, person(), aid))
        asked = _questionnaire(c, aid)
    try:
        if sent is None or not sent.filename:
            raise refuse("offline-no-file")
        data, name = sent.read(), clean_name(sent.filename)
        if file_kind(name) == "unread":
            raise refuse("offline-kind", Place(name), found=PurePath(name).suffix)
        with one_at_a_time():  # kept within the turn: the quota of a person holds whatever comes at once
            made = _plan(aid, run_isolated(read_workbook, data, name, only(asked)))
            kept = _uploads().keep(person(), aid, data)
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _page(aid, refusal), refusal.status
    return _preview(made, kept, name)


@pages.post("/assessments/<aid>/workbook/<upload>")
@for_roles(*ANSWERING)
def bring(aid: str, upload: str) -> ResponseReturnValue:
    """Apply the merge with the decisions on conflicts and deletions; after a change meanwhile, show it again."""
    name = clean_name(request.form.get("file", ""))
    data = _uploads().read(person(), aid, upload)
    with store().read() as c:
        assessments.check_writable(assessments.assessment(c, person(), aid))
        asked = _questionnaire(c, aid)
    returned = read_isolated(read_workbook, data, name, only(asked))
    sides = {name.removeprefix("side-"): side for name, side in request.form.items() if name.startswith("side-")}
    try:
        with store().write() as c:
            made = plan_merge(c, person(), aid, _questionnaire(c, aid), returned)
            if _digest(made) != request.form.get("seen"):
                raise Conflict(Problem("offline-changed"))
            done = apply_merge(c, person(), _questionnaire(c, aid), made, _only_sides(sides), _erase(made, sides))
    except (Forbidden, NotFound):
        raise
    except Refusal as refusal:
        return _preview(_plan(aid, returned), upload, name, refusal), refusal.status
    _uploads().drop(person(), aid, upload)
    flash(_summary(done))
    return redirect(url_for("assessments.overview", aid=aid))


def _erase(made: MergePlan, sides: Mapping[str, str]) -> list[str]:
    """The items whose answer or comment may be deleted: those decided singly, and the list where it was confirmed."""
    agreed = [one.item for one in made.erased] if request.form.get("erase") == "1" else []
    return [*agreed, *(item for item, side in sides.items() if side == "workbook")]


def _summary(done: Outcome) -> str:
    parts = [
        ngettext("%(num)s 条已更新", "%(num)s 条已更新", len(done.updated)) if done.updated else "",
        ngettext("%(num)s 条已清空", "%(num)s 条已清空", len(done.erased)) if done.erased else "",
        ngettext("%(num)s 条没有清空", "%(num)s 条没有清空", len(done.spared)) if done.spared else "",
    ]
    told = _("，").join(part for part in parts if part)
    return _("已导入：%(told)s。", told=told) if told else _("已导入，没有变化。")


def _uploads() -> Uploads:
    return Uploads(application().settings.data_dir / FOLDER)


def _plan(aid: str, returned: Returned) -> MergePlan:
    with store().read() as c:
        return plan_merge(c, person(), aid, _questionnaire(c, aid), returned)


def _questionnaire(c: Connection, aid: str) -> Questionnaire:
    return questionnaire_of(assessments.assessment(c, person(), aid))


def _digest(made: MergePlan) -> str:
    """A digest of the merge that the preview showed; decisions count only for it."""
    told = [(one.item, one.kind, one.stored.version) for one in made.merged if one.kind != "unchanged"]
    return sha256(repr(told).encode()).hexdigest()[:32]


def _only_sides(sides: Mapping[str, str]) -> dict[str, Side]:
    return {item: cast(Side, side) for item, side in sides.items() if side in ("workbook", "database")}


def _preview(made: MergePlan, upload: str, file: str, refusal: Refusal | None = None) -> str:
    return render_template(
        "workbook/preview.html",
        assessment=made.assessment,
        questionnaire=questionnaire_of(made.assessment),
        plan=made,
        losses={one.item: loss(one.item, one.entry, one.stored) for one in made.erased},
        left_out=_placed(made.left_out),
        upload=upload,
        file=file,
        seen=_digest(made),
        problems=problem_texts(refusal.problems) if refusal else [],
        chosen=request.form,
    )


def _placed(problems: Sequence[Problem]) -> list[dict[str, str]]:
    """The mistakes as texts, each with its sheet and cell."""
    return [{**told, "place": one.place.column} for told, one in zip(problem_texts(problems), problems, strict=True)]
