"""A form whose session ended: kept for its person, filled in again after signing in, never sent by itself."""

import re
from datetime import timedelta
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from wtforms import PasswordField

from maturity.answers import Chosen
from maturity.store.accounts import kept_forms
from maturity.store.accounts.people import add_person, set_password
from maturity.store.assessments.answers import save_answer, saved_answers
from maturity.store.assessments.assessments import assessment
from maturity.store.submissions.submissions import submit
from maturity.store.types import now
from maturity.web import create_app, forms
from maturity.web.requests import kept
from maturity.web.requests.refill import refill
from maturity.web.security import PAGE_LIMIT

from ..assessments.test_answering import fields
from ..conftest import PASSWORD

ITEM = "skills.1a"


@pytest.fixture
def app(config):
    return create_app({**config, "WTF_CSRF_ENABLED": True})


@pytest.fixture
def path(town):
    return f"/assessments/{town.open.id}/skills"


@pytest.fixture
def owner(sqlite_store, town):
    """The enterprise's person, who can sign in."""
    with sqlite_store.write() as c:
        return set_password(c, town.people["enterprise"].id, PASSWORD)


def send(app, owner, client_of, path, **typed):
    """Fill in the page, then send it after the session has ended; gives a client without session and the answer."""
    typed = {name.replace("__", ".").replace("_", "-"): value for name, value in typed.items()}
    form = fields(client_of(owner).get(path).text) | typed
    client = app.test_client()
    return client, client.post(path, data={unescape(k): unescape(v) for k, v in form.items()})


def way_back(page):
    return unescape(re.search(r'href="(/[^"]*kept[^"]*)"', page)[1])


def sign_in(client, address, email):
    page = client.get(address).text
    form = {unescape(k): unescape(v) for k, v in fields(page[page.index("<main") :]).items()}
    return client.post("/sign-in", data={**form, "email": email, "password": PASSWORD})


def held(store, owner, town):
    with store.read() as c:
        return saved_answers(c, assessment(c, owner, town.open.id))


def test_it_comes_back_filled_and_is_sent_by_hand(app, owner, town, client_of, path, sqlite_store):
    client, answer = send(
        app, owner, client_of, path, **{"choice_skills__1a": "most", "comment_skills__1a": '"夜班" <b>&'}
    )
    assert answer.status_code == 401
    assert "24" in answer.text
    back = sign_in(client, way_back(answer.text), owner.email)
    page = client.get(back.location)
    assert held(sqlite_store, owner, town) == {}  # nothing was sent by itself
    assert re.search(r'value="most"[^>]*\schecked', page.text)
    assert "\n&quot;夜班&quot; &lt;b&gt;&amp;</textarea>" in page.text
    assert 'id="kept"' in page.text
    again = {unescape(k): unescape(v) for k, v in fields(page.text).items()}
    again["comment-skills.1a"] = '"夜班" <b>&'
    assert client.post(path, data=again).status_code == 302
    assert held(sqlite_store, owner, town)[ITEM].answer == Chosen("most")
    assert 'id="kept"' not in client.get(back.location).text  # used once


def test_nobody_else_sees_it(app, owner, town, client_of, path, sqlite_store):
    client, answer = send(app, owner, client_of, path, **{"choice_skills__1a": "most", "comment_skills__1a": "机密"})
    back = sign_in(client, way_back(answer.text), town.stranger.email)
    assert "机密" not in client.get(back.location).text
    colleague = client_of(town.people["consultant"])
    page = colleague.get(back.location)
    assert page.status_code == 200
    assert "机密" not in page.text
    assert 'id="kept"' not in page.text
    assert "机密" in client_of(owner).get(back.location).text


def test_a_stale_form_stays_stale(app, owner, town, client_of, path, sqlite_store, small):
    client, answer = send(app, owner, client_of, path, **{"choice_skills__1a": "most"})
    with sqlite_store.write() as c:
        save_answer(c, town.people["consultant"], town.open.id, small, ITEM, Chosen("none"), "", 0)
    back = sign_in(client, way_back(answer.text), owner.email)
    form = {unescape(k): unescape(v) for k, v in fields(client.get(back.location).text).items()}
    answer = client.post(path, data=form)
    assert answer.status_code == 409
    assert held(sqlite_store, owner, town)[ITEM].answer == Chosen("none")


def test_a_form_of_an_older_session_of_the_same_person_comes_back_too(owner, town, client_of, path):
    client = client_of(owner)
    form = {unescape(k): unescape(v) for k, v in fields(client.get(path).text).items()}
    with client.session_transaction() as session:
        session.pop("csrf_token")
    answer = client.post(path, data={**form, "choice-skills.1a": "most"})
    assert answer.status_code == 400
    assert re.search(r'value="most"[^>]*\schecked', client.get(way_back(answer.text)).text)
    form["origin"] = form["origin"].replace(owner.id, town.stranger.id)  # forged: nothing is kept
    assert "kept" not in client.post(path, data=form).text


def test_passwords_are_not_kept(app, owner, client_of, sqlite_store):
    form = fields(client_of(owner).get("/password").text)
    client = app.test_client()
    answer = client.post("/password", data={**form, "old": PASSWORD, "password": "another quiet river"})
    token = re.search(r"kept%3D([\w-]+)", way_back(answer.text))[1]
    with sqlite_store.read() as c:
        assert kept_forms.find_form(c, owner.id, token).fields == []


def test_every_password_field_and_one_time_code_is_known_as_one():
    found = [one for one in vars(forms).values() if isinstance(one, type) and issubclass(one, forms.BaseForm)]
    names = {field.name for sheet in found for field in sheet() if isinstance(field, PasswordField)}
    pages = "".join(path.read_text() for path in Path(str(files("maturity.templates"))).rglob("*.html"))
    codes = re.findall(r"input\(form\.(\w+), autocomplete='one-time-code'", pages)
    assert names | {*codes} == set(kept.SECRET)


def test_scripts_and_strangers_keep_nothing(app, owner, client_of, path, town):
    client = app.test_client()
    answer = client.post(path, data={"choice-skills.1a": "most"})
    assert answer.status_code == 401
    assert "kept" not in answer.text


def test_what_was_typed_is_shown_where_the_form_is_gone(app, owner, town, client_of, sqlite_store, small):
    review = f"/assessments/{town.open.id}/scope"
    page = client_of(owner).get(review).text
    form = {unescape(k): unescape(v) for k, v in fields(page).items()} | {"reason-x": "物流 <i>外包</i>"}
    client = app.test_client()
    answer = client.post(review, data=form)
    with sqlite_store.write() as c:
        save_answer(c, owner, town.open.id, small, ITEM, Chosen("full"), "", 0)
        submit(c, owner, town.open.id, small, 1)
    back = sign_in(client, way_back(answer.text), owner.email)
    assert "物流 &lt;i&gt;外包&lt;/i&gt;" in client.get(back.location).text


FORMS = """<main><details><summary>x</summary><form method="post" action="/a/1">
<input type="hidden" name="id" value="1"><input name="words" value="old">
<select name="kind"><option value="a" selected>A</option><option value="b">B</option></select>
<input type="checkbox" name="yes" value="1" checked><input type="password" name="p">
<textarea name="t">old</textarea><button>ok</button></form></details>
<form method="post" action="/a/1"><input type="hidden" name="id" value="2"><input name="words">
<button>ok</button></form><form method="post" action="/gone"><input name="words"></form></main>"""


def test_the_right_form_is_filled_and_the_rest_stays():
    first = refill(
        FORMS, "/a", "/a/1", [("id", "1"), ("words", '"'), ("kind", "b"), ("p", "s"), ("t", "\nx")], "<HEAD>"
    )
    assert '<details open><summary>x</summary><form method="post" action="/a/1"><HEAD>' in first
    assert '<input name="words" value="&quot;">' in first
    assert '<option value="a">A</option><option value="b" selected>B</option>' in first
    assert '<input type="checkbox" name="yes" value="1"><input type="password" name="p">\n' in first
    assert '<textarea name="t">\n\nx</textarea>' in first
    assert first.endswith(FORMS[FORMS.index("</textarea>") :])
    second = refill(FORMS, "/a", "/a/1", [("id", "2"), ("words", "new")], "")
    assert second == FORMS.replace('<input name="words">', '<input name="words" value="new">', 1)
    assert refill(FORMS, "/a", "/gone", [("words", "new")], "") is None  # nothing sends it


def test_a_person_has_twenty_at_most_and_for_a_day(store, monkeypatch):
    with store.write() as c:
        one = add_person(c, email="kept@example.com", name="k", role="enterprise", password=PASSWORD)
        names = [kept_forms.keep_form(c, one.id, "/x", [("t", f"{n} \x00 字")]) for n in range(22)]
        assert [kept_forms.find_form(c, one.id, name) is None for name in names] == [True] * 2 + [False] * 20
        assert kept_forms.find_form(c, one.id, names[-1]).fields == [("t", "21 \x00 字")]
        assert kept_forms.find_form(c, "0" * 32, names[-1]) is None
        assert kept_forms.keep_form(c, "0" * 32, "/x", []) is None
        later = now() + timedelta(hours=25)
        monkeypatch.setattr(kept_forms, "now", lambda: later)
        assert kept_forms.find_form(c, one.id, names[-1]) is None


def test_signing_out_with_more_than_is_read_is_no_mistake_of_the_program(config):
    client = create_app({**config, "TESTING": False}).test_client()
    assert client.post("/sign-out", data={"x": "9" * (PAGE_LIMIT + 1)}).status_code < 500
