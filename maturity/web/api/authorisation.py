"""Who sends a request: the person of its access token, within the scopes of the token and the role of the person.

A cookie counts for nothing here. What the person may see and change then depends on the functions of the store, which
pages and the command line use too.
"""

import time
from contextlib import suppress

from flask import Flask, Request, current_app, g, request
from flask_login import current_user  # type: ignore[import-untyped]
from limits import RateLimitItem, parse

from ...errors import Busy, Forbidden, Problem
from ...store.accounts import access_tokens
from ...store.accounts.access_tokens import AccessToken
from ...store.accounts.people import Person
from ..access import SignedIn, person, second_factor_required
from ..context import store
from ..formatting import ROLES
from ..interface import is_interface
from ..language import gettext as _
from ..limits import address, limiter
from .operations import Operation, operation_of
from .problems import TooOften, Unauthorised

_OFTEN = parse("600 per minute")  # with one token
_REFUSED = parse("60 per minute")  # without a valid one, from one address


def install(app: Flask) -> None:
    """Find the person of a token in `app`, and check every operation; to be called after the roles are installed."""
    app.login_manager.request_loader(_bearer)  # type: ignore[attr-defined]
    app.before_request(_authorise)


def access_token() -> AccessToken:
    """The token of this request, which has one."""
    found: AccessToken = g.access_token
    return found


def _bearer(sent: Request) -> SignedIn | None:
    """The person whose token the request has; None for any other."""
    given = sent.authorization
    if not is_interface() or given is None or given.type != "bearer" or not given.token:
        return None
    with store().read() as c:
        found = access_tokens.holder(c, given.token)
    if found is None:
        return None
    who, g.access_token = found
    return SignedIn(who)


def _authorise() -> None:
    operation = operation_of(current_app, request.endpoint)
    if operation is None or operation.scope is None:
        return
    if not current_user.is_authenticated:
        _count(_REFUSED, f"no token {address()}")
        raise Unauthorised(Problem("access-token-unknown"))
    token = access_token()
    _count(_OFTEN, f"token {token.id}")
    _check(operation, token, person())
    if access_tokens.needs_touch(token):
        with suppress(Busy), store().write() as c:
            access_tokens.touch(c, token)


def _check(operation: Operation, token: AccessToken, who: Person) -> None:
    if operation.scope not in token.scopes:
        raise Forbidden(Problem("access-token-scope", values={"scope": operation.scope}))
    if operation.roles and who.role not in operation.roles:
        allowed = _("、").join(str(ROLES[role]) for role in operation.roles)
        raise Forbidden(Problem("access-token-role", values={"role": ROLES[who.role], "allowed": allowed}))
    if second_factor_required(who) and not token.second_factor:
        raise Forbidden(Problem("access-token-second-factor"))


def _count(most: RateLimitItem, whose: str) -> None:
    """Count the request, with those of all processes. Raises TooOften interface-often."""
    if not limiter.enabled or limiter.limiter.hit(most, whose):
        return
    again = limiter.limiter.get_window_stats(most, whose).reset_time
    problem = Problem("interface-often", values={"most": most.amount})
    raise TooOften(problem, seconds=max(1, round(again - time.time())))
