"""The way of a definition: mistakes, draft, publication, assessments, withdrawal; each step by an administrator."""

import html
import io
import re

import pytest
from sqlalchemy import func, select

from maturity.questionnaire import Catalogue, read
from maturity.store.questionnaires import library
from maturity.store.schema import audit_log, metadata
from maturity.web import create_app

from .conftest import FILE, NEXT

BROKEN = FILE.replace(b'score: "0.75"', b'score: "0.2"').replace(b"ropes.3a", b"rope.3a").replace(b'"50"', b'"51"', 1)


@pytest.fixture
def boss(client_of, town):
    return client_of(town.people["administrator"])


def send(client, file, name="harbour.yaml"):
    answer = client.post("/questionnaires", data={"definition": (io.BytesIO(file), name)})
    answer.request.environ["wsgi.input"].close()  # the client's own copy of a large body
    return answer


def words(answer):
    text = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", answer.text, flags=re.S)
    return " ".join(html.unescape(text).split())


def rows(store):
    with store.read() as c:
        return {table.name: c.scalar(select(func.count()).select_from(table)) for table in metadata.sorted_tables}


def test_a_file_with_mistakes_is_told_whole_and_nothing_of_it_is_kept(boss, sqlite_store):
    before = rows(sqlite_store)
    answer = send(boss, BROKEN)
    assert answer.status_code == 400
    page = words(answer)
    assert "没有保存任何内容" in page
    assert "找到 3 处错误" in page
    for row, line, what, remedy in (
        (7, "choices:", "不是从 1 递减到 0", "按得分从高到低排列"),
        (28, 'quay: {percent: "51", provenance: made up, confidence: own}', "之和是 101", "恰为 100"),
        (72, "- id: rope.3a", "“rope.3a”不以“ropes.”开头", "ropes.1a"),
    ):
        assert re.search(rf"第 {row} 行 {re.escape(line)} .*{what}.*{remedy}", page), row
    assert rows(sqlite_store) == before
    assert 'id="upload"' in answer.text
    assert 'href="/questionnaires?lang=en"' in answer.text, "another language, the same place"


def test_mistakes_of_structure_and_of_contents_are_told_together(boss):
    page = words(send(boss, BROKEN.replace(b"status: draft", b"status: drafted")))
    assert "找到 4 处错误" in page
    assert re.search(r"status: drafted.*不在允许的取值之内.*之和是 101.*“rope.3a”不以“ropes.”开头", page)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (b"", "缺少"),
        (b"title: [", "不是合法的 YAML"),
        (b"a: &x [1]\nb: *x", "锚点或别名"),
        (FILE.replace("靠泊".encode(), "靠泊".encode("gb18030"), 1), "不是 UTF-8"),
        (FILE.replace(b"method: ladder", b"method: rungs"), "“rungs”不在允许的取值之内"),
        (FILE.replace(b'en: "Harbour trial"', b'en: "Har\\0bour"'), "控制字符"),
        (b"x" * 2 * 1024 * 1024 + b"x" * 1024, "超过 2048 KB"),
    ],
    ids=["empty", "syntax", "aliases", "encoding", "method", "NUL", "size"],
)
def test_what_cannot_be_used_is_refused_by_name(boss, sqlite_store, file, told):
    before = rows(sqlite_store)
    answer = send(boss, file)
    assert answer.status_code == 400
    assert told in words(answer)
    assert rows(sqlite_store) == before


def test_shipped_questionnaires_without_levels_are_listed_and_offered_with_their_edition(boss, client_of, town):
    assert "绿色工厂创建自评" in words(boss.get("/questionnaires"))
    offered = words(client_of(town.people["enterprise"]).get("/assessments/new"))
    assert "586 号，绿色工厂评价要求）已被取代" in offered
    assert "绿色工厂" not in words(client_of(town.people["analyst"]).get("/publications", follow_redirects=True))


def test_no_file_and_a_file_beyond_every_limit(boss):
    assert "还没有选择文件" in words(boss.post("/questionnaires", data={}))
    assert send(boss, b"x" * 4 * 1024 * 1024).status_code == 413


def test_mistakes_name_ids_as_they_are_written(boss):
    text = FILE.replace(b"id: harbour", b"id: cmmm").replace(b"berths", b"organisation-strategy")
    answer = send(boss, text.replace(b"organisation-strategy.1b", b"organisation-strategy.1a"))
    assert "organisation-strategy.1a" in words(answer)


def test_markup_in_a_definition_stays_text(boss):
    odd = b"<script>alert(1)</script>"
    page = send(boss, FILE.replace(b"id: ropes.3a", b'id: "' + odd + b'"')).text
    assert odd.decode() not in page
    good = FILE.replace(b"Harbour trial", odd).replace(b"Berths: statement 1 holds.", odd)
    draft = send(boss, good).location
    for address in (draft, f"{draft}/preview", "/questionnaires"):
        assert odd.decode() not in boss.get(f"{address}?lang=en").text
        assert "&lt;script&gt;" in boss.get(f"{address}?lang=en").text


def test_a_good_file_becomes_a_draft_that_no_enterprise_sees(boss, member, sqlite_store):
    answer = send(boss, FILE)
    assert answer.status_code == 302
    page = words(boss.get(answer.location))
    assert "码头试验问卷 版本 1" in page
    assert "12 条，3 个等级，1 种权重方案" in page
    assert "草稿" in page
    assert "harbour" not in member.get("/assessments/new").text
    assert send(boss, FILE).location == answer.location, "sent twice, kept once"
    assert boss.get(f"{answer.location}/definition.yaml").data == FILE
    listed = words(boss.get("/questionnaires"))
    assert re.search(r"码头试验问卷 harbour 未核实 1 草稿 由管理员上传 12 3 1 0 [0-9a-f]{12}", listed)
    assert re.search(r"cmmm 未核实 2020\.1 供选用 随程序提供 217 5 2 0 [0-9a-f]{12}", listed)


def test_publishing_needs_a_yes_and_freezes(boss, member, town, sqlite_store):
    draft = send(boss, FILE).location
    refused = boss.post(f"{draft}/publish", data={})
    assert refused.status_code == 400
    assert "还没有确认" in words(refused)
    assert boss.post(f"{draft}/publish", data={"frozen": "1"}).location == "/questionnaires"
    assert "已发布，企业可以选用" in words(boss.get("/questionnaires"))
    assert boss.post(f"{draft}/publish", data={"frozen": "1"}).status_code == 409
    assert boss.post(f"{draft}/discard").status_code == 409
    other = send(boss, FILE.replace(b"Anchor up", b"Anchor weighed"))
    assert "这份文件不能上传" in words(other)
    assert "版本“1”已经有了，内容与此不同" in words(other)
    assert "新的版本号" in words(other)
    assert "已经发布过，内容完全相同" in words(send(boss, FILE))
    begun = member.post("/assessments/new?questionnaire=harbour", data={"organisation": town.mine.id, "year": "2025"})
    assert member.get(begun.location).status_code == 200
    assert "已开始 1 份" in words(boss.get(draft))
    with sqlite_store.read() as c:
        told = c.scalars(select(audit_log.c.action).where(audit_log.c.action.startswith("questionnaire."))).all()
    assert told == ["questionnaire.upload", "questionnaire.publish"]


def test_of_two_drafts_of_a_version_one_is_published_and_the_other_says_so(boss):
    first, second = send(boss, FILE).location, send(boss, FILE.replace(b"Anchor up", b"Anchor weighed")).location
    boss.post(f"{first}/publish", data={"frozen": "1"})
    assert "版本 1 已经发布过" in words(boss.get(second))
    assert boss.post(f"{second}/publish", data={"frozen": "1"}).status_code == 400
    assert boss.post(f"{second}/discard").status_code == 302
    assert boss.get(second).status_code == 404


def test_a_shipped_version_cannot_be_uploaded_with_other_words(boss):
    file = Catalogue().file("cmmm")
    assert "版本“2020.1”已经有了" in words(send(boss, file.replace("组织战略".encode(), "组织的战略".encode(), 1)))
    draft = send(boss, file.replace(b'version: "2020.1"', b'version: "2027.1"')).location
    assert "内容完全相同，只有版本号不同" in words(boss.get(draft))


def test_withdrawing_needs_a_reason_and_what_was_begun_goes_on(boss, member, town, publish):
    found = publish(FILE)
    begun = member.post("/assessments/new?questionnaire=harbour", data={"organisation": town.mine.id, "year": "2025"})
    page = f"/questionnaires/{found.id}"
    refused = boss.post(f"{page}/withdraw", data={"reason": " "})
    assert refused.status_code == 400
    assert "要写明理由" in words(refused)
    kept = boss.post(f"{page}/withdraw", data={"reason": "长" * 1001})
    assert "长" * 1001 in kept.text, "what was typed is there still"
    assert boss.post(f"{page}/withdraw", data={"reason": "条目有错"}).status_code == 302
    told = words(boss.get(page))
    assert "已停用" in told
    assert "条目有错" in told
    assert "harbour" not in member.get("/assessments/new").text
    assert member.get(f"{begun.location}/berths").status_code == 200
    assert boss.post(f"{page}/withdraw", data={"reason": "又一次"}).status_code == 409


@pytest.mark.parametrize(
    ("written", "told"),
    [(b"facts: []", "只要名称和统一社会信用代码"), (b"facts: [city, division]", "行业大类、所在城市")],
)
def test_the_page_says_which_facts_it_needs(boss, publish, written, told):
    page = words(boss.get(f"/questionnaires/{publish(FILE.replace(b'facts: []', written)).id}"))
    assert f"需要的企业信息 {told} 上传者" in page


def test_a_version_that_needs_other_facts_says_so(boss, publish):
    publish(FILE)
    found = publish(FILE.replace(b'version: "1"', b'version: "2"').replace(b"facts: []", b"facts: [city]"))
    assert "这些部分有变化：需要的企业信息" in words(boss.get(f"/questionnaires/{found.id}"))


def test_a_new_version_shows_what_it_changes(boss, publish):
    publish(FILE)
    text = NEXT.replace(b"Berths: statement 1 holds.", b"Berths: every berth is inspected.")
    text = text.replace(b"id: ropes.3a\n            level: 3", b"id: ropes.3a\n            level: 2")
    page = words(boss.get(send(boss, text.replace(b"id: drill.2a", b"id: drill.2b")).location + "?lang=en"))
    told = page.split("Compared with version 1")[1]
    for part in (
        "Parts that changed: levels Items added 1 drill.2b Drill L2.1 Drill: statement 2 holds.",
        "Items dropped 1 drill.2a",
        "Items reworded 1 Item Before Now Berths L1.1 berths.1a Berths: statement 1 holds. Berths: every berth",
        "Items moved to another place or level 1 ropes.3a Ropes L3.1 → Ropes L2.1",
    ):
        assert part in told, part
    assert "Compared" not in words(boss.get("/questionnaires?lang=en"))


def test_a_broken_file_of_the_folder_is_told_in_the_list(config, town, tmp_path):
    (tmp_path / "defs").mkdir()
    (tmp_path / "defs" / "harbour.yaml").write_bytes(BROKEN)
    app = create_app({**config, "QUESTIONNAIRE": None, "QUESTIONNAIRES": tmp_path / "defs"})
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{town.people['administrator'].id}.{town.people['administrator'].stamp}"
    page = words(client.get("/questionnaires"))
    assert "harbour — 3 处错误，没有提供" in page
    assert "第 72 行：条目编号“rope.3a”" in page
    assert str(tmp_path) not in page


def test_the_list_asks_as_much_for_many_as_for_few(boss, publish, statements):
    counts = []
    for file in (FILE, NEXT, NEXT.replace(b'version: "2"', b'version: "3"').replace(b"id: harbour", b"id: haven")):
        publish(file)
        boss.get("/questionnaires")
        statements.clear()
        boss.get("/questionnaires")
        counts.append(len(statements))
    assert len(set(counts)) == 1


@pytest.mark.parametrize("what", ["publish", "withdraw", "discard", ""])
def test_forms_need_their_token(config, town, publish, what):
    found = publish(FILE)
    client = create_app({**config, "QUESTIONNAIRE": None, "WTF_CSRF_ENABLED": True}).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{town.people['administrator'].id}.{town.people['administrator'].stamp}"
    address = f"/questionnaires/{found.id}/{what}" if what else "/questionnaires"
    assert client.post(address, data={"frozen": "1", "reason": "因为"}).status_code == 400


@pytest.mark.parametrize("role", ["enterprise", "consultant", "analyst"])
def test_nobody_else_opens_them(client_of, town, publish, role):
    found, client = publish(FILE), client_of(town.people[role])
    page = f"/questionnaires/{found.id}"
    for path in ("/questionnaires", page, f"{page}/preview", f"{page}/definition.yaml"):
        assert client.get(path).status_code == 403
    for path in ("/questionnaires", f"{page}/publish", f"{page}/withdraw", f"{page}/discard", f"{page}/preview"):
        assert client.post(path, data={}).status_code == 403


def test_a_definition_that_a_later_program_refuses_says_so(boss, publish, monkeypatch):
    found = publish(FILE)

    def refuses(text, source=""):
        return read(BROKEN.decode(), source)

    monkeypatch.setattr(library, "read", refuses)
    answer = boss.get(f"/questionnaires/{found.id}")
    assert answer.status_code == 400
    assert "rope.3a" in words(answer)
    assert boss.get("/questionnaires").status_code == 200
