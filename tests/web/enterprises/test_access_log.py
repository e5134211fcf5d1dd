"""The log of an enterprise: in plain words, for owners alone, with what people from outside looked at."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from maturity.answers import Chosen
from maturity.store.accounts import people, tokens
from maturity.store.assessments import findings
from maturity.store.assessments.findings import FindingChange
from maturity.store.enterprises import access_log, audit
from maturity.store.enterprises.organisations import add_member, remove_member
from maturity.store.publications import exports
from maturity.store.schema import audit_log
from maturity.store.types import now
from maturity.web.enterprises import log_formatting, view_log

STORE = Path(access_log.__file__).parents[1]


@pytest.fixture
def log(member, town):
    """`log(kind="seen")`: the text of the owner's page."""

    def read(client=member, **wish):
        answer = client.get(f"/enterprises/{town.mine.id}/log", query_string=wish)
        assert answer.status_code == 200
        return " ".join(re.sub(r"<[^>]+>", " ", answer.text.split("<ul class=")[1].split("</ul>")[0]).split())

    return read


def test_every_action_has_its_kind_and_its_sentence():
    known = {action for actions in access_log.KINDS.values() for action in actions}
    assert set(log_formatting._SENTENCES) == known
    assert set(log_formatting.KINDS) == set(access_log.KINDS)
    source = "".join(file.read_text(encoding="utf-8") for file in STORE.rglob("*.py") if file.name != "access_log.py")
    made = {action for action in known | set(access_log.HIDDEN) if f'"{action}"' in source}
    assert known - made == {"assessment.estimates", "assessment.targets"}  # made from the names of their tables
    placed = re.findall(r'audit\.record\(\s*c,\s*[\w.]+,\s*"([a-z.-]+)"(?=[^)]*organisation=)', source)
    assert set(placed) <= known | set(access_log.HIDDEN)


def test_every_page_of_an_assessment_belongs_to_a_part(app):
    blueprints = {
        rule.endpoint.partition(".")[0]
        for rule in app.url_map.iter_rules()
        if "aid" in rule.arguments and "GET" in rule.methods
    }
    assert blueprints == set(view_log.PARTS)
    assert set(view_log.PARTS.values()) == set(log_formatting.PARTS)


def test_what_outsiders_look_at_is_told_once_an_hour(client_of, town, log, sqlite_store, monkeypatch):
    with sqlite_store.write() as c:
        other = people.add_person(c, email="assessor@example.com", name="评审甲", role="enterprise")
        add_member(c, town.mine.id, other.id, "assessor")
    for who in (town.people["consultant"], other, town.people["enterprise"], town.stranger):
        for _ in range(3):
            client_of(who).get(f"/assessments/{town.open.id}")
    told = log(kind="seen")
    assert told.count("查看了答案") == 2
    assert "评审甲 查看了答案 2024 年评估" in told
    assert "consultant（咨询顾问） 查看了答案" in told
    assert client_of(town.people["consultant"]).get(f"/assessments/{town.foreign.id}").status_code == 404
    later = now() + audit.AGAIN
    monkeypatch.setattr(audit, "now", lambda: later)
    client_of(other).get(f"/assessments/{town.open.id}")
    assert log(kind="seen").count("查看了答案") == 3


def test_a_page_that_cannot_be_logged_does_not_open(client_of, town, monkeypatch):
    from maturity.errors import Busy, Problem

    def fail(*_):
        raise Busy(Problem("store-locked"))

    monkeypatch.setattr(view_log.views, "record_view", fail)
    assert client_of(town.people["consultant"]).get(f"/assessments/{town.open.id}").status_code == 503


def test_it_says_what_was_done_to_answers_findings_people_and_by_whom(town, log, client_of, sqlite_store, small):
    owner, boss = town.people["enterprise"], town.people["administrator"]
    with sqlite_store.write() as c:
        other = people.add_person(c, email="assessor@example.com", name="评审甲", role="consultant")
        add_member(c, town.mine.id, other.id, "assessor", by=owner.id)
        wishes = [FindingChange("skills.1a", Chosen("part"), "缺", 0), FindingChange("skills.1b", None, "缺", 0)]
        findings.record_findings(c, other, town.open.id, small, wishes)
        findings.record_findings(
            c,
            other,
            town.open.id,
            small,
            [FindingChange("skills.1a", None, "", 1), FindingChange("skills.1b", None, "有", 1)],
        )
        findings.record_findings(
            c, other, town.open.id, small, [FindingChange("skills.1a", None, "", 2)]
        )  # nothing new
        tokens.issue_token(c, "reset", other.id, 2, by=boss.id)
        tokens.issue_token(c, "reset", other.id, 2)  # asked for by the person: nobody else's doing
        remove_member(c, town.mine.id, other.id, by=owner.id)
        people.set_role(c, owner.id, "consultant", boss.id)
        wish = exports.ExportRequest("small", 2024, "all", "csv", "年度报告")
        request = exports.request_export(c, town.people["analyst"].id, wish)
        c.execute(exports.table.update().values(enterprises=1, approved_at=datetime.now(UTC)))
        exports.record_export(c, request.id, [town.mine.id])
    sent = {"choice-skills.1a": "full", "seen-skills.1a": "0-"}
    client_of(town.people["consultant"]).post(f"/assessments/{town.open.id}/skills", data=sent)
    client_of(owner).get(f"/enterprises/{town.mine.id}/data.zip").close()
    told = log()
    assert told.count("评审甲（现已不是成员） 记录了 2 条评审意见") == 1
    assert told.count("评审甲（现已不是成员） 修改了 1 条评审意见，撤回了 1 条评审意见") == 1
    assert told.count("administrator（系统管理员） 为 评审甲（现已不是成员） 生成了设置密码的链接") == 1
    assert "移除了成员 评审甲（现已不是成员）" in told
    assert "administrator（系统管理员） 把 enterprise（咨询顾问） 的账户角色由“企业成员”改为“咨询顾问”" in told
    assert "标准机构的一位分析员 导出了含本企业的统计明细（1 家企业，不含名称）。用途：年度报告" in told
    assert "consultant（咨询顾问） 填写或修改了答案" in told
    assert "下载了本企业的全部数据" in told
    assert "记录了" not in log(kind="people")
    assert "移除了" in log(kind="people")
    assert log(kind="exports").count("导出了") == 1


def test_months_and_pages_leave_nothing_out(town, log, member, sqlite_store, statements):
    with sqlite_store.write() as c:
        c.execute(audit_log.delete())
        for number in range(2 * access_log.PAGE + 5):  # at one moment: pages must not lose rows of the same time
            at = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
            audit.record(c, town.people["enterprise"].id, "organisation.update", organisation=town.mine.id)
            c.execute(update(audit_log).where(audit_log.c.detail == "{}").values(at=at, detail={"n": number}))
        late = {"at": datetime(2026, 3, 31, 16, 0, tzinfo=UTC), "action": "organisation.stay", "detail": {}}
        c.execute(insert(audit_log).values(organisation_id=town.mine.id, **late))
        theirs = {"at": late["at"], "action": "organisation.part", "detail": {}, "organisation_id": town.theirs.id}
        c.execute(insert(audit_log).values(**theirs))
    assert "撤销了删除申请" in log(month="2026-04")  # 16:00 UTC is midnight in Beijing
    assert "更改了企业信息" not in log(month="2026-04")
    assert "撤销了删除申请" not in log(month="2026-03")
    assert "没有符合条件的记录" in log(month="2026-05")
    assert "申请删除" not in log()
    assert all(log(month=wrong) for wrong in ("x", "2026-13", "0000-00", "9" * 19))
    path, seen_rows = f"/enterprises/{town.mine.id}/log?kind=enterprise", 0
    counts = []
    while path and len(counts) < 9:
        statements.clear()
        page = member.get(path).text
        counts.append(len(statements))
        seen_rows += page.count("更改了企业信息")
        following = re.search(r'class="button quiet" href="([^"]*)"', page)
        path = following and following[1].replace("&amp;", "&")
    assert seen_rows == 2 * access_log.PAGE + 5
    assert len(counts) == 3
    assert len(set(counts)) == 1


def test_only_owners_read_it(client_of, town):
    path = f"/enterprises/{town.mine.id}/log"
    assert client_of(town.people["consultant"]).get(path).status_code == 403
    assert client_of(town.stranger).get(path).status_code == 404


def test_the_addresses_of_the_bodys_staff_are_not_taken_along(town, sqlite_store):
    from maturity.store.origins import archive

    with sqlite_store.write() as c:
        people.set_role(c, town.people["enterprise"].id, "consultant", town.people["administrator"].id)
    with sqlite_store.read() as c:
        rows = archive.organisation_rows(c, town.mine.id)["people"]
        assert c.scalar(select(audit_log.c.id).where(audit_log.c.action == "person.set-role"))
    assert {row["name"]: bool(row["email"]) for row in rows}["administrator"] is False
