"""An enterprise's own data: export, import from another installation, deletion."""

import tempfile
from io import BytesIO
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from ...errors import Refusal, refuse
from ...intake.sandbox import run_isolated
from ...store.enterprises import deletion, organisations
from ...store.enterprises.access import OWNING, require_role
from ...store.evidence.files import FOLDER, Files
from ...store.origins import archive, imports
from ...transfer import pack, read_contents, unpack
from ...transfer.keys import Signer, load_signer
from ..access import ANSWERING, for_roles, person
from ..context import application, store
from ..language import gettext as _
from ..offline.isolated import one_at_a_time
from ..refusals import problem_texts, refilled
from ..security import up_to

pages = Blueprint("owndata", __name__)
_MOST = 2 * 1024 * 1024 * 1024


def _files() -> Files:
    return Files(application().settings.data_dir / FOLDER)


def _signer() -> Signer:
    return load_signer(application().settings.data_dir)


@pages.get("/enterprises/<oid>/data")
@for_roles(*ANSWERING)
def page(oid: str) -> ResponseReturnValue:
    """What is stored, the export, and the deletion."""
    return _page(oid)


def _page(oid: str) -> str:
    with store().read() as c:
        firm = organisations.owned_organisation(c, person(), oid)
        held = {name: len(rows) for name, rows in archive.organisation_rows(c, oid).items()}
        brought = imports.imports_of(c, person(), oid)
    more = {"brought": brought, "days": deletion.RECOVERY_DAYS}
    return render_template("owndata/data.html", organisation=firm, held=held, **more)


@pages.get("/enterprises/<oid>/data.zip")
@for_roles(*ANSWERING)
def download(oid: str) -> ResponseReturnValue:
    """Everything about the enterprise in one file."""
    with store().read() as c:
        require_role(organisations.organisation(c, person(), oid).role, OWNING)
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix="maturity-") as folder:
        path = Path(folder) / f"maturity-{oid[:8]}.zip"
        pack(store(), _files(), person(), oid, path, _signer())
        file = path.open("rb")  # stays readable when the folder is gone; closed with the answer
    answer: Response = send_file(file, "application/zip", as_attachment=True, download_name=path.name)
    return answer


@pages.route("/enterprises/import", methods=["GET", "POST"])
@for_roles(*ANSWERING)
@up_to(_MOST)
def bring() -> ResponseReturnValue:
    """The form to import an enterprise from another installation; the person becomes an owner."""
    if request.method == "GET":
        return render_template("owndata/import.html", problems=[])
    sent = request.files.get("data")
    try:
        if sent is None or not sent.filename:
            raise refuse("archive-no-file")
        with tempfile.TemporaryDirectory(prefix="maturity-") as folder:
            path = Path(folder) / "data.zip"
            sent.save(path)
            with one_at_a_time():
                known, reading = application().questionnaire, lambda path: run_isolated(read_contents, path)
                unpack(store(), _files(), person(), path, known, _signer(), reading)
    except Refusal as refusal:
        problems = [
            {**told, "place": str(problem.place)}
            for told, problem in zip(problem_texts(refusal.problems), refusal.problems, strict=True)
        ]
        return render_template("owndata/import.html", problems=problems), refusal.status
    flash(_("已导入。其中已提交的评估标为“外部带入”，经统计方认可后才计入统计。"))
    return redirect(url_for("home.first"))


@pages.get("/enterprises/<oid>/data/elsewhere/<id>.json")
@for_roles(*ANSWERING)
def elsewhere(oid: str, id: str) -> ResponseReturnValue:
    """The unverified part of an import as JSON: log, members, submissions as stated there."""
    with store().read() as c:
        held = imports.attachment(c, person(), oid, id)
    name = f"maturity-{oid[:8]}-elsewhere.json"
    answer: Response = send_file(BytesIO(held), "application/json", as_attachment=True, download_name=name)
    return answer


@pages.post("/enterprises/<oid>/delete")
@for_roles(*ANSWERING)
def leave(oid: str) -> ResponseReturnValue:
    """Request the deletion, confirmed by the enterprise's name; it can be withdrawn for a while."""
    try:
        with store().write() as c:
            deletion.request_deletion(c, person(), oid, request.form.get("name", ""))
    except Refusal as refusal:
        return refilled(_page(oid), refusal)
    return redirect(url_for(".page", oid=oid))


@pages.post("/enterprises/<oid>/stay")
@for_roles(*ANSWERING)
def stay(oid: str) -> ResponseReturnValue:
    """Withdraw the request of deletion."""
    with store().write() as c:
        deletion.cancel_deletion(c, person(), oid)
    flash(_("已撤销删除，数据都还在。"))
    return redirect(url_for(".page", oid=oid))
