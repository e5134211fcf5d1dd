"""Rate limits for signing in and similar pages, by network address and by account, shared by all processes.

There is a limit for each address, for each account from each address, and for each account from all addresses that it
never signed in from: that one stops guessing from many machines, while the owner gets in from known addresses or by a
link.
"""

import hmac
import ipaddress
import re
import secrets
from hashlib import sha256

from flask import Flask, current_app, g, request
from flask_limiter import Limiter
from flask_login import current_user  # type: ignore[import-untyped]
from limits.errors import ConfigurationError
from limits.storage import Storage

from ..errors import Busy, Place, refuse
from ..store.accounts import attempts, tokens
from ..store.accounts.people import Person, normalise_email
from .context import store

STORE = "maturity://"
_PORT = re.compile(r"\[(.*)\](?::\d+)?|([\d.]+):\d+")  # [2001:db8::1]:443, 192.0.2.7:443
_SWEEP = 50  # one new count in so many clears the old ones away


class StoreStorage(Storage):
    """The storage of Flask-Limiter in the application's own database."""

    STORAGE_SCHEME = ["maturity"]  # noqa: RUF012 -- as the base class declares it

    @property
    def base_exceptions(self) -> type[Exception]:
        """The exception type of the database."""
        return Busy

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add `amount` to a count that expires in `expiry` seconds; returns the new count."""
        with store().write() as c:
            found = attempts.count_attempt(c, key, expiry, amount)
        if found == amount and secrets.randbelow(_SWEEP) == 0:
            with store().write() as c:
                attempts.delete_expired(c)
        return found

    def get(self, key: str) -> int:
        """The present count."""
        with store().read() as c:
            return attempts.attempt_count(c, key)[0]

    def get_expiry(self, key: str) -> float:
        """When the count expires, in seconds since 1970; 0 for no count."""
        with store().read() as c:
            until = attempts.attempt_count(c, key)[1]
        return until.timestamp() if until else 0.0

    def check(self) -> bool:
        """Always True; the store raises where it fails."""
        with store().read():
            return True

    def reset(self) -> int | None:
        """Does nothing: counts expire by themselves."""
        raise NotImplementedError

    def clear(self, key: str) -> None:
        """Delete a count."""
        with store().write() as c:
            attempts.reset_attempts(c, key)


def install(app: Flask, redis_url: str | None) -> None:
    """Install the limits in `app`, counted in its database or in Redis. Raises Refusal setting-redis where that is
    impossible.
    """
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or STORE
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"wrap_exceptions": bool(redis_url)}
    try:
        limiter.init_app(app)
    except ConfigurationError:
        name = "MATURITY_REDIS_URL"
        raise refuse("setting-redis", Place(name), name=name) from None


def address() -> str:
    """The network address of the request; for IPv6 its /64 network. A port added by a proxy is removed."""
    plain = _PORT.sub(r"\1\2", (request.remote_addr or "").strip())
    try:
        found = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def remember_address(who: Person) -> None:
    """Record that `who` has signed in from this address."""
    with store().write() as c:
        attempts.remember_address(c, who.id, _digest(who.email))


def _account() -> str:
    """The account that the form names; "" for none."""
    return normalise_email(request.form.get("email", "")) or ""


def _account_here() -> str:
    return f"{_account()} {address()}"


def _digest(account: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{account} {address()}".encode(), sha256).hexdigest()


def _no_account() -> bool:
    return not _account()


def _familiar() -> bool:
    """Whether the account has signed in from this address before; cached for the request."""
    if "familiar" not in g:
        with store().read() as c:
            g.familiar = attempts.known_address(c, _digest(_account()))
    return bool(g.familiar)


def _no_account_or_familiar() -> bool:
    return _no_account() or _familiar()


def _good_link() -> bool:
    """Whether the request has a valid one-time link, which exempts it from the limits."""
    token = str((request.view_args or {}).get("token"))
    with store().read() as c:
        return tokens.is_redeemable(c, "reset", token) or tokens.is_redeemable(c, "setup", token)


def _own_account() -> str:
    """The account signed in, for pages that ask for a password nevertheless."""
    return f"own {current_user.get_id().partition('.')[0]}"


limiter = Limiter(address, headers_enabled=False)
_OFTEN = "20 per minute; 100 per hour"
post_limit = limiter.limit(_OFTEN, methods=["POST"])
link_limit = limiter.limit(_OFTEN, methods=["POST"], exempt_when=_good_link)
unknown_address_limit = limiter.limit(_OFTEN, methods=["POST"], exempt_when=_familiar)
account_address_limit = limiter.limit(_OFTEN, key_func=_account_here, methods=["POST"], exempt_when=_no_account)
account_limit = limiter.limit(
    "30 per hour; 100 per day", key_func=_account, methods=["POST"], exempt_when=_no_account_or_familiar
)
own_account_limit = limiter.limit("20 per hour; 60 per day", key_func=_own_account, methods=["POST"])
refused_limit = limiter.limit(_OFTEN, methods=["GET"], deduct_when=lambda answer: 400 <= answer.status_code < 500)
