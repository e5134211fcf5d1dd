"""Archives that were signed once: sent again after an erasure, altered, or signed by whom nobody trusts any more."""

import json
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import select, update

from maturity.questionnaire import load
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person
from maturity.store.enterprises.deletion import purge
from maturity.store.enterprises.organisations import add_member
from maturity.store.evidence.files import FOLDER, Files
from maturity.store.origins import instances
from maturity.store.submissions.submissions import Record, add_graded
from maturity.store.types import now
from maturity.transfer import pack
from maturity.transfer.keys import load_signer

from ..transfer.test_transfer import other_place
from .conftest import NUMBERS

YEAR = 2035  # nobody else's


@pytest.fixture
def elsewhere(tmp_path, upgraded_sqlite, facts, items):
    """(archives of three enterprises of another installation, its public key)."""
    store, files = other_place(tmp_path, upgraded_sqlite)
    firms = [facts(40_000 + next(NUMBERS)) for _ in range(3)]
    signer, archives = load_signer(tmp_path / "elsewhere"), []
    with store.write() as c:
        owner = add_person(c, email="owner@demo.example", name="Owner", role="enterprise")
        add_graded(c, load(), [Record(firm, "discrete", YEAR, bytes([2]) * len(items)) for firm in firms])
        ids = list(c.scalars(select(tables.organisations.c.id)))
        for id in ids:
            add_member(c, id, owner.id, "owner")
    for number, id in enumerate(ids):
        path = tmp_path / f"{number}.zip"
        pack(store, files, owner, id, path, signer)
        archives.append((id, path.read_bytes()))
    store.close()
    return archives, signer.public


@pytest.fixture
def origin(operator):
    """`origin(id)`: where the submissions of an enterprise come from."""

    def do(id):
        with operator.read() as c:
            return c.scalar(select(tables.submissions.c.origin).where(tables.submissions.c.organisation_id == id))

    return do


def later(data):
    """The archive with a submission of another time, its digests made to fit, its signature as it was."""
    with ZipFile(BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "data/submissions.json"
    rows, manifest = json.loads(parts[name]), json.loads(parts["manifest.json"])
    rows[0]["submitted_at"] = "2099-01-01T00:00:00.000000+00:00"
    parts[name] = json.dumps(rows).encode()
    manifest["tables"]["submissions"]["sha256"] = sha256(parts[name]).hexdigest()
    parts["manifest.json"] = json.dumps(manifest).encode()
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return out.getvalue()


def test_a_signature_proves_what_was_signed_and_while_it_is_trusted(elsewhere, sign_up, operator, origin):
    archives, key = elsewhere
    browser = sign_up().browser
    (good, altered, late) = archives
    with operator.write() as c:
        instances.trust(c, key, f"示例省 {next(NUMBERS)}")
    assert browser.upload("/enterprises/import", "data", "a.zip", good[1]).status == 302
    assert browser.upload("/enterprises/import", "data", "a.zip", good[1]).status == 400
    browser.upload("/enterprises/import", "data", "a.zip", later(altered[1]))
    with operator.write() as c:
        instances.distrust(c, key)
    assert browser.upload("/enterprises/import", "data", "a.zip", late[1]).status == 302
    assert [origin(id) for id in (good[0], late[0])] == ["proved", "waiting"]
    assert origin(altered[0]) in (None, "waiting")


def test_an_enterprise_that_was_erased_does_not_come_back_by_itself(server, sign_up, items, operator, origin):
    owner, other = sign_up(), sign_up()
    base, firm = f"/assessments/{owner.assessment}", f"/enterprises/{owner.firm}"
    owner.browser.put(f"{base}/answers/{items[0]}", {"choice": "full", "version": 0}, "/password")
    assert owner.browser.send(f"{base}/submit", "/password", agreed="1").status == 302
    kept = owner.browser.get(f"{firm}/data.zip").data
    assert owner.browser.send(f"{firm}/delete", f"{firm}/data", name=owner.facts["name"]).status == 302
    mine = tables.organisations.c.id == owner.firm
    with operator.write() as c:
        c.execute(update(tables.organisations).where(mine).values(delete_after=now() - timedelta(days=1)))
    assert purge(operator, Files(server.folder / FOLDER)) == [owner.firm]
    for path in (base, firm, f"{firm}/data.zip", f"{firm}/log", f"{base}/questionnaire.xlsx", f"{base}/result"):
        assert owner.browser.get(path).status == 404, path
    with operator.read() as c:
        for table in tables.metadata.sorted_tables:
            columns = [column for column in table.c if column.name in ("organisation_id", "assessment_id")]
            for column in columns:
                found = c.execute(select(table).where(column.in_([owner.firm, owner.assessment]))).all()
                assert {row.action for row in found} <= {"organisation.purge"} if found else True, table.name
    assert other.browser.upload("/enterprises/import", "data", "a.zip", kept).status == 302
    assert origin(owner.firm) == "waiting"
