"""A new version with its crosswalk, by the pages: mistakes, upload, publication, the next round, the comparison."""

import io

import pytest

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.questionnaire.crosswalk_files import read_crosswalk
from maturity.store.assessments import assessments
from maturity.store.assessments.answers import AnswerChange, save_answers, saved_answers
from maturity.store.submissions.submissions import submit
from maturity.text.yamltext import parse

from ...versions import AREA, CROSSWALK, GONE, MERGED, NEW, PARTS, REWORDED, SPLIT, WHOLE, later, later_text
from .test_pages import boss, send, words  # noqa: F401 -- a fixture


@pytest.fixture
def draft(boss):  # noqa: F811
    return send(boss, later_text().encode(), "cmmm.yaml").location


def cross(client, draft, text, **fields):
    return client.post(f"{draft}/crosswalk", data={"crosswalk": (io.BytesIO(text.encode()), "x.yaml"), **fields})


def test_the_first_version_has_no_crosswalk(boss, draft):  # noqa: F811
    text = later_text().replace("id: cmmm", "id: other").replace("title:\n  zh:", "title:\n  zh: 另", 1)
    other = send(boss, text.encode(), "other.yaml").location
    assert 'id="crosswalk"' in boss.get(draft).text
    assert 'id="crosswalk"' not in boss.get(other).text
    assert boss.get(f"{other}/crosswalk.yaml").status_code == cross(boss, other, CROSSWALK).status_code == 404


def test_a_draft_by_ids_can_be_downloaded_and_is_a_crosswalk(boss, draft):  # noqa: F811
    text = boss.get(f"{draft}/crosswalk.yaml").text
    found = read_crosswalk(parse(text), load(), later())
    kinds = {link.kind for link in found.links}
    assert kinds == {"same", "reworded", "new", "gone"}
    assert cross(boss, draft, text).status_code == 302


def test_every_mistake_is_told_and_nothing_is_kept(boss, draft):  # noqa: F811
    answer = cross(boss, draft, CROSSWALK.replace("kind: split", "kind: same").replace(GONE, "9z"))
    page = words(answer)
    assert answer.status_code == 400
    assert "没有保存任何内容" in page
    assert page.count("第 ") >= 3
    assert "初稿" in words(boss.get(draft))
    assert cross(boss, draft, "").status_code == 400
    assert boss.post(f"{draft}/crosswalk", data={}).status_code == 400


def test_a_published_version_gets_its_crosswalk_later_once_and_confirmed(boss, draft):  # noqa: F811
    assert boss.post(f"{draft}/publish", data={"frozen": "1"}).status_code == 302
    page = boss.get(draft).text
    assert 'id="crosswalk-upload"' in page
    assert 'name="frozen"' in page
    told = cross(boss, draft, CROSSWALK)
    assert told.status_code == 400
    assert "没有确认" in words(told)
    assert 'name="frozen"' in told.text, "the form to send it again"
    assert cross(boss, draft, CROSSWALK.replace("kind: split", "kind: same"), frozen="1").status_code == 400
    assert cross(boss, draft, CROSSWALK, frozen="1").status_code == 302
    page = boss.get(draft).text
    assert 'id="crosswalk"' in page
    assert 'id="crosswalk-upload"' not in page
    assert "永远不再改变" not in page
    again = cross(boss, draft, CROSSWALK, frozen="1")
    assert again.status_code == 400
    assert "已经发布，不能再更换" in words(again)


@pytest.mark.parametrize("when", ["draft", "published"])
def test_answers_are_carried_over_and_both_rounds_are_compared(boss, draft, client_of, town, sqlite_store, when):  # noqa: F811
    owner = client_of(town.people["enterprise"])
    first = owner.post("/assessments/new", data={"organisation": town.mine.id, "year": "2025"}).location
    aid = first.rpartition("/")[2]
    given = {f"{AREA}.{REWORDED}": "most", f"{AREA}.{SPLIT}": "part", f"{AREA}.{GONE}": "full"}
    given |= dict(zip((f"{AREA}.{name}" for name in MERGED), ("full", "part"), strict=True))
    with sqlite_store.write() as c:
        person = town.people["enterprise"]
        changes = [
            AnswerChange(item.id, Chosen(given.get(item.id, "full")), f"备注 {item.id}", 0)
            for item in load().items_of("discrete")
        ]
        save_answers(c, person, aid, load(), changes)
        submit(c, person, aid, load(), 1)
    if when == "draft":
        assert cross(boss, draft, CROSSWALK).status_code == 302
    assert boss.post(f"{draft}/publish", data={"frozen": "1"}).status_code == 302
    if when == "published":
        assert "按版本对照表" not in words(owner.get(f"{first}/next"))
        assert cross(boss, draft, CROSSWALK, frozen="1").status_code == 302
    assert cross(boss, draft, CROSSWALK, frozen="1").status_code == 400

    page = words(owner.get(f"{first}/next"))
    assert "问卷已是 2020.2 版。答案和备注按版本对照表带过来" in page
    assert all(word in page for word in ("改了说法", "拆开", "合并", "新增", "取消，答案留在上一轮"))
    begun = owner.post(f"{first}/next", data={"year": "2026"}).location
    with sqlite_store.read() as c:
        found = assessments.assessment(c, person, begun.rpartition("/")[2])
        held = saved_answers(c, found)
    assert found.questionnaire_version == "2020.2"
    came = {name: held.get(f"{AREA}.{name}") for name in (REWORDED, *PARTS, WHOLE, NEW)}
    assert {name: one and one.answer.choice for name, one in came.items()} == {
        **{REWORDED: "most", PARTS[0]: "part", PARTS[1]: "part", WHOLE: "part", NEW: None}
    }
    assert all(one.carried for one in came.values() if one)
    comparison = owner.get(f"{begun}/compare").text
    assert "条目有变" in comparison
    assert "那一轮用的是 2020.1 版问卷。按版本对照表，等级和总分可以比较" in comparison
    for address in (first, begun):
        assert owner.get(f"{address}/result").status_code == owner.get(address).status_code == 200
