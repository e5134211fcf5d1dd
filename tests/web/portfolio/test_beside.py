"""Chosen rows of the list side by side, and its heat map."""

import re

import pytest

from maturity import grade
from maturity.answers import Chosen, Response
from maturity.report.pictures import totals
from maturity.store.assessments.assessments import start_assessment


@pytest.fixture
def desk(sqlite_store, take_on):
    """Eight clients of the consultant, who viewed none of them yet; the last has no assessment. Ids by number."""
    with sqlite_store.write() as c:
        found = [take_on(c, number, 2 + number if number < 7 else 0) for number in range(8)]
    return [(firm.id, work.id if work else "") for firm, work in found]


def address(desk, *numbers):
    return "/enterprises/compared?" + "&".join(f"one={desk[number][1]}" for number in numbers)


def cells(page, id):
    """The texts of the cells of a table, a list a row."""
    table = re.search(rf'<table[^>]*id="{id}".*?</table>', page.text, re.S)[0]
    return [re.findall(r'<td class="cell[^"]*">([^<]*)</td>', row) for row in re.findall(r"<tr>.*?</tr>", table, re.S)][
        1:
    ]


def test_ticked_rows_are_beside_each_other_in_their_order(consultant, desk):
    rows = [":".join(desk[number]) for number in (4, 2)]
    answer = consultant.post("/enterprises/compared", data={"row": rows})
    assert answer.location == address(desk, 4, 2)
    page = consultant.get(answer.location)
    assert re.findall(r'<th scope="row">\d  <a[^>]*>([^<]*)</a>', page.text) == ["客户 04", "客户 02"]
    assert page.text.count("<svg") == 2


def test_the_figures_are_those_of_the_result(consultant, desk, small):
    page = consultant.get(address(desk, 5, 6))
    shown = cells(page, "areas")
    for column, number in enumerate((5, 6)):
        given = {item.id: Chosen("full") for item in small.items_of("discrete")[: 2 + number]}
        sums = totals(grade(Response(small, "discrete", given)), small.area_tier)
        assert [float(row[column]) for row in shown] == [pytest.approx(float(one), abs=0.006) for one in sums.values()]


@pytest.mark.parametrize("numbers", [(1,), (0, 1, 2, 3, 4, 5, 6)])
def test_too_few_and_too_many_are_told(consultant, desk, numbers):
    rows = [":".join(desk[number]) for number in numbers]
    answer = consultant.post("/enterprises/compared?sort=due", data={"row": rows})
    assert answer.location == "/enterprises?sort=due"
    assert "请勾选 2 至 6 行" in consultant.get(answer.location).text
    assert consultant.get(address(desk, *numbers)).location == "/enterprises"


def test_rows_without_assessment_do_not_count(consultant, desk):
    rows = [":".join(desk[number]) for number in (0, 7)]
    assert consultant.post("/enterprises/compared", data={"row": rows}).location == "/enterprises"


def test_foreign_assessments_are_not_found(consultant, desk, town):
    assert consultant.get(f"{address(desk, 0)}&one={town.foreign.id}").status_code == 404
    assert consultant.get(f"{address(desk, 0)}&one=nonsense").status_code == 404


def test_assessments_by_different_questionnaires_are_not_compared(consultant, desk, sqlite_store, town, small):
    from maturity.questionnaire import load

    green = load("green-factory-2016")
    with sqlite_store.write() as c:
        other = start_assessment(c, town.people["enterprise"], town.mine.id, green, next(iter(green.profiles)), 2025).id
    answer = consultant.get(f"{address(desk, 0)}&one={other}")
    assert answer.location == "/enterprises"
    assert "同一份问卷" in consultant.get("/enterprises").text


def test_the_heat_map_shows_the_rows_of_the_list(consultant, desk, small):
    page = consultant.get("/enterprises/heatmap?q=客户&sort=progress&down=1")
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]*)</a>', page.text) == [f"客户 {n:02}" for n in range(6, -1, -1)]
    assert {len(row) for row in cells(page, "map")} == {len(small.areas_of("discrete", {}))}
    assert "另有 1 行" in page.text
    assert "没有按等级评定" in consultant.get("/enterprises/heatmap?q=没有这一家").text


def test_statements_do_not_grow_with_the_rows(consultant, desk, statements):
    for pages in (
        (address(desk, 0, 1), address(desk, 0, 1, 2, 3, 4, 5)),
        ("/enterprises/heatmap?q=客户+01", "/enterprises/heatmap?q=客户"),
    ):
        sent = []
        for page in pages:
            consultant.get(page)
            statements.clear()
            assert consultant.get(page).status_code == 200
            sent.append(len(statements))
        assert sent[0] == sent[1]


def test_others_have_neither(client_of, town):
    for role in ("analyst", "administrator"):
        client = client_of(town.people[role])
        assert client.get("/enterprises/compared").status_code == 403
        assert client.get("/enterprises/heatmap").status_code == 403
        assert client.post("/enterprises/compared").status_code == 403
