"""The assessor's pages for numbers: second values beside the answers, evidence of gates, both results, each effect."""

import re

import pytest

from maturity.store.assessments.assessments import assessment
from maturity.store.evidence.evidence import add_evidence
from maturity.store.evidence.pieces import Link, Note


@pytest.fixture
def app(green_app):
    return green_app


@pytest.fixture
def assessor(client_of, reviewer):
    return client_of(reviewer)


@pytest.fixture
def prove(sqlite_store, town):
    """`prove(base, item, piece)`: add a piece of evidence for an item."""
    from maturity.questionnaire import load

    def do(base, item, piece):
        with sqlite_store.write() as c:
            who = town.people["enterprise"]
            found = assessment(c, who, base.rpartition("/")[2])
            add_evidence(c, who, found.id, load("green-factory-2016"), item, piece)

    return do


def seen(page):
    return dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page))


def record(client, base, area, **fields):
    page = client.get(f"{base}/assess/{area}").text
    return client.post(f"{base}/assess/{area}", data={**seen(page), **fields, "then": "here"})


def part(page, id):
    return page.split(f'id="{id}"')[1].split("</section>")[0]


def test_a_second_number_stands_beside_the_own_and_each_effect_is_told(assessor, member, filled):
    base = filled()
    page = assessor.get(f"{base}/assess/site").text
    assert "企业自评</span> 80,000 平方米" in page
    sent = {"land-area:number": "10", "land-area:unit": "ha", "words-land-area": "按土地证"}
    assert record(assessor, base, "site", **sent).status_code == 302
    assert 'value="10"' in assessor.get(f"{base}/assess/site").text
    page = member.get(f"{base}/assessed").text
    assert "80,000 平方米" in part(page, "differences")
    assert "10 公顷" in part(page, "differences")
    assert re.search(r"得分 −[\d.]+", part(page, "differences"))
    assert "按土地证" in part(page, "differences")
    assert re.search(r"容积率.*0\.75.*0\.6", part(page, "computed"), re.DOTALL)
    assert "申报条件" in page
    english = member.get(f"{base}/assessed?lang=en").text
    assert "10 ha" in english
    assert not re.search(r">[^<]*\b(plot-ratio|land-area|land\.plot-ratio)\b[^<]*<", english)


def test_the_answers_of_a_submitted_assessment_lead_its_assessor_to_the_findings(assessor, member, filled):
    base = filled()
    member.post(f"{base}/submit", data={"agreed": "1"})
    assert f'href="{base}/assess/site"' in assessor.get(f"{base}/site").text
    assert f"{base}/assess/site" not in member.get(f"{base}/site").text


def test_a_table_of_the_assessors_is_entered_row_by_row(assessor, filled):
    base = filled()
    more = assessor.post(f"{base}/assess/discharges", data={"more": "pollutants"})
    assert more.status_code == 302
    assert "more=pollutants" in more.location
    sent = {"pollutants:0.key": "COD", "pollutants:0.0": "4200", "pollutants:1.key": "氨氮", "pollutants:1.0": "1,300"}
    assert record(assessor, base, "discharges", **sent).status_code == 302
    told = part(assessor.get(f"{base}/assessed").text, "differences")
    assert "COD 4,200 千克；氨氮 1,300 千克" in told


def test_a_mistake_is_told_at_the_field_and_keeps_what_was_typed(assessor, filled):
    answer = record(assessor, filled(), "site", **{"land-area:number": "8 kg", "words-land-area": "看过地图"})
    assert answer.status_code == 400
    assert "不适合此处" in answer.text
    assert "看过地图" in answer.text
    assert 'value="8 kg"' in answer.text


def test_a_gate_is_not_found_to_be_met_without_evidence(assessor, member, filled, prove):
    base = filled()
    assert "没有证据的一票否决项" in member.get(f"{base}/review").text
    refused = record(assessor, base, "compliance", **{"choice-compliance.g1": "yes"})
    assert refused.status_code == 400
    assert "没有链接或文件作证据" in refused.text
    assert "工厂依法设立" in part(
        assessor.get(f"{base}/assessed").text.replace("</ul></div>", "</section>"), "unproved"
    )
    prove(base, "compliance.g1", Note("在抽屉里"))
    assert record(assessor, base, "compliance", **{"choice-compliance.g1": "yes"}).status_code == 400
    prove(base, "compliance.g1", Link("https://demo.example/licence.pdf", "执照"))
    assert record(assessor, base, "compliance", **{"choice-compliance.g1": "yes"}).status_code == 302
    assert record(assessor, base, "compliance", **{"choice-compliance.g2": "no"}).status_code == 302
    page = member.get(f"{base}/assessed").text
    assert "申报条件：具备 → 不具备" in part(page, "differences")


def test_the_result_page_shows_self_and_assessed_apart(assessor, member, filled):
    base = filled()
    assert 'id="assessed"' not in member.get(f"{base}/result").text
    record(assessor, base, "site", **{"land-area:number": "100,000"})
    page = member.get(f"{base}/result").text
    assert "85.44" in page.split('class="verdict')[1].split("</section>")[0]
    assert re.search(r"85\.44.*66\.78", part(page, "assessed"), re.DOTALL)


@pytest.mark.parametrize(("show", "listed"), [("lower", True), ("higher", False), ("unsaid", True)])
def test_differences_are_filtered_by_what_they_do(assessor, filled, show, listed):
    base = filled()
    record(assessor, base, "site", **{"land-area:number": "100,000"})
    assert ("item-land-area" in part(assessor.get(f"{base}/assessed?show={show}").text, "differences")) == listed


def test_others_read_but_do_not_write(member, assessor, filled):
    base = filled()
    page = member.get(f"{base}/assess/site").text
    assert not re.search(r"<(textarea|select|input type=.(radio|text|checkbox))", page.split("<form method")[-1])
    sent = {"seen-land-area": "0-", "land-area:number": "9"}
    assert member.post(f"{base}/assess/site", data=sent).status_code == 403


def test_the_pages_take_as_many_statements_however_much_differs(assessor, filled, statements):
    base = filled()
    counts = []
    for area, sent in (("site", {}), ("site", {"land-area:number": "9"}), ("site", {"output:number": "20,000"})):
        record(assessor, base, area, **sent)
        for page in (f"{base}/assessed", f"{base}/assess/{area}"):
            assessor.get(page)
            statements.clear()
            assessor.get(page)
            counts.append(len(statements))
    assert counts[:2] == counts[2:4] == counts[4:]
