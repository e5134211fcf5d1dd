"""An application that is being stopped: what was begun is finished, what comes now is told to come again."""

from threading import Event

from flask import Flask, current_app, request

from ...errors import Busy, Problem

_NAME = "maturity_stopping"


def install(app: Flask) -> None:
    """Answer 503 with Retry-After in `app` from :func:`stop` on. Must be installed before what asks the database."""
    app.extensions[_NAME] = Event()
    app.before_request(_refuse)


def stop(app: Flask) -> None:
    """Refuse what is asked from now on."""
    app.extensions[_NAME].set()


def is_stopping(app: Flask) -> bool:
    """Whether :func:`stop` was called."""
    return bool(app.extensions[_NAME].is_set())


def _refuse() -> None:
    if is_stopping(current_app) and request.endpoint != "static":
        raise Busy(Problem("serve-stopping"))
