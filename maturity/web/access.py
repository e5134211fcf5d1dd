"""Roles of pages. A page without declared roles is closed to everybody."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user  # type: ignore[import-untyped]
from werkzeug.wrappers import Response

from ..errors import Busy
from ..store.accounts import sessions
from ..store.accounts.people import Person
from ..store.types import now
from . import limits
from .accounts.devices import device
from .context import application, store
from .interface import is_interface

EVERYBODY = frozenset({"enterprise", "consultant", "analyst", "administrator"})
ANSWERING = ("enterprise", "consultant")
View = TypeVar("View", bound=Callable[..., object])
_ROLES = "maturity_roles"
SESSION = "session"  # the id of the row of this session, in the cookie
SECOND = "second_factor"  # in the cookie where the session began with a code
_OPEN = ("second.page", "second.begin", "second.confirm")  # to those who still have to set up two-step sign-in


class SignedIn:
    """The person of a request, as Flask-Login requires it."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def language(self) -> str:
        """The language the person chose, "zh" or "en"."""
        return self.person.language

    def get_id(self) -> str:
        """Id and stamp; a new password changes the stamp, which ends all earlier sessions."""
        return f"{self.person.id}.{self.person.stamp}"


def public(view: View) -> View:
    """Declare a page open to everybody, signed in or not."""
    setattr(view, _ROLES, None)
    return view


def for_roles(*roles: str) -> Callable[[View], View]:
    """Declare a page open to persons with one of `roles`; without any, to everybody signed in."""

    def mark(view: View) -> View:
        setattr(view, _ROLES, frozenset(roles) or EVERYBODY)
        return view

    return mark


def roles_of(view: Callable[..., object]) -> frozenset[str] | None:
    """The roles declared for `view`; None when it is public."""
    return cast("frozenset[str] | None", getattr(view, _ROLES, frozenset()))


def person() -> Person:
    """The person signed in. Aborts with 401 without one."""
    if not current_user.is_authenticated:
        abort(401)
    return cast(SignedIn, current_user).person


def someone() -> Person | None:
    """The person signed in; None without one."""
    return person() if current_user.is_authenticated else None


def settle() -> None:
    """Treat a person who cannot be looked up as not signed in for the rest of the request, for error pages."""
    try:
        current_user.is_authenticated  # noqa: B018 -- asks the database, once
    except Busy:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def second_factor_required(who: Person) -> bool:
    """Whether the role has to use two-step sign-in."""
    return who.role in application().settings.second_factor


def enter(who: Person, *, second: bool = False, provider: bool = False) -> None:
    """Begin a session of `who`; the old session ends (against fixation), its language is kept.

    `second` is whether there was a second factor, `provider` whether an identity provider said who it is.

    Must not be called inside a transaction: the visit is recorded in its own.
    """
    limits.remember_address(who)
    language = session.get("language")
    session.clear()
    session.permanent = True
    if second:
        session[SECOND] = True
    if language:
        session["language"] = language
    with store().write() as c:
        session[SESSION] = sessions.begin_session(c, who.id, device(), provider=provider)
    login_user(SignedIn(who))


def enter_again(who: Person) -> None:
    """Begin a session of the person signed in, whose sessions have all ended."""
    enter(who, second=SECOND in session)


def leave() -> None:
    """End the session; its language is kept."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def install(app: Flask) -> None:
    """Check the declared roles before every request of `app`."""
    manager = LoginManager(app)
    manager.session_protection = None  # the stamp ends sessions; a new network address must not
    manager.user_loader(_find)
    app.before_request(_watch)
    app.jinja_env.globals["someone"] = someone


def _find(id: str) -> SignedIn | None:
    name, _, stamp = id.partition(".")
    id_here = str(session.get(SESSION) or "")
    with store().ask() as c:
        found = sessions.visitor(c, name, id_here)
    if found is None:
        return None
    who, at = found
    if who.stamp != stamp or (id_here and at is None):
        return None
    if at is not None and now() - at > sessions.STEP:
        _use(name, id_here)
    return SignedIn(who)


def _use(person_id: str, id: str) -> None:
    """Record that the session is in use; a failure to write is ignored."""
    with suppress(Busy), store().write() as c:
        sessions.touch_session(c, person_id, id)


def _watch() -> Response | None:
    if request.endpoint in (None, "static") or is_interface():  # it checks tokens: api/authorisation.py
        return None
    roles = roles_of(current_app.view_functions[str(request.endpoint)])
    if roles is None:
        return None
    if not current_user.is_authenticated:
        return _ask()
    if person().role not in roles:
        abort(403)
    if second_factor_required(person()) and SECOND not in session and request.endpoint not in _OPEN:
        return _ask_for_second_factor()
    return None


def _ask_for_second_factor() -> Response:
    if request.method != "GET":
        abort(403)
    return redirect(url_for("second.page"))


def _ask() -> Response:
    """Redirect to the sign-in page and back; 401 for scripts and forms, which keep their content."""
    if request.method != "GET" or request.accept_mimetypes.best == "application/json":
        abort(401)
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
