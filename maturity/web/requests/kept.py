"""Forms sent after their session ended are kept, and shown filled in when the same person has signed in again.

Every form carries a signed `origin`: the person and the page. A kept form is shown to nobody else and never sent by
itself; passwords and files are not kept; versions are kept, so that an outdated form is still detected.
"""

from dataclasses import dataclass

from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from itsdangerous import BadSignature, Signer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from ...errors import Refusal
from ...store.accounts import kept_forms
from ...store.accounts.kept_forms import Fields, KeptForm
from ..access import person, someone
from ..context import store
from ..security import PAGE_LIMIT, local_path
from .refill import beginning, refill

SECRET = ("password", "old", "code")  # the fields of passwords and one-time codes
OURS = ("csrf_token", "origin", "kept")


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """The page on which a kept form is shown again, and whether signing in is needed first."""

    address: str
    sign_in: bool


def install(app: Flask) -> None:
    """Add the origin to the forms of `app`, and show kept forms again."""
    app.jinja_env.globals["origin"] = origin
    app.after_request(_settle)


def origin() -> str:
    """The signed person and page of a form; "" for visitors."""
    who = someone()
    if who is None:
        return ""
    page = request.full_path.rstrip("?") if request.method == "GET" else _origin()[1]
    return _signer().sign(f"{who.id} {page}").decode()


def keep(error: HTTPException) -> ReturnPage | None:
    """Keep the form of this request if `error` says that its session ended; returns the page that shows it again."""
    ended = isinstance(error, CSRFError) or error.code == 401
    if not ended or request.method != "POST" or request.mimetype == "application/json":
        return None
    if (request.content_length or 0) > PAGE_LIMIT:  # nobody who is not signed in makes the server read large files
        return None
    try:
        owner, page = _origin()
        who = someone()
        if not page or (who and who.id != owner):
            return None
        with store().write() as c:
            token = kept_forms.keep_form(c, owner, request.path, typed_fields())
    except Refusal:
        return None
    joint = "&" if "?" in page else "?"
    return ReturnPage(f"{page}{joint}kept={token}#kept", sign_in=who is None) if token else None


def typed_fields() -> Fields:
    """The fields of this request's form, without passwords and those that every form has."""
    return [pair for pair in _form().items(multi=True) if pair[0] not in (*OURS, *SECRET)]


def typed_words(fields: Fields) -> list[str]:
    """The values that somebody wrote; not codes, numbers and ids."""
    return [value for _, value in fields if any(not letter.isascii() or letter.isspace() for letter in value)]


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="origin")


def _origin() -> tuple[str, str]:
    """Person and page that this request's form carries; both "" where it carries none or an invalid one."""
    try:
        owner, _, page = _signer().unsign(_form().get("origin", "")).decode().partition(" ")
    except BadSignature:
        return "", ""
    return owner, local_path(page) or ""


def _settle(response: Response) -> Response:
    """Fill in a kept form in the response; delete it once it was sent and accepted."""
    if request.method == "POST" and response.status_code < 400 and (token := _kept()) and someone():
        with store().write() as c:
            kept_forms.delete_form(c, person().id, token)
    elif request.method == "GET" and "kept" in request.args and _is_page(response) and someone():
        with store().read() as c:
            found = kept_forms.find_form(c, person().id, request.args["kept"])
        if found:
            response.set_data(_filled(response.get_data(as_text=True), found))
    return response


def _kept() -> str:
    """The token of the kept form that this request sends; "" for none."""
    return _form().get("kept", "")


def _form() -> MultiDict[str, str]:
    """The form of this request; empty where it is too large to be read, because a view may not have read it yet."""
    try:
        return request.form
    except RequestEntityTooLarge:
        return MultiDict()


def _is_page(response: Response) -> bool:
    return response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed


def _filled(page: str, kept: KeptForm) -> str:
    head = render_template("account/kept.html", token=request.args["kept"], typed=None)
    filled = refill(page, request.path, kept.path, kept.fields, head)
    if filled is not None:
        return filled
    start = beginning(page)  # the form is gone; what was typed is not
    head = render_template("account/kept.html", token=None, typed=typed_words(kept.fields))
    return page[:start] + head + page[start:]
