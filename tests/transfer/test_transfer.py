"""Everything of an organisation goes out, comes in elsewhere, and goes out again the same; every text is in it."""

import json
import shutil
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import Text, delete, func, select, update
from sqlalchemy.types import String

from maturity.answers import Chosen, NotApplicable
from maturity.errors import Forbidden, NotFound, Refusal
from maturity.questionnaire import only
from maturity.questionnaire.numeric.references import References, SetTitle
from maturity.report import Statement
from maturity.store import open_store
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person, find_person
from maturity.store.assessments import discussion, findings, opinions
from maturity.store.assessments.answers import save_answer
from maturity.store.assessments.assessments import assessment, start_assessment, tailor
from maturity.store.assessments.assignments import Assignment, assign
from maturity.store.assessments.assignments import AssignmentChange as Assigned
from maturity.store.assessments.findings import FindingChange as Found
from maturity.store.assessments.visits import mark_seen
from maturity.store.enterprises import deletion
from maturity.store.enterprises.lookup import organisation_id
from maturity.store.enterprises.organisations import add_member, sign_up
from maturity.store.evidence import evidence
from maturity.store.evidence.files import Files, Received, attach
from maturity.store.evidence.pieces import Link, Note
from maturity.store.origins import archive, imports
from maturity.store.origins.jsonschema import json_schema
from maturity.store.planning import actions, targets
from maturity.store.planning.targets import PlanChange as Planned
from maturity.store.planning.targets import Target
from maturity.store.questionnaires.references import bring_set, set_in_use
from maturity.store.schema import OPINION_LIMITS
from maturity.store.submissions.submissions import submit
from maturity.transfer import pack, row_schema, unpack
from maturity.transfer.keys import load_signer

from .. import attachments
from .rooms import hold_workshop

# Texts that are no words of anybody's: kinds, codes, ids, digests, names of files. Every other text column is planted.
CODES = {
    *("id", "role", "state", "kind", "item", "choice", "questionnaire", "questionnaire_version", "profile", "rule"),
    *(
        "digest",
        "sha256",
        "file",
        "media_type",
        "language",
        "action",
        "area",
        "division",
        "production_type",
        "ownership",
    ),
    *("day", "content"),  # of sets of reference values; the values are JSON
    *("paper", "subject", "value"),  # ids, and a number
    *("vote", "zone", "target", "question"),  # of workshops: a choice, the name of a time zone, kinds
    "entered",  # planted where there are such answers: tests/store/assessments/test_entered.py
    *("city", "credit_code", "vector", "origin", "held", "instance", "elsewhere"),
}
CHANGED = ("submitted_at", "submitted_by", "origin", "stated_level", "stated_at")


@pytest.fixture
def filled(store, small, facts, tmp_path):
    """What :func:`fill` gives, on both databases."""
    return fill(store, small, facts, tmp_path)


@pytest.fixture
def here(sqlite_store, small, facts, tmp_path):
    """The same on SQLite alone."""
    return fill(sqlite_store, small, facts, tmp_path)


def fill(store, small, facts, tmp_path):
    """(store, files, owner, organisation id, markers) of an enterprise with something everywhere."""
    files, found = Files(tmp_path / "files"), {}

    def plant(name):
        return found.setdefault(name, f"标记-{name}-=1+1 <b>&\"' 😀")

    with store.write() as c:
        owner = add_person(
            c, email="owner@demo.example", name=plant("people.name"), role="enterprise", password="quiet river lantern"
        )
        other = add_person(c, email="assessor@demo.example", name="示例评审员", role="consultant")
        firm = sign_up(c, facts(1, name=plant("organisations.name")), owner.id)
        add_member(c, firm.id, other.id, "assessor")
        old = start_assessment(c, owner, firm.id, small, "discrete", 2024)
        save_answer(c, owner, old.id, small, "skills.1a", Chosen("full"), plant("answers.comment"), 0)
        save_answer(c, owner, old.id, small, "skills.1b", NotApplicable(plant("answers.reason")), "", 0)
        save_answer(c, owner, old.id, small, "shape.1a", Chosen("none"), plant("answer_history.comment"), 0)
        save_answer(c, owner, old.id, small, "shape.1a", Chosen("most"), "", 1)
        tailor(c, owner, old.id, small, {"sales": plant("assessments.cuts")}, 1)
        submit(c, owner, old.id, small, 1)
        new = start_assessment(c, owner, firm.id, small, "discrete", 2025)
        save_answer(c, owner, new.id, small, "skills.1a", Chosen("full"), "", 0)
        evidence.add_evidence(c, owner, new.id, small, "skills.1a", Note(plant("evidence.words")))
        evidence.add_evidence(c, owner, new.id, small, "skills.1a", Link("https://demo.example/标记-evidence.url", ""))
        discussion.add_comment(c, other, new.id, small, "skills.1a", plant("remarks.words"))
        findings.record_findings(
            c,
            other,
            new.id,
            small,
            [Found("skills.1a", NotApplicable(plant("findings.reason")), plant("findings.words"), 0)],
        )
        texts = {name: plant(f"opinions.{name}") for name in OPINION_LIMITS}
        opinions.write_opinion(c, other, new.id, Statement(**texts), 0)
        assign(c, owner, new.id, small, [Assigned("skills", Assignment(owner.id, date(2026, 1, 2)), None)])
        targets.set_targets(c, owner, new.id, small, [Planned("skills", Target(2, date(2026, 2, 3)), 0)])
        actions.add_actions(
            c, owner, new.id, small, [actions.Draft(plant("actions.words"), None, "skills", plant("actions.owner"))]
        )
        begun = assessment(c, other, new.id)
        title = SetTitle(plant("reference_sets.name"), "2025-12-31", plant("reference_sets.source"), own=True)
        bring_set(c, other, begun, title, References())
        hold_workshop(c, owner, new.id, small, plant)
        mark_seen(c, other, new.id, new.created_at + timedelta(days=1))
    received = Received(plant("file"), "application/pdf", attachments.pdf())
    attach(store, files, owner, new.id, small, "skills.1a", [received])
    return store, files, owner, firm.id, found


def packed(filled, path):
    store, files, owner, id, _ = filled
    pack(store, files, owner, id, path, load_signer(path.parent))
    return path


def other_place(tmp_path, upgraded):
    file = tmp_path / "elsewhere.db"
    shutil.copy(upgraded, file)
    return open_store(f"sqlite:///{file}"), Files(tmp_path / "elsewhere-files")


def known(small):
    return only(small)


@pytest.mark.parametrize("signed", [True, False])
def test_the_round_trip_loses_nothing_and_believes_what_is_proved(filled, small, tmp_path, upgraded_sqlite, signed):
    first = packed(filled, tmp_path / "first.zip")
    store, files = other_place(tmp_path, upgraded_sqlite)
    there = load_signer(tmp_path if signed else tmp_path / "elsewhere")
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    id = unpack(store, files, person, first, known(small), there)
    assert id == filled[3]
    pack(store, files, person, id, tmp_path / "second.zip", there)
    one, two = ZipFile(first), ZipFile(tmp_path / "second.zip")
    names = {row["id"]: row["name"] for row in json.loads(one.read("data/people.json"))}
    kept = (
        "answers",
        "answer_history",
        "evidence",
        "remarks",
        "findings",
        "opinions",
        "estimates",
        "targets",
        "actions",
    )
    for table in kept:
        before, after = (json.loads(zip.read(f"data/{table}.json")) for zip in (one, two))
        wanted = [{**row, "by": person.id, "elsewhere": names[row["by"]]} for row in before]
        assert sorted(map(str, wanted)) == sorted(map(str, after)), table
    assert [name for name in one.namelist() if name.startswith("files/")] == [
        name for name in two.namelist() if name.startswith("files/")
    ]
    (before,), (after,) = (json.loads(zip.read("data/submissions.json")) for zip in (one, two))
    assert {**before, **{name: after[name] for name in CHANGED}} == after
    assert (after["origin"], after["stated_level"]) == ("proved" if signed else "waiting", before["level"])
    assert (after["submitted_at"] == before["submitted_at"]) is signed
    with store.read() as c:
        (brought,) = imports.imports_of(c, person, id)
        held = json.loads(imports.attachment(c, person, id, brought.id))
        log = c.execute(select(tables.audit_log.c.action, tables.audit_log.c.person_id)).all()
        open_one = held["reference_sets"][0]["assessment_id"]
        assert set_in_use(c, small.id, open_one) is None, "who is scored does not choose the measure"
    for table in ("audit_log", "memberships", "assignments", "visits", "submissions", "people", "reference_sets"):
        assert held[table] == json.loads(one.read(f"data/{table}.json")), table
    assert [row.action for row in log][-2:] == ["organisation.import", "organisation.export"]
    assert {row.person_id for row in log} <= {person.id, None}
    store.close()


def test_the_same_data_give_the_same_bytes(filled, tmp_path):
    first = packed(filled, tmp_path / "a.zip").read_bytes()
    with filled[0].write() as c:  # that the first one was taken is new in the log
        c.execute(delete(tables.audit_log).where(tables.audit_log.c.action == "organisation.export"))
    assert packed(filled, tmp_path / "b.zip").read_bytes() == first


def test_every_text_of_every_table_is_in_it(filled, tmp_path):
    package = ZipFile(packed(filled, tmp_path / "a.zip"))
    whole = "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())
    planted = {name: json.dumps(marker, ensure_ascii=False)[1:-1] for name, marker in filled[4].items()}
    assert [name for name, marker in planted.items() if marker not in whole] == []
    assert "https://demo.example/标记-evidence.url" in whole


def test_every_column_that_can_hold_words_is_planted():
    """A new text column fails here until it is planted above, or named a code."""
    words = {
        f"{table.name}.{column.name}"
        for table in archive.TABLES
        for column in table.columns
        if isinstance(column.type, String | Text) and column.name in archive.exported_columns(table)
        and column.name not in CODES
        and not column.foreign_keys and not column.name.endswith("_id")
    }  # fmt: skip
    same_words = {
        "submissions.name": "organisations.name",
        "people.email": "people.name",
        "evidence.url": "evidence.words",
    }
    same_words |= {"answer_history.reason": "answers.reason", "workshop_openings.reason": "answers.reason"}
    same_words |= {f"workshop_outcomes.{name}": f"workshop_items.{name}" for name in ("reason", "owner")}
    same_words |= {"workshop_seats.function": "function", "workshop_rooms.functions": "function"}
    same_words |= {"workshop_notes.signed": "workshop_seats.alias"}
    planted = {
        *("people.name", "organisations.name", "answers.comment", "answers.reason", "answer_history.comment"),
        *("evidence.words", "remarks.words", "findings.reason", "findings.words", "actions.words", "actions.owner"),
        *("reference_sets.name", "reference_sets.source"),
        *(f"opinions.{name}" for name in OPINION_LIMITS),
        *("workshop_rooms.title", "workshop_rooms.consultant", "function", "workshop_seats.alias"),
        *("workshop_notes.words", "workshop_items.reason", "workshop_items.owner"),
    }
    assert {same_words.get(name, name) for name in words} == planted


def test_no_secret_travels(filled, tmp_path):
    text = ZipFile(packed(filled, tmp_path / "a.zip")).read("data/people.json").decode()
    assert "password" not in text
    assert "stamp" not in text
    assert "argon2" not in text


def test_only_owners_take_it_along(filled, tmp_path, facts):
    store, files, _, id, _ = filled
    with store.write() as c:
        stranger = add_person(c, email="s@demo.example", name="外人", role="enterprise")
        assessor = find_person(c, "assessor@demo.example")
    with pytest.raises(NotFound):
        pack(store, files, stranger, id, tmp_path / "x.zip", load_signer(tmp_path))
    with pytest.raises(Forbidden):
        pack(store, files, assessor, id, tmp_path / "x.zip", load_signer(tmp_path))


def test_a_file_that_is_lost_is_named_not_left_out(filled, tmp_path):
    next(filled[1].folder.glob("*/*")).unlink()
    with pytest.raises(Refusal) as refusal:
        packed(filled, tmp_path / "a.zip")
    assert refusal.value.problems[0].code == "files-lost"


def changed(path, target, change):
    with ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    with ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def rewritten(table, change):
    """Rows changed, and the manifest made to fit: only the meaning is wrong then."""

    def do(parts):
        rows = json.loads(parts[f"data/{table}.json"])
        change(rows)
        parts[f"data/{table}.json"] = json.dumps(rows).encode()
        manifest = json.loads(parts["manifest.json"])
        manifest["tables"][table] = {"rows": len(rows), "sha256": sha256(parts[f"data/{table}.json"]).hexdigest()}
        parts["manifest.json"] = json.dumps(manifest).encode()

    return do


def parsed(data):
    """A table's bytes replaced, and the manifest made to fit."""

    def do(parts):
        parts["data/remarks.json"] = data
        manifest = json.loads(parts["manifest.json"])
        manifest["tables"]["remarks"] = {"rows": 1, "sha256": sha256(data).hexdigest()}
        parts["manifest.json"] = json.dumps(manifest).encode()

    return do


def _set(name, value):
    return lambda rows: rows[0].__setitem__(name, value)


HOSTILE = {
    "no manifest": (lambda parts: parts.pop("manifest.json"), "archive-foreign"),
    "a manifest that is no JSON": (lambda parts: parts.__setitem__("manifest.json", b"{"), "archive-foreign"),
    "another format": (
        lambda parts: parts.__setitem__(
            "manifest.json", parts["manifest.json"].replace(b"organisation/1", b"organisation/9")
        ),
        "archive-format",
    ),
    "a table missing": (lambda parts: parts.pop("data/remarks.json"), "archive-damaged"),
    "a part too many": (lambda parts: parts.__setitem__("data/more.json", b"x"), "archive-damaged"),
    "a part that leads elsewhere": (lambda parts: parts.__setitem__("../../etc/passwd", b"x"), "archive-unreadable"),
    "a row changed": (
        lambda parts: parts.__setitem__("data/remarks.json", parts["data/remarks.json"] + b" "),
        "archive-damaged",
    ),
    "a column too many": (rewritten("remarks", lambda rows: rows[0].__setitem__("evil", 1)), "archive-row"),
    "a column missing": (rewritten("remarks", lambda rows: rows[0].pop("words")), "archive-row"),
    "somebody else's assessment": (rewritten("answers", _set("assessment_id", "f" * 32)), "archive-row"),
    "somebody else's organisation": (rewritten("assessments", _set("organisation_id", "f" * 32)), "archive-row"),
    "an unknown person": (rewritten("answers", _set("by", "f" * 32)), "archive-row"),
    "two organisations": (rewritten("organisations", lambda rows: rows.append(dict(rows[0]))), "archive-row"),
    "another questionnaire": (rewritten("assessments", _set("questionnaire", "green")), "archive-questionnaire"),
    "another version": (rewritten("assessments", _set("questionnaire_version", "9")), "archive-questionnaire"),
    "an unknown choice": (rewritten("answers", _set("choice", "perfect")), "archive-row"),
    "an unknown item": (rewritten("answers", _set("item", "nothing.1a")), "archive-row"),
    "a script as link": (
        rewritten(
            "evidence",
            lambda rows: next(r for r in rows if r["kind"] == "link").__setitem__("url", "javascript:alert(1)"),
        ),
        "archive-row",
    ),
    "a page as file": (
        rewritten(
            "evidence", lambda rows: next(r for r in rows if r["kind"] == "file").__setitem__("media_type", "text/html")
        ),
        "archive-row",
    ),
    "a time that is none": (rewritten("remarks", _set("at", "yesterday")), "archive-row"),
    "a number of text": (rewritten("answers", _set("version", "1")), "archive-row"),
    "a number too large": (rewritten("answers", _set("version", 10**30)), "archive-row"),
    "a list for a text": (rewritten("remarks", _set("words", [])), "archive-row"),
    "an item that is a list": (rewritten("remarks", _set("item", [])), "archive-row"),
    "a file that is an object": (
        rewritten("evidence", lambda rows: next(r for r in rows if r["kind"] == "file").__setitem__("file", {"a": 1})),
        "archive-row",
    ),
    "half a letter": (rewritten("remarks", _set("words", "\ud800")), "archive-row"),
    "a profile that is none": (rewritten("assessments", _set("profile", "royal")), "archive-row"),
    "a division that is none": (rewritten("organisations", _set("division", "99")), "archive-row"),
    "JSON nested deep": (parsed(b"[" * 100_000 + b"]" * 100_000), "archive-damaged"),
    "a number of 5,000 digits": (parsed(b"[" + b"9" * 5_000 + b"]"), "archive-damaged"),
    "no number at all": (parsed(b"[NaN]"), "archive-damaged"),
    "a number out of range": (parsed(b'[{"detail": 1e999}]'), "archive-damaged"),
    "a table that is no list": (parsed(b"{}"), "archive-damaged"),
    "a forged level": (rewritten("submissions", _set("level", 5)), "archive-tampered"),
    "a forged answer": (
        rewritten("submissions", lambda rows: rows[0].__setitem__("vector", "00" * (len(rows[0]["vector"]) // 2))),
        "archive-tampered",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_was_tampered_with_is_refused_and_nothing_is_left(kind, here, small, tmp_path, upgraded_sqlite):
    change, code = HOSTILE[kind]
    path = changed(packed(here, tmp_path / "good.zip"), tmp_path / "bad.zip", change)
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    with pytest.raises(Refusal) as refusal:
        unpack(store, files, person, path, known(small), load_signer(tmp_path))
    assert refusal.value.problems[0].code == code
    with store.read() as c:
        assert c.scalar(select(func.count()).select_from(tables.organisations)) == 0
        assert c.scalar(select(func.count()).select_from(tables.people)) == 1
    assert not files.folder.exists() or not list(files.folder.glob("*/*"))
    store.close()


def test_an_archive_beyond_the_quota_is_refused(here, small, tmp_path, upgraded_sqlite, monkeypatch):
    path = packed(here, tmp_path / "a.zip")
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    monkeypatch.setenv("MATURITY_EVIDENCE_FILES", "0")
    with pytest.raises(Refusal, match="evidence-full"):
        unpack(store, files, person, path, known(small), load_signer(tmp_path))
    assert not files.folder.exists()
    store.close()


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_what_is_no_archive_is_refused(data, here, small, tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(Refusal) as refusal:
        unpack(here[0], here[1], here[2], path, known(small), load_signer(tmp_path))
    assert refusal.value.problems[0].code == "archive-unreadable"


def test_what_is_here_already_is_not_brought_in_twice(filled, small, tmp_path):
    path = packed(filled, tmp_path / "a.zip")
    with pytest.raises(Refusal) as refusal:
        unpack(filled[0], filled[1], filled[2], path, known(small), load_signer(tmp_path))
    assert refusal.value.problems[0].code == "archive-there"
    packed(filled, tmp_path / "b.zip")  # the files are still there


def test_a_confirmed_code_of_the_pilot_travels(here, small, tmp_path, upgraded_sqlite):
    pilot = "91350203M0009ABC50"
    with here[0].write() as c:
        c.execute(update(tables.organisations).values(credit_code=pilot))
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    unpack(store, files, person, packed(here, tmp_path / "a.zip"), known(small), load_signer(tmp_path))
    with store.read() as c:
        assert organisation_id(c, pilot) == here[3]
    store.close()


def test_after_the_purge_nothing_is_left_and_it_can_come_back(filled, small, tmp_path):
    store, files, owner, id, found = filled
    path = packed(filled, tmp_path / "a.zip")
    with store.write() as c:
        with pytest.raises(Refusal):
            deletion.request_deletion(c, owner, id, "别的名称")
        deletion.request_deletion(c, owner, id, found["organisations.name"])
    assert deletion.purge(store, files) == []
    with store.write() as c:
        deletion.cancel_deletion(c, owner, id)
        deletion.request_deletion(c, owner, id, found["organisations.name"])
        c.execute(update(tables.organisations).values(delete_after=datetime(2020, 1, 1, tzinfo=UTC)))
    assert deletion.purge(store, files) == [id]
    assert not list(files.folder.glob("*/*"))
    with store.read() as c:
        left = {
            table.name: c.scalar(select(func.count()).select_from(table))
            for table in tables.metadata.sorted_tables
            if table in archive.TABLES or table.name.startswith("workshop_")
            if table is not tables.people
        }
    assert {name: count for name, count in left.items() if count} == {"audit_log": left["audit_log"]}
    with store.read() as c:
        log = c.execute(select(tables.audit_log).where(tables.audit_log.c.organisation_id == id)).all()
    assert [row.action for row in log] == ["organisation.purge"]
    assert deletion.purge(store, files) == []
    assert unpack(store, files, owner, path, known(small), load_signer(tmp_path)) == id


def test_an_archive_of_before_a_column_had_its_name_is_read(here, small, tmp_path, upgraded_sqlite):
    """The innermost groups were once called as one questionnaire calls them."""

    def former(parts):
        manifest = json.loads(parts["manifest.json"])
        for name in ("assignments", "targets", "actions"):
            rows = json.loads(parts[f"data/{name}.json"])
            for row in rows:
                row["subdomain"] = row.pop("area")
            parts[f"data/{name}.json"] = json.dumps(rows).encode()
            manifest["tables"][name]["sha256"] = sha256(parts[f"data/{name}.json"]).hexdigest()
        del parts["data/reference_sets.json"], manifest["tables"]["reference_sets"]  # came later
        parts["manifest.json"] = json.dumps(manifest).encode()

    path = changed(packed(here, tmp_path / "new.zip"), tmp_path / "old.zip", former)
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    unpack(store, files, person, path, known(small), load_signer(tmp_path / "own"))
    with store.read() as c:
        kept = [c.scalars(select(table.c.area)).all() for table in (tables.targets, tables.actions)]
    assert kept == [["skills"], ["skills"]]
    store.close()


def test_the_schema_that_is_published_is_the_tables(filled, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    assert row_schema() == json_schema()
    package = ZipFile(packed(filled, tmp_path / "a.zip"))
    document = {table.name: json.loads(package.read(f"data/{table.name}.json")) for table in archive.TABLES}
    jsonschema.validate(document, row_schema(), cls=jsonschema.Draft202012Validator)
