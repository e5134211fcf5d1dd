"""From signing up to the result in real Chromium: both languages, wide and narrow, with the network lost on the way."""

import itertools

import pytest
from playwright.sync_api import expect

from maturity.questionnaire import load
from maturity.scoring import grade
from maturity.scoring.explain import figure
from maturity.store.accounts.people import find_person
from maturity.store.assessments.assessments import assessment
from maturity.store.submissions.submissions import submission

from .enterprise import PASSWORD, answer_with_keys, assert_accessible, begin, expect_saved, send, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NUMBERS = itertools.count(1)
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture
def context(chromium):
    opened = []

    def open_context(size="wide", **options):
        opened.append(chromium.new_context(viewport=SIZES[size], **options))
        return opened[-1]

    yield open_context
    for each in opened:
        each.close()


@pytest.fixture
def started(context, world):
    """(context, page, assessment id, number) of a new enterprise on its first area's page."""

    def start(language="zh", size="wide", **options):
        number, frame = next(NUMBERS), context(size, **options)
        page = frame.new_page()
        sign_up(page, world[0], language, number)
        return frame, page, begin(page), number

    return start


def stored(world, aid, number):
    _, store = world
    with store.read() as c:
        person = find_person(c, f"journey{number}@demo.example")
        return assessment(c, person, aid), submission(c, person, aid)


@pytest.mark.parametrize(
    ("size", "language"),
    [
        ("wide", "zh"),
        ("phone", "en"),
        pytest.param("wide", "en", marks=pytest.mark.thorough),
        pytest.param("phone", "zh", marks=pytest.mark.thorough),
    ],
)
def test_the_whole_way(started, world, language, size):
    address, _ = world
    frame, page, aid, number = started(language, size)
    page.goto(f"{address}/assessments/{aid}")
    assert_accessible(page)
    parts = [area.id for area in load().areas]

    page.goto(f"{address}/assessments/{aid}/{parts[0]}")
    assert_accessible(page)
    answer_with_keys(page, "11")
    expect_saved(page)

    page.goto(f"{address}/assessments/{aid}/{parts[1]}")
    frame.set_offline(True)
    answer_with_keys(page, "12")
    expect(page.locator('[data-state="waiting"]').first).to_be_visible(timeout=10_000)
    frame.set_offline(False)
    expect_saved(page)

    for part in parts[2:]:
        page.goto(f"{address}/assessments/{aid}/{part}")
        answer_with_keys(page, "1122")
        expect_saved(page)

    page.goto(f"{address}/assessments/{aid}/review")
    assert_accessible(page)
    page.click("#submit-assessment button")
    page.wait_for_url("**/result")
    assert_accessible(page)

    _, kept = stored(world, aid, number)
    result = grade(kept.response(load()))
    assert (kept.content.figures.level, kept.content.figures.unanswered) == (result.level, 0)
    assert result.level == 5
    text = page.inner_text("main")
    assert {"zh": "引领级", "en": "Leading"}[language] in text
    assert kept.digest in text
    page.goto(f"{address}/assessments/{aid}/explain")
    assert_accessible(page)
    page.locator(".tree summary").nth(1).click()
    assert figure(result.levels[0].score) in page.inner_text(".tree")

    page.goto(f"{address}/assessments/{aid}/{parts[0]}")
    expect(page.locator("input[type=radio]").first).to_be_disabled()


def test_answers_given_offline_survive_leaving_the_page(started, world):
    address, _ = world
    _, page, aid, _ = started()
    page.goto(f"{address}/assessments/{aid}/data")
    page.route("**/answers/*", lambda route: route.abort())
    page.check('[name="choice-data.1a"][value=most]')
    page.click("#item-data\\.1a details.comment summary")
    page.fill("#comment-data\\.1a", "=1+1\n写在断网时")
    expect(page.locator("#item-data\\.1a [data-state]")).to_have_attribute("data-state", "waiting")
    page.goto(f"{address}/assessments/{aid}")
    page.goto(f"{address}/assessments/{aid}/data")
    expect(page.locator("#item-data\\.1a [data-state]")).to_have_attribute("data-state", "waiting")
    page.unroute("**/answers/*")
    expect(page.locator("#item-data\\.1a [data-state]")).to_have_attribute("data-state", "saved", timeout=30_000)
    page.reload()
    expect(page.locator('[name="choice-data.1a"][value=most]')).to_be_checked()
    assert page.input_value("#comment-data\\.1a") == "=1+1\n写在断网时"


def test_one_answer_that_comes_through_takes_all_that_wait_with_it(started, world):
    address, _ = world
    _, page, aid, _ = started()
    page.goto(f"{address}/assessments/{aid}/data")
    page.route("**/answers/*", lambda route: route.abort())
    answer_with_keys(page, "1")
    waiting = page.locator('[data-state="waiting"]')
    expect(waiting).to_have_count(page.locator("[data-item]").count())
    page.wait_for_timeout(7_000)  # tries after 0, 2 and 6 s were in vain: the next would come after 14
    expect(waiting.first).to_be_visible()
    page.unroute("**/answers/*")
    page.locator("[data-item]").first.locator("input[type=radio]").nth(1).check()
    expect(page.locator('[data-state="saved"]')).to_have_count(page.locator("[data-item]").count(), timeout=3_000)


def test_two_windows_on_one_item_meet_in_a_choice(started, world):
    address, _ = world
    frame, first, aid, _ = started()
    second = frame.new_page()
    for page in (first, second):
        page.goto(f"{address}/assessments/{aid}/network")
    first.check('[name="choice-network.1a"][value=full]')
    expect(first.locator("#item-network\\.1a [data-state]")).to_have_attribute("data-state", "saved")
    second.check('[name="choice-network.1a"][value=none]')
    conflict = second.locator("#item-network\\.1a .conflict")
    expect(conflict).to_contain_text("不满足")
    expect(conflict).to_contain_text("全部满足")
    assert_accessible(second)
    conflict.locator('[data-keep="theirs"]').click()
    expect(conflict).to_have_count(0)
    second.reload()
    expect(second.locator('[name="choice-network.1a"][value=full]')).to_be_checked()


def test_not_applicable_asks_for_the_reason_and_keeps_it(started, world):
    address, _ = world
    _, page, aid, _ = started("en")
    page.goto(f"{address}/assessments/{aid}/logistics")
    page.locator('[name="choice-logistics.1a"]').first.focus()
    page.keyboard.press("0")
    state = page.locator("#item-logistics\\.1a [data-state]")
    expect(state).to_have_attribute("data-state", "refused")
    page.keyboard.type("Customers collect everything")
    expect(state).to_have_attribute("data-state", "saved")
    page.goto(f"{address}/assessments/{aid}/review")
    expect(page.locator("main")).to_contain_text("Customers collect everything")
    assert_accessible(page)


def test_everything_works_without_javascript(started, context, world):
    address, _ = world
    _, _, aid, number = started()
    plain = context(java_script_enabled=False).new_page()
    plain.goto(f"{address}/sign-in")
    plain.fill("[name=email]", f"journey{number}@demo.example")
    plain.fill("[name=password]", PASSWORD)
    send(plain, "#sign-in button")
    plain.goto(f"{address}/assessments/{aid}/sales")
    plain.check('[name="choice-sales.1a"][value=part]')
    send(plain, 'button[name=then][value="here"]')
    expect(plain.locator('[name="choice-sales.1a"][value=part]')).to_be_checked()
    plain.goto(f"{address}/assessments/{aid}/review")
    plain.click("#submit-assessment button")
    plain.wait_for_url("**/result")
    _, kept = stored(world, aid, number)
    assert kept.content.figures.unanswered == len(load().items_of("discrete")) - 1


def test_a_double_click_submits_once_and_back_is_harmless(started, world):
    address, _ = world
    _, page, aid, number = started()
    page.goto(f"{address}/assessments/{aid}/data")
    answer_with_keys(page, "1")
    expect_saved(page)
    page.goto(f"{address}/assessments/{aid}/review")
    page.dblclick("#submit-assessment button")
    page.wait_for_url("**/result")
    state, first = stored(world, aid, number)
    page.go_back()
    button = page.locator("#submit-assessment button")
    if button.count():
        button.click()
        page.wait_for_url("**/result")
    assert stored(world, aid, number)[1].digest == first.digest
    assert state.state == "submitted"
