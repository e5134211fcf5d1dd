"""One-time links. They begin with the configured base URL, never with the host that a request names."""

from flask import Flask, url_for

from ...store.accounts import people, tokens
from ..context import application

SETUP_HOURS = 24
RESET_HOURS = 2


def first_start_link(app: Flask) -> str | None:
    """The link that creates the first administrator; None where there is one."""
    with app.app_context():
        with application().store.write() as c:
            if people.has_administrator(c):
                return None
            token = tokens.issue_token(c, "setup", None, SETUP_HOURS)
        base = application().settings.base_url
    return base + app.url_map.bind("").build("account.setup", {"token": token})


def reset_link(token: str) -> str:
    """The link to choose a new password with `token`; needs a request context."""
    return application().settings.base_url + url_for("account.reset", token=token)


def join_link(token: str) -> str:
    """The link to accept an invitation with `token`; needs a request context."""
    return application().settings.base_url + url_for("join.page", token=token)


def sign_up_link(token: str) -> str:
    """The link to complete a sign-up with `token`; needs a request context."""
    return application().settings.base_url + url_for("signup.confirm", token=token)
