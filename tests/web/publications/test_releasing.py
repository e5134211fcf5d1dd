"""Releases on their page: prepared by one person, approved by another, shown to nobody before their time."""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest

from maturity.assessment.selection import BEIJING
from maturity.publication.release import suffixes
from maturity.questionnaire import load
from maturity.statistics.drafting import Choice, written
from maturity.store.accounts.people import add_person
from maturity.store.publications import preparations
from maturity.store.publications.releases import published_figures
from maturity.store.submissions.submissions import Record, add_graded
from maturity.store.types import now
from maturity.web import create_app

from ...working import work

FORM = {"plan": "flash", "year": "2023", "threshold": "5", "symbols": "gss", "status": "provisional"}
FORM |= {"beside": "refuse", "as_of": "", "embargo": ""}


@pytest.fixture
def house(sqlite_store, facts, config, town):
    """`house(who)` gives the browser of a person where two hundred enterprises submitted the shipped questionnaire."""
    cities = ["320500"] * 90 + ["430100"] * 90 + ["110000"] * 18 + ["320300"] * 2
    with sqlite_store.write() as c:
        rows = [
            Record(facts(300 + n, city=city), "discrete", 2023, bytes([1 + (n + n // 7) % 4]) * len(load().items))
            for n, city in enumerate(cities)
        ]
        add_graded(c, load(), rows)
        second = add_person(
            c, email="second@example.com", name="第二人", role="analyst", password="quiet river lantern"
        )
    app = create_app({**config, "QUESTIONNAIRE": None})
    people = town.people | {"second": second}

    def browser(who):
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = f"{people[who].id}.{people[who].stamp}"
        return client

    return browser


def over(client):
    """The page once no job is under way."""
    work(client)
    page = client.get("/releases").text
    assert "data-watch" not in page
    return page


def prepared(client, **changes):
    assert client.post("/releases", data=FORM | changes).location == "/releases"
    return re.findall(r"/releases/([0-9a-f]{32})/preview.zip", over(client))


def names(client, address):
    with client.get(address) as answer:
        assert answer.status_code == 200
        return zipfile.ZipFile(io.BytesIO(answer.data))


def ledger(store):
    with store.read() as c:
        return [tuple(row) for row in c.exec_driver_sql("SELECT plan, by, approved_by FROM releases ORDER BY plan")]


def test_another_person_approves_and_both_are_named(house, sqlite_store, town, tmp_path):
    first, second = house("analyst"), house("second")
    (id,) = prepared(first, plan="standard")
    assert ledger(sqlite_store) == []
    looked = names(second, f"/releases/{id}/preview.zip")
    assert {name.rpartition("-internal")[2] for name in looked.namelist()} == {".csv", ".xlsx"}
    report = next(name for name in looked.namelist() if name.endswith(".csv"))
    assert "city = 320300" in looked.read(report).decode("utf-8-sig")
    assert first.post(f"/releases/{id}/approve").status_code == 403
    assert first.get(f"/releases/{id}.zip").status_code == 404

    assert second.post(f"/releases/{id}/approve").location == "/releases"
    page = over(second)
    assert "已批准" in page
    author, decider = town.people["analyst"], "第二人"
    ((plan, by, approved),) = ledger(sqlite_store)
    assert (plan, by) == ("standard", author.id)
    assert approved not in (None, author.id)
    package = names(first, f"/releases/{id}.zip")
    endings = {
        name.removeprefix("maturity-standard-2023").removeprefix("-zh").removeprefix("-en")
        for name in package.namelist()
    }
    assert endings == set(suffixes())
    assert {"maturity-standard-2023-zh.xlsx", "maturity-standard-2023-en.xlsx"} <= set(package.namelist())
    rows = list(csv.DictReader(io.StringIO(package.read("maturity-standard-2023.csv").decode("utf-8-sig"))))
    assert {row["CONF_STATUS"] for row in rows} <= {"F", "C"}  # nothing is marked as internal
    assert "320300" not in {row["REF_AREA"] for row in rows}  # two enterprises
    words = package.read("maturity-standard-2023-zh.html").decode()
    assert author.name in words
    assert decider in words
    assert len(list((tmp_path / "var" / "audits").glob("standard-2023-*-internal.csv"))) == 1
    assert second.post(f"/releases/{id}/close").status_code == 400


@pytest.mark.parametrize(("field", "label"), [("year", "年份"), ("threshold", "最小可公布家数")])
def test_a_number_that_cannot_be_read_is_told_as_it_was_typed(house, field, label):
    client = house("analyst")
    for typed, words in (("二〇", f"“{label}”需要一个整数，收到的是“二〇”"), ("", f"“{label}”没有填写")):
        answer = client.post("/releases", data=FORM | {field: typed})
        assert answer.status_code == 400
        assert words in answer.text


def test_an_administrator_may_approve_and_sees_no_form(house):
    (id,) = prepared(house("analyst"))
    administrator = house("administrator")
    page = administrator.get("/releases").text
    assert 'name="beside"' not in page
    assert 'href="/publications"' not in page
    assert administrator.post("/releases", data=FORM).status_code == 403
    administrator.post(f"/releases/{id}/approve")
    assert "已批准" in over(administrator)


def test_several_plans_are_released_together(house, sqlite_store):
    first, second = house("analyst"), house("second")
    (id,) = prepared(first, plan=["flash", "standard"])
    second.post(f"/releases/{id}/approve")
    over(second)
    assert [plan for plan, *_ in ledger(sqlite_store)] == ["flash", "standard"]


def test_a_plan_of_ones_own_is_released_from_its_file(house, sqlite_store):
    first, second = house("analyst"), house("second")
    text = written(Choice(rows=("city",), measures=("n",)), load())
    (id,) = prepared(first, plan=[], own=(io.BytesIO(text.encode()), "own-table.yaml"))
    second.post(f"/releases/{id}/approve")
    over(second)
    assert len(ledger(sqlite_store)) == 1
    assert first.post("/releases", data=FORM | {"plan": [], "own": (io.BytesIO(b"id: ["), "x.yaml")}).status_code == 400


def test_nothing_is_shown_before_the_embargo_ends(house, sqlite_store, monkeypatch):
    first, second = house("analyst"), house("second")
    at = (now() + timedelta(days=2)).astimezone(BEIJING)
    (id,) = prepared(first, embargo=f"{at:%Y-%m-%dT%H:%M}")
    second.post(f"/releases/{id}/approve")
    assert f"{at:%Y-%m-%d}" in over(second)
    assert ledger(sqlite_store)
    assert second.get(f"/releases/{id}.zip").status_code == 404
    with sqlite_store.read() as c:
        assert list(published_figures(c, load())) == []
    later = now() + timedelta(days=3)
    for module in ("maturity.web.publications.releasing", "maturity.store.publications.releases"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    assert names(second, f"/releases/{id}.zip").namelist()
    with sqlite_store.read() as c:
        assert len(list(published_figures(c, load()))) == 1


def test_what_changed_meanwhile_is_not_released(house, sqlite_store):
    first, second = house("analyst"), house("second")
    (id,) = prepared(first)
    with sqlite_store.write() as c:
        c.exec_driver_sql("DELETE FROM submissions WHERE level = (SELECT max(level) FROM submissions)")
    second.post(f"/releases/{id}/approve")
    page = over(second)
    assert "重新计算的结果与待批准的不同" in page
    assert ledger(sqlite_store) == []


def test_late_entries_change_nothing_of_what_was_prepared(house, sqlite_store, facts):
    first, second = house("analyst"), house("second")
    (id,) = prepared(first)
    with sqlite_store.write() as c:
        add_graded(c, load(), [Record(facts(900), "discrete", 2023, bytes([1]) * len(load().items))])
    second.post(f"/releases/{id}/approve")
    assert "已批准" in over(second)
    assert len(ledger(sqlite_store)) == 1


def test_one_sends_back_with_a_reason_or_withdraws(house, sqlite_store):
    first, second = house("analyst"), house("second")
    (id,) = prepared(first)
    second.post(f"/releases/{id}/close", data={"words": "标题写错了"})
    page = first.get("/releases").text
    assert "已退回" in page
    assert "标题写错了" in page
    (other,) = set(prepared(first)) - {id}
    first.post(f"/releases/{other}/close")
    assert "已撤回" in first.get("/releases").text
    second.post(f"/releases/{other}/approve")
    assert "已经有了决定" in over(second)
    assert ledger(sqlite_store) == []


def test_a_preparation_ends_by_itself(house, sqlite_store, monkeypatch):
    first, second = house("analyst"), house("second")
    (id,) = prepared(first)
    later = now() + timedelta(days=preparations.DECISION_DAYS + 1)
    monkeypatch.setattr("maturity.store.publications.preparations.now", lambda: later)
    assert second.post(f"/releases/{id}/close").status_code == 400
    assert id not in second.get("/releases").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"plan": []}, "没有选择发布方案"),
        ({"embargo": "2020-01-01T00:00"}, "已经过去"),
        ({"embargo": "tomorrow"}, "不是可以识别的日期"),
        ({"as_of": "2999-01-01"}, "还没有到"),
        ({"threshold": "2"}, "最小可公布家数不能低于"),
    ],
)
def test_mistakes_of_the_form_are_told(house, changes, words):
    client = house("analyst")
    answer = client.post("/releases", data=FORM | {"status": "revised"} | changes)
    assert answer.status_code == 400
    assert words in answer.text
    assert 'value="revised" checked' in answer.text


def released(first, second, **changes):
    ids = {*re.findall(r"/releases/([0-9a-f]{32})/approve", second.get("/releases").text)}
    prepared(first, **changes)
    (id,) = {*re.findall(r"/releases/([0-9a-f]{32})/approve", second.get("/releases").text)} - ids
    second.post(f"/releases/{id}/approve")
    return over(second)


def late(store, facts, numbers, city="430100"):
    with store.write() as c:
        rows = [Record(facts(n, city=city), "discrete", 2023, bytes([1 + n % 4]) * len(load().items)) for n in numbers]
        add_graded(c, load(), rows)


def offered(client):
    return re.findall(r'action="(/releases/[0-9a-f]{32}/otherwise/[a-z-]+)"', over(client))


def test_what_is_refused_beside_earlier_releases_is_asked_for_again_by_one_button(house, sqlite_store, facts):
    first, second = house("analyst"), house("second")
    released(first, second)
    late(sqlite_store, facts, range(600, 640))
    late(sqlite_store, facts, (700, 701), city="320500")
    assert prepared(first, status="revised") == []
    page = over(first)
    assert "快报 · 修订数</span>" in page
    assert "计入 40 家，2 家留到以后" in page
    hold, hide = offered(first)
    assert (hold.rpartition("/")[2], hide.rpartition("/")[2]) == ("hold-back", "hide")
    assert first.post(hold.replace("hold-back", "refuse")).status_code == 404
    assert second.post(hold).status_code == 404  # another person's
    assert house("administrator").post(hold).status_code == 403
    assert first.post(hold).location == "/releases"
    assert "2 家的新数据留到以后" in over(first)
    (id,) = re.findall(r"/releases/([0-9a-f]{32})/preview.zip", over(first))
    second.post(f"/releases/{id}/approve")
    over(second)
    with sqlite_store.read() as c:
        status, reference = c.exec_driver_sql("SELECT status, reference FROM releases ORDER BY at DESC").first()
    assert (status, sum(map(len, json.loads(reference)["held"].values()))) == ("revised", 2)


def test_the_form_begins_with_the_first_figures(house):
    page = house("analyst").get("/releases").text
    assert re.findall(r'name="plan" value="([a-z]+)" checked', page) == ["flash"]
    assert 'value="provisional" checked' in page


def test_where_all_would_wait_the_page_says_so_and_offers_to_hide_more(house, sqlite_store, facts):
    first, second = house("analyst"), house("second")
    released(first, second)
    late(sqlite_store, facts, range(700, 706))
    prepared(first, status="revised")
    assert "这 6 家都要等" in over(first)
    (hide,) = offered(first)
    prepared(first, status="revised", beside="hold-back")
    assert "全部要留到以后的批次" in over(first)
    (newer,) = offered(first)  # beside the latest alone
    assert newer != hide
    first.post(newer)
    assert len(re.findall(r"/releases/([0-9a-f]{32})/preview.zip", over(first))) == 1


def test_two_wishes_for_a_year_are_two_jobs_and_one_sent_twice_is_one(house):
    client = house("analyst")
    for changes in ({}, {}, {"plan": "standard"}):
        client.post("/releases", data=FORM | changes)
    assert client.get("/releases").text.count("准备发布 · 2023") == 2


def test_what_may_not_be_is_refused_on_the_page(house, sqlite_store):
    client = house("analyst")
    assert prepared(client, status="revised") == []
    assert "没有可以修订的内容" in client.get("/releases").text
    assert client.post("/releases", data=FORM | {"plan": "mine"}).status_code == 400
    assert client.post("/releases", data=FORM | {"beside": "x"}).status_code == 400


@pytest.mark.parametrize("who", ["enterprise", "consultant"])
def test_others_see_nothing(house, who):
    (id,) = prepared(house("analyst"))
    client = house(who)
    for address in ("/releases", f"/releases/{id}.zip", f"/releases/{id}/preview.zip"):
        assert client.get(address).status_code == 403
    assert client.post(f"/releases/{id}/approve").status_code == 403


def test_a_preparation_that_ends_unexpectedly_says_so(house, monkeypatch):
    def broken(*args):
        raise MemoryError

    monkeypatch.setattr("maturity.web.publications.releasing.clear", broken)
    analyst = house("analyst")
    analyst.post("/releases", data=FORM)
    mine = over(analyst).split('id="jobs"')[1].split("</section>")[0]
    assert "没有完成" in mine
    assert re.search(r"意外中断.+编号 [0-9a-f]{32}", mine)
