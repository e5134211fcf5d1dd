"""The page of documentation of the HTTP interface, made from its operations."""

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from ..access import public
from ..accounts.access_tokens import SCOPES
from ..formatting import ROLES
from ..interface import PREFIX
from .document import ARGUMENT, VERSION
from .operations import Operation, operations

pages = Blueprint("api_docs", __name__)


@pages.get("/interface")
@public
def page() -> ResponseReturnValue:
    """How to use the interface, and its operations by resource."""
    found: dict[str, list[Operation]] = {}
    for one in operations(current_app):
        found.setdefault(one.tag, []).append(one)
    return render_template(
        "account/interface.html",
        tags=found,
        path=lambda one: ARGUMENT.sub(r"{\1}", one.path),
        prefix=PREFIX,
        version=VERSION,
        roles=ROLES,
        scopes=SCOPES,
    )
