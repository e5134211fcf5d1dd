"""Ten colleagues on one assessment: who answers what, what others changed, and pages that only read."""

from datetime import UTC, date, datetime, timedelta

import pytest

from maturity.answers import Chosen, Response
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer
from maturity.store.enterprises.organisations import add_member


@pytest.fixture
def colleague(sqlite_store, town):
    def make(role, name="陈工"):
        with sqlite_store.write() as c:
            who = add_person(
                c, email=f"{role}{name}@demo.example".encode("punycode").decode()[:200], name=name, role="enterprise"
            )
            add_member(c, town.mine.id, who.id, role)
        return who

    return make


@pytest.fixture
def base(town):
    return f"/assessments/{town.open.id}"


def assign(client, base, who, area="skills", due="", seen=""):
    return client.post(f"{base}/duties", data={f"person-{area}": who.id, f"due-{area}": due, f"seen-{area}": seen})


def test_a_duty_shows_on_the_overview_and_on_the_persons_first_page(member, client_of, colleague, base, town):
    editor = colleague("editor")
    assert assign(member, base, editor, due="2030-05-06").status_code == 302
    assert "陈工" in member.get(base).text
    home = client_of(editor).get("/").text
    assert "指派给我的" in home
    assert "2030-05-06 前" in home
    assert f"{base}/skills" in home
    assert "指派给我的" not in member.get("/").text


def test_what_is_overdue_is_said_in_words(member, client_of, colleague, base, answered, small):
    editor = colleague("editor")
    assign(member, base, editor, due=(date.today() - timedelta(days=2)).isoformat())
    assert "已逾期" in client_of(editor).get("/").text
    assert "已逾期" in member.get(base).text
    answered({item.id: Chosen("full") for item in small.area("skills").items})
    assert "已逾期" not in client_of(editor).get("/").text


def test_the_overview_shows_ones_own_alone_when_asked(member, client_of, colleague, base):
    editor = colleague("editor")
    assign(member, base, editor)
    client = client_of(editor)
    assert f'href="{base}/shape"' in client.get(base).text
    own = client.get(f"{base}?mine=yes").text
    assert f'href="{base}/skills"' in own
    assert f'href="{base}/shape"' not in own
    assert client.get(f"{base}/continue").location.endswith("/skills#item-skills.1a")


def test_everything_that_is_nobodys_goes_to_one(member, colleague, base, small):
    editor = colleague("editor")
    assert member.post(f"{base}/duties", data={"person-rest": editor.id, "due-rest": "2030-01-31"}).status_code == 302
    assert member.get(base).text.count("2030-01-31 前") >= 2


def test_a_date_that_is_none_is_named_and_nothing_is_saved(member, colleague, base):
    editor = colleague("editor")
    answer = assign(member, base, editor, due="31.1.2030")
    assert answer.status_code == 400
    assert "31.1.2030" in answer.text
    assert "陈工" not in member.get(base).text


def test_of_two_who_divide_the_work_the_second_sees_the_first(member, colleague, base):
    one, other = colleague("editor", "甲"), colleague("editor", "乙")
    assign(member, base, one)
    answer = assign(member, base, other)
    assert answer.status_code == 409
    assert "现在是：甲" in answer.text
    assert "甲" in member.get(base).text


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_readers_see_the_duties_and_change_none(member, client_of, colleague, base, role):
    reader = client_of(colleague(role))
    page = reader.get(f"{base}/duties")
    assert page.status_code == 200
    assert "保存分工" not in page.text
    assert assign(reader, base, colleague("editor", "乙")).status_code == 403


def test_what_a_colleague_changed_is_news_until_it_is_acknowledged(
    member, client_of, colleague, base, town, sqlite_store, small
):
    editor = colleague("editor")
    with sqlite_store.write() as c:
        save_answer(c, editor, town.open.id, small, "skills.1a", Chosen("full"), "看过台账", 0)
    page = member.get(base).text
    assert "同事有 1 处新改动" in page
    assert "<strong>全部满足</strong>" in page
    assert "看过台账" in page
    assert "陈工" in page
    assert "新改动" not in client_of(editor).get(base).text
    until = page.split('name="until" value="')[1].split('"')[0]
    assert member.post(f"{base}/seen", data={"until": until}).status_code == 302
    assert "新改动" not in member.get(base).text


@pytest.mark.parametrize("until", ["", "gestern", "2024-01-01T00:00:00"])
def test_a_moment_that_is_none_marks_nothing(member, base, until):
    assert member.post(f"{base}/seen", data={"until": until}).status_code == 400


def test_looking_is_no_acknowledging(member, client_of, colleague, base, town, sqlite_store, small):
    editor = colleague("editor")
    with sqlite_store.write() as c:
        save_answer(c, editor, town.open.id, small, "skills.1a", Chosen("full"), "", 0)
    for _ in range(2):
        assert "新改动" in member.get(base).text


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_pages_that_cannot_be_saved_have_nothing_to_save(client_of, colleague, base, role):
    reader = client_of(colleague(role))
    page = reader.get(f"{base}/skills").text
    assert page.count("<fieldset") == page.count('tabindex="-1" disabled>')
    assert 'data-frozen="yes"' in page
    assert "只能查看答案" in page
    assert "提交评估" not in reader.get(f"{base}/review").text.replace("不能提交评估", "")
    assert reader.post(f"{base}/submit", data={"agreed": "1"}).status_code == 403
    saved = reader.put(f"{base}/answers/skills.1a", json={"choice": "full", "version": 0})
    assert saved.status_code == 403
    assert "membership-not-allowed" in saved.text


def test_the_answers_are_read_once_however_much_is_new(member, colleague, base, town, sqlite_store, small, monkeypatch):
    person = colleague("editor", "勤快的同事")
    with sqlite_store.write() as c:
        for item in small.items_of("discrete"):
            save_answer(c, person, town.open.id, small, item.id, Chosen("most"), "", 0)
    read = []

    def counted(*values):
        read.append(values)
        return Response(*values)

    monkeypatch.setattr("maturity.web.assessments.progress.Response", counted)
    page = member.get(base).text
    assert page.count("勤快的同事") == len(small.items_of("discrete"))
    assert len(read) <= 2


def test_pages_cost_the_same_however_many_colleagues(member, colleague, base, statements, town, sqlite_store, small):
    counts = []
    for number in range(2):
        statements.clear()
        for path in (base, f"{base}/duties", "/"):
            member.get(path)
        counts.append(len(statements))
        people = [colleague("editor", f"同事{number}{k}") for k in range(4)]
        assign(member, base, people[0]) if not number else None
        with sqlite_store.write() as c:
            for k, item in enumerate(("skills.1a", "skills.1b", "shape.1a")):
                save_answer(c, people[k], town.open.id, small, item, Chosen("full"), "", number)
    assert counts[1] - counts[0] <= 1  # what was known before the news


def test_the_day_is_the_one_in_beijing(app, monkeypatch):
    from maturity.web import formatting

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return cls(2026, 1, 31, 20, 0, tzinfo=UTC)

    monkeypatch.setattr(formatting, "datetime", Clock)
    with app.test_request_context():
        assert formatting.today() == date(2026, 2, 1)
