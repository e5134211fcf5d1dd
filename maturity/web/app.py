"""The application: settings, extensions, rooms, in this order."""

from collections.abc import Mapping
from importlib.resources import files

from flask import Flask
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]
from werkzeug.middleware.proxy_fix import ProxyFix

from ..store import Store, open_store, sessions
from . import (
    access,
    accesslog,
    account,
    actions,
    answering,
    assessing,
    assessments,
    building,
    calendar,
    changes,
    details,
    duties,
    enterprise,
    evidence,
    explaining,
    find,
    home,
    items,
    join,
    kept,
    language,
    limits,
    members,
    origins,
    owndata,
    peers,
    people,
    planning,
    privacy,
    publications,
    reading,
    redaction,
    refusals,
    releasing,
    reports,
    results,
    review,
    roadfile,
    roadmap,
    rounds,
    scope,
    sections,
    security,
    seen,
    signup,
    whatif,
    wording,
    workbook,
)
from .room import Room
from .settings import read_settings

_PAGES = (
    home,
    account,
    signup,
    join,
    enterprise,
    members,
    accesslog,
    owndata,
    origins,
    assessments,
    changes,
    duties,
    answering,
    items,
    find,
    reports,
    scope,
    evidence,
    review,
    results,
    explaining,
    assessing,
    rounds,
    roadmap,
    roadfile,
    whatif,
    planning,
    actions,
    peers,
    workbook,
    publications,
    building,
    details,
    releasing,
    calendar,
    people,
    privacy,
)
_DEFAULTS = {
    "SESSION_COOKIE_NAME": "maturity",
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": sessions.HOURS * 3600,
    "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a page left open over lunch can still be sent
    "MAX_CONTENT_LENGTH": 256 * 1024,
}


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """The web application.

    `config` may hold the settings of :mod:`.settings` without their prefix, an opened `STORE`, a `QUESTIONNAIRE` (an
    object instead of the shipped one) and Flask's own keys in capitals; what it leaves out comes from the environment.
    Raises SettingError when a setting is not safe to start with.
    """
    config = config or {}
    settings = read_settings(config)
    store = config.get("STORE")
    app = redaction.Application("maturity.web", template_folder=str(files("maturity.templates")))
    app.config.update({**_DEFAULTS, **config})
    app.config.update(SECRET_KEY=settings.secret_key, TRUSTED_HOSTS=list(settings.trusted_hosts))
    app.extensions["maturity"] = Room(
        store if isinstance(store, Store) else open_store(settings.database_url), settings, config.get("QUESTIONNAIRE")
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    redaction.install()
    reading.install(app)
    security.install(app)
    access.install(app)
    seen.install(app)
    language.install(app)
    CSRFProtect(app)
    limits.install(app, settings.redis_url)
    refusals.install(app)
    kept.install(app)
    wording.install(app)
    sections.install(app)
    privacy.install(app)
    for page in _PAGES:
        app.register_blueprint(page.pages)
    return app
