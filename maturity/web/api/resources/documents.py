"""What needs no token: the document of the interface, and the kinds of problems."""

from flask import Response, current_app, jsonify

from ....errors import CATALOGUE, NotFound, Problem
from ...language import lazy_gettext
from ..document import document
from ..models import Both, Model
from ..operations import Resource

resource = Resource("documents")


class ProblemKind(Model):
    """A kind of problem; what differs each time stands in `{braces}`."""

    code: str
    detail: Both
    remedy: Both


@resource.operation("GET", "/openapi.json", lazy_gettext("本接口的 OpenAPI 文档"), scope=None, gives="application/json")
def openapi() -> Response:
    """This document."""
    return jsonify(document(current_app))


@resource.operation("GET", "/problems/<code>", lazy_gettext("一种错误的含义"), scope=None, gives=ProblemKind)
def problem(code: str) -> ProblemKind:
    """A kind of problem, at the address that `type` of a problem names."""
    found = CATALOGUE.get(code)
    if found is None:
        raise NotFound(Problem("interface-problem-unknown"))
    return ProblemKind(
        code=code, detail=Both(zh=found.zh, en=found.en), remedy=Both(zh=found.zh_remedy, en=found.en_remedy)
    )
