"""The OpenID Connect provider of the settings, by Authlib: authorization code with PKCE, state and nonce."""

import time
from typing import Any, NamedTuple

from flask import Flask, current_app, request, session, url_for

from ...errors import Busy, Place, Problem, refuse
from ...operation.discovery import ISSUER, SECONDS, discover
from ...store.accounts.identities import SUBJECT_LIMIT, Claims
from ..context import application
from ..language import gettext as _
from ..language import language
from ..settings import Oidc, Settings
from .confirming import is_confirmed

PURPOSES = ("sign-in", "confirm", "connect")
_NAME = "provider"  # Authlib's prefix for what it keeps in the session
_FRESH = 3600  # seconds for which a discovery document is used
_LEEWAY = 60  # seconds that clocks may lie apart
_OFTEN_IN_USERINFO = ("email", "email_verified", "name")


class Answer(NamedTuple):
    """What a provider's answer proves. `second`: that it asked for a second factor; `at`: when it checked who it is."""

    claims: Claims
    purpose: str
    onward: str
    second: bool
    at: float | None
    begun: float


def install(app: Flask, settings: Settings) -> None:
    """Register the provider where one is set. Raises Refusal oidc-extra where the packages for it are missing."""
    app.jinja_env.globals.update(provider_name=provider_name, is_confirmed=is_confirmed)
    if settings.oidc is None:
        return
    try:
        from authlib.integrations.flask_client import OAuth
    except ModuleNotFoundError:
        raise refuse("oidc-extra", Place(ISSUER)) from None
    app.extensions[_NAME] = OAuth(app).register(
        _NAME,
        client_id=settings.oidc.client_id,
        client_secret=settings.oidc.client_secret,
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def provider() -> Oidc | None:
    """The settings of the provider; None without one."""
    return application().settings.oidc


def provider_name() -> str:
    """The provider's name for people; "" without a provider."""
    found = provider()
    return (found.name or _("统一身份认证")) if found else ""


def begin(purpose: str, onward: str) -> str:
    """The address at the provider to go to; what its answer must match is kept in the session.

    Raises Refusal as :func:`maturity.operation.discovery.discover`.
    """
    client, asked = _client(), {"ui_locales": "zh-CN" if language() == "zh" else "en"}
    if purpose != "sign-in":
        asked["prompt"] = "login"
    if purpose == "confirm":
        asked["max_age"] = "0"
    back = application().settings.base_url + url_for("identity.answer")
    made = client.create_authorization_url(back, **asked)
    for key in [key for key in session if key.startswith(f"_state_{_NAME}_")]:
        del session[key]  # one at a time: a cookie holds few
    client.save_authorize_data(
        redirect_uri=back,
        state=made["state"],
        nonce=made["nonce"],
        code_verifier=made["code_verifier"],
        kept=[purpose, onward, time.time()],
    )
    return str(made["url"])


def read_answer() -> Answer:
    """What the provider's answer in this request proves. It counts once.

    Raises Refusal oidc-state, oidc-denied, oidc-proof, and as :func:`maturity.operation.discovery.discover`.
    """
    client, state = _client(), request.args.get("state", "")
    data = client.framework.get_state_data(session, state)
    if not data or len(data.get("kept", ())) != 3:
        raise refuse("oidc-state")
    try:
        claims, given = _proven(client)
    finally:
        client.framework.clear_state_data(session, state)
    methods = given.get("amr")
    checked = given.get("auth_time")
    purpose, onward, begun = data["kept"]
    return Answer(
        claims,
        purpose,
        onward,
        second=isinstance(methods, list) and "mfa" in methods,
        at=float(checked) if isinstance(checked, int | float) and not isinstance(checked, bool) else None,
        begun=begun - _LEEWAY,
    )


def _client() -> Any:
    """Authlib's client with a discovery document that is not too old."""
    found = provider()
    client = current_app.extensions.get(_NAME)
    if found is None or client is None:
        raise Busy(Problem("oidc-unreachable"))
    if time.time() - client.server_metadata.get("_loaded_at", 0) > _FRESH:
        client.server_metadata = {**discover(found.issuer).metadata, "_loaded_at": time.time()}
    return client


def _proven(client: Any) -> tuple[Claims, dict[str, Any]]:
    """The claims of the provider, checked."""
    from authlib.integrations.base_client import MismatchingStateError, OAuthError
    from joserfc.errors import JoseError
    from requests import RequestException

    issuer, tells = client.server_metadata["issuer"], client.server_metadata["tells_issuer"]
    if request.args.get("iss", None if tells else issuer) != issuer:  # RFC 9207
        raise refuse("oidc-proof", detail="iss")
    wanted = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client.client_id},
    }
    try:
        token = client.authorize_access_token(claims_options=wanted, leeway=_LEEWAY)
        given = dict(token["userinfo"])
        return _read(given := _completed(client, token, given), issuer), given
    except MismatchingStateError:
        raise refuse("oidc-state") from None
    except OAuthError as error:
        current_app.logger.warning("the identity provider refused a sign-in: %s", str(error.error)[:60])
        raise refuse("oidc-denied") from None
    except JoseError as error:
        current_app.logger.warning("a proof of the identity provider was refused: %s", str(error)[:200])
        raise refuse("oidc-proof", detail=str(error.error)) from None
    except RequestException as error:
        current_app.logger.warning("the identity provider did not answer: %s", type(error).__name__)
        raise Busy(Problem("oidc-unreachable")) from None
    except (LookupError, TypeError, ValueError, AttributeError, RuntimeError) as error:
        current_app.logger.warning("the identity provider's answer was not understood: %s", type(error).__name__)
        raise refuse("oidc-nonsense", detail="id_token") from None


def _completed(client: Any, token: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The claims with those that a provider tells only when it is asked for them."""
    found = provider()
    wanted = (*_OFTEN_IN_USERINFO, *([found.groups] if found and found.roles else []))
    if "userinfo_endpoint" not in client.server_metadata or all(name in given for name in wanted):
        return given
    told = client.userinfo(token=token)
    if told.get("sub") != given["sub"]:
        raise refuse("oidc-proof", detail="sub")
    return {**told, **given}


def _read(given: dict[str, Any], issuer: str) -> Claims:
    subject, found = given["sub"], provider()
    if not subject or len(subject) > SUBJECT_LIMIT or not subject.isprintable():
        raise refuse("oidc-proof", detail="sub")
    groups = given.get(found.groups) if found else None
    names = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    return Claims(
        issuer=issuer,
        subject=subject,
        email=str(given.get("email") or "")[:254],
        verified=given.get("email_verified") is True and bool(given.get("email")),
        name=str(given.get("name") or given.get("preferred_username") or ""),
        groups=tuple(name for name in names if isinstance(name, str)),
    )


def is_recent(answer: Answer) -> bool:
    """Whether the provider checked who it is since it was asked to."""
    return answer.at is not None and answer.at >= answer.begun
