"""The discovery document of an OpenID Connect provider: where its endpoints are, and that it is who it should be."""

import time
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from ..errors import Busy, Place, Problem, Refusal, refuse
from ..settings.kinds import secure_address

ISSUER = "MATURITY_OIDC_ISSUER"
SECONDS = 5  # after which a provider counts as unreachable
_LIMIT = 200_000
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_SIGNED = frozenset(f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512))
_ALGORITHMS = "id_token_signing_alg_values_supported"
_METHODS = "token_endpoint_auth_methods_supported"


class Discovered(NamedTuple):
    """What is used of a discovery document, and by how many seconds the provider's clock is ahead; None if not told."""

    metadata: dict[str, object]
    seconds_apart: float | None


def discover(issuer: str) -> Discovered:
    """Ask a provider for its discovery document.

    Raises Busy oidc-unreachable; Refusal oidc-extra, oidc-nonsense, and oidc-issuer where it names another issuer.
    """
    try:
        import requests
    except ModuleNotFoundError:
        raise refuse("oidc-extra", Place(ISSUER)) from None
    try:
        with requests.get(f"{issuer.rstrip('/')}/.well-known/openid-configuration", timeout=SECONDS) as answer:
            answer.raise_for_status()
            document = answer.json() if len(answer.content) <= _LIMIT else None
            date = answer.headers.get("Date")
    except ValueError:  # of requests' exceptions those about JSON and addresses are ValueErrors too
        raise _nonsense("openid-configuration") from None
    except requests.RequestException:
        raise Busy(Problem("oidc-unreachable", Place(ISSUER))) from None
    return Discovered(_checked(document, issuer), _apart(date))


def _checked(document: object, issuer: str) -> dict[str, object]:
    if not isinstance(document, dict):
        raise _nonsense("openid-configuration")
    if document.get("issuer") != issuer:
        found = str(document.get("issuer"))[:200]
        raise refuse("oidc-issuer", Place(ISSUER), found=found, wanted=issuer)
    for name in _NEEDED:
        if not isinstance(document.get(name), str) or not secure_address(document[name]):
            raise _nonsense(name)
    metadata: dict[str, object] = {name: document[name] for name in ("issuer", *_NEEDED)}
    if isinstance(document.get("userinfo_endpoint"), str) and secure_address(document["userinfo_endpoint"]):
        metadata["userinfo_endpoint"] = document["userinfo_endpoint"]
    # signatures by the provider's public key only: neither none at all, nor by a secret that both sides know
    metadata[_ALGORITHMS] = [name for name in _list(document, _ALGORITHMS) if name in _SIGNED] or ["RS256"]
    methods = _list(document, _METHODS) or ["client_secret_basic"]
    basic = "client_secret_basic" in methods or "client_secret_post" not in methods
    metadata["token_endpoint_auth_method"] = "client_secret_basic" if basic else "client_secret_post"
    metadata["tells_issuer"] = document.get("authorization_response_iss_parameter_supported") is True
    return metadata


def _list(document: dict[str, object], name: str) -> list[object]:
    found = document.get(name)
    return found if isinstance(found, list) else []


def _apart(date: str | None) -> float | None:
    try:
        return parsedate_to_datetime(date or "").timestamp() - time.time()
    except ValueError:
        return None


def _nonsense(detail: str) -> Refusal:
    return refuse("oidc-nonsense", Place(ISSUER), detail=detail)
