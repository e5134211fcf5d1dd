"""Mistakes of requests as problem details (RFC 9457), with the codes of the catalogue."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, current_app

from ...errors import Problem, Refusal
from ...questionnaire.naming import with_names
from ..context import current_questionnaire
from ..interface import PREFIX
from ..language import language
from .models import Model

MEDIA_TYPE = "application/problem+json"


class Unauthorised(Refusal):
    """There is no valid access token."""

    status = 401


class Stale(Refusal):
    """The version that the request is based on is not the present one, `current`."""

    status = 412

    def __init__(self, *problems: Problem, current: object = None) -> None:
        super().__init__(*problems)
        self.current = current


class PreconditionRequired(Refusal):
    """The request does not say which version it is based on."""

    status = 428


class TooOften(Refusal):
    """There were too many requests; `seconds` until the next one is answered."""

    status = 429

    def __init__(self, *problems: Problem, seconds: int) -> None:
        super().__init__(*problems)
        self.seconds = seconds


class Mistake(Model):
    """One mistake: its code in the catalogue, the field it is about ("" for none), what is wrong, how to mend it."""

    code: str
    field: str
    detail: str
    remedy: str


class ProblemDetails(Model):
    """What is wrong with a request, after RFC 9457. `type` and `code` are those of the first of the `problems`.

    `type` is "about:blank" and `code` empty where the catalogue has no code; `current` is what is stored now, where
    the request was based on an older version.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    remedy: str
    problems: list[Mistake]
    current: Any = None


def refused(refusal: Refusal) -> Response:
    """The response to a refusal of the core, the store or this interface."""
    found = [_mistake(problem) for problem in refusal.problems]
    current = getattr(refusal, "current", None)
    details = _details(refusal.status, HTTPStatus(refusal.status).phrase, found)
    if isinstance(current, Model):
        details = details.model_copy(update={"current": current})
    return _response(details, _headers(refusal))


def failed(status: int, title: str, remedy: str, headers: dict[str, str]) -> Response:
    """The response to an HTTP error that the catalogue has no code for."""
    return _response(_details(status, title, [Mistake(code="", field="", detail=title, remedy=remedy)]), headers)


def _mistake(problem: Problem) -> Mistake:
    told = with_names(problem, current_questionnaire(), language())
    words = told.message(language()), told.remedy(language())
    return Mistake(code=problem.code, field=problem.place.column, detail=words[0], remedy=words[1])


def _details(status: int, title: str, found: Sequence[Mistake]) -> ProblemDetails:
    first = found[0]
    told: dict[str, Any] = {"type": f"{PREFIX}/problems/{first.code}" if first.code else "about:blank", "title": title}
    told |= {"status": status, "detail": first.detail, "code": first.code, "remedy": first.remedy}
    return ProblemDetails(problems=[one for one in found if one.code], **told)


def _headers(refusal: Refusal) -> dict[str, str]:
    if isinstance(refusal, TooOften):
        return {"Retry-After": str(refusal.seconds)}
    if refusal.status == 503:
        return {"Retry-After": "5"}
    return {"WWW-Authenticate": 'Bearer realm="maturity"'} if refusal.status == 401 else {}


def _response(details: ProblemDetails, headers: dict[str, str]) -> Response:
    text = details.model_dump_json(exclude_none=True)
    answer: Response = current_app.response_class(text, details.status, mimetype=MEDIA_TYPE)
    answer.headers.update(headers)
    return answer
