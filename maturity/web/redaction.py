"""Removal of one-time links and access tokens from the log, which more people read than they are for."""

import logging
import re
from typing import Any

from flask import Flask, request

from ..store.accounts.access_tokens import PREFIX

TOKEN_PATH = re.compile(r"(/|%2f)(setup|reset|join|sign-up|wall)(/|%2f)[^/?#&\s\"]+", re.IGNORECASE)
ANSWER = re.compile(r"(/sign-in/provider/answer)\?[^\s\"]*")  # with the code of an identity provider
ACCESS_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]+")
_SERVERS = ("waitress", "werkzeug", "gunicorn.access", "gunicorn.error")


def redacted(text: str) -> str:
    """`text` with the token of every one-time link, every access token and every code of a provider replaced."""
    return ACCESS_TOKEN.sub(f"{PREFIX}…", ANSWER.sub(r"\1?…", TOKEN_PATH.sub(r"\1\2\3…", text)))


class Application(Flask):
    """Flask, but the log of a failed request has the path without its token."""

    def log_exception(self, exc_info: Any) -> None:
        """Log one entry with the traceback."""
        self.logger.error("Exception on %s [%s]", redacted(request.path), request.method, exc_info=exc_info)


def install() -> None:
    """Remove tokens from what the servers log."""
    for name in _SERVERS:
        logger = logging.getLogger(name)
        if _strike not in logger.filters:
            logger.addFilter(_strike)


def _strike(record: logging.LogRecord) -> bool:
    record.msg, record.args = redacted(record.getMessage()), ()
    return True
