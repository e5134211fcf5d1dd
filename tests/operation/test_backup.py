"""A backup is of one moment, whole or not there, and every flipped bit of it is found."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from datetime import UTC, datetime

import pyrage
import pytest
from sqlalchemy import select

from maturity.errors import Refusal
from maturity.operation import backup as making
from maturity.operation.backup import make_backup
from maturity.operation.doctor import examine
from maturity.operation.latest import last_backup
from maturity.operation.restore import opened_backup
from maturity.store.accounts import attempts
from maturity.store.accounts.people import add_person
from maturity.store.copies import looking
from maturity.store.evidence.files import detach
from maturity.store.schema import attempts as counters

BOTH = pytest.mark.parametrize(
    "store", ["sqlite", pytest.param("postgresql", marks=pytest.mark.thorough)], indirect=True
)


def counts(store):
    with store.read() as c:
        return dict(c.execute(select(counters.c.bucket, counters.c.tries)).all())


def raise_both(store, name):
    with store.write() as c:
        attempts.count_attempt(c, f"{name} a", 3600)
        attempts.count_attempt(c, f"{name} b", 3600)


def code_of(caught):
    return caught.value.problems[0].code


def test_a_backup_under_load_is_of_one_moment_and_passes_the_doctor(here, small, elsewhere, bring, tmp_path):
    """Two counters that every transaction raises together, and evidence that comes and goes."""
    store, ours, ending, kept = here.store, here.world.ours, threading.Event(), here.put(b"stays")
    raise_both(store, "saves")

    def save():
        number = 0
        while not ending.is_set():
            raise_both(store, "saves")
            number += 1
            piece = here.put(f"{number}".encode())
            if number % 2:
                detach(store, here.files, ours.person, ours.assessment.id, small, piece.id)

    saver = threading.Thread(target=save)
    saver.start()
    before = set(counts(store).values())
    made = make_backup(store, here.data, tmp_path / "out.zip", verified=False)
    after = set(counts(store).values())
    ending.set()
    saver.join()
    assert made.problems == ()
    with elsewhere() as (copy, folder):
        bring(made.path, copy, folder)
        (found,) = set(counts(copy).values())
        assert max(before) <= found <= min(after)
        assert [check for check in examine(copy, folder) if not check.ok] == []
        assert (folder / "files" / kept.file[:2] / kept.file).read_bytes() == b"stays"
        assert (folder / "secret-key").read_text() == "k" * 40
        with copy.read() as c:
            rows = looking.row_counts(c)
        assert sum(rows.values()) == made.rows
        raise_both(copy, "later")
        with copy.write() as c:
            add_person(c, email="later@example.com", name="L", role="analyst")  # and its row in the audit log


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_every_flipped_bit_is_found(here, tmp_path):
    here.put(b"evidence")
    made = make_backup(here.store, here.data, tmp_path / "out.zip", verified=False)
    data, chance = made.path.read_bytes(), random.Random(1)
    places = [0, 10, len(data) - 1, len(data) - 70, *(chance.randrange(len(data)) for _ in range(60))]
    copy = tmp_path / "flipped.zip"
    for place in places:
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        copy.write_bytes(flipped)
        with pytest.raises(Refusal) as caught, opened_backup(copy, None, tmp_path):
            pass
        assert code_of(caught) in ("backup-damaged", "backup-unreadable"), place
    for length in (0, 10, len(data) // 2, len(data) - 1):
        copy.write_bytes(data[:length])
        with pytest.raises(Refusal), opened_backup(copy, None, tmp_path):
            pass


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_damaged_part_is_named(here, tmp_path):
    piece = here.put(b"a clear mark")
    made = make_backup(here.store, here.data, tmp_path / "out.zip", verified=False)
    data = made.path.read_bytes()
    made.path.write_bytes(data.replace(b"a clear mark", b"a clean mark"))
    with pytest.raises(Refusal) as caught, opened_backup(made.path, None, tmp_path):
        pass
    assert caught.value.problems[0].values["part"] == f"files/files/{piece.file[:2]}/{piece.file}"


@BOTH
def test_evidence_that_is_lost_or_changed_is_told_and_the_rest_backed_up(here, tmp_path):
    lost, changed = here.put(b"one"), here.put(b"two")
    here.files.path(lost.file).unlink()
    here.files.path(changed.file).write_bytes(b"owt")
    made = make_backup(here.store, here.data, tmp_path / "out.zip")
    assert {(problem.code, problem.values["file"]) for problem in made.problems} == {
        ("backup-lost", lost.file),
        ("files-changed", changed.file),
    }
    assert made.path.exists()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_is_temporary_and_earlier_backups_are_left_out(here):
    for name in ("exports/result.xlsx", "backups/old.zip", "files/ab/half.part", "x.lock", "audits/report.json"):
        path = here.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    made = make_backup(here.store, here.data, here.data / "backups" / "new.zip")
    names = [name for name in zipfile.ZipFile(made.path).namelist() if name.startswith("files/")]
    assert names == ["files/audits/report.json", "files/secret-key"]
    assert (made.path.stat().st_mode & 0o777, sorted(os.listdir(here.data / "backups"))) == (
        0o600,
        ["new.zip", "old.zip"],
    )
    assert abs((datetime.now(UTC) - last_backup(here.data)).total_seconds()) < 60


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_backup_that_fails_leaves_nothing(here, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "verify", fail)
    with pytest.raises(Refusal) as caught:
        make_backup(here.store, here.data, tmp_path / "out" / "out.zip")
    assert code_of(caught) == "files-full"
    assert os.listdir(tmp_path / "out") == []
    assert last_backup(here.data) is None


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_file_that_is_there_is_not_overwritten(here, tmp_path):
    (tmp_path / "out.zip").write_text("precious")
    with pytest.raises(Refusal) as caught:
        make_backup(here.store, here.data, tmp_path / "out.zip")
    assert code_of(caught) == "backup-exists"
    assert (tmp_path / "out.zip").read_text() == "precious"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_backup_that_is_killed_leaves_no_file_that_looks_like_one(here, tmp_path):
    """It is killed when all bytes are written, just before the file would get its name."""
    code = (
        "import sys, time; from pathlib import Path; from maturity.operation import backup\n"
        "from maturity.store import open_store\n"
        "backup._settle = lambda path, target: (print('written', flush=True), time.sleep(60))\n"
        "backup.make_backup(open_store(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))"
    )
    url, out = f"sqlite:///{here.store.engine.url.database}", tmp_path / "out"
    words = [sys.executable, "-c", code, url, str(here.data), str(out / "out.zip")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "written\n"
        process.send_signal(signal.SIGKILL)
    assert [name.rpartition(".")[2] for name in os.listdir(out)] == ["part"]
    assert last_backup(here.data) is None
    assert make_backup(here.store, here.data, out / "out.zip").path.exists()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_encrypted_backup_opens_with_the_key_of_a_recipient_alone(here, elsewhere, bring, tmp_path):
    mine, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    for name, key in (("mine", mine), ("other", other)):
        (tmp_path / name).write_text(f"# public key: {key.to_public()}\n{key}\n")
    here.put(b"a clear mark")
    made = make_backup(here.store, here.data, tmp_path / "out.zip.age", [str(mine.to_public())])
    data = made.path.read_bytes()
    assert data.startswith(b"age-encryption.org/v1")
    assert b"a clear mark" not in data
    for identity, code in ((None, "backup-encrypted"), (tmp_path / "other", "backup-identity")):
        with pytest.raises(Refusal) as caught, opened_backup(made.path, identity, tmp_path):
            pass
        assert code_of(caught) == code
    with elsewhere() as (copy, folder):
        bring(made.path, copy, folder, tmp_path / "mine")
        assert [check for check in examine(copy, folder) if not check.ok] == []
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    made.path.write_bytes(flipped)
    with pytest.raises(Refusal), opened_backup(made.path, tmp_path / "mine", tmp_path):
        pass
    assert not list(tmp_path.glob(".decrypted-*"))
    with pytest.raises(Refusal) as caught:
        make_backup(here.store, here.data, tmp_path / "b.age", ["age1nonsense"])
    assert code_of(caught) == "backup-recipient"


@BOTH
def test_a_trial_that_differs_is_no_backup(here, tmp_path, monkeypatch):
    seen = looking.row_counts
    monkeypatch.setattr(looking, "row_counts", lambda c: {**seen(c), "people": 99})
    monkeypatch.setattr(making, "copy_database", _told(making.copy_database, 98))
    with pytest.raises(Refusal) as caught:
        make_backup(here.store, here.data, tmp_path / "out" / "out.zip")
    assert code_of(caught) == "backup-unverified"
    assert os.listdir(tmp_path / "out") == []


def _told(copy, people):
    def do(*words):
        found = copy(*words)
        found.rows["people"] = people
        return found

    return do


@BOTH
def test_saving_goes_on_while_a_backup_is_made(here, tmp_path, monkeypatch):
    waits, written = [], making.Writer.finish

    def slowly(*words):
        begun = time.perf_counter()
        raise_both(here.store, "meanwhile")
        waits.append(time.perf_counter() - begun)
        written(*words)

    monkeypatch.setattr(making.Writer, "finish", slowly)
    make_backup(here.store, here.data, tmp_path / "out.zip", verified=False)
    assert len(waits) == 1
