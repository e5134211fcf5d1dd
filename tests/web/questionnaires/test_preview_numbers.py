"""The preview of questionnaires with numbers: values as typed, what is computed from them, the lines of the result."""

import html
import json
import re

import pytest

from maturity.answers import Entered
from maturity.answers.codec import entered_answers
from maturity.questionnaire import Catalogue, read

from ...scoring import green
from .test_pages import boss, rows, send, words  # noqa: F401 -- a fixture

SIX = [id for id in Catalogue().ids() if id != "cmmm"]
DRAFTS = {
    id: Catalogue()
    .file(id)
    .replace(f'version: "{read(Catalogue().file(id).decode()).version}"'.encode(), b'version: "9"')
    for id in SIX
}


@pytest.fixture
def address(boss):  # noqa: F811
    return send(boss, DRAFTS["green-factory-2016"]).location + "/preview"


def carried(page):
    """The hidden fields of the page, which its next one gets."""
    found = {}
    for name in ("answers", "entered", "here"):
        value = re.search(f'name="{name}" value="([^"]*)"', page.text)
        found[name] = html.unescape(value[1]) if value else ""
    return found


def entered(page):
    return entered_answers(json.loads(carried(page)["entered"]))


@pytest.mark.parametrize("id", SIX)
def test_each_definition_can_be_uploaded_and_every_area_of_it_tried(boss, id):  # noqa: F811
    asked = read(DRAFTS[id].decode())
    address = send(boss, DRAFTS[id]).location + "/preview"
    for lang in ("zh", "en"):
        for area in asked.areas:
            page = boss.post(f"{address}?lang={lang}", data={"to": area.id})
            assert page.status_code == 200
            for item in area.items:
                assert item.text.of(lang) in words(page)
                fields = item.asks is not None and not hasattr(item.asks, "formula")
                assert (f'name="{item.id}:' in page.text) == fields
        result = boss.post(f"{address}?lang={lang}", data={"result": "1"})
        assert result.status_code == 200
        assert ("未经标准原文核实" if lang == "zh" else "not verified against the official text") in words(result)


def test_values_are_computed_beside_their_inputs_and_nothing_is_stored(boss, address, sqlite_store):  # noqa: F811
    before = rows(sqlite_store)
    page = boss.post(address, data={"to": "figures"})
    asked = read(DRAFTS["green-factory-2016"].decode())
    area = asked.item("land-area").area
    sent = {"land-area:number": "12", "land-area:unit": "ha", "floor-area:number": "60,000", "here": area, "to": area}
    page = boss.post(address, data={**carried(page), **sent})
    assert entered(page)["land-area"] == Entered("12", "ha", 120000)
    assert 'value="12"' in page.text
    assert "读作 120,000 平方米" in words(page)
    assert rows(sqlite_store) == before


def test_a_mistake_keeps_the_page_with_what_was_typed(boss, address):  # noqa: F811
    asked = read(DRAFTS["green-factory-2016"].decode())
    area = asked.item("land-area").area
    for wish in ({"to": asked.areas[-1].id}, {"result": "1"}):
        page = boss.post(address, data={"here": area, "land-area:number": "4,5", "output:number": "26000", **wish})
        assert page.status_code == 422
        assert f'name="here" value="{area}"' in page.text
        assert 'value="4,5"' in page.text
        assert "有些填写读不懂" in words(page)
        assert "land-area" not in entered(page)
        assert "output" in entered(page), "what can be read is not lost"


def test_a_number_can_be_taken_back_and_be_not_applicable(boss, address):  # noqa: F811
    asked = read(DRAFTS["green-factory-2016"].decode())
    area = asked.item("land-area").area
    page = boss.post(address, data={"here": area, "land-area:number": "12", "to": asked.areas[0].id})
    page = boss.post(address, data={**carried(page), "to": area})
    assert "land-area" in entered(page), "the form of another page says nothing about it"
    aside = boss.post(address, data={**carried(page), "choice-land-area": "not-applicable", "to": area})
    assert "land-area" not in entered(aside)
    assert re.search(r'name="choice-land-area" value="not-applicable" checked', aside.text)
    back = boss.post(address, data={**carried(aside), "to": area})
    assert not re.search(r'name="choice-land-area" value="not-applicable" checked', back.text)


def test_rows_of_a_table_are_added_and_read(boss, address):  # noqa: F811
    asked = read(DRAFTS["green-factory-2016"].decode())
    table = next(item for item in asked.items if getattr(item.asks, "columns", ()))
    page = boss.post(address, data={"here": table.area, "more": table.id, "to": asked.areas[0].id})
    assert f'name="here" value="{table.area}"' in page.text
    assert f'name="{table.id}:3.key"' in page.text
    sent = {f"{table.id}:0.key": "COD", f"{table.id}:0.0": "3900", "here": table.area, "to": table.area}
    page = boss.post(address, data=sent)
    assert entered(page)[table.id].rows[0].key == "COD"


def test_the_result_is_that_of_an_assessment(boss, address):  # noqa: F811
    from maturity.answers import encode
    from maturity.answers.codec import entered_texts

    asked = read(DRAFTS["green-factory-2016"].decode())
    answers = green.filled().answers
    sent = {"answers": encode(asked, answers).hex(), "entered": json.dumps(entered_texts(answers)), "result": "1"}
    told = words(boss.post(address, data=sent))
    assert "一票否决项：全部满足（8 条）" in told
    assert "没有参考值" in told
    assert "0.75" in told, "the way of every number is there"


@pytest.mark.parametrize(
    "hidden",
    [
        "{",
        "[]",
        "null",
        '{"land-area": 3}',
        '{"land-area": "{}"}',
        '{"land-area": "' + "[" * 3000,
        '{"nowhere": "{\\"words\\": \\"x\\"}"}',
    ],
)
def test_hidden_fields_that_no_page_sends_count_as_not_sent(boss, address, hidden):  # noqa: F811
    vector = "00" * len(read(DRAFTS["green-factory-2016"].decode()).items)
    for wish in ({"to": "x"}, {"result": "1"}):
        page = boss.post(address, data={"answers": vector, "entered": hidden, **wish})
        assert page.status_code == 200
        assert entered(page) == {}
