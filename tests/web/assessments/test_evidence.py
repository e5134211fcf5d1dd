"""Evidence and discussion on the pages: added, checked, shown, downloaded, by whom it may be."""

import re
from importlib.resources import files
from io import BytesIO

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import assessment
from maturity.store.enterprises.organisations import add_member
from maturity.store.evidence import evidence
from maturity.web.formatting import size

from ... import attachments

PDF = attachments.pdf()
MARKER = "=cmd|'/c'!A1 <b>粗</b> & 😀\n第二行"


@pytest.fixture
def colleague(sqlite_store, town, client_of):
    def make(role):
        with sqlite_store.write() as c:
            who = add_person(c, email=f"{role}@demo.example", name=f"示例{role}", role="enterprise")
            add_member(c, town.mine.id, who.id, role)
        return client_of(who)

    return make


@pytest.fixture
def base(town):
    return f"/assessments/{town.open.id}"


def pieces(store, town, item="skills.1a"):
    with store.read() as c:
        return evidence.evidence_about(c, assessment(c, town.people["enterprise"], town.open.id), item)


def send(client, base, name="手册.pdf", data=PDF, item="skills.1a"):
    answer = client.post(f"{base}/items/{item}/files", data={"file": (BytesIO(data), name)})
    answer.request.environ["wsgi.input"].close()  # the client's own copy of a large body
    return answer


def test_a_note_a_link_and_a_file_are_shown_as_they_are(member, base, town, sqlite_store):
    assert member.post(f"{base}/items/skills.1a/note", data={"words": MARKER}).status_code == 302
    sent = {"url": "https://a.example/x?a=1&b=2", "name": "台账"}
    assert member.post(f"{base}/items/skills.1a/link", data=sent).status_code == 302
    assert send(member, base).status_code == 302
    page = member.get(f"{base}/items/skills.1a").text
    assert "=cmd|&#39;/c&#39;!A1 &lt;b&gt;粗&lt;/b&gt; &amp; 😀" in page
    assert 'href="https://a.example/x?a=1&amp;b=2"' in page
    assert "手册.pdf" in page
    assert "有材料" in page
    assert [piece.kind for piece in pieces(sqlite_store, town)] == ["note", "link", "file"]


def test_a_file_comes_back_byte_for_byte_and_is_only_saved(member, base, town, sqlite_store):
    send(member, base, "年度 培训计划（2024）.pdf")
    (piece,) = pieces(sqlite_store, town)
    answer = member.get(f"{base}/evidence/{piece.id}/file")
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''%E5%B9%B4%E5%BA%A6" in answer.headers["Content-Disposition"]


def test_several_files_are_kept_together_or_not_at_all(member, base, town, sqlite_store):
    both = {"file": [(BytesIO(PDF), "一.pdf"), (BytesIO(b"<html>"), "二.pdf")]}
    answer = member.post(f"{base}/items/skills.1a/files", data=both)
    assert answer.status_code == 400
    assert "二.pdf" in answer.text
    assert pieces(sqlite_store, town) == []
    both = {"file": [(BytesIO(PDF), "一.pdf"), (BytesIO(PDF + b"\n"), "二.pdf")]}
    assert member.post(f"{base}/items/skills.1a/files", data=both).status_code == 302
    assert [piece.words for piece in pieces(sqlite_store, town)] == ["一.pdf", "二.pdf"]


def test_a_file_larger_than_a_page_may_be_sent_and_one_beyond_the_limit_is_named(member, base, town, sqlite_store):
    big = PDF.replace(b"%%EOF", b"%" * (3 * 1024 * 1024) + b"\n%%EOF")
    assert send(member, base, "大.pdf", big).status_code == 302
    too_big = PDF + b"%" * (20 * 1024 * 1024)
    answer = send(member, base, "太大.pdf", too_big)
    assert answer.status_code == 400
    assert "20 MB" in answer.text
    assert [piece.words for piece in pieces(sqlite_store, town)] == ["大.pdf"]


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("note", {"words": "  "}, "words"),
        ("note", {"words": "长" * 5001}, "words"),
        ("link", {"url": "javascript:alert(1)", "name": "点我"}, "url"),
        ("link", {"url": "C:\\共享\\台账.xlsx"}, "url"),
        ("files", {}, "file"),
        ("remark", {"remark": ""}, "remark"),
    ],
)
def test_what_is_refused_stays_in_its_field_with_the_reason(member, base, path, sent, field, town, sqlite_store):
    answer = member.post(f"{base}/items/skills.1a/{path}", data=sent)
    assert answer.status_code == 400
    assert f'id="{field}-mistake"' in answer.text
    for words in sent.values():
        assert words.strip().replace("\\", "\\")[:100] in answer.text
    assert pieces(sqlite_store, town) == []


def test_a_double_click_adds_once(member, base, town, sqlite_store):
    for _ in range(2):
        member.post(f"{base}/items/skills.1a/note", data={"words": "一样"})
        member.post(f"{base}/items/skills.1a/remark", data={"remark": "一样的话"})
        send(member, base)
    assert len(pieces(sqlite_store, town)) == 2
    assert member.get(f"{base}/items/skills.1a").text.count("一样的话") == 1


def test_evidence_is_removed_with_its_file(member, base, town, sqlite_store, config):
    send(member, base)
    (piece,) = pieces(sqlite_store, town)
    assert len(list((config["DATA_DIR"] / "files").glob("*/*"))) == 1
    assert member.post(f"{base}/evidence/{piece.id}/remove").status_code == 302
    assert pieces(sqlite_store, town) == []
    assert not list((config["DATA_DIR"] / "files").glob("*/*"))
    assert member.get(f"{base}/evidence/{piece.id}/file").status_code == 404


def test_a_lost_file_is_said(member, base, town, sqlite_store, config):
    send(member, base)
    (piece,) = pieces(sqlite_store, town)
    next((config["DATA_DIR"] / "files").glob("*/*")).unlink()
    answer = member.get(f"{base}/evidence/{piece.id}/file")
    assert answer.status_code == 404
    assert "files-lost" in answer.text or "缺失" in answer.text


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_who_only_reads_adds_no_evidence_but_may_speak(colleague, base, role, member, town, sqlite_store):
    other = colleague(role)
    member.post(f"{base}/items/skills.1a/note", data={"words": "说明"})
    (piece,) = pieces(sqlite_store, town)
    page = other.get(f"{base}/items/skills.1a").text
    assert "说明" in page
    assert "/files" not in page
    assert other.post(f"{base}/items/skills.1a/note", data={"words": "x"}).status_code == 403
    assert other.post(f"{base}/evidence/{piece.id}/remove").status_code == 403
    assert other.post(f"{base}/items/skills.1a/remark", data={"remark": "请补台账"}).status_code == 302
    assert "请补台账" in member.get(f"{base}/items/skills.1a").text


def test_only_an_assessor_marks_as_seen(colleague, base, member, town, sqlite_store):
    member.post(f"{base}/items/skills.1a/note", data={"words": "说明"})
    (piece,) = pieces(sqlite_store, town)
    assert "我已核实" not in member.get(f"{base}/items/skills.1a").text
    assert member.post(f"{base}/evidence/{piece.id}/seen", data={"seen": "yes"}).status_code == 403
    assessor = colleague("assessor")
    assert "我已核实" in assessor.get(f"{base}/items/skills.1a").text
    assert assessor.post(f"{base}/evidence/{piece.id}/seen", data={"seen": "yes"}).status_code == 302
    assert "示例assessor 已核实" in member.get(f"{base}/items/skills.1a").text
    assessor.post(f"{base}/evidence/{piece.id}/seen", data={"seen": "no"})
    assert "已核实" not in member.get(f"{base}/items/skills.1a").text


def test_strangers_find_nothing(client_of, base, member, town, sqlite_store):
    send(member, base)
    (piece,) = pieces(sqlite_store, town)
    stranger = client_of(town.stranger)
    for path in (f"{base}/items/skills.1a", f"{base}/evidence", f"{base}/evidence/{piece.id}/file"):
        assert stranger.get(path).status_code == 404
    own = f"/assessments/{town.foreign.id}"
    assert stranger.get(f"{own}/evidence/{piece.id}/file").status_code == 404
    assert stranger.post(f"{own}/evidence/{piece.id}/remove").status_code == 404


def test_an_item_that_is_not_assessed_has_no_page(member, base):
    assert member.get(f"{base}/items/nothing.1a").status_code == 404


def test_the_index_lists_by_area_and_finds_what_lacks(member, base, answered):
    answered({"skills.1a": Chosen("full"), "skills.1b": Chosen("full"), "shape.1a": Chosen("most")})
    member.post(f"{base}/items/skills.1a/note", data={"words": "有说明"})
    page = member.get(f"{base}/evidence").text
    assert "有说明" in page
    assert "3 条中，0 条有证据" in page
    lacking = member.get(f"{base}/evidence?show=lacking").text
    assert "items/skills.1b" in lacking
    assert "items/skills.1a" not in lacking
    assert "items/shape.1a" in lacking, "a claim, though not fully met"


def test_the_index_says_what_is_used_and_a_full_quota_says_so_too(member, base, monkeypatch):
    monkeypatch.setenv("MATURITY_EVIDENCE_FILES", "1")
    item = f"{base}/items/skills.1a"
    assert "还没有证据文件；限额 1 个、5,000 MB。" in (page := member.get(f"{base}/evidence").text)
    assert "0 B" not in page
    member.post(f"{item}/files", data={"file": (BytesIO(attachments.pdf()), "a.pdf")})
    used = f"{len(attachments.pdf())} B"
    assert f"证据文件共 1 个、{used}，限额 1 个、5,000 MB。" in member.get(f"{base}/evidence").text
    answer = member.post(f"{item}/files", data={"file": (BytesIO(attachments.png()), "b.png")})
    assert answer.status_code == 400
    assert "已有 1 个" in answer.text


def test_an_empty_index_says_where_to_begin(member, base):
    assert "还没有证据" in member.get(f"{base}/evidence").text
    assert "没有这样的条目" in member.get(f"{base}/evidence?show=lacking").text


def test_the_answering_page_counts_at_a_constant_price(member, base, statements):
    page = f"{base}/skills"
    statements.clear()
    member.get(page)
    before = len(statements)
    member.post(f"{base}/items/skills.1a/note", data={"words": "说明"})
    member.post(f"{base}/items/skills.1b/remark", data={"remark": "话"})
    statements.clear()
    assert "证据 1 份，发言 0 条" in member.get(page).text
    assert len(statements) == before <= 15


@pytest.mark.parametrize("path", ["items/skills.1a", "evidence"])
def test_pages_cost_the_same_however_much_there_is(member, base, statements, path):
    statements.clear()
    member.get(f"{base}/{path}")
    before = len(statements)
    for number in range(5):
        member.post(f"{base}/items/skills.1a/note", data={"words": f"说明 {number}"})
    statements.clear()
    member.get(f"{base}/{path}")
    assert len(statements) == before <= 15


def test_the_review_hints_at_what_deserves_a_second_look(member, base, answered):
    assert "值得再看一眼" not in member.get(f"{base}/review").text
    answered({"skills.1a": Chosen("full")})
    page = member.get(f"{base}/review").text
    assert "声明做到但没有证据" in page
    assert f"{base}/items/skills.1a" in page
    member.post(f"{base}/items/skills.1a/note", data={"words": "说明"})
    assert "声明做到但没有证据" not in member.get(f"{base}/review").text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (12_595, "12.3 KB"),
        (1024 * 1024, "1 MB"),
        (5 * 10**9, "4,768.4 MB"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_sizes_are_told_in_one_way_as_quotas_count_them(app, language, number, words):
    with app.test_request_context(f"/?lang={language}"):
        assert size(number) == words


def test_no_page_tells_a_size_in_another_way():
    pages = [page.read_text(encoding="utf-8") for page in files("maturity.templates").rglob("*.html")]
    assert len(pages) > 50
    assert [page for page in pages if "filesizeformat" in page] == []


def test_papers_of_the_checklist_are_listed_with_what_they_support_and_take_evidence(filled, member):
    base = filled()
    words = member.get(f"{base}/evidence").text
    assert "申报材料清单" in words
    assert "20 项中 0 项已登记材料" in words
    page = f"{base}/papers/e1"
    assert "支撑的条目" in member.get(page).text
    assert member.post(f"{page}/note", data={"words": MARKER}).status_code == 302
    assert member.post(f"{page}/link", data={"url": "https://a.example/licence", "name": "执照"}).status_code == 302
    assert member.post(f"{page}/files", data={"file": (BytesIO(PDF), "营业执照.pdf")}).status_code == 302
    wrong = member.post(f"{page}/link", data={"url": "javascript:alert(1)", "name": "留在这里"})
    assert (wrong.status_code, 'value="留在这里"' in wrong.text) == (400, True)
    shown = member.get(page).text
    assert "=cmd|&#39;/c&#39;!A1 &lt;b&gt;粗" in shown
    assert "营业执照.pdf" in shown
    index = member.get(f"{base}/evidence").text
    assert "20 项中 1 项已登记材料" in index
    gone = re.findall(r"/evidence/(\w{32})/remove", shown)
    answer = member.post(f"{base}/evidence/{gone[0]}/remove")
    assert answer.location.endswith("/papers/e1#evidence")
    assert member.get(f"{base}/papers/e99").status_code == 404
    assert "申报材料清单" not in member.get(f"{base}/evidence?show=lacking").text
