"""An id for every request: in the log, in the audit log, and in the header `X-Request-ID` of its answer."""

import re
import secrets

from flask import Flask, Response, g, has_request_context, request

from ...store.audit.seals import request_id

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{8,32}", re.ASCII)


def install(app: Flask, *, proxies: int) -> None:
    """Give every request of `app` an id: where there are `proxies`, that of the nearest one, if it is a plain word."""

    def begin() -> None:
        given = request.headers.get(HEADER, "") if proxies else ""
        g.request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        request_id.set(g.request_id)

    app.before_request(begin)
    app.after_request(_tell)


def current() -> str | None:
    """The id of the request under way; None outside of one."""
    return str(g.request_id) if has_request_context() and "request_id" in g else None


def _tell(response: Response) -> Response:
    response.headers[HEADER] = current() or ""
    return response
