"""Every page opens for whom it should, in both languages, with the headers that protect it."""

import re
from html import unescape

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
        "/assessments/{aid}/workshops",
    ],
    "consultant": ["/", "/enterprises/{oid}", "/assessments/{aid}", "/assessments/{aid}/shape"],
    "analyst": ["/publications", "/password", "/register", "/register/figures", "/register/import"],
    "administrator": ["/people", "/detail", "/password", "/questionnaires", "/register"],
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


def test_pages_have_the_name_of_the_program_and_the_title_of_the_questionnaire_that_they_are_about(client_of, town):
    def heads(role, path):
        page = client_of(town.people[role]).get(path).text
        title, brand = re.search(r"<title>(.*?)</title>", page)[1], re.search(r'class="brand".*?>(.*?)<', page)[1]
        return title.partition(" · ")[2], brand, "依据：" in page.partition("<footer")[2]

    assert heads("administrator", "/people") == ("成熟度自评", "成熟度自评", False)
    assert heads("enterprise", f"/assessments/{town.open.id}") == ("小问卷", "成熟度自评", True)


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


ODD_NAMES = ("a" * 300, "../security.py", "../../../../../dev/zero", "maturity.css?v=é", "%00", "%ff")


@pytest.mark.parametrize("path", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_no_name_of_a_static_file_makes_the_program_fail_or_read_others(client_of, monkeypatch, path):
    read = set()
    monkeypatch.setattr("maturity.web.security._digest", lambda name: read.add(name) or "")
    with client_of().get(f"/static/{path}") as answer:
        found = path.startswith("maturity.css")
        assert answer.status_code == (200 if found else 404)
        assert answer.headers["Cache-Control"] == ("no-cache" if found else "no-store")
    assert read <= {"icon.svg", "maturity.css", "maturity.js"}  # the last for the page that says there is none


def test_the_switch_of_language_keeps_what_was_asked_and_takes_no_orders(client_of):
    odd = "endpoint=x&_method=POST&_scheme=javascript&_external=1&_anchor=x&self=1&row=a&row=b&lang=zh"
    page = client_of().get(f"/sign-in?{odd}").text
    (address,) = re.findall(r'href="([^"]*)" lang="en"', page)
    assert unescape(address) == f"/sign-in?{odd.removesuffix('zh')}en"


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
    assert "2 条没有证据" in before
    member.post(f"{address}/items/skills.1a/link", data={"url": "https://demo.example/plan", "name": "规划"})
    after = member.get(f"{address}/result").text
    assert "2 条中，1 条有证据" in after
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
    assert re.findall(r"muted\">([^<]+)<", shape)[-2:] == ["3/6", "1"]
    assert 'role="img"' in page


def test_continue_leads_to_the_open_item_near_the_last_answer(member, town, answered, small):
    answered({"shape.1a": Chosen("full")})
    address = member.get(f"/assessments/{town.open.id}/continue").location
    assert address.endswith(f"/assessments/{town.open.id}/shape#item-shape.2a")
    answered({item.id: Chosen("full") for item in small.items if item.id != "shape.1a"})
    assert member.get(f"/assessments/{town.open.id}/continue").location.endswith(f"/{small.areas[0].id}")


def test_every_page_of_an_assessment_shows_its_group_and_where_it_is(member, town):
    for path, group, name in (
        ("", "填写", "总览"),
        ("/skills", "填写", "作答"),
        ("/items/skills.1a", "填写", "证据"),
        ("/review", "填写", "检查与提交"),
        ("/scope", "填写", "范围"),
        ("/result", "结果", "等级"),
        ("/meaning", "结果", "说明什么"),
        ("/explain", "结果", "怎样算出"),
        ("/assessed", "结果", "评审"),
        ("/compare", "结果", "历轮"),
        ("/peers", "结果", "同行"),
        ("/roadmap", "改进", "路线"),
        ("/targets", "改进", "目标"),
        ("/estimates", "改进", "投入与收益"),
        ("/report", "文件", "报告"),
        ("/workbook", "文件", "离线工作簿"),
    ):
        page = member.get(f"/assessments/{town.open.id}{path}").text
        nav = page.split('class="sections"')[1].split("</nav>")[0]
        groups = re.findall(r"<a [^>]*>([^<]+)</a>", nav.split('class="groups"')[1].split("</ul>")[0])
        assert groups == ["填写", "结果", "改进", "文件"]
        assert re.findall(r"aria-current=true>([^<]+)<", nav) == [group]
        assert re.findall(r"aria-current=page>([^<]+)<", nav) == [name]


def test_a_finished_result_names_the_next_step_first(member, town, answered, small):
    answered({item.id: Chosen("full" if item.level == 1 else "none") for item in small.items})
    page = member.get(f"/assessments/{town.open.id}/result", headers={"Accept-Language": "en"}).text
    assert page.index("next-step") < page.index('id="coverage"') < page.index('id="method"')
    step = page.split('id="next-step"')[1].split("</section>")[0]
    assert re.search(r"改进 \d+ 条，就能达到二级", step)
    assert f"/assessments/{town.open.id}/roadmap" in step


def test_an_unfinished_result_first_asks_for_the_open_items(member, town, answered):
    answered({"skills.1a": Chosen("full")})
    step = member.get(f"/assessments/{town.open.id}/result").text.split('id="next-step"')[1].split("</section>")[0]
    assert "先答完余下的" in step
    assert f"/assessments/{town.open.id}/review" in step


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


def test_the_first_page_begins_with_the_open_assessment_and_has_one_primary_action(member, town, answered, small):
    answered({"skills.1a": Chosen("full")})
    page = member.get("/").text.split("<main")[1].split("</main>")[0]
    main = page.split('id="current"')[1].split("</section>")[0]
    assert f"/assessments/{town.open.id}/continue" in main
    assert f"已答 1 条，共 {len(small.items_of('discrete'))} 条" in main
    assert page.count('class="button"') + page.count("class=button") == 1
