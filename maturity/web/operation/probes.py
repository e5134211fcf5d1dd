"""Addresses for machines: `/health`, `/ready`, `/metrics`.

They are answered before the application: no host name, session or language matters to them.
"""

import hmac
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask
from werkzeug.wrappers import Request, Response

from ...store import Store
from ..serving.stopping import is_stopping
from .counts import Counts
from .state import state_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Page = Callable[[Request], Response]


class Probes:
    """A WSGI application that answers the probes and hands everything else on to `app`.

    `counts` and `token` belong together; without them there is no `/metrics`.
    """

    def __init__(self, app: Flask, store: Store, data_dir: Path, counts: Counts | None, token: str | None) -> None:
        self._app, self._inner, self._store, self._data_dir = app, app.wsgi_app, store, data_dir
        self._counts, self._token = counts, token
        self._pages: dict[str, Page] = {"/health": self._health, "/ready": self._ready}
        if counts:
            self._pages["/metrics"] = self._metrics

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        page = self._pages.get(environ.get("PATH_INFO", ""))
        if page is None:
            return self._inner(environ, start_response)
        request = Request(environ)
        if request.method not in ("GET", "HEAD"):
            return _told({"code": "405"}, 405)(environ, start_response)
        return page(request)(environ, start_response)

    def _health(self, request: Request) -> Response:
        """The process lives and answers; nothing else is looked at."""
        return _told({"alive": True})

    def _ready(self, request: Request) -> Response:
        """Whether requests can be served: 200, else 503 with the codes of what is wrong."""
        state = state_of(self._store, self._data_dir)
        ready = state.ready and not is_stopping(self._app)  # a balancer sends nothing more to a server that ends
        told = {"ready": ready, "database": state.database, "disk": state.disk, "waiting": state.waiting}
        return _told(told, 200 if ready else 503)

    def _metrics(self, request: Request) -> Response:
        """Counts and state in the text format of Prometheus, for who has the token."""
        given = request.headers.get("Authorization", "").encode()
        if not self._counts or not hmac.compare_digest(given, f"Bearer {self._token}".encode()):
            return Response("", 401, {"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        from .gauges import registry_of

        state = registry_of(state_of(self._store, self._data_dir))
        text = generate_latest(self._counts.registry()) + generate_latest(state)
        return Response(text, 200, {"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})


def _told(words: dict[str, Any], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(json.dumps(words) + "\n", status, headers, mimetype="application/json")
