"""Every fault that is planted is found, by its place and with a remedy; nothing else is."""

import os
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pytest

from maturity.operation import doctor
from maturity.operation.doctor import examine
from maturity.operation.latest import record
from maturity.store import open_store
from maturity.store.copies import looking


def found(store, data, **words):
    return {
        (check.name, problem.code, str(problem.place))
        for check in examine(store, data, **words)
        for problem in check.problems
    }


@pytest.fixture(autouse=True)
def backed_up(here):
    record(here.data, here.data / "b.zip", datetime.now(UTC))


def test_an_installation_in_order_has_no_finding(here):
    here.put(b"evidence")
    assert found(here.store, here.data) == set()


@pytest.mark.parametrize("bit", [0, 40])
def test_a_flipped_bit_of_evidence_is_found_by_reading_and_a_lost_byte_by_looking(here, bit):
    piece = here.put(b"evidence")
    path = here.files.path(piece.file)
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)
    place = f"files/{piece.file[:2]}/{piece.file}"
    assert found(here.store, here.data) == {("evidence", "files-changed", place)}
    assert found(here.store, here.data, quick=True) == set()
    path.write_bytes(data[:-1])
    assert found(here.store, here.data, quick=True) == {("evidence", "files-changed", place)}
    path.unlink()
    assert found(here.store, here.data, quick=True) == {("evidence", "backup-lost", place)}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_what_else_can_be_wrong(here, monkeypatch):
    usage, data = namedtuple("Usage", "free"), here.data
    monkeypatch.setenv("MATURITY_PROXY", "1")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda folder: usage(5 * 1024**2))
    monkeypatch.setattr(looking, "seconds_apart", lambda c, here: 7.2)
    (data / ".restoring-abc").mkdir()
    (data / "secret-key").chmod(0o644)
    record(data, data / "b.zip", datetime.now(UTC) - timedelta(days=9))
    assert found(here.store, data) == {
        ("settings", "setting-unknown", "MATURITY_PROXY"),
        ("disk", "doctor-disk", str(data)),
        ("clock", "doctor-clock", ""),
        ("files", "restore-unfinished", f"{data}/.restoring-abc"),
        ("files", "doctor-open", f"{data}/secret-key"),
        ("backups", "backup-old", ""),
    }


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_database_that_is_away_old_or_damaged_is_told_and_the_other_checks_go_on(here, tmp_path):
    away = open_store(f"sqlite:///{tmp_path}/no/such.db")
    assert {(name, code) for name, code, _ in found(away, here.data)} == {
        (name, "store-unreachable") for name in ("database", "evidence", "clock")
    }
    empty = open_store(f"sqlite:///{tmp_path}/empty.db")
    assert ("database", "store-not-created", "") in found(empty, here.data)
    path = here.store.engine.url.database
    here.store.close()
    size = os.path.getsize(path)
    with open(path, "r+b") as file:
        file.seek(size // 2)
        file.write(os.urandom(20_000))
    assert ("database", "store-damaged", "") in found(here.store, here.data)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_missing_data_folder_is_told(here, tmp_path):
    names = {(name, code) for name, code, _ in found(here.store, tmp_path / "nowhere")}
    assert {("files", "doctor-unreadable"), ("disk", "doctor-unreadable"), ("backups", "backup-none")} <= names
