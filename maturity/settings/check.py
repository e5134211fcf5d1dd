"""Checks of settings: names that nobody knows and values that cannot be, told before anything starts."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from ..errors import Place, Problem, Refusal
from .table import SETTINGS

PREFIX = "MATURITY_"
#: Read by the project's tests and benchmarks only.
TESTS = frozenset(
    f"{PREFIX}{name}"
    for name in (
        "API_REQUESTS",
        "ATTACKS",
        "BENCH_POSTGRES",
        "FUZZ",
        "FUZZ_SEED",
        "PICTURES",
        "REQUIRE_SERVICES",
        "TEST_POSTGRES",
        "TEST_WORKERS",
        "THOROUGH",
    )
)
#: Name -> settings without which it says nothing.
_NEEDS = {
    "MATURITY_OIDC_ISSUER": ("MATURITY_OIDC_CLIENT_ID", "MATURITY_OIDC_CLIENT_SECRET"),
    "MATURITY_OIDC_CLIENT_ID": ("MATURITY_OIDC_ISSUER",),
    "MATURITY_OIDC_CLIENT_SECRET": ("MATURITY_OIDC_ISSUER",),
    "MATURITY_OIDC_NAME": ("MATURITY_OIDC_ISSUER",),
    "MATURITY_OIDC_ROLES": ("MATURITY_OIDC_ISSUER",),
    "MATURITY_OIDC_GROUPS": ("MATURITY_OIDC_ROLES",),
}


def check_settings() -> None:
    """Raise Refusal with every mistake in the settings of the environment."""
    problems = tuple(faults(os.environ))
    if problems:
        raise Refusal(*problems)


def faults(environment: Mapping[str, str]) -> Iterator[Problem]:
    """Every mistake in the variables that begin with MATURITY_; empty ones count as not set."""
    for name, text in sorted(environment.items()):
        if not name.startswith(PREFIX) or name in TESTS:
            continue
        if name not in SETTINGS:
            (nearest,) = get_close_matches(name, SETTINGS, n=1, cutoff=0.0)
            yield Problem("setting-unknown", Place(name), {"name": name, "nearest": nearest})
        elif text and not SETTINGS[name].kind.holds(text):
            yield _fault(name, text)
    yield from _half(environment)


def _half(environment: Mapping[str, str]) -> Iterator[Problem]:
    """Every setting that is missing beside another one; each is told once."""
    missing: dict[str, str] = {}
    for given, needed in _NEEDS.items():
        if environment.get(given, "") not in ("", SETTINGS[given].default):
            for name in needed:
                if not environment.get(name):
                    missing.setdefault(name, given)
    for name, given in missing.items():
        yield Problem("setting-half", Place(name), {"name": name, "given": given})


def check_value(name: str, text: str) -> str:
    """`text`, a value of the setting `name`. Raises Refusal where it cannot be."""
    if not SETTINGS[name].kind.holds(text):
        raise Refusal(_fault(name, text))
    return text


def _fault(name: str, text: str) -> Problem:
    kind = SETTINGS[name].kind
    values = {"name": name} if kind.secret else {"name": name, "found": text[:60]}
    return Problem(kind.code, Place(name), values)
