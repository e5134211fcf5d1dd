"""The preview: what an enterprise will see, answers to try, their grade; no row of any table changes."""

import re

import pytest

from maturity.answers import Chosen, NotApplicable, Response, decode, encode
from maturity.questionnaire import Catalogue, read
from maturity.scoring import grade
from maturity.text.numbers import format_total

from .conftest import FILE
from .test_pages import boss, rows, send, words  # noqa: F401 -- a fixture

Q = read(FILE.decode())


@pytest.fixture
def address(boss):  # noqa: F811
    return send(boss, FILE).location + "/preview"


def vector(page):
    return re.search(r'name="answers" value="([0-9a-f]*)"', page.text)[1]


def kept(page):
    return decode(Q, bytes.fromhex(vector(page)))


def test_it_shows_every_area_as_an_enterprise_sees_it(boss, address):  # noqa: F811
    page = boss.get(address)
    assert page.status_code == 200
    assert "什么也不保存" in words(page)
    for area in Q.areas:
        shown = boss.post(address, data={"to": area.id})
        for item in area.items:
            assert item.text.zh in words(shown)
            for choice in Q.choices:
                assert f'name="choice-{item.id}" value="{choice.id}"' in shown.text
        for level in {item.level for item in area.items}:
            assert Q.level(level).name.zh in words(shown)
        assert "data-save" not in shown.text, "no script saves here"
    assert Q.areas[0].name.zh in words(boss.post(address, data={"to": "nowhere"}))


def test_answers_go_from_page_to_page_and_are_graded_and_nothing_is_stored(boss, address, sqlite_store):  # noqa: F811
    before = rows(sqlite_store)
    page, answers = boss.get(address), {}
    for area in Q.areas:
        sent = {}
        for number, item in enumerate(area.items):
            choice = "not-applicable" if item.id == "watch.2b" else ("always", "often", "half")[number % 3]
            sent[f"choice-{item.id}"] = choice
            answers[item.id] = NotApplicable("—") if choice == "not-applicable" else Chosen(choice)
        page = boss.post(address, data={**sent, "answers": vector(page), "to": Q.areas[0].id})
        assert kept(page) == answers
    assert 'value="always" checked' in page.text
    result = boss.post(address, data={"answers": vector(page), "result": "1"})
    wanted = grade(Response(Q, "default", answers))
    assert not wanted.provisional
    assert f"S = {format_total(wanted.score, wanted.level, Q.scoring.pass_mark)} " in words(result)
    assert kept(result) == answers
    assert "暂定结果" not in words(result)
    assert rows(sqlite_store) == before


def test_an_unfinished_trial_is_provisional(boss, address):  # noqa: F811
    told = words(boss.post(address, data={"choice-berths.1a": "always", "result": "1"}))
    assert "暂定结果：11 条未答" in told
    assert "达到 0.75 才算达标" in told
    assert "达标线 0.75" in told
    assert "粗体为达到 0.75" in told


@pytest.mark.parametrize(
    "sent",
    [
        {"answers": "zz"},
        {"answers": "0"},
        {"answers": "ff" * 12},
        {"answers": "00"},
        {"choice-berths.1a": "nonsense"},
        {"choice-nowhere": "always"},
        {"profile": "nonsense"},
        {"answers": "９" * 24},
    ],
)
def test_what_no_page_sends_counts_as_not_sent(boss, address, sent):  # noqa: F811
    for wish in ({"to": "ropes"}, {"result": "1"}):
        page = boss.post(address, data={**sent, **wish})
        assert page.status_code == 200
        assert kept(page) == {}


def test_profiles_are_chosen_and_leave_out_their_areas(boss):  # noqa: F811
    file = Catalogue().file("cmmm").replace(b'version: "2020.1"', b'version: "2027.1"')
    address = send(boss, file, "cmmm.yaml").location + "/preview"
    asked = read(file.decode())
    process, discrete = (
        boss.post(address, data={"profile": profile, "to": "x"}).text for profile in ("process", "discrete")
    )
    only = {area.id for area in asked.areas_of("discrete")} - {area.id for area in asked.areas_of("process")}
    assert only
    for id in only:
        assert f'value="{id}"' in discrete
        assert f'value="{id}"' not in process
    answers = {item.id: Chosen("most") for item in asked.items}
    result = boss.post(address, data={"profile": "process", "answers": encode(asked, answers).hex(), "result": "1"})
    assert "五级" in words(result)


def test_a_published_and_a_withdrawn_version_can_be_tried_too(boss, publish, withdraw):  # noqa: F811
    found = publish(FILE)
    assert boss.get(f"/questionnaires/{found.id}/preview").status_code == 200
    withdraw(found)
    assert boss.get(f"/questionnaires/{found.id}/preview").status_code == 200
    assert boss.get(f"/questionnaires/{'0' * 32}/preview").status_code == 404
