"""Somebody who signed up brings in an archive that was forged line by line, and gains nothing by it."""

import json
from hashlib import sha256

import pytest
from sqlalchemy import func, select, update

from maturity.publication.graded_again import graded_year
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person, find_person
from maturity.store.assessments import findings
from maturity.store.assessments.assessments import assessments_of
from maturity.store.enterprises.lookup import submission_years
from maturity.store.origins import imports, origins
from maturity.store.submissions.frozen import digest, submission_from_row, submission_row
from maturity.store.submissions.snapshots import assessor_values, snapshot
from maturity.store.submissions.submissions import submission
from maturity.transfer import unpack
from maturity.transfer.keys import load_signer

from .test_transfer import changed, fill, known, other_place, packed


@pytest.fixture
def brought(sqlite_store, small, facts, tmp_path, upgraded_sqlite):
    """(store, importer): the forged archive was brought in where one account holds a membership's address."""
    path = packed(fill(sqlite_store, small, facts, tmp_path), tmp_path / "good.zip")
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        add_person(c, email="assessor@demo.example", name="真评审员", role="consultant")
        importer = add_person(c, email="mallory@demo.example", name="导入者", role="enterprise")
    forged = changed(path, tmp_path / "forged.zip", forge)
    unpack(store, files, importer, forged, known(small), load_signer(tmp_path / "own"))
    yield store, importer
    store.close()


def forge(parts):
    """Level 5 over answers "none", with a digest that fits; a log of 2019; a member and an address of anybody."""
    rows = {name: json.loads(data) for name, data in parts.items() if name.startswith("data/")}
    (row,) = rows["data/submissions.json"]
    row["level"], row["gated_level"], row["score"] = 5, 5, 5.0
    row["vector"] = "".join("04" if code != "00" else code for code in bytes.fromhex(row["vector"]).hex(" ").split())
    row["reasons"] = {}
    row["submitted_at"] = "2099-01-01T00:00:00.000000+00:00"
    row["digest"] = digest(submission_from_row(_typed(row)).content)
    boss = {**rows["data/people.json"][0], "id": "e" * 32, "email": "boss@demo.example", "name": "某局长"}
    rows["data/people.json"].append({**boss, "role": "administrator"})
    oid = rows["data/organisations.json"][0]["id"]
    rows["data/organisations.json"][0]["compared"] = True
    rows["data/memberships.json"].append({"organisation_id": oid, "person_id": "e" * 32, "role": "owner"})
    old = {**rows["data/audit_log.json"][0], "at": "2019-05-05T00:00:00.000000+00:00", "person_id": "e" * 32}
    rows["data/audit_log.json"].append(old)
    manifest = json.loads(parts["manifest.json"])
    for name, found in rows.items():
        parts[name] = json.dumps(found).encode()
        manifest["tables"][name[5:-5]] = {"rows": len(found), "sha256": sha256(parts[name]).hexdigest()}
    parts["manifest.json"] = json.dumps(manifest).encode()


def _typed(row):
    from types import SimpleNamespace

    from maturity.store.origins.row_values import from_json

    return SimpleNamespace(**{name: from_json(tables.submissions.c[name], value) for name, value in row.items()})


def test_the_level_follows_from_the_answers_and_counts_nowhere(brought, small):
    store, importer = brought
    with store.read() as c:
        old = next(one for one in assessments_of(c, importer) if one.state == "submitted")
        found = submission(c, importer, old.id)
        assert (found.content.figures.level, found.origin, found.counts) == (0, origins.WAITING, False)
        assert found.submitted_at.year < 2099
        taken = snapshot(c, small, 2024)
        assert (len(taken.matrix), taken.left_out.elsewhere) == (0, 1)
        assert submission_years(c, small) == {}
        assert not c.scalar(select(tables.organisations.c.compared))


def test_findings_of_elsewhere_are_marked_and_nobodys_here(brought, small):
    store, importer = brought
    with store.write() as c:
        for one in assessments_of(c, importer):
            for finding in findings.findings_of(c, one).values():
                assert isinstance(finding.by, origins.ExternalAuthor)
        (claim,) = imports.external_submissions(c, origins.WAITING)
        imports.decide_submission(
            c, importer, claim.id, accepted=True
        )  # even accepted, no assessor of this instance found it
        c.execute(update(tables.findings).values(assessment_id=next(
            one.id for one in assessments_of(c, importer) if one.state == "submitted"
        )))  # fmt: skip
        taken = snapshot(c, small, 2024)
        assert len(taken.matrix) == 1
        assert not len(assessor_values(c, small, taken)[0])


def test_nobody_gets_an_account_a_membership_or_a_line_in_the_log(brought):
    store, importer = brought
    with store.write() as c:
        assert c.scalars(select(tables.memberships.c.person_id)).all() == [importer.id]
        assert c.scalar(select(func.count()).select_from(tables.people)) == 2
        assert find_person(c, "boss@demo.example") is None
        add_person(c, email="boss@demo.example", name="某局长", role="enterprise")  # may still sign up
        log = c.execute(select(tables.audit_log)).all()
    assert {row.person_id for row in log} <= {importer.id, None}
    assert min(row.at for row in log).year > 2019


def test_accepting_and_refusing_are_logged_and_decide_what_counts(brought, small):
    store, importer = brought
    for accepted, count in ((True, 1), (True, 1), (False, 0)):
        with store.write() as c:
            (claim,) = (one for origin in origins.ORIGINS[1:] for one in imports.external_submissions(c, origin))
            assert (claim.level, claim.stated, claim.instance) == (0, 5, None)
            imports.decide_submission(c, importer, claim.id, accepted=accepted)
            assert len(snapshot(c, small, 2024).matrix) == count
    with store.read() as c:
        told = c.scalars(select(tables.audit_log.c.action).order_by(tables.audit_log.c.id)).all()
    assert told[-2:] == ["submission.accept", "submission.refuse"]


def test_a_level_that_was_forged_before_stops_no_publication(brought, small, facts):
    store, importer = brought
    with store.write() as c:
        (claim,) = imports.external_submissions(c, origins.WAITING)
        imports.decide_submission(c, importer, claim.id, accepted=True)
        row = c.execute(select(tables.submissions)).one()
        twin = submission_from_row(row)
        firm = c.execute(select(tables.organisations)).one()._asdict()
        c.execute(tables.organisations.insert().values({**firm, "id": "a" * 32, "credit_code": facts(2).credit_code}))
        round_ = c.execute(select(tables.assessments).where(tables.assessments.c.state == "submitted")).one()._asdict()
        new = {"id": "b" * 32, "organisation_id": "a" * 32}
        c.execute(tables.assessments.insert().values({**round_, **new}))
        values = {**submission_row(twin), **new, "assessment_id": "b" * 32, "origin": "", "level": 5}
        c.execute(tables.submissions.insert().values(values))
    found = graded_year(store, small, 2024)
    assert len(found.snapshot.matrix) == 1
    assert len(found.snapshot.left_out.differing) == 1
