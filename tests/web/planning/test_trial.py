"""Trying out numbers and answers of a green factory: what changes at once, and that nothing is stored."""

import re

import pytest

from maturity.questionnaire import load
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import assessment
from maturity.web import create_app


@pytest.fixture
def app(config, folder):
    return create_app({**config, "QUESTIONNAIRES": folder, "QUESTIONNAIRE": None})


def fields(page):
    """What the page's form would send."""
    form = page.split('class="sandbox"')[1]
    found = dict(re.findall(r'<input type="hidden" name="(shown-[^"]+)" value="([^"]*)"', form))
    found |= dict(
        re.findall(r'name="([^"]+:[^"]+)" data-field="[^"]+" data-claim placeholder=" " value="([^"]*)"', form)
    )
    found |= dict(re.findall(r'name="([^"]+)" data-field="[^"]+" placeholder=" " value="([^"]*)"', form))
    for name, body in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def outcome(page):
    return page.split('id="outcome"')[1].split("</section>")[0]


def test_unchanged_fields_change_nothing(member, filled):
    base = filled()
    page = member.get(f"{base}/what-if").text
    assert "还没有改动" in page
    again = member.post(f"{base}/what-if", data=fields(page)).text
    assert "还没有改动" in outcome(again)
    assert "85.44" in outcome(again)


def test_another_number_and_another_answer_change_the_result_and_are_not_stored(member, filled, sqlite_store, town):
    base = filled()
    sent = fields(member.get(f"{base}/what-if").text)
    told = member.post(
        f"{base}/what-if", data=sent | {"land-area:number": "10 公顷", "choice-building.o1": "full"}
    ).text
    assert "改动 2 条之后" in outcome(told)
    assert re.search(r"申报条件</th>.*?具备</td>.*?不具备</td>", outcome(told), re.DOTALL)
    assert "原为：80,000 平方米" in told
    assert re.search(r"容积率.*0\.75.*0\.6", told.split('id="moved"')[1], re.DOTALL)
    with sqlite_store.read() as c:
        found = assessment(c, town.people["enterprise"], base.rpartition("/")[2])
        assert saved_answers(c, found)["land-area"].answer.text == "80,000"


def test_what_cannot_be_read_is_told_at_its_field_and_the_rest_counts(member, filled):
    base = filled()
    sent = fields(member.get(f"{base}/what-if").text)
    told = member.post(f"{base}/what-if", data=sent | {"land-area:number": "8 kg", "choice-building.o1": "full"})
    assert told.status_code == 400
    assert "不适合此处" in told.text
    assert 'value="8 kg"' in told.text
    assert "+1.2" in outcome(told.text)


def test_a_number_can_be_set_aside_or_left_open(member, filled):
    base = filled()
    sent = fields(member.get(f"{base}/what-if").text)
    told = outcome(member.post(f"{base}/what-if", data=sent | {"carbon:number": ""}).text)
    assert "尚不能判定" in told
    told = outcome(member.post(f"{base}/what-if", data=sent | {"choice-carbon": "not-applicable"}).text)
    assert "尚不能判定" not in told
    assert "32/32" in told


def test_items_named_in_the_address_are_tried_at_their_best(member, filled):
    page = member.get(f"{filled()}/what-if?full=building.o1&full=nonsense&full=land-area").text
    assert "改动 1 条之后" in outcome(page)


@pytest.mark.parametrize("id", ["four-degrees", "green-readiness", "green-supply-chain-2016", "green-park-2016"])
def test_the_other_methods_can_be_tried(member, filled, id):
    base = filled(load(id), {})
    page = member.get(f"{base}/what-if")
    assert page.status_code == 200
    assert member.post(f"{base}/what-if", data=fields(page.text)).status_code == 200
