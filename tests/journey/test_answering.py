"""Answering in real Chromium: no key changes an answer by surprise, and whatever waits is told, mended or let go of."""

import itertools
from contextlib import suppress
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error, expect

from maturity.answers import Chosen, NotApplicable
from maturity.questionnaire import load
from maturity.store.accounts import privacy
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import save_answer, saved_answers
from maturity.store.assessments.assessments import assessment, start_assessment, tailor
from maturity.store.enterprises.organisations import add_member, sign_up

from .enterprise import PASSWORD, assert_accessible

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ITEM, OTHER = "logistics.1a", "logistics.1b"
YEARS = itertools.count(2001)


@pytest.fixture(scope="module")
def team(world, facts):
    """An owner and an editor of one enterprise; `begin()` starts an assessment, `held(aid)` is what is stored."""
    address, store = world
    q = load()
    with store.write() as c:
        owner, editor = (
            add_person(c, email=f"{name}@demo.example", name=name, role="enterprise", password=PASSWORD)
            for name in ("owner", "editor")
        )
        firm = sign_up(c, facts(1), owner.id)
        privacy.record_consent(c, owner.id, firm.id, 1, "sign-up")
        add_member(c, firm.id, editor.id, "editor")

    def begin():
        with store.write() as c:
            found = start_assessment(c, owner, firm.id, q, "discrete", next(YEARS))
            save_answer(c, owner, found.id, q, "data.1a", Chosen("full"), "", 0)
        return found.id

    def held(aid):
        with store.read() as c:
            return saved_answers(c, assessment(c, owner, aid))

    def write(act, *values):
        with store.write() as c:
            return act(c, *values)

    return SimpleNamespace(address=address, owner=owner, editor=editor, q=q, begin=begin, held=held, write=write)


def enter(page, team, name, language="zh"):
    page.goto(f"{team.address}/sign-in?lang={language}")
    page.fill("[name=email]", f"{name}@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture(scope="module")
def window(chromium, team):
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    enter(page, team, "owner")
    yield page
    context.close()


@pytest.fixture
def page(window, team):
    """The owner's window on the first page of a new assessment's logistics; `page.aid` is its id."""
    window.aid = team.begin()
    window.goto(f"{team.address}/assessments/{window.aid}/logistics")
    return window


def state(page, item, name):
    expect(page.locator(f'[data-item="{item}"] [data-state]')).to_have_attribute("data-state", name)


def chosen(page, item):
    return page.locator(f'[name="choice-{item}"]:checked').evaluate_all("found => found.map(one => one.value)")


@pytest.mark.parametrize("way", ["mouse", "digit", "arrow", "space"])
def test_not_applicable_moves_to_the_reason_and_what_is_typed_is_the_reason(page, team, way):
    last = page.locator(f'[name="choice-{ITEM}"]').last
    if way == "mouse":
        page.locator(f'[data-item="{ITEM}"] .choice').last.click()
    elif way == "digit":
        page.locator(f'[name="choice-{ITEM}"]').first.focus()
        page.keyboard.press("0")
    elif way == "arrow":
        page.locator(f'[name="choice-{ITEM}"]').first.focus()
        page.keyboard.press("ArrowLeft")
    else:
        last.focus()
        page.keyboard.press("Space")
    page.keyboard.type("3号线停产")
    page.keyboard.press("Enter")
    state(page, ITEM, "saved")
    assert team.held(page.aid)[ITEM].answer == NotApplicable("3号线停产")
    assert OTHER not in team.held(page.aid)


def test_no_key_changes_an_answer_by_surprise(page, team):
    page.locator(f'[data-item="{OTHER}"] .choice').first.click()
    page.locator(f'[data-item="{ITEM}"] .choice').nth(1).click()
    for key in ("3", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Enter", "0"):
        page.keyboard.press(key)
    page.locator(f'[data-item="{ITEM}"] details.comment summary').click()
    page.keyboard.type("4 台 AGV，j 号线")  # the comment has the focus as soon as it is open
    page.locator(f'[name="choice-{ITEM}"]').nth(1).focus()
    page.keyboard.press("Tab")  # by keys from here on
    page.keyboard.press("Shift+Tab")
    for key in ("Control+3", "Alt+3", "Meta+3"):
        page.keyboard.press(key)
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", {key: "3", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    page.mouse.wheel(0, 200)
    state(page, ITEM, "saved")
    assert (chosen(page, ITEM), chosen(page, OTHER)) == (["most"], ["full"])
    assert page.input_value(f'[name="comment-{ITEM}"]') == "4 台 AGV，j 号线"
    page.locator(f'[data-item="{ITEM}"] .choice').last.click()
    page.keyboard.press("Shift+Tab")  # back to the choices, the reason still expected
    for key in ("2", "j", "n"):
        page.keyboard.press(key)
    assert chosen(page, ITEM) == ["not-applicable"]
    page.locator(f'[data-item="{ITEM}"] .choice').first.click()
    page.keyboard.press("k")
    page.keyboard.press("2")  # reached by keys: the digit answers
    assert chosen(page, ITEM) == ["most"]


def test_what_is_too_long_says_so_and_is_kept(page, team):
    page.locator(f'[data-item="{ITEM}"] .choice').first.click()
    page.locator(f'[data-item="{ITEM}"] details.comment summary').click()
    page.fill(f'[name="comment-{ITEM}"]', "长" * 5003)
    state(page, ITEM, "refused")
    expect(page.locator(f'[data-item="{ITEM}"] .limit.over')).to_contain_text("已有 5003 字，最多 5000 字")
    expect(page.locator("#waiting [data-why]")).to_contain_text("备注有 5003 字")
    page.reload()
    assert page.input_value(f'[name="comment-{ITEM}"]') == "长" * 5003
    assert_accessible(page)
    page.fill(f'[name="comment-{ITEM}"]', "长" * 5000)
    state(page, ITEM, "saved")
    page.locator(f'[data-item="{OTHER}"] .choice').last.click()
    page.fill(f'[name="reason-{OTHER}"]', "由" * 1001)
    state(page, OTHER, "refused")
    expect(page.locator("#waiting [data-why]")).to_contain_text("理由有 1001 字")
    page.fill(f'[name="reason-{OTHER}"]', "由" * 1000)
    state(page, OTHER, "saved")
    assert len(team.held(page.aid)[ITEM].comment) == 5000


def give(page, kind):
    """Answer ITEM in a way that stays in the browser."""
    page.route("**/answers/*", lambda route: route.abort())
    choices = page.locator(f'[data-item="{ITEM}"] .choice')
    if kind == "no reason":
        choices.last.click()
        return state(page, ITEM, "refused")
    choices.first.click()
    if kind == "too long":
        page.locator(f'[data-item="{ITEM}"] details.comment summary').click()
        page.fill(f'[name="comment-{ITEM}"]', "长" * 5001)
        return state(page, ITEM, "refused")
    return state(page, ITEM, "waiting")


def sign_out(page):
    page.click("form[data-person] button")
    expect(page.locator("#leave")).to_contain_text("1")
    page.click("[data-leave]")
    page.wait_for_url(lambda url: url.endswith("/"))


def nothing_waits(page):
    """Wait until nothing is left on this device; the page may reload meanwhile."""
    for _ in range(100):
        with suppress(Error):
            if page.evaluate("Object.keys(localStorage).length") == 0:
                return
        page.wait_for_timeout(50)
    pytest.fail("something still waits")


QUEUE = ("complete", "no reason", "too long")
# Every two values of what waits, of the scope, of a colleague's answer and of leaving meet in one of these
PAIRS = {
    ("complete", False, False, False),
    ("complete", False, True, True),
    ("complete", True, True, False),
    ("no reason", False, False, True),
    ("no reason", True, True, False),
    ("too long", False, True, False),
    ("too long", True, False, True),
}


def crossings():
    """All combinations; those that show no new pair are thorough."""
    told = {"cut": ("in scope", "cut"), "clash": ("alone", "conflict"), "left": ("stays", "signs out")}
    for kind, cut, clash, left in itertools.product(QUEUE, *[(False, True)] * 3):
        marks = () if (kind, cut, clash, left) in PAIRS else pytest.mark.thorough
        words = [kind, *(names[value] for names, value in zip(told.values(), (cut, clash, left), strict=True))]
        yield pytest.param(kind, cut, clash, left, marks=marks, id="-".join(words))


def test_every_two_circumstances_meet_in_every_run():
    for first, second in itertools.combinations(range(4), 2):
        every = {(each[first], each[second]) for each in itertools.product(QUEUE, *[(False, True)] * 3)}
        assert {(each[first], each[second]) for each in PAIRS} == every


@pytest.mark.parametrize(("kind", "cut", "clash", "left"), [*crossings()])
def test_whatever_waits_is_told_and_never_blocks(page, team, kind, cut, clash, left):
    aid, review = page.aid, f"{team.address}/assessments/{page.aid}/review"
    give(page, kind)
    if clash:
        team.write(save_answer, team.editor, aid, team.q, ITEM, Chosen("part"), "", 0)
    if cut:
        team.write(tailor, team.owner, aid, team.q, {"logistics": "外包"}, 1)
    page.unroute("**/answers/*")
    if left:
        page.route("**/answers/*", lambda route: route.abort())
        sign_out(page)
        page.unroute("**/answers/*")
        enter(page, team, "editor")
        page.goto(review)
        expect(page.locator("#waiting")).to_be_hidden()
        assert page.evaluate("Object.keys(localStorage).length") == 1  # kept, for its owner
        page.click("form[data-person] button")
        page.wait_for_url(lambda url: url.endswith("/"))
        assert (ITEM in team.held(aid)) == clash
        enter(page, team, "owner")
    page.goto(review)
    waiting = page.locator("#waiting")
    if cut and (clash or kind != "complete"):
        expect(waiting.locator("[data-gone]")).to_contain_text("评估范围已不含这一条")
    elif kind != "complete":
        expect(waiting.locator("[data-link]")).to_have_attribute("href", f"/assessments/{aid}/answers/{ITEM}")
        page.click("#submit-assessment button")  # says where, does not go on
        expect(waiting.locator("[data-why]")).to_contain_text("为什么不适用" if kind == "no reason" else "5001")
        waiting.locator("[data-discard]").click()
    elif clash:
        expect(waiting).to_contain_text("全部满足")
        expect(waiting).to_contain_text("部分满足")
        waiting.locator("[data-keep=mine]").click()
    nothing_waits(page)
    page.goto(review)
    answer = team.held(aid).get(ITEM)
    wanted = "full" if kind == "complete" and not (clash and cut) else "part" if clash else None
    assert (answer.answer.choice if answer else None) == wanted
    page.click("#submit-assessment button")
    page.wait_for_url("**/result")


def test_a_discarded_answer_can_be_taken_up_again(page, team):
    give(page, "no reason")
    page.unroute("**/answers/*")
    page.locator("#waiting [data-discard]").click()
    assert chosen(page, ITEM) == []
    page.locator("#waiting [data-gone] button").click()
    assert chosen(page, ITEM) == ["not-applicable"]
    page.goto(f"{team.address}/assessments/{page.aid}/review")
    assert_accessible(page)
    page.locator("#waiting [data-link]").click()
    page.fill(f'[name="reason-{ITEM}"]', "外包")
    state(page, ITEM, "saved")


def test_what_waits_when_the_assessment_is_submitted_is_told(page, team):
    from maturity.store.submissions.submissions import submit

    give(page, "complete")
    team.write(submit, team.owner, page.aid, team.q, 1)
    page.unroute("**/answers/*")
    page.goto(f"{team.address}/assessments/{page.aid}/logistics")
    expect(page.locator("#waiting [data-why]")).to_contain_text("评估已提交")
    page.locator("#waiting [data-discard]").click()
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_the_first_choice_is_two_tabs_away(page):
    page.reload()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == f"choice-{ITEM}"


def test_a_form_whose_session_ended_comes_back_filled(page, team):
    """Without saving by itself: the visitor signs in, looks at it and sends it."""
    page.goto(f"{team.address}/assessments/{page.aid}/items/{ITEM}")
    page.fill("#remark", "夜班的台账在哪里？\n<b>")
    page.context.clear_cookies(name="maturity")
    page.click("#discussion form[action$=remark] button")
    page.click("main a.button")
    page.fill("[name=email]", "owner@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    expect(page.locator("#remark")).to_have_value("夜班的台账在哪里？\n<b>")
    expect(page.locator("#kept")).to_be_in_viewport()
    assert_accessible(page)
    page.click("#discussion form[action$=remark] button")
    expect(page.locator("#kept")).to_have_count(0)
    expect(page.locator("#discussion")).to_contain_text("夜班的台账在哪里？")


def test_answers_that_come_back_are_not_taken_for_saved(page, team):
    page.locator(f'[data-item="{ITEM}"] .choice').first.click()
    state(page, ITEM, "saved")
    page.route("**/answers/*", lambda route: route.abort())
    page.locator(f'[data-item="{OTHER}"] .choice').nth(1).click()
    page.context.clear_cookies(name="maturity")
    page.click("nav.onward button[value=here]")
    page.unroute("**/answers/*")
    page.evaluate("localStorage.clear()")  # as if another browser had sent it
    page.click("main a.button")
    page.fill("[name=email]", "owner@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    assert chosen(page, OTHER) == ["most"]
    assert OTHER not in team.held(page.aid)
    page.click("nav.onward button[value=here]")
    state(page, OTHER, "saved")
    assert team.held(page.aid)[OTHER].answer == Chosen("most")


def test_the_figures_of_the_filters_follow_what_is_answered(page, team):
    def figures():
        return [page.locator(f'.filter [data-of="{kind}"]').inner_text() for kind in ("all", "open", "bare")]

    whole = len(team.q.area("logistics").items)
    assert figures() == [str(whole), str(whole), "0"]
    page.locator(f'[data-item="{ITEM}"] .choice').first.click()
    page.locator(f'[data-item="{OTHER}"] .choice').nth(3).click()
    state(page, ITEM, "saved")
    state(page, OTHER, "saved")
    assert figures() == [str(whole), str(whole - 2), "1"]
    page.locator(f'[data-item="{ITEM}"] details.comment summary').click()
    page.fill(f'[name="comment-{ITEM}"]', "制度 QM-014")
    assert figures()[2] == "0"
    page.locator(f'[data-item="{OTHER}"] button.clear').click()
    state(page, OTHER, "saved")
    after = figures()
    assert after == [str(whole), str(whole - 1), "0"]
    expect(page.locator(f'[data-item="{ITEM}"] [data-state]')).to_have_attribute("data-state", "saved")
    page.reload()
    assert figures() == after


def test_an_item_is_marked_and_found_again(page, team):
    flag = page.locator(f'[data-item="{OTHER}"] button.flag')
    flag.click()
    expect(flag).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-flagged]")).to_have_text(["1", "1"])
    page.route("**/flags/*", lambda route: route.abort())
    flag.click()
    expect(page.locator(f'[data-item="{OTHER}"] [data-state]')).to_contain_text("没有标上待定")
    page.unroute("**/flags/*")
    page.locator(f'[data-item="{ITEM}"] .choice').first.click()
    state(page, ITEM, "saved")
    expect(page.locator("[data-open]")).to_have_text(str(len(team.q.items_of("discrete")) - 2))
    page.keyboard.press("/")
    page.keyboard.type("logistics.1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?*")
    assert_accessible(page)
    page.click("nav.filter a[href*=flagged]")
    page.click(f"main ul.found a[href$='#item-{OTHER}']")
    expect(page.locator(f'[data-item="{OTHER}"]')).to_be_focused()
