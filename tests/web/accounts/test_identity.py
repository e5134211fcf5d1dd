"""Signing in through an identity provider: who gets in, with which role, and what is refused."""

import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from sqlalchemy import select

from maturity.errors import Refusal
from maturity.store.accounts import people, personal_data
from maturity.store.schema import audit_log, person_identities
from maturity.web import create_app
from maturity.web.redaction import redacted

from ...provider import asked, running, sign_in
from ..conftest import PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")  # in the provider
STRANGER = {"email": "stranger@example.com", "password": PASSWORD}


@pytest.fixture(scope="module")
def server():
    with running() as found:
        yield found


@pytest.fixture
def provider(server):
    server.tamper = None
    return server


@pytest.fixture
def config(config, provider):
    return {**config, **provider.config}


@pytest.fixture
def person_of(sqlite_store):
    def find(email):
        with sqlite_store.read() as c:
            return people.find_person(c, email)

    return find


@pytest.fixture
def logged(sqlite_store):
    def read(action):
        with sqlite_store.read() as c:
            query = select(audit_log.c.detail).where(audit_log.c.action == action).order_by(audit_log.c.id)
            return c.scalars(query).all()

    return read


def inside(client):
    return client.get("/password").status_code == 200


def test_the_first_sign_in_makes_an_account_and_the_next_finds_it_again(app, provider, town, person_of, logged):
    client = app.test_client()
    assert 'href="/sign-in/provider' in client.get("/sign-in").text
    provider.knows("lin", name="  林 晓 ")
    done = sign_in(provider, client, "lin", next="/password")
    assert done.headers["Location"] == "/password"
    assert inside(client)
    who = person_of("lin@example.com")
    assert (who.name, who.role) == ("林 晓", "enterprise")
    assert logged("person.sign-in")[-1]["provider"] is True
    provider.knows("lin", email="moved@example.com", email_verified=False)  # who it is does not hang on the address
    again = app.test_client()
    sign_in(provider, again, "lin")
    assert "lin@example.com" in again.get("/password").text
    assert person_of("moved@example.com") is None


def test_what_is_sent_has_state_nonce_and_pkce(app):
    sent = [asked(app.test_client().get("/sign-in/provider").headers["Location"]) for _ in range(2)]
    one, two = sent
    assert (one["response_type"], one["code_challenge_method"]) == ("code", "S256")
    assert one["redirect_uri"] == "http://maturity.example.org/sign-in/provider/answer"
    assert set(one["scope"].split()) == {"openid", "email", "profile"}
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name]) >= 20
        assert one[name] != two[name]


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x"])
def test_nobody_is_sent_elsewhere_afterwards(app, provider, town, onward):
    provider.knows("lin")
    done = sign_in(provider, app.test_client(), "lin", next=onward)
    assert done.headers["Location"] == "/"


def refused(answer, words):
    """A page with the reason that has the form for the password still."""
    assert answer.status_code == 400
    assert words in answer.text
    assert 'name="password"' in answer.text


def test_an_answer_without_its_state_or_twice_or_in_another_browser_is_refused(app, provider, town):
    provider.knows("lin")
    client, words = app.test_client(), "不是从此浏览器的登录页开始的"
    back = provider.asks(client.get("/sign-in/provider").headers["Location"], "lin")
    for path in (back.partition("&state")[0], back.replace("state=", "state=x"), "/sign-in/provider/answer"):
        refused(client.get(path), words)
    refused(app.test_client().get(back), words)
    with client.session_transaction() as session:
        before = dict(session)
    assert client.get(back).status_code == 302
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    refused(client.get(back), words)
    with client.session_transaction() as session:  # a copied cookie: the provider knows that the code was used
        session.update(before)
    refused(client.get(back), "身份提供方没有让您登录")
    assert not inside(client)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "https://evil.example"),
        ("aud", "another-client"),
        ("aud", ["another-client"]),
        ("nonce", "of an earlier sign-in"),
        ("exp", 1_000_000_000),
        ("azp", "another-client"),
    ],
)
def test_a_proof_that_is_not_for_this_sign_in_is_refused(app, provider, town, person_of, claim, value):
    provider.knows("mallory", **{claim: value})
    refused(sign_in(provider, app.test_client(), "mallory"), "没有通过核对")
    assert person_of("mallory@example.com") is None


def test_an_id_too_long_to_be_stored_is_refused(app, provider, town):
    refused(sign_in(provider, app.test_client(), provider.knows("x" * 256)), "没有通过核对")


def test_an_unsigned_or_foreign_proof_is_refused(app, provider, town):
    from joserfc import jwk, jwt

    provider.knows("lin")
    foreign, shared = jwk.RSAKey.generate_key(2048), jwk.OctKey.import_key(provider.config["OIDC_CLIENT_SECRET"])
    forgers = (
        lambda claims: jwt.encode({"alg": "RS256"}, claims, foreign),
        lambda claims: jwt.encode({"alg": "HS256"}, claims, shared, algorithms=["HS256"]),
        lambda claims: f"{encoded({'alg': 'none'})}.{encoded(claims)}.",
    )
    for forge in forgers:

        def forged(document, path, forge=forge):
            if path == "/oauth2/token":
                claims = document["id_token"].split(".")[1]
                document["id_token"] = forge(json.loads(urlsafe_b64decode(claims + "==")))
            if path == "/.well-known/openid-configuration":
                document["id_token_signing_alg_values_supported"] = ["none", "HS256", "RS256"]
            return document

        provider.tamper = forged
        refused(sign_in(provider, app.test_client(), "lin"), "没有通过核对")


def encoded(document):
    return urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("at", "document", "words"),
    [
        ("/oauth2/token", "no JSON", "不能理解"),
        ("/oauth2/token", {"token_type": "Bearer"}, "不能理解"),
        ("/oauth2/token", [], "不能理解"),
        ("/oauth2/token", {"access_token": "x", "token_type": "Bearer", "id_token": 5}, "没有"),
        ("/jwks", {"keys": "none"}, "身份提供方的"),
        ("/.well-known/openid-configuration", "<html>", "不能理解"),
        ("/.well-known/openid-configuration", [1], "不能理解"),
        ("/.well-known/openid-configuration", {"issuer": "https://evil.example"}, "自称 https://evil.example"),
    ],
)
def test_nonsense_of_the_provider_leaves_the_password(app, provider, town, at, document, words):
    provider.knows("lin")
    provider.tamper = lambda real, path: document if path == at else real
    client = app.test_client()
    begun = client.get("/sign-in/provider")
    answer = client.get(provider.asks(begun.headers["Location"], "lin")) if begun.status_code == 302 else begun
    refused(answer, words)


def test_an_endpoint_without_encryption_is_not_used(app, provider):
    provider.tamper = lambda real, path: {**real, "token_endpoint": "http://id.example/token"}
    refused(app.test_client().get("/sign-in/provider"), "token_endpoint")


def test_a_provider_that_is_away_leaves_the_password(config):
    with running() as gone:
        pass
    client = create_app({**config, "OIDC_ISSUER": gone.issuer}).test_client()
    answer = client.get("/sign-in/provider?next=/password")
    assert (answer.status_code, "连不上身份提供方" in answer.text) == (503, True)
    assert 'value="/password"' in client.get("/sign-in/provider?next=/password").text


def test_attempts_while_the_provider_is_away_are_not_counted(config):
    with running() as gone:
        pass
    client = create_app({**config, "OIDC_ISSUER": gone.issuer, "RATELIMIT_ENABLED": True}).test_client()
    for _ in range(21):
        client.get("/sign-in/provider/answer?state=x")
    assert client.get("/sign-in/provider/answer?state=x").status_code == 503


def test_the_answer_of_another_provider_is_refused(app, provider, town):
    provider.knows("lin")
    client = app.test_client()
    back = provider.asks(client.get("/sign-in/provider").headers["Location"], "lin")
    refused(client.get(f"{back}&iss=https://evil.example"), "没有通过核对")
    refused(client.get(back), "重新开始")  # the attempt has used it up
    back = provider.asks(client.get("/sign-in/provider").headers["Location"], "lin")
    assert client.get(f"{back}&iss={provider.issuer}").status_code == 302


def test_a_provider_that_says_it_names_itself_has_to(app, provider, town):
    provider.knows("lin")
    provider.tamper = lambda real, path: {**real, "authorization_response_iss_parameter_supported": True}
    refused(sign_in(provider, app.test_client(), "lin"), "没有通过核对")


def test_who_says_no_there_is_told_here(app, provider, town):
    client = app.test_client()
    state = asked(client.get("/sign-in/provider").headers["Location"])["state"]
    back = f"/sign-in/provider/answer?state={state}&error=access_denied&error_description=<b>evil</b>"
    answer = client.get(back)
    refused(answer, "身份提供方没有让您登录")
    assert "<b>" not in answer.text


def test_an_unproven_address_makes_no_account(app, provider, town, person_of):
    for said in ({"email_verified": False}, {"email_verified": "true"}, {"email": None}):
        provider.knows("lin", **said)
        refused(sign_in(provider, app.test_client(), "lin"), "没有证明您的邮箱")
    assert person_of("lin@example.com") is None


def test_an_address_with_an_account_is_connected_by_its_owner_alone(app, provider, town, logged, sqlite_store):
    provider.knows("s1", email="Stranger@Example.com")
    client = app.test_client()
    refused(sign_in(provider, client, "s1"), "请用密码登录一次")
    assert not inside(client)
    assert logged("person.refused")[-1] == {"person": town.stranger.id}
    client.post("/sign-in", data=STRANGER)
    assert sign_in(provider, client, "s1", purpose="connect").headers["Location"] == "/identity"
    assert "Stranger@Example.com" in client.get("/identity").text
    assert client.post("/identity/connect", data={"password": "wrong"}).status_code == 400
    assert client.post("/identity/connect", data={"password": PASSWORD}).status_code == 302
    assert client.post("/identity/connect", data={"password": PASSWORD}).status_code == 400  # once
    other = app.test_client()
    assert sign_in(provider, other, "s1").status_code == 302
    assert inside(other)
    provider.knows("s2", email="stranger@example.com")  # the address, but another person
    refused(sign_in(provider, app.test_client(), "s2"), "请用密码登录一次")
    with sqlite_store.write() as c:
        told = personal_data.personal_data(c, town.stranger)["identities"]
    assert [(one["subject"], one["issuer"]) for one in told] == [("s1", provider.issuer)]
    assert client.post("/identity/disconnect", data={"password": PASSWORD}).status_code == 302
    refused(sign_in(provider, app.test_client(), "s1"), "请用密码登录一次")
    assert [len(logged(f"identity.{what}")) for what in ("connect", "disconnect")] == [1, 1]


def test_an_identity_belongs_to_one_account_and_an_account_has_one(app, provider, town):
    provider.knows("lin")
    sign_in(provider, app.test_client(), "lin")
    client = app.test_client()
    client.post("/sign-in", data=STRANGER)
    sign_in(provider, client, "lin", purpose="connect")
    answer = client.post("/identity/connect", data={"password": PASSWORD})
    assert "已与另一个账户连接" in answer.text
    provider.knows("s1")
    sign_in(provider, client, "s1", purpose="connect")
    client.post("/identity/connect", data={"password": PASSWORD})
    provider.knows("s2")
    sign_in(provider, client, "s2", purpose="connect")
    assert "已与身份提供方的一个身份连接" in client.post("/identity/connect", data={"password": PASSWORD}).text


def test_a_disabled_account_stays_outside(app, provider, town, person_of, sqlite_store):
    provider.knows("lin")
    client = app.test_client()
    sign_in(provider, client, "lin")
    with sqlite_store.write() as c:
        people.disable(c, person_of("lin@example.com").id, None)
    assert not inside(client)
    done = sign_in(provider, client, "lin")
    assert done.headers["Location"] == "/sign-in"
    assert not inside(client)
    assert "已停用" in client.get("/sign-in").text


def test_erasing_an_account_takes_its_identity(app, provider, town, person_of, sqlite_store):
    provider.knows("lin")
    sign_in(provider, app.test_client(), "lin")
    with sqlite_store.write() as c:
        personal_data.erase_person(c, person_of("lin@example.com").id, None)
        assert c.execute(select(person_identities)).all() == []


@pytest.fixture
def mapped(config):
    return create_app({**config, "OIDC_ROLES": "bureau=analyst,it=administrator", "OIDC_GROUPS": "teams"})


@pytest.mark.parametrize(
    ("teams", "role"),
    [
        (["bureau"], "analyst"),
        (["x", "it", "bureau"], "administrator"),
        ("bureau", "analyst"),
        ([], "enterprise"),
        ([None, {"it": 1}], "enterprise"),
        ({"it": True}, "enterprise"),
    ],
)
def test_groups_give_the_role(mapped, provider, town, person_of, teams, role):
    provider.knows("lin", teams=teams)
    sign_in(provider, mapped.test_client(), "lin")
    assert person_of("lin@example.com").role == role


def test_groups_are_applied_at_every_sign_in_and_the_last_administrator_stays(
    mapped, provider, town, person_of, logged, sqlite_store
):
    provider.knows("lin", teams=["it"])
    sign_in(provider, mapped.test_client(), "lin")
    provider.knows("lin", teams=["bureau"])
    sign_in(provider, mapped.test_client(), "lin")
    assert person_of("lin@example.com").role == "analyst"
    assert {"from": "administrator", "to": "analyst", "by_groups": True}.items() <= logged("person.set-role")[
        -1
    ].items()
    provider.knows("lin", teams=["it"])
    sign_in(provider, mapped.test_client(), "lin")
    with sqlite_store.write() as c:
        people.set_role(c, town.people["administrator"].id, "consultant", None)
    provider.knows("lin", teams=[])
    client = mapped.test_client()
    assert sign_in(provider, client, "lin").status_code == 302
    assert person_of("lin@example.com").role == "administrator"
    assert "按身份提供方的组" in client.get("/audit").text


def test_without_a_mapping_roles_are_the_administrators(app, provider, town, person_of, sqlite_store):
    provider.knows("lin", groups=["it"])
    sign_in(provider, app.test_client(), "lin")
    with sqlite_store.write() as c:
        people.set_role(c, person_of("lin@example.com").id, "analyst", None)
    sign_in(provider, app.test_client(), "lin")
    assert person_of("lin@example.com").role == "analyst"


def test_a_second_factor_of_the_provider_counts_and_else_one_here_is_asked_for(config, provider, town):
    client = create_app({**config, "SECOND_FACTOR": "enterprise"}).test_client()
    provider.knows("lin")
    sign_in(provider, client, "lin")
    assert client.get("/password").headers["Location"] == "/second-factor"
    provider.knows("lin", amr=["pwd", "mfa"])
    sign_in(provider, client, "lin")
    assert inside(client)


def test_without_a_password_the_provider_confirms_who_it_is(app, provider, town, person_of):
    provider.knows("lin")
    provider.knows("wu")
    client = app.test_client()
    sign_in(provider, client, "lin")
    assert client.post("/second-factor/begin", data={}).status_code == 400
    begun = client.get("/sign-in/provider?purpose=confirm&next=/second-factor").headers["Location"]
    assert (asked(begun)["prompt"], asked(begun)["max_age"]) == ("login", "0")
    another = client.get(provider.asks(begun, "wu"))
    assert "不是与此账户连接的身份" in another.text
    provider.knows("lin", auth_time=1_000_000_000)
    assert "没有重新核对" in sign_in(provider, client, "lin", purpose="confirm").text
    assert client.post("/second-factor/begin", data={}).status_code == 400
    provider.knows("lin")
    done = sign_in(provider, client, "lin", purpose="confirm", next="/second-factor")
    assert done.headers["Location"] == "/second-factor"
    assert 'type="password"' not in client.get("/second-factor").text
    assert client.post("/second-factor/begin", data={}).status_code == 302
    assert client.post("/identity/disconnect").status_code == 400  # there is no password to sign in with
    made = client.post("/access-tokens", data={"name": "脚本", "scopes": "read", "days": "30"})
    assert "令牌只在此处显示" in made.text
    other = app.test_client()
    sign_in(provider, other, "lin")
    assert other.post("/second-factor/begin", data={}).status_code == 400  # each session confirms for itself


def test_the_page_of_a_person_tells_how_they_sign_in(app, provider, client_of, town, person_of):
    provider.knows("lin")
    sign_in(provider, app.test_client(), "lin")
    admin = client_of(town.people["administrator"])
    assert "统一身份认证（lin@example.com）" in admin.get(f"/people/{person_of('lin@example.com').id}").text
    assert "统一身份认证" not in admin.get(f"/people/{town.stranger.id}").text


def test_a_missing_package_is_told_at_the_start_with_its_remedy(config, monkeypatch):
    monkeypatch.setitem(sys.modules, "authlib.integrations.flask_client", None)
    with pytest.raises(Refusal) as caught:
        create_app(config)
    assert "maturity[sso]" in str(caught.value)


def test_no_log_holds_a_code_of_the_provider():
    line = redacted('GET /sign-in/provider/answer?code=quiet&state=lantern HTTP/1.1" 302')
    assert line == 'GET /sign-in/provider/answer?… HTTP/1.1" 302'


def test_without_a_provider_nothing_is_there(config, town):
    client = create_app({name: value for name, value in config.items() if "OIDC" not in name}).test_client()
    assert "provider" not in client.get("/sign-in").text
    for path in ("/sign-in/provider", "/sign-in/provider/answer"):
        assert client.get(path).status_code == 404
    client.post("/sign-in", data=STRANGER)
    assert client.get("/identity").status_code == 404
    assert "identity" not in client.get("/password").text
