"""An archive of a hundred thousand rows keeps nobody waiting: others save while it is read, checked and unpacked."""

import json
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from maturity.errors import Refusal
from maturity.store import schema as tables
from maturity.store.accounts.people import add_person
from maturity.store.evidence.files import Files
from maturity.transfer import unpack
from maturity.transfer.keys import load_signer

from .test_transfer import changed, fill, known, other_place, packed, rewritten

MANY = 3000


def multiply(rows):
    rows[:] = [{**rows[0], "id": f"{number:032x}"} for number in range(MANY)]


@pytest.fixture
def swollen(sqlite_store, small, facts, tmp_path):
    good = packed(fill(sqlite_store, small, facts, tmp_path), tmp_path / "good.zip")
    return changed(good, tmp_path / "swollen.zip", rewritten("remarks", multiply))


@pytest.fixture
def importer(tmp_path, upgraded_sqlite):
    """(a store that notes when it is locked, files that refuse to be written then, a person)."""
    store, files = other_place(tmp_path, upgraded_sqlite)
    with store.write() as c:
        person = add_person(c, email="new@demo.example", name="新", role="enterprise")
    locked = []

    class Watched:
        read = store.read

        @contextmanager
        def write(self):
            with store.write() as c:
                locked.append(True)
                yield c
                locked.clear()

    class Outside(Files):
        def place(self, name, data):
            assert not locked
            return super().place(name, data)

    yield Watched(), Outside(files.folder), person, store
    store.close()


def test_the_database_is_locked_for_a_few_statements_only(swollen, importer, small, tmp_path):
    watched, files, person, store = importer
    told = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: told.append(args[2]))
    unpack(watched, files, person, swollen, known(small), load_signer(tmp_path / "own"))
    with store.read() as c:
        assert c.scalar(select(func.count()).select_from(tables.remarks)) == MANY
    assert sum("INTO remarks" in statement for statement in told) == 3
    assert len(told) < 150
    assert list(files.folder.glob("*/*"))


def test_a_row_in_the_middle_is_refused_by_its_number(swollen, importer, small, tmp_path):
    watched, files, person, store = importer

    def repeat(rows):
        rows[2222]["id"] = rows[7]["id"]

    path = changed(swollen, tmp_path / "twice.zip", rewritten("remarks", repeat))
    with pytest.raises(Refusal) as refusal:
        unpack(watched, files, person, path, known(small), load_signer(tmp_path / "own"))
    (problem,) = refusal.value.problems
    assert (problem.code, problem.place.row) == ("archive-row", 2223)
    with store.read() as c:
        assert c.scalar(select(func.count()).select_from(tables.organisations)) == 0
    assert not list(files.folder.glob("*/*"))


def test_more_rows_than_an_enterprise_has_are_refused_unless_they_are_only_attached(
    swollen, importer, small, tmp_path, monkeypatch
):
    watched, files, person, _ = importer
    monkeypatch.setattr("maturity.transfer.unpacking.MOST_RECORDS", 1000)
    with pytest.raises(Refusal, match="archive-bomb"):
        unpack(watched, files, person, swollen, known(small), load_signer(tmp_path / "own"))

    def lengthen(parts):
        rewritten("remarks", lambda rows: rows.__delitem__(slice(1, None)))(parts)
        rewritten("audit_log", lambda rows: rows.extend(rows * 200))(parts)
        assert len(json.loads(parts["data/audit_log.json"])) > 1000

    path = changed(swollen, tmp_path / "log.zip", lengthen)
    unpack(watched, files, person, path, known(small), load_signer(tmp_path / "own"))
