"""Forms of visitors whose token has expired: shown again filled in, to be sent once more.

Nothing is stored and nothing was done; passwords are not filled in.
"""

from typing import Any

from flask import Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]
from werkzeug.exceptions import HTTPException

from ...errors import Refusal
from ..access import someone
from .kept import typed_fields
from .refill import refill

# The endpoint a form is sent to -> the endpoint of its page, which has the same parts in its path.
PAGES = {
    **{one: one for one in ("account.sign_in", "account.forgotten", "account.reset", "account.setup", "signup.page")},
    "second.code": "second.code",
    "signup.confirm": "signup.confirm",
    "join.register": "join.page",
    "join.accept": "join.page",
    "phone.take_seat": "phone.join",
    "phone.bring": "phone.join",
    "phone.vote": "phone.seat",
    "phone.dissent": "phone.seat",
    "invited.argue": "phone.seat",
}


def again(error: Exception) -> Response | None:
    """The page with the form as typed and a message; None where the request has no such form."""
    endpoint = PAGES.get(str(request.endpoint))
    if not isinstance(error, CSRFError) or endpoint is None or someone() is not None:
        return None
    fields = typed_fields()
    request.method = "GET"
    view: Any = current_app.view_functions[endpoint]
    try:
        answer: Response = current_app.make_response(view(**(request.view_args or {})))
    except (Refusal, HTTPException):  # the link has expired too: this is an answer to a mistake, and can raise none
        return None
    head = render_template("account/expired.html")
    page = refill(answer.get_data(as_text=True), request.path, request.path, fields, head)
    if answer.status_code != 200 or page is None:
        return None
    answer.set_data(page)
    answer.status_code = 400
    return answer
