"""Pages of publications are about one questionnaire: chosen where there are several, and remembered in the address."""

import re
from pathlib import Path

import pytest

from maturity.questionnaire import load
from maturity.store.publications import calendar, preparations
from maturity.store.submissions.submissions import Record, add_graded
from maturity.web import create_app

from ...conftest import foreign_questionnaire

FOREIGN = Path(__file__).parents[2] / "questionnaires" / "foreign"
FIRST = ("/publications", "/detail", "/releases")


@pytest.fixture(scope="session")
def small():
    """The shipped questionnaire instead, which stands beside those of the folder."""
    return load()


@pytest.fixture
def several(config, town):
    """`several("analyst")`: a browser where definitions are in the folder."""
    app = create_app({**config, "QUESTIONNAIRE": None, "QUESTIONNAIRES": FOREIGN})

    def make(role):
        client, person = app.test_client(), town.people[role]
        with client.session_transaction() as session:
            session.update({"_user_id": f"{person.id}.{person.stamp}", "_fresh": True})
        return client

    return make


def offered(page):
    found = re.search(r'<nav class="filter" aria-label="问卷">.*?</nav>', page)
    return re.findall(r'href="([^"]+)" (aria-current=page)?', found[0]) if found else []


@pytest.mark.parametrize("path", FIRST)
def test_one_of_several_is_chosen_at_the_top(several, path):
    mine = several("analyst").get(path).text
    assert offered(mine) == [
        (path, "aria-current=page"),
        (f"{path}?questionnaire=harbour", ""),
        (f"{path}?questionnaire=orchard", ""),
    ]
    theirs = several("analyst").get(f"{path}?questionnaire=orchard").text
    assert [current for _, current in offered(theirs)] == ["", "", "aria-current=page"]
    assert "果园试验问卷" in theirs.split("</title>")[0]


@pytest.mark.parametrize("path", FIRST)
def test_where_there_is_one_nothing_is_chosen(client_of, town, path):
    assert offered(client_of(town.people["analyst"]).get(path).text) == []


def test_the_address_remembers_it(several):
    page = several("analyst").get("/publications?questionnaire=harbour").text
    nav = re.search(r'<nav aria-label="主导航">.*?</nav>', page, re.DOTALL)[0]
    body = page.partition("</nav>")[2].replace(re.search(r'<nav class="filter".*?</nav>', page)[0], "")
    for part in (nav, body):
        links = re.findall(r'href="(/(?:publications|detail|releases)[^"]*)"', part)
        assert links
        assert {link.partition("?")[2].removesuffix("&amp;lang=en") for link in links} == {"questionnaire=harbour"}
    asked = several("analyst").post("/detail?questionnaire=harbour", data={"what": "all", "suffix": ".csv"})
    assert "questionnaire=harbour" in asked.text
    assert several("analyst").post("/releases/" + "0" * 32 + "/close?questionnaire=harbour").status_code == 404


@pytest.mark.parametrize("id", ["nowhere", "../cmmm"])
def test_what_is_not_installed_has_no_pages(several, id):
    for path in FIRST:
        assert several("analyst").get(f"{path}?questionnaire={id}").status_code == 400


def test_what_has_no_levels_has_tables_and_no_details(several):
    for path in ("/publications", "/releases"):
        assert several("analyst").get(f"{path}?questionnaire=lantern").status_code == 200
    page = several("analyst").get("/detail?questionnaire=lantern")
    assert (page.status_code, "没有明细数据" in page.text) == (404, True)


def test_a_plan_of_another_questionnaire_is_none_of_this(several):
    assert several("analyst").get("/publications/2024?questionnaire=harbour&plan=yearbook").status_code == 404
    page = several("analyst").get("/publications/2024/build?questionnaire=harbour").text
    assert '<input type="hidden" name="questionnaire" value="harbour">' in page
    assert re.findall(r'<option value="(\d+)"', page.split('id="least"')[1].split("</select>")[0]) == ["1", "2", "3"]


def test_who_approves_sees_where_something_waits(several, town, sqlite_store):
    with sqlite_store.write() as c:
        document = {"plans": ["standard"], "texts": {}, "status": "final", "reference": None}
        asked = preparations.prepare(c, town.people["analyst"], load(), 2024, document, ("a" * 64,), None)
        assert preparations.preparation(c, asked).questionnaire == "cmmm"
    page = several("administrator").get("/releases?questionnaire=harbour").text
    assert f"{load().title.zh} （1 份待批准）" in page
    assert page.count("份待批准") == 1


def test_what_is_said_of_several_plans_is_said_where_there_are_several(several, sqlite_store, facts):
    for id, said in (("cmmm", True), ("harbour", False)):
        asked = load() if id == "cmmm" else foreign_questionnaire(id)
        with sqlite_store.write() as c:
            records = [
                Record(facts(90 + n), next(iter(asked.profiles)), 2024, b"\1" * len(asked.items)) for n in range(10)
            ]
            add_graded(c, asked, records)
        assert ("一次选几个" in several("analyst").get(f"/releases?questionnaire={id}").text) is said
        page = several("analyst").get(f"/publications/2024?questionnaire={id}").text
        assert 'aria-label="发布方案"' in page  # those of registers and regions are there for all


def test_the_calendar_names_figures_of_every_questionnaire(several, client_of, sqlite_store):
    planned = {"year": "2025", "status": "final", "day": "2026-03-31"}
    for plan in ("harbour/standard", "cmmm/standard"):
        assert several("analyst").post("/calendar", data=planned | {"plan": plan}).status_code == 302
    assert several("analyst").post("/calendar", data=planned | {"plan": "harbour/standard"}).status_code == 400
    assert several("analyst").post("/calendar", data=planned | {"plan": "harbour/yearbook"}).status_code == 400
    page = several("analyst").get("/calendar").text
    assert "码头试验问卷：统计 2025" in page
    assert "智能制造能力成熟度统计表 2025" in page
    with sqlite_store.read() as c:
        assert {one.key for one in calendar.planned_releases(c)} == {
            ("harbour", "standard", 2025, "final"),
            ("cmmm", "standard", 2025, "final"),
        }


def test_sums_of_quantities_are_offered_by_their_names(several, client_of, town):
    page = client_of(town.people["analyst"]).get("/publications/2024/build?questionnaire=green-factory-2016")
    assert "各种能源消耗量合计" in page.text
    assert "sum:energy</" not in page.text
