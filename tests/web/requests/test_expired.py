"""Forms of people who are not signed in come back filled in when their token has expired; nothing is done."""

import pytest
from sqlalchemy import func, select

from maturity.store.accounts import tokens
from maturity.store.enterprises import invitations
from maturity.store.schema import audit_log
from maturity.web import create_app
from maturity.web.access import roles_of
from maturity.web.requests import expired

from ..conftest import FORM

SECRET = "a quiet lathe 42"


@pytest.fixture
def guarded(config, town):
    return create_app({**config, "WTF_CSRF_ENABLED": True})


def test_a_form_that_was_open_too_long_comes_back_filled(guarded, town, sqlite_store):
    with sqlite_store.write() as c:
        invitation = invitations.invite(c, town.people["enterprise"], town.mine.id, "viewer")
        reset = tokens.issue_token(c, "reset", town.stranger.id, 2)
        before = c.scalar(select(func.count()).select_from(audit_log))
    who = {"name": "王“敏”<b>", "email": "new@example.com"}
    for path, sent, kept in (
        ("/sign-up", FORM, ("示例机械有限公司", "12000.5", "new@example.com")),
        ("/sign-in", {"email": "new@example.com", "next": "/password"}, ("new@example.com", "/password")),
        ("/forgotten", {"email": "new@example.com"}, ("new@example.com",)),
        (f"/reset/{reset}", {}, ()),
        (f"/join/{invitation}/account", who, ("王“敏”&lt;b&gt;", "new@example.com")),
    ):
        client = guarded.test_client()
        answer = client.post(path, data={**sent, "password": SECRET, "csrf_token": "old"})
        assert answer.status_code == 400, path
        assert "已经过期，还没有提交" in answer.text, path
        assert all(f'value="{words}"' in answer.text for words in kept), path
        assert SECRET not in answer.text
        assert 'value="old"' not in answer.text
    with sqlite_store.read() as c:
        assert c.scalar(select(func.count()).select_from(audit_log)) == before
    assert guarded.test_client().post("/reset/unknown", data={}).status_code in (400, 404)


def test_every_form_of_people_who_are_not_signed_in_is_one_of_them(app):
    posts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and roles_of(app.view_functions[rule.endpoint]) is None
    }
    buttons = {"account.sign_out", "phone.practise", "phone.pull", "phone.leave", "invited.take"}  # with nothing typed
    assert posts - set(expired.PAGES) == buttons
