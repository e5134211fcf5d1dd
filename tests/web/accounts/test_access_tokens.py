"""Access tokens on the page: made after the password, shown once, revoked, recorded."""

import re

import pytest
from sqlalchemy import select

from maturity.errors import Refusal
from maturity.store.accounts import access_tokens
from maturity.store.accounts.access_tokens import MOST, tokens_of
from maturity.store.schema import audit_log

from ..conftest import PASSWORD

NEW = {"name": "月度数据同步", "scopes": ["read", "answer"], "days": "30", "password": PASSWORD}


@pytest.fixture
def client(client_of, town):
    return client_of(town.stranger)


def held(store, town):
    with store.read() as c:
        return tokens_of(c, town.stranger.id)


def test_a_token_is_made_after_the_password_and_shown_once(client, town, sqlite_store):
    page = client.post("/access-tokens", data=NEW)
    secret = re.search(r"mat_[\w-]{43}", page.text)[0]
    assert client.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).json["id"] == town.stranger.id
    (token,) = held(sqlite_store, town)
    assert (token.name, token.scopes, token.second_factor) == ("月度数据同步", ("read", "answer"), False)
    assert (token.expires_at - token.created_at).days == 30
    listed = client.get("/access-tokens").text
    assert "月度数据同步" in listed
    assert secret not in listed
    client.post("/access-tokens/revoke", data={"token": token.id})
    assert held(sqlite_store, town) == []
    with sqlite_store.read() as c:
        acts = c.scalars(select(audit_log.c.action)).all()
    assert [one for one in acts if one.startswith("access-token")] == ["access-token.issue", "access-token.revoke"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"password": "wrong"}, "密码"),
        ({"name": " "}, "用途没有填写"),
        ({"scopes": []}, "请至少选择一项"),
        ({"scopes": ["everything"]}, "请至少选择一项"),
        ({"days": "4000"}, "有效期不是"),
        ({"days": "x"}, "有效期不是"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(client, town, sqlite_store, changed, told):
    answer = client.post("/access-tokens", data={**NEW, **changed})
    assert answer.status_code == 400
    assert told in answer.text
    assert "mat_" not in answer.text
    assert held(sqlite_store, town) == []


def test_scopes_on_offer_are_those_of_the_role(client_of, town):
    for role, last in (("enterprise", "assess"), ("analyst", "statistics")):
        page = client_of(town.people[role]).get("/access-tokens").text
        assert re.findall(r'name="scopes" value="(\w+)"', page)[-1] == last


def test_nobody_has_tokens_without_end(store, world):
    with store.write() as c:
        for number in range(MOST):
            access_tokens.issue(c, world.ours.person, str(number), ["read"], 7, second_factor=False)
        with pytest.raises(Refusal) as refusal:
            access_tokens.issue(c, world.ours.person, "more", ["read"], 7, second_factor=False)
    assert refusal.value.problems[0].code == "access-token-many"
