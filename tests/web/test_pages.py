"""Every page opens for whom it should, in both languages, with the headers that protect it."""

import re

import pytest

from maturity.answers import Chosen, NotApplicable

PAGES = {
    None: ["/", "/sign-up", "/sign-in", "/forgotten", "/session"],
    "enterprise": [
        "/",
        "/password",
        "/enterprises/new",
        "/enterprises/{oid}",
        "/assessments/new",
        "/assessments/{aid}",
        "/assessments/{aid}/skills",
        "/assessments/{aid}/review",
        "/assessments/{aid}/scope",
        "/assessments/{aid}/result",
        "/assessments/{aid}/explain",
        "/assessments/{aid}/meaning",
        "/assessments/{aid}/roadmap",
        "/assessments/{aid}/what-if",
        "/assessments/{aid}/actions",
        "/assessments/{aid}/targets",
        "/assessments/{aid}/estimates",
        "/assessments/{aid}/assessed",
        "/assessments/{aid}/compare",
        "/assessments/{aid}/peers",
        "/assessments/{aid}/workbook",
        "/assessments/{aid}/assess/skills",
    ],
    "consultant": ["/", "/enterprises/{oid}", "/assessments/{aid}", "/assessments/{aid}/shape"],
    "analyst": ["/publications", "/password"],
    "administrator": ["/people", "/publications", "/password"],
}
CASES = [(role, page, language) for role, pages in PAGES.items() for page in pages for language in ("zh", "en")]


@pytest.mark.parametrize(("role", "page", "language"), CASES)
def test_a_page_opens_in_both_languages(client_of, town, role, page, language):
    client = client_of(town.people.get(role), language)
    answer = client.get(page.format(oid=town.mine.id, aid=town.open.id))
    assert answer.status_code == 200
    if page != "/session":
        assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in answer.text
        words = re.sub(r"<option.*?</option>|示例企业 \d|>中文<", "", answer.text, flags=re.DOTALL)
        assert language == "zh" or not re.search("[\u4e00-\u9fff]", words)


@pytest.mark.parametrize("page", ["/", "/sign-in", "/nowhere"])
def test_answers_carry_their_protection(client_of, page):
    answer = client_of().get(page)
    policy = answer.headers["Content-Security-Policy"]
    nonce = re.search("'nonce-([^']+)'", policy)[1]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f'nonce="{nonce}"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert " style=" not in answer.text
    assert "onclick" not in answer.text


def test_the_nonce_changes_with_every_answer(client_of):
    first, second = (client_of().get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_static_files_are_kept_by_their_content(client_of):
    page = client_of().get("/").text
    address = re.search(r'href="(/static/maturity.css\?v=[0-9a-f]{12})"', page)[1]
    for path, kept in ((address, "public, max-age=31536000, immutable"), ("/static/maturity.css?v=old", "no-cache")):
        with client_of().get(path) as answer:
            assert answer.headers["Cache-Control"] == kept


def test_the_language_is_switched_and_stays(client_of):
    client = client_of()
    assert "Sign in" in client.get("/sign-in?lang=en").text
    assert "Sign in" in client.get("/sign-in").text
    assert "登录" in client.get("/sign-in?lang=zh").text
    assert client.get("/sign-in?lang=xx").status_code == 200


def test_the_result_says_how_far_it_is_backed_and_the_score_does_not_move(member, town, answered):
    answered({"skills.1a": Chosen("full"), "shape.1a": Chosen("most")})
    address = f"/assessments/{town.open.id}"
    before = member.get(f"{address}/result").text
    assert "2 条没有任何证据" in before
    member.post(f"{address}/items/skills.1a/link", data={"url": "https://demo.example/plan", "name": "规划"})
    after = member.get(f"{address}/result").text
    assert "1 条有链接或文件" in after
    score = re.compile(r"S = [0-9.]+")
    assert score.findall(before) == score.findall(after)


def test_the_result_shows_every_figure(member, town, answered, small):
    answers = {item.id: Chosen("most") for item in small.items if item.level == 1}
    answered({**answers, "shape.2a": Chosen("none"), "shape.2b": NotApplicable("没有图纸")})
    page = member.get(f"/assessments/{town.open.id}/result").text
    assert "一级（规划级）" in page
    assert re.search(r"S = 1\.\d\d<", page)
    assert "0.80 达标" in page
    shape = re.search(r"/shape\">.*?</tr>", page, re.DOTALL)[0]
    assert re.findall(r"muted\">([^<]+)<", shape)[-2:] == ["2/6", "1"]
    assert 'role="img"' in page


def test_continue_leads_to_the_open_item_near_the_last_answer(member, town, answered, small):
    answered({"shape.1a": Chosen("full")})
    address = member.get(f"/assessments/{town.open.id}/continue").location
    assert address.endswith(f"/assessments/{town.open.id}/shape#item-shape.2a")
    answered({item.id: Chosen("full") for item in small.items if item.id != "shape.1a"})
    assert member.get(f"/assessments/{town.open.id}/continue").location.endswith(f"/{small.subdomains[0].id}")


def test_every_page_of_an_assessment_shows_its_sections_and_where_it_is(member, town):
    for path, name in (
        ("", "总览"),
        ("/skills", "作答"),
        ("/review", "检查"),
        ("/result", "结果"),
        ("/assessed", "评审"),
        ("/compare", "历轮"),
        ("/peers", "同行"),
        ("/scope", "范围"),
    ):
        page = member.get(f"/assessments/{town.open.id}{path}").text
        assert re.findall(
            r"aria-current=page>([^<]+)</a></li>", page.split('class="sections"')[1].split("</nav>")[0]
        ) == [name]


def test_the_review_lists_what_is_open_and_what_was_set_aside(member, town, answered):
    answered({"skills.1a": Chosen("full"), "skills.1b": NotApplicable("没有新员工")})
    page = member.get(f"/assessments/{town.open.id}/review").text
    assert "没有新员工" in page
    assert "外形有图纸" in page
    assert "每人都受过培训" not in page


CUT = {"cut": "sales", "reason-sales": "集团统一销售", "version": "1"}


class TestTailoring:
    @pytest.fixture
    def address(self, town):
        return f"/assessments/{town.open.id}/scope"

    def test_it_is_shown_with_old_and_new_weights_before_it_is_kept(self, member, address, town, answered):
        answered({"sales.1a": Chosen("full")})
        shown = member.post(address, data=CUT)
        words = " ".join(re.sub("<[^>]+>", " ", shown.text.split('id="effect"')[1]).split())
        assert shown.status_code == 200
        assert "50.00% 100.00%" in words
        assert "50.00% 不评" in words
        assert "不再计入的答案 1" in words
        assert member.get(f"/assessments/{town.open.id}/sales").status_code == 200

    def test_what_was_shown_is_kept_with_its_reason(self, member, address, town):
        kept = member.post(address, data={**CUT, "confirmed": "cuts,sales"})
        assert kept.status_code == 302
        assert "集团统一销售" in member.get(f"/assessments/{town.open.id}/result").text
        assert member.get(f"/assessments/{town.open.id}/sales").status_code == 404
        assert member.post(address, data={"version": "1", "confirmed": "cuts"}).status_code == 409

    def test_something_else_than_was_shown_is_shown_first(self, member, address, town):
        assert member.post(address, data={**CUT, "confirmed": "cuts"}).status_code == 200
        assert member.get(f"/assessments/{town.open.id}/sales").status_code == 200

    def test_a_cut_without_reason_is_refused(self, member, address):
        assert member.post(address, data={"cut": "sales", "version": "1"}).status_code == 400
