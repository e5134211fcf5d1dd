"""Who may open what. A page names its roles; one that names none opens for nobody."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, current_user, login_user, logout_user  # type: ignore[import-untyped]
from werkzeug.wrappers import Response

from ..errors import Busy
from ..store.accounts import people, sessions
from ..store.accounts.people import Person
from ..store.types import now
from . import limits
from .accounts.devices import device
from .context import store

EVERYBODY = frozenset({"enterprise", "consultant", "analyst", "administrator"})
ANSWERING = ("enterprise", "consultant")
View = TypeVar("View", bound=Callable[..., object])
_ROLES = "maturity_roles"
SESSION = "session"  # the id of the row of this session, in the cookie


class SignedIn:
    """The person of this request, as the session extension wants to see one."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, person: Person) -> None:
        self.person = person

    @property
    def language(self) -> str:
        """The person's language."""
        return self.person.language

    def get_id(self) -> str:
        """Id and stamp: a new password gives a new stamp, and every older session ends."""
        return f"{self.person.id}.{self.person.stamp}"


def public(view: View) -> View:
    """This page opens for everybody, signed in or not."""
    setattr(view, _ROLES, None)
    return view


def for_roles(*roles: str) -> Callable[[View], View]:
    """This page opens for people with one of `roles`; without any, for everybody who is signed in."""

    def mark(view: View) -> View:
        setattr(view, _ROLES, frozenset(roles) or EVERYBODY)
        return view

    return mark


def roles_of(view: Callable[..., object]) -> frozenset[str] | None:
    """The roles `view` opens for; None when it is public."""
    return cast("frozenset[str] | None", getattr(view, _ROLES, frozenset()))


def person() -> Person:
    """The person who is signed in. 401 without one."""
    if not current_user.is_authenticated:
        abort(401)
    return cast(SignedIn, current_user).person


def someone() -> Person | None:
    """The person who is signed in, if any."""
    return person() if current_user.is_authenticated else None


def settle() -> None:
    """For pages that must come whatever happens: who cannot be looked up is nobody for the rest of the request."""
    try:
        current_user.is_authenticated  # noqa: B018 -- asks the database, once
    except Busy:
        g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def enter(who: Person) -> None:
    """Begin a session of `who`. The old one goes, so that nobody can plant one; the language stays.

    Outside of a transaction: that the person was here is written in one of its own.
    """
    limits.remember(who)
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    with store().write() as c:
        session[SESSION] = sessions.begin_session(c, who.id, device())
    login_user(SignedIn(who))


def leave() -> None:
    """End the session; the language stays."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language


def install(app: Flask) -> None:
    """Watch every request of `app`."""
    manager = LoginManager(app)
    manager.session_protection = None  # the stamp ends sessions; a new network address must not
    manager.user_loader(_find)
    app.before_request(_watch)
    app.jinja_env.globals["someone"] = someone


def _find(id: str) -> SignedIn | None:
    name, _, stamp = id.partition(".")
    id_here = str(session.get(SESSION) or "")
    with store().read() as c:
        found = people.person(c, name)
        at = sessions.last_use(c, name, id_here) if id_here else None
    if found is None or found.stamp != stamp or (id_here and at is None):
        return None
    if at is not None and now() - at > sessions.STEP:
        _use(name, id_here)
    return SignedIn(found)


def _use(person_id: str, id: str) -> None:
    """Note that the session is in use. Where that cannot be written now, the page comes all the same."""
    with suppress(Busy), store().write() as c:
        sessions.touch_session(c, person_id, id)


def _watch() -> Response | None:
    if request.endpoint in (None, "static"):
        return None
    roles = roles_of(current_app.view_functions[str(request.endpoint)])
    if roles is None:
        return None
    if not current_user.is_authenticated:
        return _ask()
    if person().role not in roles:
        abort(403)
    return None


def _ask() -> Response:
    """Send a reader to the sign-in page and back; a script or a form gets 401, so that it keeps what it has."""
    if request.method != "GET" or request.accept_mimetypes.best == "application/json":
        abort(401)
    return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
