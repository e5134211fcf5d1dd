"""The identity provider is examined by `maturity doctor`: who it says it is, and how its clock goes."""

import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from maturity.operation import discovery
from maturity.operation.latest import record

from ..provider import running
from .test_doctor import found


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_identity_provider_is_asked_who_it_is_and_how_late(here, monkeypatch):
    record(here.data, here.data / "b.zip", datetime.now(UTC))

    def told():
        return {(code, place) for name, code, place in found(here.store, here.data) if name == "sign-in provider"}

    with running() as provider:
        for name, text in provider.config.items():
            monkeypatch.setenv(f"MATURITY_{name}", text)
        assert found(here.store, here.data) == set()
        monkeypatch.setattr(discovery, "time", SimpleNamespace(time=lambda: 1_800_000_000))
        assert told() == {("oidc-clock", "MATURITY_OIDC_ISSUER")}
        monkeypatch.setenv("MATURITY_OIDC_ISSUER", f"{provider.issuer}/")
        assert told() == {("oidc-issuer", "MATURITY_OIDC_ISSUER")}
    assert told() == {("oidc-unreachable", "MATURITY_OIDC_ISSUER")}
    monkeypatch.setitem(sys.modules, "requests", None)
    assert told() == {("oidc-extra", "MATURITY_OIDC_ISSUER")}
