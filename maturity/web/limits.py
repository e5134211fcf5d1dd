"""How often one address and one account may try a door: counted for all processes, and nobody can lock others out.

An address has a bucket, and so has an account at an address. The account itself has one for addresses it never signed
in from: guessing from a thousand machines ends there, while its owner gets in from where he has been, or by a link.
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

from ..errors import Busy
from ..store.accounts import attempts, tokens
from ..store.accounts.people import Person, normalise_email
from .context import store
from .settings import SettingError

STORE = "maturity://"
_PORT = re.compile(r"\[(.*)\](?::\d+)?|([\d.]+):\d+")  # [2001:db8::1]:443, 192.0.2.7:443
_SWEEP = 50  # one new count in so many clears the old ones away


class StoreStorage(Storage):
    """The counts of Flask-Limiter, kept in the application's own database."""

    STORAGE_SCHEME = ["maturity"]  # noqa: RUF012 -- as the base class declares it

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the database may answer."""
        return Busy

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Add to a count; what it is now."""
        with store().write() as c:
            found = attempts.count_attempt(c, key, expiry, amount)
        if found == amount and secrets.randbelow(_SWEEP) == 0:
            with store().write() as c:
                attempts.delete_expired(c)
        return found

    def get(self, key: str) -> int:
        """The count."""
        with store().read() as c:
            return attempts.attempt_count(c, key)[0]

    def get_expiry(self, key: str) -> float:
        """When the count ends, in seconds since 1970; 0 for none."""
        with store().read() as c:
            until = attempts.attempt_count(c, key)[1]
        return until.timestamp() if until else 0.0

    def check(self) -> bool:
        """The store answers."""
        with store().read():
            return True

    def reset(self) -> int | None:
        """Counts end by themselves."""
        raise NotImplementedError

    def clear(self, key: str) -> None:
        """Forget a count."""
        with store().write() as c:
            attempts.reset_attempts(c, key)


def install(app: Flask, redis_url: str | None) -> None:
    """Count for `app` in its database, or in Redis. Raises SettingError when that cannot be."""
    app.config["RATELIMIT_STORAGE_URI"] = redis_url or STORE
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"wrap_exceptions": bool(redis_url)}
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise SettingError(f"MATURITY_REDIS_URL: {error}") from None


def address() -> str:
    """Where the request comes from; of IPv6 the /64 network, which is one customer's. Some proxies add a port."""
    plain = _PORT.sub(r"\1\2", (request.remote_addr or "").strip())
    try:
        found = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def remember(who: Person) -> None:
    """`who` has just signed in from here."""
    with store().write() as c:
        attempts.remember_address(c, who.id, _digest(who.email))


def _account() -> str:
    """The account that somebody asks for; empty when none is named."""
    return normalise_email(request.form.get("email", "")) or ""


def _account_here() -> str:
    return f"{_account()} {address()}"


def _digest(account: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{account} {address()}".encode(), sha256).hexdigest()


def _nobody() -> bool:
    return not _account()


def _familiar() -> bool:
    """The account has signed in from here before; asked once a request."""
    if "familiar" not in g:
        with store().read() as c:
            g.familiar = attempts.known_address(c, _digest(_account()))
    return bool(g.familiar)


def _nobody_or_familiar() -> bool:
    return _nobody() or _familiar()


def _good_link() -> bool:
    """Who holds a link that works does not guess, and comes in whatever others try."""
    token = str((request.view_args or {}).get("token"))
    with store().read() as c:
        return tokens.is_redeemable(c, "reset", token) or tokens.is_redeemable(c, "setup", token)


def _own_account() -> str:
    """Who is signed in, for pages that ask for a password all the same."""
    return f"own {current_user.get_id().partition('.')[0]}"


limiter = Limiter(address, headers_enabled=False)
_OFTEN = "20 per minute; 100 per hour"
door = limiter.limit(_OFTEN, methods=["POST"])
link_door = limiter.limit(_OFTEN, methods=["POST"], exempt_when=_good_link)
newcomer_door = limiter.limit(_OFTEN, methods=["POST"], exempt_when=_familiar)
account_here_door = limiter.limit(_OFTEN, key_func=_account_here, methods=["POST"], exempt_when=_nobody)
account_door = limiter.limit(
    "30 per hour; 100 per day", key_func=_account, methods=["POST"], exempt_when=_nobody_or_familiar
)
own_door = limiter.limit("20 per hour; 60 per day", key_func=_own_account, methods=["POST"])
