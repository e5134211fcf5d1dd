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
from . import access, compression, formatting, home, language, limits, operation, redaction, refusals, security
from .accounts import access_tokens, account, audit, identity, join, people, privacy, provider, second, signup
from .api import authorisation, docs
from .api.resources import RESOURCES
from .assessing import findings, opinion
from .assessments import (
    answering,
    assignments,
    changes,
    evidence,
    find,
    items,
    overview,
    papers,
    review,
    rounds,
    scope,
    sections,
)
from .context import AppContext, released
from .enterprises import access_log, enterprise, logos, members, origins, own_data, view_log
from .jobs import page as jobs
from .offline import workbook
from .planning import actions, roadmap, roadmap_file, targets, whatif
from .portfolio import acts as portfolio_acts
from .portfolio import beside as portfolio_beside
from .portfolio import page as portfolio
from .portfolio import workbook as portfolio_workbook
from .publications import brought, building, calendar, microdata, releasing, tables
from .questionnaires import applied_references, crosswalks, definition, listing, preview, reference_sets
from .registers import entering, figures, years
from .registers import listing as register
from .requests import kept, reading, request_ids
from .results import explaining, peers, reports, result
from .serving import stopping
from .settings import read_settings
from .workshop import firms, invited, minutes, outcome, paper, phone, remote, running, wall, workbooks

_PAGES = (
    home,
    account,
    second,
    identity,
    access_tokens,
    signup,
    join,
    enterprise,
    logos,
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
    papers,
    review,
    result,
    explaining,
    findings,
    opinion,
    rounds,
    roadmap,
    roadmap_file,
    whatif,
    targets,
    actions,
    peers,
    workbook,
    portfolio,
    portfolio_acts,
    portfolio_beside,
    portfolio_workbook,
    jobs,
    tables,
    brought,
    building,
    microdata,
    releasing,
    calendar,
    people,
    audit,
    privacy,
    listing,
    definition,
    crosswalks,
    preview,
    reference_sets,
    applied_references,
    register,
    entering,
    figures,
    years,
    running,
    outcome,
    firms,
    minutes,
    paper,
    workbooks,
    remote,
    invited,
    wall,
    phone,
    docs,
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
    Raises Refusal when a setting is unknown, cannot be, or is not safe to start with.
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
        _believe(app, settings.proxies)
    redaction.install()
    compression.install(app)
    request_ids.install(app, proxies=settings.proxies)
    operation.install(app, store, settings)
    stopping.install(app)
    reading.install(app)
    security.install(app)
    access.install(app)
    authorisation.install(app)
    view_log.install(app)
    language.install(app)
    protection = CSRFProtect(app)
    app.before_request(reading.check_form)
    limits.install(app, settings.redis_url)
    refusals.install(app)
    kept.install(app)
    formatting.install(app)
    sections.install(app)
    privacy.install(app)
    provider.install(app, settings)
    _register(app, protection)
    return app


def _register(app: Flask, protection: CSRFProtect) -> None:
    """Add all pages, and the operations of the HTTP interface."""
    for page in _PAGES:
        app.register_blueprint(page.pages)
    for resource in RESOURCES:
        app.register_blueprint(resource)
        protection.exempt(resource)  # it knows no cookies, which a page of others could use


def _believe(app: Flask, proxies: int) -> None:
    """Have `app` take addresses, scheme and host from what so many proxies say."""
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
    )
