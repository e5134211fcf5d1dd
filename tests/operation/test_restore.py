"""A backup is put into an empty place or replaces one; whatever fails, everything is as it was."""

import os

import pytest
from sqlalchemy import func, select

from maturity.errors import Busy, Refusal
from maturity.operation import restore as restoring
from maturity.operation.backup import make_backup
from maturity.store.accounts.people import add_person
from maturity.store.copies import placing
from maturity.store.schema import people

from .test_backup import BOTH


def count(store):
    with store.read() as c:
        return c.scalar(select(func.count()).select_from(people))


def code_of(caught):
    return caught.value.problems[0].code


@pytest.fixture
def made(here, tmp_path):
    here.put(b"evidence")
    return make_backup(here.store, here.data, tmp_path / "out.zip", verified=False)


@BOTH
def test_a_place_with_data_is_refused_and_replaced_when_asked(made, here, elsewhere, bring):
    with elsewhere() as (copy, folder):
        bring(made.path, copy, folder)
        with copy.write() as c:
            add_person(c, email="new@example.com", name="N", role="analyst")
        (folder / "mine.txt").write_text("mine")
        with pytest.raises(Refusal) as caught:
            bring(made.path, copy, folder)
        assert code_of(caught) == "restore-not-empty"
        assert count(copy) == 3
        aside = bring(made.path, copy, folder, replace=True)
        assert count(copy) == 2
        assert (aside / "mine.txt").read_text() == "mine"
        assert not (folder / "mine.txt").exists()
        assert sorted(os.listdir(folder / "files")) == sorted(os.listdir(here.data / "files"))


@BOTH
def test_a_restore_that_fails_leaves_everything_as_it_was(made, elsewhere, bring, monkeypatch):
    with elsewhere() as (copy, folder):
        bring(made.path, copy, folder)
        with copy.write() as c:
            add_person(c, email="new@example.com", name="N", role="analyst")
        before = sorted(os.listdir(folder))

        def fail(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(restoring, "_take_place" if copy.engine.dialect.name == "sqlite" else "_unpack", fail)
        monkeypatch.setattr(placing, "_count_on", fail)
        with pytest.raises(Busy) as caught:
            bring(made.path, copy, folder, replace=True)
        assert code_of(caught) == "files-full"
        assert count(copy) == 3
        assert sorted(os.listdir(folder)) == before


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_rows_that_fail_halfway_are_undone(made, elsewhere, bring, monkeypatch):
    with elsewhere() as (copy, folder):
        bring(made.path, copy, folder)
        with copy.write() as c:
            add_person(c, email="new@example.com", name="N", role="analyst")
        monkeypatch.setattr(placing, "_count_on", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring(made.path, copy, folder, replace=True)
        assert count(copy) == 3


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_the_other_kind_of_database_is_refused(made, postgresql_store, bring, tmp_path):
    with pytest.raises(Refusal) as caught:
        bring(made.path, postgresql_store, tmp_path / "new")
    assert code_of(caught) == "restore-kind"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_file_that_is_no_backup_is_told(bring, here, tmp_path):
    for name, content, code in (
        ("letter", b"Dear backup", "backup-unreadable"),
        ("missing", None, "intake-no-file"),
    ):
        if content:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(Refusal) as caught:
            bring(tmp_path / name, here.store, tmp_path / "new")
        assert code_of(caught) == code
