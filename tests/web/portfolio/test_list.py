"""The page with the list of a person's enterprises, its workbook, tags and saved views."""

import re
from io import BytesIO
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.portfolio.figures import Standing
from maturity.store.portfolio.listing import SORTS
from maturity.store.schema import portfolio_tags
from maturity.store.submissions.submissions import submit
from maturity.web.portfolio.words import Row

COUNT = 60


@pytest.fixture
def desk(sqlite_store, small, take_on, client_owner):
    """The consultant of the town with sixty clients more; the first half have assessments."""
    many, firms = len(small.items_of("discrete")), []
    with sqlite_store.write() as c:
        for number in range(COUNT):
            city, role = "310000" if number % 3 else "320500", "assessor" if number % 2 else "viewer"
            answered = 1 + number % many if number < COUNT // 2 else 0
            firm, work = take_on(c, number, answered, role, city=city)
            firms.append(firm)
            if number == 3:
                submit(c, client_owner, work.id, small, 1)
    return firms


def names(page):
    return re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page.text)


def count(page):
    return int(re.search(r'class="found"><span>(\d+) ', page.text)[1])


def test_many_enterprises_are_a_list_at_home_and_few_are_not(consultant, member):
    assert len(names(consultant.get("/"))) == 50
    page = member.get("/")
    assert 'class="firm"' in page.text
    assert names(page) == []


def test_pages_lead_through_all_rows_without_script(consultant):
    first = consultant.get("/enterprises?sort=name")
    assert count(first) == COUNT + 1
    following = re.search(r'href="(/enterprises\?[^"]*page=2[^"]*)"', first.text)[1]
    second = consultant.get(following.replace("&amp;", "&"))
    assert len({*names(first), *names(second)}) == COUNT + 1
    assert consultant.get("/enterprises?page=99").location.endswith("/enterprises?page=2")


@pytest.mark.parametrize("sort", SORTS)
def test_every_column_sorts_both_ways_and_pages_keep_it(consultant, sort):
    for down in ("", "&down=1"):
        page = consultant.get(f"/enterprises?sort={sort}{down}")
        assert page.status_code == 200
        assert len(names(page)) == 50
        if sort != "name" or down:
            assert re.search(rf'page=2[^"]*{"down=1" if sort == "name" else f"sort={sort}"}', page.text)


def test_filters_stand_in_the_address_and_what_cannot_be_is_left_out(consultant):
    assert count(consultant.get("/enterprises?state=submitted")) == 1
    assert count(consultant.get("/enterprises?state=none")) == COUNT // 2
    assert count(consultant.get("/enterprises?q=客户+07")) == 1
    assert count(consultant.get("/enterprises?place=320000&state=open")) == 10
    assert names(consultant.get("/enterprises?sort=progress&down=1"))[0].startswith("客户")
    wrong = "/enterprises?level=99&year=abc&state=x&industry=zz&place=9&sort=drop&page=-3&overdue=yes"
    assert count(consultant.get(wrong)) == COUNT + 1
    assert "没有符合条件的" in consultant.get("/enterprises?q=没有这一家").text


def test_foreign_enterprises_are_on_no_page(consultant, town):
    for address in ("/enterprises?q=" + town.theirs.facts.name, "/enterprises?q=" + town.theirs.facts.credit_code):
        assert names(consultant.get(address)) == []


def test_the_number_of_statements_is_the_same_for_one_row_and_for_many(consultant, statements):
    sent = []
    for address in ("/enterprises?q=客户+07", "/enterprises"):
        consultant.get(address)
        statements.clear()
        consultant.get(address)
        sent.append(len(statements))
    assert sent[0] == sent[1]


def test_the_workbook_holds_exactly_the_rows_asked_for_in_their_order(consultant):
    asked = "?state=open&sort=progress&down=1&place=320000"
    book = load_workbook(BytesIO(consultant.get("/enterprises.xlsx" + asked).data))
    sheet = book.worksheets[-1]
    rows = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith(("客户", "示例"))]
    assert [row[0] for row in rows] == names(consultant.get("/enterprises" + asked))
    head = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "企业名称")
    first = dict(zip(head, rows[0], strict=True))
    assert (first["状态"], first["已答"] <= first["应答"], first["年份"]) == ("填写中", True, "2025")
    cover = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
    assert {"填写中", "江苏", "进度（从高到低）", str(len(rows))} <= set(map(str, cover))


def test_a_name_that_looks_like_a_formula_is_text_in_the_workbook(consultant, sqlite_store, town, facts):
    with sqlite_store.write() as c:
        firm = sign_up(c, facts(5000, name="=1+1"), town.people["enterprise"].id)
        add_member(c, firm.id, town.people["consultant"].id, "viewer")
    book = load_workbook(BytesIO(consultant.get("/enterprises.xlsx?q=%3D1").data))
    [cell] = [cell for row in book.worksheets[-1].iter_rows() for cell in row if cell.value == "=1+1"]
    assert cell.data_type == "s"


def test_tags_are_added_to_the_ticked_and_filter_the_list(consultant, desk, member, sqlite_store):
    chosen = [desk[1].id, desk[2].id]
    answer = consultant.post("/enterprises/tags?sort=due", data={"row": chosen, "tag": "重点"})
    assert (answer.status_code, answer.location) == (302, "/enterprises?sort=due")
    assert "已给 2 家企业加上标签" in consultant.get(answer.location).text
    assert names(consultant.get("/enterprises?tag=重点")) == ["客户 01", "客户 02"]
    consultant.post("/enterprises/tags", data={"row": chosen[:1], "tag": "重点", "off": "1"})
    assert names(consultant.get("/enterprises?tag=重点")) == ["客户 02"]
    assert "重点" not in member.get("/enterprises").text


def test_tags_of_foreign_enterprises_are_refused(consultant, town, sqlite_store):
    answer = consultant.post("/enterprises/tags", data={"row": [town.theirs.id], "tag": "重点"})
    assert answer.status_code == 404
    with sqlite_store.read() as c:
        assert c.execute(portfolio_tags.select()).all() == []


def test_a_tag_that_cannot_be_is_told_with_its_remedy(consultant, desk):
    page = consultant.post("/enterprises/tags", data={"row": [desk[0].id], "tag": "甲，乙"})
    assert page.status_code == 400
    assert "不用逗号" in page.text
    assert "请先勾选企业" in consultant.post("/enterprises/tags", data={"tag": "甲"}, follow_redirects=True).text


def test_views_are_saved_followed_and_deleted_by_their_owner_alone(consultant, member):
    asked = "?state=open&sort=score&down=1"
    answer = consultant.post("/enterprises/views" + asked, data={"name": "填写中"})
    assert answer.location == "/enterprises" + asked
    page = consultant.get("/enterprises")
    view = re.search(r'<ul class="views".*?href="([^"]*)">填写中<', page.text, re.S)[1].replace("&amp;", "&")
    assert names(consultant.get(view)) == names(consultant.get("/enterprises" + asked))
    assert "views/" not in member.get("/enterprises").text
    drop = re.search(r"/enterprises/views/[0-9a-f]{32}/delete", page.text)[0]
    member.post(drop)
    assert "填写中<" in re.search(r'<ul class="views".*?</ul>', consultant.get("/enterprises").text, re.S)[0]
    consultant.post(drop)
    assert '<ul class="views"' not in consultant.get("/enterprises").text


def test_a_view_needs_a_name(consultant):
    page = consultant.post("/enterprises/views", data={"name": " "})
    assert page.status_code == 400
    assert "这个视图没有保存" in page.text


def test_others_have_no_list(client_of, town):
    for role in ("analyst", "administrator"):
        client = client_of(town.people[role])
        assert client.get("/enterprises").status_code == 403
        assert client.get("/enterprises.xlsx").status_code == 403
        assert client.post("/enterprises/tags").status_code == 403
    assert client_of().get("/enterprises").status_code == 302


@pytest.mark.parametrize(("language", "words"), [("zh", "尚不能判定"), ("en", "Undecided")])
def test_an_undecided_verdict_is_named_as_everywhere(app, language, words):
    """The item flag "待定" (unsure) is another thing."""
    entry = SimpleNamespace(standing=Standing("", verdict="undecided"), key=None)
    with app.test_request_context(f"/?lang={language}"):
        assert Row(entry, {}).verdict == words
