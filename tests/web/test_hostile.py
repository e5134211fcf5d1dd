"""What people type is text on every page, and in every query; forms have limits; no debugger answers."""

import errno
import io

import pytest
from flask import Request

from maturity.answers import Chosen
from maturity.store.accounts.people import ROLES
from maturity.store.assessments.answers import save_answer

from .test_access import routes

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
SQL = "email; DROP TABLE people --' OR 1=1 \" UNION SELECT"


@pytest.fixture
def typed(town, sqlite_store, small, member):
    """Markup in every text that others read: name, comment, evidence, remark, file name."""
    form = {"name": MARKUP, "credit_code": town.mine.facts.credit_code, "division": "34", "founded": "1998"}
    form |= {"production_type": "discrete", "city": "320500", "headcount": "3", "revenue_10k": "1", "version": "1"}
    assert member.post(f"/enterprises/{town.mine.id}", data=form).status_code == 302
    with sqlite_store.write() as c:
        save_answer(c, town.people["enterprise"], town.open.id, small, "skills.1a", Chosen("full"), MARKUP, 0)
    path = f"/assessments/{town.open.id}/items/skills.1a"
    member.post(f"{path}/evidence", data={"kind": "note", "text": MARKUP, "note": MARKUP})
    member.post(f"{path}/remarks", data={"text": MARKUP})
    return {"aid": town.open.id, "oid": town.mine.id, "area": "skills", "item": "skills.1a"}


def test_no_page_holds_markup_that_somebody_typed(app, client_of, town, typed):
    seen = 0
    for role in (None, *ROLES):
        client = client_of(town.people.get(role))
        for rule, method, _ in routes(app):
            if method != "GET":
                continue
            values = {name: typed.get(name, 2024 if name in ("year", "sitting") else "html") for name in rule.arguments}
            with app.test_request_context():
                path = app.url_for(rule.endpoint, **values)
            with client.get(path) as answer:
                if answer.mimetype == "text/html":
                    seen += "&lt;script&gt;alert(1)" in answer.text
                    assert "<script>alert" not in answer.text, path
                    assert "<img src=x" not in answer.text, path
    assert seen >= 5
    echoed = client_of().post("/sign-in", data={"email": MARKUP, "password": "x"}).text
    assert "<script>alert" not in echoed


def test_sql_in_addresses_and_filters_is_only_text(app, client_of, town):
    words = (
        "after",
        "q",
        "sort",
        "order",
        "filter",
        "year",
        "next",
        "area",
        "version",
        "status",
        "person",
        "lang",
    )
    for role in ROLES:
        client = client_of(town.people[role])
        for _, method, path in routes(app):
            if method == "GET":
                with client.get(path, query_string=dict.fromkeys(words, SQL)) as answer:
                    assert answer.status_code < 500, path
    assert client_of(town.people["administrator"]).get("/people").status_code == 200


def test_forms_have_a_limit_and_there_is_no_debugger(app, client_of):
    assert client_of().post("/sign-in", data={"email": "x" * 300_000}).status_code == 413
    parts = {f"f{number}": "" for number in range(2000)}
    assert client_of().post("/sign-in", data=parts, content_type="multipart/form-data").status_code == 413
    assert not app.debug
    assert client_of().get("/console").status_code == 404


@pytest.mark.parametrize("path", ["/detail/requests/unknown/make", "/sign-out"])
def test_a_form_too_large_for_a_view_that_does_not_read_it_is_no_failure(client_of, town, path):
    answer = client_of(town.people["analyst"]).post(path, data={"reason": "x" * 3_000_000})
    assert answer.status_code in (302, 404, 413)


def test_a_full_disk_while_a_file_is_received_is_told(member, town, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Request, "_get_file_stream", full)
    sent = {"words": "看得见的字", "workbook": (io.BytesIO(b"x"), "a.xlsx")}
    answer = member.post(f"/assessments/{town.open.id}/workbook", data=sent)
    assert answer.status_code == 503
    assert "磁盘已满" in answer.text


def test_another_fault_of_a_file_stays_a_fault(app, client_of, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(Request, "_get_file_stream", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client_of().post("/sign-in", data={"x": (io.BytesIO(b"x"), "a")}).status_code == 500
