"""What every answer carries, and how large a question may be."""

import secrets
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, url_for
from flask.sessions import SecureCookieSessionInterface

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
    """Session cookies that are marked Secure wherever the connection is."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def install(app: Flask) -> None:
    """Give every answer of `app` its headers, every request its limits."""
    app.session_interface = _Cookies()
    app.before_request(_allow_long_pages)
    app.after_request(_headers)
    app.teardown_request(_close)
    app.jinja_env.globals.update(nonce=nonce, asset=asset)


def nonce() -> str:
    """The word of this answer that its own script and style carry."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so that browsers may keep it."""
    return url_for("static", filename=name, v=_digest(name))


def local_path(wish: str | None) -> str | None:
    """`wish` when it is a path on this site, else None: nobody is sent elsewhere."""
    if not wish or not wish.startswith("/") or wish.startswith(("//", "/\\")) or "\\" in wish:
        return None
    if any(ord(letter) < 32 for letter in wish):
        return None
    parts = urlsplit(wish)
    return wish if not parts.scheme and not parts.netloc else None


@lru_cache
def _digest(name: str) -> str:
    content = (Path(__file__).parent / "static" / name).read_bytes()
    return sha256(content).hexdigest()[:12]


def up_to(most: int) -> Callable[[View], View]:
    """This page takes questions of up to `most` bytes, files included."""

    def mark(view: View) -> View:
        setattr(view, _MOST, most)
        return view

    return mark


def _allow_long_pages() -> None:
    most = getattr(current_app.view_functions.get(request.endpoint or ""), _MOST, None)
    if most:
        request.max_content_length, request.max_form_memory_size = most, PAGE_LIMIT


def _close(_error: BaseException | None) -> None:
    """Uploaded files are let go of at once, read or not."""
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
