"""Pages of the yearly forms: due days, filings, proposals and decisions."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from maturity.registers.ledger import Event
from maturity.store.registers import decisions, forms
from maturity.store.registers.ledger import append, ledger
from maturity.web.registers import held

from ...registers.made import added

ONE, TWO, GONE = "a" * 32, "b" * 32, "c" * 32
DUE = {"year": "2025", "due": "2025-04-15"}
HEAD = ("类别", "名称", "填报日期", "评价得分", "排除项")


@pytest.fixture
def filled(sqlite_store):
    events = [
        added("示例一厂", unit=ONE),
        added("示例二厂", unit=TWO),
        added("示例三厂", unit=GONE),
        Event(GONE, "remove", date(2023, 1, 1), "factory", "示例三厂", reason="accident"),
    ]
    with sqlite_store.write() as c:
        append(c, None, events, 0)
    return sqlite_store


@pytest.fixture
def keeper(client_of, town, filled):
    client = client_of(town.people["analyst"])
    assert client.post("/register/years", data=DUE).location == "/register/years/2025"
    return client


def filing(keeper, *rows, head=HEAD, **form):
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    sent = {"table": (io.BytesIO(text.getvalue().encode()), "forms.csv"), **form}
    answer = keeper.post("/register/years/2025/filings", data=sent)
    if answer.status_code != 200:
        return answer
    (address,) = re.findall(r'action="(/register/years/2025/filings/\w+)"', answer.text)
    return keeper.post(address, data={"file": "forms.csv", **form})


def decide(keeper, unit, reason, words="经核实"):
    return keeper.post(f"/register/years/2025/decisions/{unit}", data={"reason": reason, "words": words})


def test_a_due_day_is_set_and_moved(keeper, filled):
    keeper.post("/register/years", data={**DUE, "due": "2025-04-30"})
    assert re.search(r'2025</a></th><td><time datetime="2025-04-30">', keeper.get("/register/years").text)
    assert keeper.post("/register/years", data={**DUE, "due": "x"}).status_code == 400
    assert keeper.post("/register/years", data={**DUE, "year": "1"}).status_code == 400
    with filled.read() as c:
        assert forms.due_days(c) == {2025: date(2025, 4, 30)}


def test_filings_lead_to_proposals_with_their_reasons(keeper):
    assert "示例三厂" not in keeper.get("/register/years/2025").text
    assert filing(keeper, ["绿色工厂", "示例一厂", "2025-04-16", "80", "b"]).status_code == 302
    page = keeper.get("/register/years/2025").text
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["2", "1", "1"]
    assert "发生安全、网络、数据、质量、环境事故" in page
    assert "未按要求填报年度动态管理表" in page
    assert filing(keeper, ["示例一厂", "2025-04-17"], head=HEAD[1:3], kind="factory").status_code == 302
    assert "替换先前的：1" in keeper.get("/register/years/2025").text


def test_nobody_is_proposed_before_the_due_day_is_over(keeper):
    keeper.post("/register/years", data={**DUE, "due": (date.today() + timedelta(days=2)).isoformat()})
    page = keeper.get("/register/years/2025").text
    assert "未到期" in page
    assert "没有待决定的建议" in page


def test_a_wrong_table_is_shown_by_its_cells_and_nothing_is_kept(keeper, filled):
    answer = filing(
        keeper, ["绿色工厂", "示例一厂", "2025-04-01", "", ""], ["绿色工厂", "示例三厂", "2025-04-01", "好", ""]
    )
    assert answer.status_code == 400
    assert re.findall(r'data-label="列">([^<]*)<', answer.text) == ["评价得分", "名称"]
    with filled.read() as c:
        assert forms.filings(c, [2025]) == ()
    assert "没有选择文件" in keeper.post("/register/years/2025/filings", data={}).text


def test_a_person_decides_and_a_removal_is_an_event(keeper, filled):
    filing(keeper, ["绿色工厂", "示例一厂", "2025-04-01", "80", "b"])
    assert decide(keeper, ONE, "exclusion-b").status_code == 302
    assert decide(keeper, TWO, "keep", "已补报").status_code == 302
    with filled.read() as c:
        assert ledger(c).events[-1].reason == "exclusion-b"
        assert [one.removed for one in decisions.decisions(c, 2025).values()] == [True, False]
    page = keeper.get("/register/years/2025").text
    assert "没有待决定的建议" in page
    assert "已补报" in page
    assert "已移出：发生安全" in keeper.get(f"/register/units/{ONE}").text


@pytest.mark.parametrize(
    ("unit", "reason", "words", "status", "told"),
    [
        (TWO, "accident", "经核实", 400, "不认识"),
        (TWO, "not-filed", "", 400, "没有写决定的理由"),
        (GONE, "not-filed", "经核实", 400, "没有移出建议"),
        ("0" * 32, "not-filed", "经核实", 404, "没有这个单位"),
    ],
)
def test_what_cannot_be_decided_is_told_and_leaves_nothing(keeper, filled, unit, reason, words, status, told):
    answer = decide(keeper, unit, reason, words)
    assert answer.status_code == status
    assert told in answer.text
    with filled.read() as c:
        assert ledger(c).last == 4


def test_what_a_colleague_decided_first_is_told(keeper):
    decide(keeper, TWO, "keep")
    answer = decide(keeper, TWO, "not-filed")
    assert answer.status_code == 409
    assert "已经有人作出决定" in answer.text


def test_a_year_without_a_due_day_says_so(keeper):
    assert "还没有定 2024 年度" in keeper.get("/register/years/2024").text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/2025"])
def test_pages_open_in_both_languages(keeper, client_of, town, language, path):
    answer = client_of(town.people["administrator"], language).get(f"/register/years{path}")
    assert answer.status_code == 200
    words = re.sub(r"示例\S*|>中文<", "", answer.text)
    assert language == "zh" or not re.search("[\u4e00-\u9fff]", words)


def test_a_table_is_checked_before_it_is_entered(keeper, filled):
    text = ",".join(HEAD) + "\n绿色工厂,示例一厂,2025-04-16,80,b\n绿色工厂,示例二厂,2025-04-01,70,\n"
    sent = {"table": (io.BytesIO(text.encode()), "forms.csv")}
    page = keeper.post("/register/years/2025/filings", data=sent).text
    assert re.findall(r"<dd>(\d+)</dd>", page) == ["0", "1", "1"]
    assert "示例二厂" in page
    with filled.read() as c:
        assert forms.filings(c, [2025]) == ()
    (address,) = re.findall(r'action="(/register/years/2025/filings/\w+)"', page)
    assert keeper.post(address, data={"file": "forms.csv"}).status_code == 302
    again = keeper.post("/register/years/2025/filings", data={"table": (io.BytesIO(text.encode()), "forms.csv")}).text
    assert re.findall(r"<dd>(\d+)</dd>", again) == ["2", "1", "1"]


def test_a_unit_that_left_meanwhile_is_told_and_nothing_is_entered(keeper, filled):
    text = ",".join(HEAD) + "\n绿色工厂,示例一厂,2025-04-16,80,b\n"
    page = keeper.post("/register/years/2025/filings", data={"table": (io.BytesIO(text.encode()), "f.csv")}).text
    (address,) = re.findall(r'action="(/register/years/2025/filings/\w+)"', page)
    with filled.write() as c:
        append(c, None, [Event(ONE, "remove", date(2025, 5, 1), "factory", "示例一厂", reason="accident")], 4)
    assert keeper.post(address, data={"file": "f.csv"}).status_code == 400
    with filled.read() as c:
        assert forms.filings(c, [2025]) == ()


def test_the_overview_takes_the_same_statements_for_more_years_and_computes_them_once(keeper, statements, monkeypatch):
    computed = []
    real = held.year_of_forms
    monkeypatch.setattr(held, "year_of_forms", lambda *given: computed.append(given[2]) or real(*given))
    keeper.get("/register/years")
    statements.clear()
    keeper.get("/register/years")
    one = len(statements)
    keeper.post("/register/years", data={"year": "2024", "due": "2024-04-15"})
    keeper.get("/register/years")
    computed.clear()
    statements.clear()
    keeper.get("/register/years")
    keeper.get("/register/years/2024")
    assert computed == []
    statements.clear()
    keeper.get("/register/years")
    assert len(statements) == one
    filing(keeper, ["绿色工厂", "示例一厂", "2025-04-16", "80", "b"])
    keeper.get("/register/years")
    assert {*computed} == {2024, 2025}
