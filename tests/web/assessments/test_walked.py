"""Every address of an assessment whose questionnaire has no levels: what makes no sense there is not offered and says
so, nothing fails, and every role may do what it may do elsewhere.
"""

import re

import pytest
from werkzeug.routing import IntegerConverter

from maturity.questionnaire import load
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member
from maturity.web import create_app
from maturity.web.assessments.sections import OF_LEVELS

GREEN = load("green-factory-2016")
VALUES = {
    **{"area": "site", "item": "land-area", "paper": "e1", "suffix": "pdf", "sitting": 1},
    **dict.fromkeys(("eid", "action", "upload"), "0" * 32),
}


@pytest.fixture
def app(config):
    return create_app({name: value for name, value in config.items() if name != "QUESTIONNAIRE"})


@pytest.fixture
def begun(member, town):
    """An assessment begun on the page that offers the questionnaires."""
    page = member.get("/assessments/new").text
    assert f"questionnaire={GREEN.id}" in page
    where = f"/assessments/new?questionnaire={GREEN.id}"
    assert member.get(where).status_code == 200
    answer = member.post(where, data={"organisation": town.mine.id, "year": "2025"})
    assert answer.status_code == 302
    return answer.location.rpartition("/")[2]


def routes(app):
    """Endpoint, whether it is one of those with levels alone, and the rule, of every route of an assessment."""
    for rule in app.url_map.iter_rules():
        if "aid" in rule.arguments and not rule.rule.startswith("/api/"):
            of_levels = bool({rule.endpoint, rule.endpoint.partition(".")[0]} & OF_LEVELS)
            yield rule.endpoint, of_levels, rule


def walked(app, client, aid):
    for endpoint, of_levels, rule in routes(app):
        numbers = {name for name, converter in rule._converters.items() if isinstance(converter, IntegerConverter)}
        values = {name: VALUES.get(name, 1 if name in numbers else aid) for name in rule.arguments}
        with app.test_request_context():
            path = app.url_for(endpoint, **values)
        for method in sorted(rule.methods & {"GET", "POST", "PUT"}):
            if (endpoint, method) == ("review.submit", "POST"):
                continue
            with client.open(path, method=method, **({"json": {"version": 0}} if method == "PUT" else {})) as answer:
                yield endpoint, of_levels, answer


@pytest.mark.parametrize("submitted", [False, True])
def test_no_address_fails_and_what_needs_levels_says_so(app, member, begun, submitted):
    base = f"/assessments/{begun}"
    put = {"choice": "yes", "version": 0}
    assert member.put(f"{base}/answers/compliance.g1", json=put).status_code == 200
    if submitted:
        assert member.post(f"{base}/submit", data={"agreed": "1"}).status_code == 302
    seen = set()
    for endpoint, of_levels, answer in walked(app, member, begun):
        assert answer.status_code < 500, endpoint
        if of_levels and answer.request.method == "GET":
            assert answer.status_code == 404, endpoint
            assert "这份问卷不分等级" in answer.text
            seen.add(endpoint)
        elif of_levels:
            assert answer.status_code >= 400, endpoint
        else:
            assert "这份问卷不分等级".encode() not in answer.data, endpoint  # some are files
    assert seen == {"scope.page", "explaining.meaning"}


def test_pages_link_to_nothing_that_needs_levels(app, member, begun):
    base = f"/assessments/{begun}"
    of_answers = ("", "/site", "/find", "/duties", "/evidence", "/review", "/items/land-area", "/papers/e1")
    for page in (*of_answers, "/result", "/explain"):
        words = member.get(base + page).text
        for link in set(re.findall(rf'href="({base}[^"#?]*)', words)):
            assert member.get(link).status_code in (200, 302), (page, link)


def test_the_first_page_tells_assessments_of_several_questionnaires_apart(member, begun, town, sqlite_store):
    with sqlite_store.write() as c:
        start_assessment(c, town.people["enterprise"], town.mine.id, load(), "discrete", 2026)
    page = member.get("/").text
    assert "绿色工厂创建自评（2016 年指标）" in page
    assert load().title.zh in page


def test_assessments_with_levels_have_all_their_pages(app, town, sqlite_store, member):
    with sqlite_store.write() as c:
        found = start_assessment(c, town.people["enterprise"], town.mine.id, load(), "discrete", 2024)
    words = member.get(f"/assessments/{found.id}").text
    for page in ("scope", "assessed", "peers", "roadmap", "report", "workbook", "compare"):
        assert member.get(f"/assessments/{found.id}/{page}").status_code == 200
    assert f"/assessments/{found.id}/roadmap" in words


def test_strangers_find_nothing_and_visitors_sign_in(app, client_of, town, begun):
    for endpoint, _, answer in walked(app, client_of(town.stranger), begun):
        assert answer.status_code in (400, 404), endpoint
    for endpoint, _, answer in walked(app, client_of(), begun):
        assert answer.status_code in (302, 401), endpoint


@pytest.mark.parametrize("role", ["owner", "editor", "viewer", "assessor"])
def test_every_role_may_do_what_it_may_elsewhere(app, client_of, town, sqlite_store, begun, role):
    with sqlite_store.write() as c:
        who = add_person(c, email="who@demo.example", name="示例", role="enterprise")
        add_member(c, town.mine.id, who.id, role)
    client, base, writes = client_of(who), f"/assessments/{begun}", role in ("owner", "editor")
    sent = {"choice": "", "version": 0, "entered": {"number": "8 公顷"}}
    assert (client.put(f"{base}/answers/land-area", json=sent).status_code == 200) == writes
    form = {"output:number": "26,000", "seen-output": "0-"}
    assert (client.post(f"{base}/site", data=form).status_code == 302) == writes
    assert (client.post(f"{base}/items/land-area/note", data={"words": "证"}).status_code == 302) == writes
    assert (client.post(f"{base}/papers/e7/note", data={"words": "承诺"}).status_code == 302) == writes
    assert client.post(f"{base}/items/land-area/remark", data={"remark": "看过"}).status_code == 302
    for page in ("", "/site", "/result", "/explain", "/review", "/evidence", "/items/land-area"):
        words = client.get(base + page)
        assert words.status_code == 200
    found = client.post(f"{base}/assess/site", data={"seen-land-area": "0-", "land-area:number": "9"})
    assert (found.status_code == 302) == (role == "assessor")
    assert (f"{base}/assessed" in client.get("/").text) == (role == "assessor")
    assert (client.post(f"{base}/submit", data={"agreed": "1"}).status_code == 302) == (role == "owner")
