"""The roadmap's pages: the way up, the sandbox that writes nothing, plans that nobody overwrites unseen."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from maturity.answers import Chosen, NotApplicable
from maturity.questionnaire import load
from maturity.questionnaire.naming import item_number
from maturity.scoring.roadmap import Estimate
from maturity.store.enterprises.organisations import add_member
from maturity.store.planning.actions import Draft, actions_of, add_actions
from maturity.store.planning.targets import PlanChange, Target, estimates_of, set_estimates, set_targets, targets_of
from maturity.store.submissions.submissions import submit
from maturity.web import create_app

PAGES = ("roadmap", "what-if", "actions", "targets", "estimates")


@pytest.fixture
def plan(town, sqlite_store):
    """What is planned for the open assessment."""

    def read():
        with sqlite_store.read() as c:
            return SimpleNamespace(
                actions=actions_of(c, town.open),
                targets={key: (held.value, held.version) for key, held in targets_of(c, town.open).items()},
                estimates={key: (held.value, held.version) for key, held in estimates_of(c, town.open).items()},
            )

    return read


@pytest.fixture
def at(town):
    return lambda page: f"/assessments/{town.open.id}/{page}"


def words(answer):
    """The page's text without tags, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture(params=["nothing", "half", "best", "aside", "submitted"])
def state(request, answered, small, town, sqlite_store):
    """The assessment in every state it can be in."""
    every = {
        "half": Chosen("part"),
        "best": Chosen("full"),
        "aside": NotApplicable("停产"),
        "submitted": Chosen("most"),
    }
    if request.param in every:
        answered({item.id: every[request.param] for item in small.items})
    if request.param == "submitted":
        with sqlite_store.write() as c:
            submit(c, town.people["enterprise"], town.open.id, small, 1)
    return request.param


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_works_in_every_state(client_of, town, at, state, language):
    client = client_of(town.people["enterprise"], language)
    for page in (*PAGES, "roadmap?level=2&by=effort", "roadmap?level=99", "roadmap?level=x&by=y", "what-if?level=2"):
        answer = client.get(at(page))
        assert answer.status_code == 200, page
        assert language == "zh" or not re.search("[\u4e00-\u9fff]", re.sub(r">中文<|示例企业 1", "", answer.text)), page
    assert client.post(at("what-if"), data={"choice-skills.1a": "full"}).status_code == 200
    told = {
        "best": "highest level",
        "submitted": "highest level",
        "aside": "cannot be reached",
        "nothing": "Unanswered items (",
    }
    if language == "en" and state in told:
        assert told[state] in words(client.get(at("roadmap")))


def test_the_way_is_shown_with_its_effect_and_its_proof(member, at, answered, small):
    answered({item.id: Chosen("most" if item.level == 1 else "none") for item in small.items})
    page = words(member.get(at("roadmap")))
    assert "就能从一级（规划级）升到二级（规范级）" in page
    assert "为什么不能更少" in page
    assert "整数规划证明" in page
    assert "不满足 全部满足" in page or "不满足 大部分满足" in page
    assert "0.80 达标" in page


def test_chosen_steps_become_actions_once(member, at, answered, small, plan):
    answered({item.id: Chosen("none") for item in small.items})
    page = member.get(at("roadmap")).text
    items = re.findall(r'name="item" value="([^"]+)"', page)
    form = {"item": items, "owner": "陈工", "due": "2026-03-31"}
    form |= dict(re.findall(r'name="(to-[^"]+)" value="([^"]+)"', page))
    assert len(items) > 1
    for _ in "twice":
        assert member.post(at("roadmap"), data=form).status_code == 302
    kept = [one.draft for one in plan().actions]
    assert sorted(draft.item for draft in kept) == sorted(items)
    assert all((draft.owner, draft.due) == ("陈工", date(2026, 3, 31)) for draft in kept)
    assert small.item(kept[0].item).text.zh in kept[0].words
    again = member.get(at("roadmap")).text
    assert 'name="item"' not in again
    assert "已列入行动" in again


def test_the_sandbox_moves_the_level_and_writes_nothing(member, at, answered, small, statements):
    answered({item.id: Chosen("none") for item in small.items})
    statements.clear()
    answer = member.post(at("what-if"), data={f"choice-{item.id}": "full" for item in small.items})
    assert "未达一级 二级（规范级）" in words(answer)
    assert "改动 12 条之后" in words(answer)
    assert not [one for one in statements if one.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert "还没有改动" in member.get(at("what-if")).text


def test_the_sandbox_takes_every_kind_of_answer_and_no_nonsense(member, at, answered, small):
    answered({"skills.1a": Chosen("full"), "skills.1b": NotApplicable("没有")})
    form = {"choice-skills.1a": "", "choice-skills.1b": "not-applicable", "choice-shape.1a": "not-applicable"}
    form |= {"choice-shape.1b": "excellent", "choice-nowhere.1a": "full"}
    page = member.post(at("what-if"), data=form).text
    assert page.count('class="was"') == 2
    assert "原为：全部满足" in page


def test_the_sandbox_starts_with_the_steps_of_the_roadmap(member, at, answered, small):
    answered({item.id: Chosen("none") for item in small.items})
    steps = re.findall(r'name="item" value="([^"]+)"', member.get(at("roadmap?level=2")).text)
    page = member.get(at("what-if?level=2")).text
    assert page.count('class="was"') == len(steps)
    assert "二级（规范级）" in page


def test_actions_are_added_moved_on_and_marked_when_overdue(member, at, plan):
    form = {"words": "培训\r\n=全员", "owner": "李工", "due": "2020-01-31", "state": "open", "area": "skills"}
    for _ in "twice":
        assert member.post(at("actions"), data=form).status_code == 302
    [one] = plan().actions
    assert one.draft == Draft("培训\n=全员", None, "skills", "李工", date(2020, 1, 31), "open")
    assert "已逾期" in member.get(at("actions")).text
    assert "逾期 1 项" in words(member.get(at("actions")))
    assert member.post(at(f"actions/{one.id}"), data={**form, "state": "done", "version": 1}).status_code == 302
    assert plan().actions[0].draft.state == "done"
    assert "已逾期" not in member.get(at("actions")).text


def test_an_action_changed_by_two_shows_both_and_keeps_what_was_typed(member, at, plan):
    member.post(at("actions"), data={"words": "培训"})
    [one] = plan().actions
    path = at(f"actions/{one.id}")
    member.post(path, data={"words": "培训新人", "state": "doing", "version": 1})
    answer = member.post(path, data={"words": "培训老人", "state": "open", "version": 1})
    assert answer.status_code == 409
    assert "培训新人" in answer.text
    assert "培训老人</textarea>" in answer.text
    assert member.post(path, data={"words": "培训老人", "state": "open", "version": 2}).status_code == 302
    assert plan().actions[0].draft.words == "培训老人"


@pytest.mark.parametrize(
    ("form", "says"), [({"words": " "}, "行动没有内容"), ({"words": "好", "due": "31.3.2026"}, "不是日期")]
)
def test_a_wrong_action_keeps_what_was_typed(member, at, plan, form, says):
    answer = member.post(at("actions"), data={**form, "owner": "李工"})
    assert answer.status_code == 400
    assert says in answer.text
    assert 'value="李工"' in answer.text
    assert plan().actions == []


def entry(key, first, second, version=0, was="|"):
    return {"key": key, f"first-{key}": first, f"second-{key}": second, f"version-{key}": version, f"was-{key}": was}


@pytest.mark.parametrize(
    ("page", "field", "key", "typed", "value", "wrong"),
    [
        ("estimates", "estimates", "skills.1a", ("30", "70"), Estimate(30, 70), ("0", "70")),
        ("targets", "targets", "skills", ("2", "2026-03-31"), Target(2, date(2026, 3, 31)), ("2", "2026-02-30")),
    ],
)
class TestEntries:
    """Estimates and targets are edited alike."""

    def test_they_are_saved_changed_and_taken_back(self, member, at, plan, page, field, key, typed, value, wrong):
        assert member.post(at(page), data=entry(key, *typed)).status_code == 302
        assert getattr(plan(), field) == {key: (value, 1)}
        assert f'value="{typed[1]}"' in member.get(at(page)).text
        assert member.post(at(page), data=entry(key, "", "", 1, "|".join(typed))).status_code == 302
        assert getattr(plan(), field) == {}

    def test_an_untouched_entry_overwrites_nothing(self, member, at, plan, page, field, key, typed, value, wrong):
        member.post(at(page), data=entry(key, *typed))
        assert member.post(at(page), data=entry(key, "", "", 0, "|")).status_code == 302
        assert getattr(plan(), field) == {key: (value, 1)}

    def test_a_stale_one_is_shown_with_what_is_there(self, member, at, plan, page, field, key, typed, value, wrong):
        member.post(at(page), data=entry(key, *typed))
        answer = member.post(
            at(page), data=entry(key, "1", "", 0, "|") | {f"second-{key}": "9" if page == "estimates" else ""}
        )
        assert answer.status_code == 409
        assert f'name="version-{key}" value="1"' in answer.text
        assert "现有" in answer.text
        assert getattr(plan(), field) == {key: (value, 1)}

    def test_a_wrong_one_keeps_what_was_typed(self, member, at, plan, page, field, key, typed, value, wrong):
        answer = member.post(at(page), data=entry(key, *wrong))
        assert answer.status_code == 400
        assert f'value="{wrong[1]}"' in answer.text
        assert getattr(plan(), field) == {}


def test_viewers_read_everything_and_change_nothing(client_of, town, at, sqlite_store, small, answered, plan):
    answered({item.id: Chosen("none") for item in small.items})
    who = town.people["enterprise"]
    with sqlite_store.write() as c:
        add_actions(c, who, town.open.id, small, [Draft("培训")])
        set_targets(c, who, town.open.id, small, [PlanChange("skills", Target(2, None), 0)])
        set_estimates(c, who, town.open.id, small, [PlanChange("skills.1a", Estimate(3, 4), 0)])
        add_member(c, town.mine.id, town.people["consultant"].id, "viewer")
    viewer, before = client_of(town.people["consultant"]), plan()
    for page in PAGES:
        text = viewer.get(at(page)).text.split("<main")[1].split("</main>")[0]
        assert 'method="post"' not in text or page == "what-if"
        assert "<button" not in text or page in ("what-if", "roadmap")
    action = before.actions[0].id
    forms = [
        ("roadmap", {"item": "skills.1a", "to-skills.1a": "full"}),
        ("actions", {"words": "x"}),
        (f"actions/{action}", {"words": "x", "version": 1}),
        ("targets", entry("shape", "1", "")),
        ("estimates", entry("shape.1a", "1", "1")),
    ]
    for page, form in forms:
        assert viewer.post(at(page), data=form).status_code == 403, page
    assert plan() == before


def test_an_assessment_with_many_actions_costs_no_more_statements(member, at, town, sqlite_store, small, statements):
    counts = []
    for number in range(2):
        with sqlite_store.write() as c:
            add_actions(
                c, town.people["enterprise"], town.open.id, small, [Draft(f"{number}-{each}") for each in range(20)]
            )
        statements.clear()
        assert member.get(at("actions")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 15


def test_the_whole_questionnaire_is_estimated_in_one_go(config, town, sqlite_store):
    """Every field of 217 items fits into what the server takes."""
    q = load()
    app = create_app({**config, "QUESTIONNAIRE": None})
    client = app.test_client()
    who = town.people["enterprise"]
    with client.session_transaction() as session:
        session["_user_id"] = f"{who.id}.{who.stamp}"
    with sqlite_store.write() as c:
        from maturity.store.assessments.assessments import start_assessment

        aid = start_assessment(c, who, town.mine.id, q, "discrete", 2025).id
    form = {"key": [item.id for item in q.items_of("discrete")]}
    for item in q.items_of("discrete"):
        form |= {
            f"first-{item.id}": "100",
            f"second-{item.id}": "100",
            f"version-{item.id}": "0",
            f"was-{item.id}": "|",
        }
    assert client.post(f"/assessments/{aid}/estimates", data=form).status_code == 302
    assert client.get(f"/assessments/{aid}/roadmap?by=effort").status_code == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_holds_what_the_pages_hold(client_of, town, at, answered, small, tmp_path, language):
    answered({item.id: Chosen("none") for item in small.items})
    client = client_of(town.people["enterprise"], language)
    client.post(at("actions"), data={"words": "=培训", "owner": "@李工", "due": "2020-01-31"})
    client.post(at("targets"), data=entry("skills", "2", ""))
    client.post(at("estimates"), data=entry("skills.1a", "30", "70"))
    with client.get(at("roadmap.xlsx?level=2&by=effort")) as answer:
        assert answer.status_code == 200
        assert "roadmap-2024.xlsx" in answer.headers["Content-Disposition"]
        path = tmp_path / "roadmap.xlsx"
        path.write_bytes(answer.data)
    summary, steps, actions, targets, estimates = load_workbook(path).worksheets
    shown = re.findall(r'name="item" value="([^"]+)"', client.get(at("roadmap?level=2&by=effort")).text)
    marks = [item_number(small, small.item(id), language) for id in shown]
    assert [row[0] for row in steps.iter_rows(min_row=3, values_only=True)] == marks
    assert [cell.value for cell in actions[3]][0::3][:2] == ["=培训", "@李工"]
    assert [cell.value for cell in targets[3]][1:] == [0, 2, None]
    assert [cell.value for cell in estimates[3]][3:] == [30, 70]
    assert summary["B3"].value == town.mine.facts.name


def test_the_workbook_comes_in_every_state(member, at, state):
    with member.get(at("roadmap.xlsx")) as answer:
        assert answer.status_code == 200
