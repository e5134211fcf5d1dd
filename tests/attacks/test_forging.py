"""Somebody who signed up brings in an archive that was forged line by line, by the page."""

import json
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from maturity.answers import Chosen
from maturity.questionnaire import load
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person
from maturity.store.assessments import findings
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member
from maturity.store.submissions.snapshots import snapshot
from maturity.store.submissions.submissions import Record, add_graded
from maturity.transfer import pack
from maturity.transfer.keys import load_signer

from ..transfer.test_forged import forge
from ..transfer.test_transfer import changed, other_place
from .conftest import NUMBERS, PASSWORD

YEAR = 2031  # nobody else's


@pytest.fixture
def forged(tmp_path, upgraded_sqlite, facts, items):
    """(the forged archive, the name of its enterprise): level 5 over "none", a finding in an assessor's name."""
    store, files = other_place(tmp_path, upgraded_sqlite)
    firm = facts(70_000 + next(NUMBERS))
    with store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="Owner", role="enterprise")
        other = add_person(c, email="assessor@demo.example", name="示例评审员", role="consultant")
        add_graded(c, load(), [Record(firm, "discrete", YEAR, bytes([4]) * len(items))])
        oid = c.scalar(select(tables.organisations.c.id))
        add_member(c, oid, owner.id, "owner")
        add_member(c, oid, other.id, "assessor")
        new = start_assessment(c, owner, oid, load(), "discrete", YEAR + 1)
        wish = findings.FindingChange(items[0], Chosen("full"), "现场看过，全部满足", 0)
        findings.record_findings(c, other, new.id, load(), [wish])
    pack(store, files, owner, oid, tmp_path / "good.zip", load_signer(tmp_path / "elsewhere"))
    store.close()

    def do(parts):
        rows = json.loads(parts["data/people.json"])
        boss = next(row for row in rows if row["email"].startswith("assessor"))
        boss["name"] = "某评审组长"
        parts["data/people.json"] = json.dumps(rows).encode()
        forge(parts)

    return changed(tmp_path / "good.zip", tmp_path / "forged.zip", do).read_bytes(), firm.name


def test_a_forged_archive_gains_nothing(forged, sign_up, staff, visitor, operator):
    data, name = forged
    mallory, analyst = sign_up(), staff("analyst")
    with operator.read() as c:
        count = select(func.count()).select_from(tables.people)
        accounts = c.scalar(count)
    answer = mallory.browser.upload("/enterprises/import", "data", "forged.zip", data)
    assert answer.status == 302

    claims = analyst.get("/brought-in").text
    row = next(part for part in claims.split("<tr>") if name in part)
    assert re.findall(r"<td[^>]*>([05])", row) == ["0", "5"]  # by its answers, and as it was stated
    with operator.read() as c:
        assert len(snapshot(c, load(), YEAR).matrix) == 0
        assert c.scalar(count) == accounts
        assert c.scalar(select(func.min(tables.audit_log.c.at))) > datetime(2020, 1, 1, tzinfo=UTC)
        found = c.execute(select(tables.findings).where(tables.findings.c.elsewhere != "")).all()
    assert {one.elsewhere for one in found} == {"某评审组长"}
    (firm,) = set(re.findall(r"/enterprises/([0-9a-f]{32})", mallory.browser.get("/").text)) - {mallory.firm}
    members = mallory.browser.get(f"/enterprises/{firm}/members").text
    assert "某局长" not in members
    assert "某评审组长" not in members
    for email in ("boss@demo.example", "assessor@demo.example"):
        assert visitor().sign_in(email, PASSWORD).status == 400


def test_the_same_archive_twice_and_on_somebody_elses_is_refused(sign_up):
    owner, mallory = sign_up(), sign_up()
    taken = owner.browser.get(f"/enterprises/{owner.firm}/data.zip")
    assert taken.status == 200
    answer = mallory.browser.upload("/enterprises/import", "data", "a.zip", taken.data)
    assert answer.status == 400
    assert mallory.browser.get(f"/assessments/{owner.assessment}").status == 404
    assert owner.browser.get(f"/assessments/{owner.assessment}").status == 200


def test_nobody_becomes_a_member_without_a_yes_and_nobody_learns_who_has_an_account(sign_up, visitor):
    owner, other = sign_up(), sign_up()
    page = f"/enterprises/{owner.firm}/members"
    told = []
    for email in (other.email, "nobody-here@demo.example"):
        answer = owner.browser.send(f"/enterprises/{owner.firm}/invitations", page, email=email, role="editor")
        assert answer.status == 200
        kept = re.sub(r"/join/[\w-]+|[0-9a-f]{32}|nonce[^ >]*|value=\"[^\"]*\"", "", answer.text)
        told.append(len(re.sub(r"(?s)<table.*?</table>", "", kept)))
    assert other.browser.get(f"/assessments/{owner.assessment}").status == 404
    assert other.facts["person_name"] not in owner.browser.get(page).text
    again = visitor().send("/sign-up", **{**owner.facts, "email": other.email, "credit_code": ""})
    assert again.status in (200, 400)
    link = re.search(r"/join/[\w-]+", answer.text)[0]
    assert other.browser.send(link).status == 302
    assert other.browser.get(f"/assessments/{owner.assessment}").status == 200
