"""Members and invitations: owners only, links once, nobody locked out, and no token in any log."""

import logging
import re
from urllib.parse import quote

import pytest

from maturity.store.accounts import people
from maturity.store.accounts.people import add_person
from maturity.store.enterprises import invitations, organisations
from maturity.store.enterprises.organisations import add_member
from maturity.web import create_app

from ...working import work
from ..conftest import PASSWORD

ACCOUNT = {"name": "李工", "email": "li@example.com", "password": PASSWORD}


@pytest.fixture
def path(town):
    return f"/enterprises/{town.mine.id}/members"


@pytest.fixture
def linked(member, town):
    """`linked("editor")`: the path of a new invitation link."""

    def make(role="editor"):
        page = member.post(f"/enterprises/{town.mine.id}/invitations", data={"role": role})
        assert page.status_code == 200
        (link,) = re.findall(r"http://maturity\.example\.org(/join/[\w-]+)", page.text)
        return link

    return make


@pytest.fixture
def role_of(sqlite_store, town):
    def read(email):
        with sqlite_store.read() as c:
            found = organisations.members(c, town.people["enterprise"], town.mine.id)
        return {one.email: one.role for one in found}.get(email)

    return read


def test_a_link_is_shown_once(member, path, linked):
    link = linked("viewer")
    page = member.get(path)
    assert link not in page.text
    assert "还没有使用的邀请" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_somebody_without_an_account_joins_with_the_link(client_of, linked, role_of, sqlite_store):
    link, client = linked("editor"), client_of()
    page = client.get(link)
    assert "示例企业 1" in page.text
    assert "填写人" in page.text
    assert client.post(f"{link}/account", data=ACCOUNT | {"password": "short"}).status_code == 400
    assert client.post(f"{link}/account", data={}).status_code == 400
    answer = client.post(f"{link}/account", data=ACCOUNT)
    assert answer.location == f"/sign-in?next={link}"
    assert role_of("li@example.com") is None
    client.post("/sign-in", data=ACCOUNT)
    assert client.post(link).location == "/"
    assert "您已加入" in client.get("/").text
    assert role_of("li@example.com") == "editor"
    with sqlite_store.read() as c:
        who = people.find_person(c, "li@example.com")
        assert who.role == "enterprise"
        assert [one.role for one in organisations.organisations_of(c, who)] == [
            "editor"
        ]  # and no enterprise of his own
    late = client_of()
    over = late.get(link)
    assert over.status_code == 410
    assert "已经用过" in over.text
    assert late.post(f"{link}/account", data=ACCOUNT | {"email": "x@example.com"}).status_code == 410
    with sqlite_store.read() as c:
        assert people.find_person(c, "x@example.com") is None


def test_an_assessor_comes_as_a_consultant(client_of, linked, sqlite_store, role_of):
    link, client = linked("assessor"), client_of()
    client.post(f"{link}/account", data=ACCOUNT)
    client.post("/sign-in", data=ACCOUNT)
    client.post(link)
    with sqlite_store.read() as c:
        assert people.find_person(c, "li@example.com").role == "consultant"
    assert role_of("li@example.com") == "assessor"


def test_a_taken_address_gets_the_same_answer_and_leaves_the_link_good(client_of, linked, town, role_of, caplog):
    """Until now the page told who has an account, to anybody who makes an enterprise and invites himself."""
    link = linked()
    answer = client_of().post(f"{link}/account", data=ACCOUNT | {"email": "stranger@example.com"})
    assert answer.location == f"/sign-in?next={link}"
    work(client_of())
    assert "您已有账户" in caplog.text
    assert client_of().get(link).status_code == 200
    assert role_of("stranger@example.com") is None


def test_somebody_signed_out_signs_in_and_comes_back(client_of, linked, town, role_of):
    link, client = linked("viewer"), client_of()
    page = client.get(link).text
    assert f'name="next" value="{link}"' in page
    answer = client.post("/sign-in", data={"email": "stranger@example.com", "password": PASSWORD, "next": link})
    assert answer.location == link
    assert "接受邀请" in client.get(link).text
    assert client.post(link).location == "/"
    assert role_of("stranger@example.com") == "viewer"
    assert client_of().post(link).location == link  # signed out meanwhile


def test_a_member_is_never_lowered(client_of, linked, town, role_of):
    link, consultant = linked("viewer"), client_of(town.people["consultant"])
    page = consultant.get(link)
    assert "没有使用" in page.text
    assert 'id="accept"' not in page.text
    assert consultant.post(link).status_code == 409
    assert role_of("consultant@example.com") == "editor"
    assert client_of(town.stranger).post(link).location == "/"
    rising = linked("owner")
    assert "您现在的身份是填写人，接受后成为负责人" in consultant.get(rising).text
    consultant.post(rising)
    assert role_of("consultant@example.com") == "owner"


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_accounts_that_publish_do_not_join(client_of, linked, town, role):
    link, client = linked(), client_of(town.people[role])
    assert "不能加入企业" in client.get(link).text
    assert client.post(link).status_code == 403


def test_a_revoked_and_an_unknown_link_say_so(member, client_of, linked, path):
    link = linked()
    (revoke,) = re.findall(r'action="(/enterprises/\w+/invitations/\w+/revoke)"', member.get(path).text)
    assert member.post(revoke).status_code == 302
    assert member.post(revoke).status_code == 302  # a double click
    over = client_of().get(link)
    assert over.status_code == 410
    assert "已被撤销" in over.text
    unknown = client_of().get("/join/nonsense")
    assert unknown.status_code == 404
    assert "无效" in unknown.text


def test_the_address_that_lets_in_goes_nowhere(client_of, linked, config, town):
    answer = client_of().get(linked())
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert client_of().get("/").headers["Referrer-Policy"] == "same-origin"


def test_a_form_behind_a_link_works_over_https(config, linked):
    """The browser sends the origin alone as referrer, which the token check accepts."""
    client = create_app({**config, "WTF_CSRF_ENABLED": True}).test_client()
    link = linked()
    page = client.get(link, base_url="https://localhost").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    for referrer, status in ((None, 400), ("https://localhost/", 302)):
        headers = {"Referer": referrer} if referrer else {}
        data = ACCOUNT | {"csrf_token": token}
        answer = client.post(f"{link}/account", data=data, headers=headers, base_url="https://localhost")
        assert answer.status_code == status


@pytest.mark.parametrize("path", ["/join/secret-token", "/reset/secret-token", "/setup/secret-token"])
def test_a_failing_request_leaves_no_token_in_the_log(config, path, caplog, monkeypatch):
    def fail(*arguments):
        raise RuntimeError("broken")

    monkeypatch.setattr("maturity.store.enterprises.invitations.offer", fail)
    monkeypatch.setattr("maturity.store.accounts.tokens.is_redeemable", fail)
    client = create_app({**config, "PROPAGATE_EXCEPTIONS": False}).test_client()
    with caplog.at_level(logging.DEBUG):
        assert client.get(path).status_code == 500
        logging.getLogger("waitress").error("Exception while serving %s", path)
        logging.getLogger("werkzeug").info('"GET %s HTTP/1.1" 200', path)
        logging.getLogger("gunicorn.access").info('"GET /sign-in?next=%s&lang=en HTTP/1.1" 200', quote(path, safe=""))
    assert "broken" in caplog.text
    assert path.split("/")[1] in caplog.text
    assert "secret-token" not in caplog.text


def test_owners_change_and_remove_members(member, path, town, role_of):
    other = town.people["consultant"].id
    assert member.post(f"{path}/{other}", data={"role": "assessor"}).status_code == 302
    assert role_of("consultant@example.com") == "assessor"
    assert "不是成员角色" in member.post(f"{path}/{other}", data={"role": "king"}).text
    own = town.people["enterprise"].id
    for act in (f"{path}/{own}/remove", f"{path}/{own}"):
        assert "不能更改或移除自己" in member.post(act, data={"role": "viewer"}).text
    assert role_of("enterprise@example.com") == "owner"
    assert member.post(f"{path}/{town.stranger.id}", data={"role": "viewer"}).status_code == 404
    for _ in range(2):
        assert member.post(f"{path}/{other}/remove").status_code == 302
    assert role_of("consultant@example.com") is None


@pytest.mark.parametrize("email", ["stranger@example.com", "nobody@example.com"])
def test_nobody_becomes_a_member_without_accepting_and_nobody_learns_who_has_an_account(member, path, role_of, email):
    page = member.get(path).text
    assert 'type="email"' not in page  # without a mail server there is nowhere to send anything
    assert member.post(path, data={"email": email, "role": "viewer"}).status_code == 405
    invited = member.post(path.replace("/members", "/invitations"), data={"email": email, "role": "viewer"})
    assert invited.status_code == 200
    assert email not in invited.text
    assert role_of("stranger@example.com") is None


@pytest.mark.parametrize("role", ["editor", "viewer", "assessor"])
def test_other_members_see_the_members_and_change_nothing(client_of, sqlite_store, town, path, role):
    with sqlite_store.write() as c:
        who = add_person(c, email="who@example.com", name="Who", role="enterprise")
        add_member(c, town.mine.id, who.id, role)
        invitations.invite(c, town.people["enterprise"], town.mine.id, "viewer")
    client = client_of(who)
    page = client.get(path)
    assert "consultant@example.com" in page.text
    assert "<form" not in page.text.split("<main")[1]
    for act in (f"{path}/{town.people['consultant'].id}", f"{path}/{town.people['consultant'].id}/remove"):
        answer = client.post(act, data={"email": "stranger@example.com", "role": "owner"})
        assert answer.status_code == 403
        assert "您在这家企业的身份不能做这项操作" in answer.text
    assert client.post(f"/enterprises/{town.mine.id}/invitations", data={"role": "owner"}).status_code == 403


def test_a_link_is_mailed_where_there_is_a_server(config, town, monkeypatch):
    sent = []
    monkeypatch.setattr("maturity.web.accounts.mail.send", lambda *letter: sent.append(letter))
    client = create_app({**config, "MAIL_URL": "smtp://localhost/a@example.org"}).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{town.people['enterprise'].id}.{town.people['enterprise'].stamp}"
    act = f"/enterprises/{town.mine.id}/invitations"
    assert client.post(act, data={"role": "viewer", "email": "not an address"}).status_code == 400
    assert not sent
    page = client.post(act, data={"role": "viewer", "email": "li@example.com"}).text
    work(client)
    ((_, to, subject, text, _),) = sent
    assert (to, subject) == ("li@example.com", "邀请您参与“示例企业 1”的自评")
    assert re.search(r"http://maturity\.example\.org/join/[\w-]+", text)[0] in page
    assert "查看人" in text
    client.post(act, data={"role": "viewer"})
    work(client)
    assert len(sent) == 1


def test_doors_of_links_close_after_too_many_attempts(config):
    client = create_app({**config, "RATELIMIT_ENABLED": True}).test_client()
    statuses = [client.post("/join/nonsense/account", data=ACCOUNT).status_code for _ in range(21)]
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {404}
