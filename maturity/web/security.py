"""Security headers of responses, session cookies, and size limits of requests."""

import secrets
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Request, Response, current_app, g, request, url_for
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from .interface import is_interface

View = TypeVar("View", bound=Callable[..., object])
_MOST = "maturity_most_bytes"
PAGE_LIMIT = 2 * 1024 * 1024  # a whole page of long comments, sent without JavaScript
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class _Cookies(SecureCookieSessionInterface):
    """Session cookies that are marked Secure on secure connections. The HTTP interface reads none and sets none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of the cookie; an empty one for the HTTP interface."""
        return self.session_class() if is_interface() else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set the cookie."""
        if not is_interface():
            super().save_session(app, session, response)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the connection is secure."""
        return request.is_secure


def install(app: Flask) -> None:
    """Add headers to every response of `app` and limits to every request."""
    app.session_interface = _Cookies()
    app.before_request(_allow_long_pages)
    app.after_request(_headers)
    app.teardown_request(_close)
    app.jinja_env.globals.update(nonce=nonce, asset=asset)


def nonce() -> str:
    """The nonce of this response's own script and style in the content security policy."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def asset(name: str) -> str:
    """The address of a static file with a digest of its content, so that browsers can cache it."""
    return url_for("static", filename=name, v=_digest(name))


def local_path(path: str | None) -> str | None:
    """`path` if it is a path of this site, else None (against open redirects)."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return None
    if any(ord(letter) < 32 for letter in path):
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else None


@lru_cache
def _digest(name: str) -> str:
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return sha256(content).hexdigest()[:12]


def up_to(most: int) -> Callable[[View], View]:
    """Permit requests of up to `most` bytes for a page, files included."""

    def mark(view: View) -> View:
        setattr(view, _MOST, most)
        return view

    return mark


def _allow_long_pages() -> None:
    most = getattr(current_app.view_functions.get(request.endpoint or ""), _MOST, None)
    if most:
        request.max_content_length, request.max_form_memory_size = most, PAGE_LIMIT


def _close(_error: BaseException | None) -> None:
    """Close uploaded files at the end of a request."""
    request.close()


def _headers(response: Response) -> Response:
    response.headers.update(_FIXED)
    if "token" in (request.view_args or {}):  # the address lets in: it goes nowhere, not even into our own server's log
        response.headers["Referrer-Policy"] = "strict-origin"
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'none'; script-src 'nonce-{nonce()}'; style-src 'nonce-{nonce()}'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint == "static" and response.status_code < 400:  # a file of ours: any path may be asked for
        fresh = request.args.get("v") == _digest(str((request.view_args or {})["filename"]))
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    else:
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    return response
