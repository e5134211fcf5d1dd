"""From weak answers to a plan in real Chromium: the way up, the sandbox, the actions; accessible, with nothing lost."""

import itertools

import pytest
from playwright.sync_api import expect

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.store.accounts.people import find_person
from maturity.store.assessments.answers import AnswerChange, save_answers

from .enterprise import assert_accessible, begin, sign_up

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NUMBERS = itertools.count(701)


@pytest.mark.parametrize(("language", "width"), [("zh", 1440), pytest.param("en", 390, marks=pytest.mark.thorough)])
def test_from_the_way_up_to_a_finished_action(chromium, world, language, width):
    address, store = world
    frame, number = chromium.new_context(viewport={"width": width, "height": 900}), next(NUMBERS)
    page = frame.new_page()
    sign_up(page, address, language, number)
    aid = begin(page)
    answer_everything(store, aid, number)
    here = f"{address}/assessments/{aid}"

    page.goto(f"{here}/roadmap")
    assert_accessible(page)
    steps = page.locator("#steps input[name=item]")
    count = steps.count()
    assert count > 1
    steps.first.uncheck()
    page.fill("#owner", "陈工")
    page.fill("#due", "2020-01-31")
    page.dblclick("#steps button")  # a double click makes each action once
    expect(page.locator(".todo li")).to_have_count(count - 1)
    expect(page.locator(".overdue")).to_have_count(count - 1)
    assert_accessible(page)

    first = page.locator(".todo li").first
    first.locator("summary").click()
    first.locator("[name=state]").select_option("done")
    first.locator("form button").click()
    expect(page.locator(".state-done")).to_have_count(1)
    page.go_back()
    page.reload()
    expect(page.locator(".todo li")).to_have_count(count - 1)

    page.goto(f"{here}/what-if?level=1")
    expect(page.locator(".was")).to_have_count(count)
    assert_accessible(page)
    page.locator(".sandbox button").first.click()  # worked out again from what the form holds
    expect(page.locator(".was")).to_have_count(count)
    page.goto(f"{here}/what-if")
    expect(page.locator(".was")).to_have_count(0)

    for part in ("targets", "estimates"):
        page.goto(f"{here}/{part}")
        assert_accessible(page)
    frame.close()


def answer_everything(store, aid, number):
    """Level 1 a little short, the rest poor."""
    q = load()
    with store.write() as c:
        person = find_person(c, f"journey{number}@demo.example")
        changes = [AnswerChange(item.id, Chosen("part"), "", 0) for item in q.items_of("discrete")]
        save_answers(c, person, aid, q, changes)
