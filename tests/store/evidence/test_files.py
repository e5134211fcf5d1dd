"""Bytes and rows never disagree: whatever fails, both are there or neither is."""

import errno
import os
from hashlib import sha256

import pytest

from maturity.errors import Busy, Conflict, Forbidden, NotFound, Refusal
from maturity.store.accounts.people import add_person
from maturity.store.enterprises import organisations
from maturity.store.evidence import evidence
from maturity.store.evidence.files import Files, Received, attach, detach, fetch
from maturity.store.evidence.pieces import Note

DATA = b"%PDF-" + bytes(range(256)) * 100


@pytest.fixture
def folder(tmp_path):
    return Files(tmp_path / "files")


@pytest.fixture
def put(store, world, small, folder):
    def do(data=DATA, words="手册.pdf", item="skills.1a", person=None, questionnaire=small):
        received = [Received(words, "application/pdf", data)]
        who, aid = person or world.ours.person, world.ours.assessment.id
        (piece,) = attach(store, folder, who, aid, questionnaire, item, received)
        return piece

    return do


def on_disk(folder):
    return sorted(path.name for path in folder.folder.rglob("*") if path.is_file())


def rows(store, world):
    with store.read() as c:
        return evidence.evidence_about(c, world.ours.assessment, "skills.1a")


def test_several_files_are_stored_together_or_not_at_all(store, world, small, folder, monkeypatch):
    received = [Received(f"{number}.pdf", "application/pdf", DATA + bytes([number])) for number in range(3)]
    here = (store, folder, world.ours.person, world.ours.assessment.id, small, "skills.1a")
    monkeypatch.setattr(evidence, "MOST_PIECES", 2)
    with pytest.raises(Refusal, match="evidence-too-many"):
        attach(*here, received)
    assert on_disk(folder) == []
    assert rows(store, world) == []
    pieces = attach(*here, [received[0], received[1], received[0]])  # the same one twice is there once
    assert [piece.words for piece in rows(store, world)] == ["0.pdf", "1.pdf"]
    assert on_disk(folder) == sorted({piece.file for piece in pieces})


def test_a_file_comes_back_byte_for_byte(put, store, world, folder):
    piece = put()
    assert (piece.size, piece.sha256) == (len(DATA), sha256(DATA).hexdigest())
    assert fetch(store, folder, world.ours.person, world.ours.assessment.id, piece.id) == (piece, DATA)
    path = folder.folder / piece.file[:2] / piece.file
    assert path.read_bytes() == DATA
    assert path.stat().st_mode & 0o077 == 0
    assert on_disk(folder) == [piece.file]


def test_removing_takes_the_row_then_the_file(put, store, world, small, folder):
    kept, piece = put(words="另一份.pdf", data=DATA + b"2"), put()
    detach(store, folder, world.ours.person, world.ours.assessment.id, small, piece.id)
    assert on_disk(folder) == [kept.file]
    assert rows(store, world) == [kept]


def test_removing_a_note_touches_no_file(put, store, world, small, folder):
    put()
    with store.write() as c:
        note = evidence.add_evidence(c, world.ours.person, world.ours.assessment.id, small, "skills.1a", Note("说明"))
    detach(store, folder, world.ours.person, world.ours.assessment.id, small, note.id)
    assert len(on_disk(folder)) == 1
    with pytest.raises(NotFound):
        fetch(store, folder, world.ours.person, world.ours.assessment.id, note.id)


def test_the_same_file_sent_again_is_kept_once(put, store, world, folder):
    first = put()
    assert put() == first
    assert on_disk(folder) == [first.file]
    assert rows(store, world) == [first]


def test_what_the_store_refuses_leaves_no_file(put, store, world, folder, monkeypatch):
    with pytest.raises(Refusal, match="answer-unknown-item"):
        put(item="skills.9z")
    monkeypatch.setenv("MATURITY_EVIDENCE_MB", "0")
    with pytest.raises(Refusal, match="evidence-full"):
        put()
    assert on_disk(folder) == []
    assert rows(store, world) == []


def test_a_failed_commit_leaves_no_file(put, store, world, folder, monkeypatch):
    def fail(*args, **values):
        raise RuntimeError("power cut")

    monkeypatch.setattr(evidence.audit, "record", fail)
    with pytest.raises(RuntimeError):
        put()
    assert on_disk(folder) == []
    assert rows(store, world) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "files-full"), (errno.EDQUOT, "files-full"), (errno.EIO, "files-unwritable")],
)
@pytest.mark.parametrize("step", ["open", "fsync", "link"])
def test_a_disk_that_fails_keeps_nothing_half(put, store, world, folder, monkeypatch, number, code, step):
    def fail(*args, **values):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as broken:
        broken.setattr(os, step, fail)
        with pytest.raises(Busy) as caught:
            put()
    assert caught.value.problems[0].code == code
    assert caught.value.status == 503
    assert on_disk(folder) == []
    assert rows(store, world) == []
    put()


def test_no_file_is_written_over_another(folder):
    name = folder.keep(DATA)
    with pytest.raises(Busy, match="files-unwritable"):
        folder.place(name, b"other")
    assert folder.read(name) == DATA
    assert [path.name for path in folder.folder.glob("*/*")] == [name]


def test_a_folder_that_cannot_be_made_is_reported(put, store, world, folder):
    folder.folder.parent.mkdir(exist_ok=True)
    folder.folder.write_text("in the way")
    with pytest.raises(Busy, match="files-unwritable"):
        put()
    assert rows(store, world) == []


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(DATA[:-1] + b"x")])
def test_a_file_that_is_lost_or_changed_is_reported(put, store, world, folder, harm):
    piece = put()
    harm(folder.path(piece.file))
    with pytest.raises(NotFound) as caught:
        fetch(store, folder, world.ours.person, world.ours.assessment.id, piece.id)
    assert caught.value.problems[0].code == "files-lost"
    assert "手册.pdf" in caught.value.problems[0].message("zh")


def test_a_lost_file_can_still_be_removed(put, store, world, small, folder):
    piece = put()
    folder.path(piece.file).unlink()
    detach(store, folder, world.ours.person, world.ours.assessment.id, small, piece.id)
    assert rows(store, world) == []


@pytest.mark.parametrize("role", ["viewer", "assessor"])
def test_who_may_not_write_never_touches_the_disk(put, store, world, folder, role):
    with store.write() as c:
        guest = add_person(c, email="guest@example.com", name="Guest", role="consultant")
        organisations.add_member(c, world.ours.organisation.id, guest.id, role)
    with pytest.raises(Forbidden):
        put(person=guest)
    with pytest.raises(NotFound):
        put(person=world.theirs.person)
    assert not folder.folder.exists()


def test_a_submitted_assessment_takes_no_file(put, store, world, small, folder):
    from maturity.answers import Chosen
    from maturity.store.assessments.answers import save_answer
    from maturity.store.submissions.submissions import submit

    with store.write() as c:
        save_answer(c, world.ours.person, world.ours.assessment.id, small, "skills.1a", Chosen("full"), "", 0)
        submit(c, world.ours.person, world.ours.assessment.id, small, 1)
    with pytest.raises(Conflict, match="answer-frozen"):
        put()
    assert on_disk(folder) == []


def test_a_foreign_file_does_not_exist(put, store, world, folder):
    piece = put()
    for aid in (world.ours.assessment.id, world.theirs.assessment.id):
        with pytest.raises(NotFound):
            fetch(store, folder, world.theirs.person, aid, piece.id)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 32, "0" * 31, "0" * 32 + "\n", "x/" + "0" * 30])
def test_only_our_own_names_are_opened(folder, name):
    with pytest.raises(ValueError, match="not the name"):
        folder.path(name)
