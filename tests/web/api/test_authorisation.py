"""Who may do what over the HTTP interface: every operation, by tokens of every scope and role, on foreign ids too."""

import io
import logging
from datetime import timedelta

import pytest
from limits import parse
from sqlalchemy import select

from maturity.store.accounts import access_tokens, people
from maturity.store.accounts.access_tokens import SCOPES
from maturity.store.accounts.people import ROLES
from maturity.store.enterprises.organisations import add_member
from maturity.store.evidence import evidence
from maturity.store.evidence.pieces import Note
from maturity.store.schema import access_tokens as table
from maturity.store.schema import audit_log
from maturity.store.types import now
from maturity.web import create_app
from maturity.web.api import authorisation
from maturity.web.api.document import ARGUMENT
from maturity.web.api.operations import operations
from maturity.web.operation.logs import Lines
from maturity.web.redaction import redacted

from ...attachments import pdf
from ..conftest import PASSWORD
from .conftest import Api

FOREIGN = "0" * 32
OWN = ("aid", "oid", "eid", "job", "id", "code", "name")


def path_of(one, known):
    return ARGUMENT.sub(lambda found: known.get(found[1], FOREIGN), one.path)


def send(api, one, path):
    """The answer to a request that is right but for its ids."""
    if one.endpoint == "api_releases.listing":
        path += "?questionnaire=small"
    if one.upload:
        return api(one.method, path, data={"file": (io.BytesIO(pdf()), "a.pdf")})
    headers = {"If-None-Match": "*"} if one.saves_version else {}
    return api(one.method, path, SENT.get(one.endpoint) if one.body else None, headers)


SENT = {
    "api_enterprises.sign_up": {"name": "示例", "credit_code": "x", "agreed": 1},
    "api_enterprises.change": {"name": "示例", "credit_code": "x"},
    "api_assessments.start": {"enterprise": FOREIGN, "questionnaire": "small", "year": 2025},
    "api_assessments.tailor": {"cuts": {}},
    "api_assessments.begin_round": {"year": 2025},
    "api_answers.save": {"choice": "full"},
    "api_answers.comment": {"words": "请补充"},
    "api_evidence.add": {"kind": "note", "words": "制度"},
    "api_findings.record": {"choice": "full"},
    "api_submissions.submit": {"agreed": 1},
}


def test_the_table_names_every_operation_with_a_body(app):
    assert {one.endpoint for one in operations(app) if one.body} == set(SENT)


@pytest.mark.parametrize("role", ROLES)
def test_scope_and_role_open_an_operation_and_foreign_ids_do_not_exist(app, api_of, town, role):
    """A token of each scope alone: 403 without the scope or the role, 404 for the ids of others."""
    by_scope = {scope: api_of(town.people[role], scope) for scope in SCOPES}
    theirs = {"aid": town.foreign.id, "oid": town.theirs.id, "item": "skills.1a"}
    for one in operations(app):
        if one.scope is None:
            continue
        for scope, api in by_scope.items():
            for known in (theirs, {"item": "skills.1a"}):
                answer = send(api, one, path_of(one, known))
                told = (one.endpoint, scope, answer.status_code, answer.json)
                if scope != one.scope:
                    assert (answer.status_code, answer.json["code"]) == (403, "access-token-scope"), told
                elif one.roles and role not in one.roles:
                    assert (answer.status_code, answer.json["code"]) == (403, "access-token-role"), told
                elif set(ARGUMENT.findall(one.path)) & {*OWN} and one.endpoint != "api_questionnaires.one":
                    assert answer.status_code == 404, told
                else:
                    assert answer.status_code in (200, 400, 404), told


MEMBERS = {"owner": {"own", "write"}, "editor": {"write"}, "viewer": set(), "assessor": {"assess"}}
NEEDS = {  # operations that change an assessment or an enterprise: what of MEMBERS they need
    "api_enterprises.change": "write",
    "api_assessments.tailor": "write",
    "api_assessments.confirm": "write",
    "api_answers.save": "write",
    "api_evidence.add": "write",
    "api_evidence.upload": "write",
    "api_evidence.remove": "write",
    "api_findings.record": "assess",
    "api_submissions.submit": "own",
    "api_assessments.begin_round": "write",
}


@pytest.mark.parametrize("role", MEMBERS)
def test_a_token_may_what_its_members_role_may(app, api_of, town, sqlite_store, small, role):
    with sqlite_store.write() as c:
        who = people.add_person(c, email="who@demo.example", name="示例", role="enterprise")
        add_member(c, town.mine.id, who.id, role)
        piece = evidence.add_evidence(c, town.people["enterprise"], town.open.id, small, "skills.1a", Note("示例"))
    api, known = api_of(who), {"aid": town.open.id, "oid": town.mine.id, "eid": piece.id, "item": "skills.1a"}
    for one in operations(app):
        if not set(ARGUMENT.findall(one.path)) & {"aid", "oid"} or one.endpoint == "api_evidence.download":
            continue
        answer = send(api, one, path_of(one, known))
        told = (one.endpoint, answer.status_code, answer.json)
        need = NEEDS.get(one.endpoint)
        if need is None:
            assert answer.status_code in (200, 201, 404), told  # 404: not submitted yet
            assert one.method == "GET" or one.endpoint == "api_answers.comment", told
        elif need not in MEMBERS[role]:
            assert answer.status_code == 403, told
        else:
            assert answer.status_code != 403, told


def test_a_cookie_opens_nothing_and_none_is_set(client_of, town):
    client = client_of(town.people["enterprise"])
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json["code"]) == (401, "access-token-unknown")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Set-Cookie" not in answer.headers


def test_no_form_token_is_needed_and_a_bearer_opens_no_page(config, town, secret_of):
    app = create_app({**config, "WTF_CSRF_ENABLED": True})
    api = Api(app, secret_of(town.people["enterprise"]))
    assert api.put(f"/assessments/{town.open.id}/answers/skills.1a", {"choice": "full"}, version=0).status_code == 200
    headers = {"Authorization": f"Bearer {api.token}"}
    assert app.test_client().get("/enterprises/new", headers=headers).status_code == 302  # to sign in


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer mat_x", "Basic eDp4", "Bearer \xff"])
def test_what_is_no_token_is_refused(app, sent):
    answer = app.test_client().get("/api/v1/me", headers={"Authorization": sent})
    assert (answer.status_code, answer.json["code"]) == (401, "access-token-unknown")


def refused(api):
    return api.get("/me").status_code == 401


def test_a_token_ends_by_its_day_by_revoking_and_with_the_account(api_of, town, sqlite_store):
    who = town.people["enterprise"]
    first = api_of(who)
    with sqlite_store.write() as c:
        c.execute(table.update().values(expires_at=now() - timedelta(seconds=1)))
    assert refused(first)
    second = api_of(who)
    assert not refused(second)
    with sqlite_store.write() as c:
        held = access_tokens.tokens_of(c, who.id)
        assert [one.expired for one in held] == [False, True]
        access_tokens.revoke(c, town.stranger.id, held[0].id)  # another person's
    assert not refused(second)
    with sqlite_store.write() as c:
        access_tokens.revoke(c, who.id, held[0].id)
    assert refused(second)
    third, fourth = api_of(who), api_of(town.stranger)
    with sqlite_store.write() as c:
        people.disable(c, who.id, None)
        people.enable(c, who.id, None)
        people.change_password(c, town.stranger.id, PASSWORD, "another river lantern")
    assert refused(third)
    assert refused(fourth)


def test_who_has_to_use_two_step_sign_in_needs_a_token_of_such_a_session(config, town, secret_of):
    app = create_app({**config, "SECOND_FACTOR": "analyst"})
    plain, second = (secret_of(town.people["analyst"], second_factor=known) for known in (False, True))
    refusal = Api(app, plain).get("/me")
    assert (refusal.status_code, refusal.json["code"]) == (403, "access-token-second-factor")
    assert Api(app, second).get("/me").status_code == 200
    assert Api(app, secret_of(town.people["enterprise"])).get("/me").status_code == 200


def test_requests_are_counted_by_token_and_without_one_by_address(config, town, secret_of, monkeypatch):
    monkeypatch.setattr(authorisation, "_OFTEN", parse("3 per minute"))
    monkeypatch.setattr(authorisation, "_REFUSED", parse("2 per minute"))
    app = create_app({**config, "RATELIMIT_ENABLED": True})
    api, other, nobody = (Api(app, secret) for secret in (*(secret_of(town.stranger) for _ in range(2)), None))
    assert [api.get("/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    last = api.get("/me")
    assert last.json["code"] == "interface-often"
    assert 0 < int(last.headers["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200
    assert [nobody.get("/me").status_code for _ in range(3)] == [401, 401, 429]


def test_no_log_and_no_table_holds_a_token(app, api_of, town, sqlite_store, caplog, monkeypatch):
    caplog.set_level(logging.DEBUG)
    api = api_of(town.people["enterprise"])
    api.get("/me")
    api.get(f"/assessments?cursor={api.token}")
    monkeypatch.setattr(access_tokens, "needs_touch", lambda token: 1 / 0)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    failed = api.get("/me")
    assert (failed.status_code, failed.mimetype) == (500, "application/problem+json")
    lines = [Lines().format(record) for record in caplog.records]
    assert any("ZeroDivisionError" in line for line in lines)
    assert not [line for line in lines if api.token in line]
    assert redacted(f"GET /api/v1/me?token={api.token} 200") == "GET /api/v1/me?token=mat_… 200"
    with sqlite_store.read() as c:
        assert api.token not in str(c.execute(select(table)).all())
        assert api.token not in str(c.execute(select(audit_log)).all())


def test_what_an_outsider_reads_is_in_the_log_of_the_enterprise(api_of, town, sqlite_store):
    api = api_of(town.people["consultant"])
    for end in ("", "/answers", "/evidence", "/result", "/findings", "/roadmap"):
        assert api.get(f"/assessments/{town.open.id}{end}").status_code == 200, end
    with sqlite_store.read() as c:
        seen = c.scalars(select(audit_log.c.detail).where(audit_log.c.action == "assessment.view")).all()
    assert sorted(one["part"] for one in seen) == ["answers", "evidence", "plans", "results"]


def test_the_use_of_a_token_is_recorded_once_an_hour(api, sqlite_store, statements):
    api.get("/me")
    statements.clear()
    api.get("/me")
    assert not [one for one in statements if one.startswith("UPDATE")]
    with sqlite_store.read() as c:
        assert c.scalar(select(table.c.used_at)) is not None
