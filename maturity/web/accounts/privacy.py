"""The privacy notice: public, edited by administrators, all versions kept."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ...errors import Conflict, Forbidden, Refusal
from ...questionnaire import Text
from ...store.accounts import privacy
from ..access import for_roles, person, public
from ..context import store
from ..language import gettext as _
from ..refusals import problem_texts
from ..requests.reading import form_version, query_number, whole

pages = Blueprint("privacy", __name__)


@pages.get("/privacy")
@public
def page() -> ResponseReturnValue:
    """The version in force, or an earlier one."""
    with store().read() as c:
        versions = privacy.notices(c)
        number = query_number("version")
        shown = versions[0] if number is None else privacy.notice(c, number)
    return render_template("privacy/privacy.html", notice=shown, versions=versions)


@pages.route("/privacy/edit", methods=["GET", "POST"])
@for_roles("administrator")
def edit() -> ResponseReturnValue:
    """The form for a new version."""
    if request.method == "GET":
        with store().read() as c:
            return _form(privacy.current_notice(c).text, privacy.current_notice(c).version, None)
    typed = Text(request.form.get("zh", ""), request.form.get("en", ""))
    try:
        with store().write() as c:
            new = privacy.replace_notice(c, person(), typed, form_version())
    except Forbidden:
        raise
    except Refusal as refusal:
        seen = None if isinstance(refusal, Conflict) else whole(request.form.get("version"))
        return _form(typed, version() if seen is None else seen, refusal)
    flash(_("隐私说明第 %(version)s 版已生效，下次提交时会再次询问。", version=new.version))
    return redirect(url_for(".page"))


def _form(text: Text, version: int, refusal: Refusal | None) -> ResponseReturnValue:
    problems = problem_texts(refusal.problems) if refusal else []
    page = render_template("privacy/edit.html", text=text, version=version, problems=problems, limit=privacy.TEXT_LIMIT)
    return page, refusal.status if refusal else 200


def version() -> int:
    """The number of the version in force."""
    with store().read() as c:
        return privacy.current_notice(c).version


def install(app: Flask) -> None:
    """Make :func:`version` available to the templates of `app`."""
    app.jinja_env.globals["privacy_version"] = version
