"""The application: settings, extensions and blueprints, in this order."""

from collections.abc import Mapping
from importlib.resources import files

from flask import Flask
from flask_wtf import CSRFProtect  # type: ignore[import-untyped]
from werkzeug.middleware.proxy_fix import ProxyFix

from ..questionnaire import Catalogue
from ..store import Store, open_store
from ..store.accounts import sessions
from ..store.questionnaires.library import Library
from . import access, formatting, home, language, limits, redaction, refusals, security
from .accounts import account, join, people, privacy, signup
from .assessments import (
    answering,
    assignments,
    changes,
    evidence,
    find,
    findings,
    items,
    overview,
    review,
    rounds,
    scope,
    sections,
)
from .context import AppContext, released
from .enterprises import access_log, enterprise, members, origins, own_data, view_log
from .offline import workbook
from .planning import actions, roadmap, roadmap_file, targets, whatif
from .publications import building, calendar, microdata, releasing, tables
from .questionnaires import crosswalks, definition, listing, preview
from .registers import entering, figures, years
from .registers import listing as register
from .requests import kept, reading
from .results import explaining, peers, reports, result
from .settings import read_settings

_PAGES = (
    home,
    account,
    signup,
    join,
    enterprise,
    members,
    access_log,
    own_data,
    origins,
    overview,
    changes,
    assignments,
    answering,
    items,
    find,
    reports,
    scope,
    evidence,
    review,
    result,
    explaining,
    findings,
    rounds,
    roadmap,
    roadmap_file,
    whatif,
    targets,
    actions,
    peers,
    workbook,
    tables,
    building,
    microdata,
    releasing,
    calendar,
    people,
    privacy,
    listing,
    definition,
    crosswalks,
    preview,
    register,
    entering,
    figures,
    years,
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
    given = config.get("STORE")
    store = given if isinstance(given, Store) else open_store(settings.database_url)
    app = redaction.Application("maturity.web", template_folder=str(files("maturity.templates")))
    app.config.update({**_DEFAULTS, **config})
    app.config.update(SECRET_KEY=settings.secret_key, TRUSTED_HOSTS=list(settings.trusted_hosts))
    library = Library(store, Catalogue(settings.questionnaires), released)
    app.extensions["maturity"] = AppContext(store, settings, library, config.get("QUESTIONNAIRE"))
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    redaction.install()
    reading.install(app)
    security.install(app)
    access.install(app)
    view_log.install(app)
    language.install(app)
    CSRFProtect(app)
    app.before_request(reading.check_form)
    limits.install(app, settings.redis_url)
    refusals.install(app)
    kept.install(app)
    formatting.install(app)
    sections.install(app)
    privacy.install(app)
    for page in _PAGES:
        app.register_blueprint(page.pages)
    return app
