"""Clients of the HTTP interface: with a token of a person, with some scopes."""

import pytest

from maturity.store.accounts import access_tokens
from maturity.store.accounts.access_tokens import SCOPES

PREFIX = "/api/v1"


class Api:
    """A program that uses the interface of `app` with a token, or without one."""

    def __init__(self, app, token=None):
        self.client, self.token = app.test_client(), token

    def __call__(self, method, path, json=None, headers=None, **more):
        given = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.client.open(PREFIX + path, method=method, json=json, headers={**given, **(headers or {})}, **more)

    def get(self, path, **more):
        return self("GET", path, **more)

    def post(self, path, json=None, **more):
        return self("POST", path, json, **more)

    def put(self, path, json, version=None):
        """Save what is based on a version; 0 for what was never saved."""
        condition = {"If-Match": f'"{version}"'} if version else {"If-None-Match": "*"}
        return self("PUT", path, json, {} if version is None else condition)


@pytest.fixture
def secret_of(sqlite_store):
    """`secret_of(person, "read")`: a new token of that person; with all scopes by default."""

    def make(person, *scopes, days=30, second_factor=False):
        with sqlite_store.write() as c:
            chosen = scopes or SCOPES
            return access_tokens.issue(c, person, "程序", chosen, days, second_factor=second_factor)[1]

    return make


@pytest.fixture
def api_of(app, secret_of):
    """`api_of(person, "read")`: the interface with a new token; None for no token."""
    return lambda person=None, *scopes: Api(app, secret_of(person, *scopes) if person else None)


@pytest.fixture
def api(api_of, town):
    """The interface for the enterprise's member."""
    return api_of(town.people["enterprise"])
