"""What becomes of requests: an entry in the access log, and counts for Prometheus where there is a token for it."""

import logging
import time

from flask import Flask, Response, g, request

from .counts import Counts

log = logging.getLogger("maturity.access")
SAVE, SIGN_INS = "answering.save", {("account.sign_in", "POST"), ("identity.answer", "GET")}


def install(app: Flask, counts: Counts | None) -> None:
    """Observe the requests of `app`."""

    def observe(response: Response) -> Response:
        seconds = time.perf_counter() - g.begun
        route = request.url_rule.rule if request.url_rule else "-"  # an address itself can hold a link that lets in
        entry = {"method": request.method, "route": route, "status": response.status_code}
        log.info(
            "%(method)s %(route)s %(status)s %(milliseconds)s ms",
            entry | {"milliseconds": round(seconds * 1000, 1)},
            extra=entry | {"milliseconds": round(seconds * 1000, 1)},
        )
        if counts:
            _count(counts, route, response.status_code, seconds)
        return response

    app.before_request(_begin)
    app.after_request(observe)


def _begin() -> None:
    g.begun = time.perf_counter()


def _count(counts: Counts, route: str, status: int, seconds: float) -> None:
    counts.requests.labels(request.method, route, str(status)).inc()
    counts.seconds.labels(request.method, route).observe(seconds)
    if request.endpoint == SAVE:
        kind = "saved" if status < 300 else "conflict" if status == 409 else "refused"
        counts.saves.labels(kind).inc()
    if (request.endpoint, request.method) in SIGN_INS and status >= 400:
        counts.refused_sign_ins.inc()
