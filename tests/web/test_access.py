"""Who may do what: every route of the map, for every role, with ids that are somebody else's."""

import re

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import ROLES
from maturity.store.assessments.answers import save_answer
from maturity.store.publications import exports
from maturity.store.submissions.submissions import submit
from maturity.web.access import roles_of

FOREIGN = "0" * 32
BODY = {"role": "analyst", "email": "stranger@example.com", "then": "here"}


def routes(app):
    """(endpoint, method, path made of foreign ids) of every route."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static" or rule.rule.startswith("/api/"):  # those: api/test_authorisation.py
                continue
            values = {
                name: 2024 if name == "year" else "xlsx" if name == "suffix" else FOREIGN for name in rule.arguments
            }
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, method, app.url_for(rule.endpoint, **values)


def ask(client, method, path):
    if method == "PUT":
        return client.put(path, json={"choice": "full", "version": 0})
    return client.open(path, method=method, data=BODY if method == "POST" else None)


def test_every_route_names_its_roles(app):
    for rule, _, _ in routes(app):
        view = app.view_functions[rule.endpoint]
        assert roles_of(view) is None or roles_of(view), rule.endpoint


def test_strangers_are_asked_to_sign_in(app, client_of, town):
    for rule, method, path in routes(app):
        if roles_of(app.view_functions[rule.endpoint]) is None:
            continue
        answer = ask(client_of(), method, path)
        if method == "GET":
            assert answer.status_code == 302, path
            assert answer.location.startswith("/sign-in?next=")
        else:
            assert answer.status_code == 401, path


@pytest.mark.parametrize("role", ROLES)
def test_the_wrong_role_is_refused_and_foreign_ids_do_not_exist(app, client_of, town, role):
    client = client_of(town.people[role])
    for rule, method, path in routes(app):
        roles = roles_of(app.view_functions[rule.endpoint])
        if roles is None:
            continue
        with ask(client, method, path) as answer:
            status = answer.status_code
        if role not in roles:
            assert status == 403, (method, path)
        elif rule.arguments & {"aid", "oid", "pid"}:
            assert status == 404, (method, path)
        else:
            assert status < 500, (method, path)


@pytest.mark.parametrize("role", ["enterprise", "consultant"])
def test_another_enterprises_assessment_does_not_exist(app, client_of, town, role):
    client = client_of(town.people[role])
    for rule, method, path in routes(app):
        if rule.arguments & {"aid", "oid"}:
            real = path.replace(FOREIGN, town.foreign.id if "aid" in rule.arguments else town.theirs.id, 1)
            assert ask(client, method, real).status_code == 404, (method, real)


def test_an_administrator_meets_no_answer(app, client_of, town, answered, sqlite_store, small):
    """Every route, with the ids of an enterprise that has submitted and whose microdata were asked for."""
    who = town.people["enterprise"]
    secrets = ("暗号备注", town.mine.facts.name, town.mine.facts.credit_code)
    with sqlite_store.write() as c:
        save_answer(c, who, town.open.id, small, "skills.1a", Chosen("full"), secrets[0], 0)
        submit(c, who, town.open.id, small, 1)
        wish = exports.ExportRequest("small", 2024, "all", "csv", "年度报告", 1)
        request = exports.request_export(c, town.people["analyst"].id, wish)
    known = {
        "aid": town.open.id,
        "oid": town.mine.id,
        "pid": town.stranger.id,
        "item": "skills.1a",
        "area": "skills",
    }
    known |= {"year": 2024, "suffix": "csv", "request_id": request.id, "sid": "0" * 32}

    def told(client):
        found = []
        for rule in app.url_map.iter_rules():
            values = {name: known.get(name, "0" * 32) for name in rule.arguments}
            for method in sorted(rule.methods & {"GET", "POST", "PUT"} if rule.endpoint != "account.sign_out" else ()):
                with app.test_request_context():
                    path = app.url_for(rule.endpoint, **values)
                with ask(client, method, path) as answer:
                    found.append(answer.text if answer.mimetype.startswith("text") else "")
        return "".join(found)

    page = told(client_of(town.people["administrator"]))
    assert "年度报告" in page  # it was there
    assert not [secret for secret in secrets if secret in page]
    page = told(client_of(who))
    assert all(secret in page for secret in secrets)


def test_a_new_password_ends_older_sessions(client_of, town, sqlite_store):
    from maturity.store.accounts.people import set_password

    client = client_of(town.stranger)
    assert client.get("/").status_code == 200
    with sqlite_store.write() as c:
        set_password(c, town.stranger.id, "another river lantern")
    assert client.get("/password").status_code == 302


def test_nothing_is_written_by_get(app, client_of, town, statements):
    known = {"aid": town.open.id, "oid": town.mine.id, "pid": town.stranger.id, "area": "skills"}
    with app.test_request_context():
        paths = [
            app.url_for(
                rule.endpoint,
                **{name: known.get(name, 2024 if name in ("year", "sitting") else "x") for name in rule.arguments},
            )
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and rule.endpoint != "static"
        ]
    for role in (None, *ROLES):
        for path in paths:
            client_of(town.people.get(role)).get(path).close()
    assert statements
    written = {one.split("(")[0].strip() for one in statements if one.split()[0] in ("INSERT", "UPDATE", "DELETE")}
    written = {re.match(r"(?:INSERT INTO|UPDATE|DELETE FROM) \w+", one)[0] for one in written}
    log = {"INSERT INTO audit_log", "INSERT INTO audit_seals", "UPDATE audit_days"}
    kept = {"UPDATE standings"}  # figures that somebody made stale are computed before the list is read (decision 53)
    assert written == log | kept  # that an outsider looked, that an owner took all data along


@pytest.mark.parametrize("path", ["/sign-in", "/sign-up", "/forgotten", "/sign-out"])
def test_a_form_without_its_token_is_refused(config, path):
    from maturity.web import create_app

    answer = create_app({**config, "WTF_CSRF_ENABLED": True}).test_client().post(path, data={"email": "a@example.com"})
    assert answer.status_code == 400
    assert ("请求无法理解" if path == "/sign-out" else "已经过期，还没有提交") in answer.text


def test_a_save_without_its_token_is_refused(config, town):
    from maturity.web import create_app

    client = create_app({**config, "WTF_CSRF_ENABLED": True}).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{town.people['enterprise'].id}.{town.people['enterprise'].stamp}"
    path = f"/assessments/{town.open.id}/answers/skills.1a"
    assert client.put(path, json={"choice": "full", "version": 0}).status_code == 400
    token = client.get("/session").json["token"]
    headers = {"X-CSRFToken": token}
    assert client.put(path, json={"choice": "full", "version": 0}, headers=headers).status_code == 200
