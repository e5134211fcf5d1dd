"""The file of a SQLite store: private, and told when it is gone."""

import multiprocessing
import os
import stat
import subprocess
import sys

import pytest
from sqlalchemy import text

from maturity.errors import Busy
from maturity.store import open_store
from maturity.store.accounts.people import add_person


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def test_the_file_and_its_journals_are_their_owners_alone(tmp_path):
    path = tmp_path / "new.db"
    store = open_store(f"sqlite:///{path}")
    store.upgrade()
    with store.write() as c:
        c.execute(text("SELECT 1"))
        assert {mode(file) for file in tmp_path.glob("new.db*")} == {0o600}
        assert len(list(tmp_path.glob("new.db*"))) == 3
    store.close()


def test_a_file_of_an_earlier_version_becomes_private(sqlite_store):
    path = sqlite_store.engine.url.database
    os.chmod(path, 0o644)
    with sqlite_store.read():
        assert mode(path) == 0o600


def test_a_file_that_is_removed_is_unreachable_and_not_made_anew(sqlite_store, tmp_path):
    with sqlite_store.read():
        pass
    path = sqlite_store.engine.url.database
    os.rename(path, tmp_path / "away.db")
    for use in (sqlite_store.read, sqlite_store.write):
        with pytest.raises(Busy) as caught, use():
            pass
        assert caught.value.problems[0].code == "store-unreachable"
    assert not os.path.exists(path)
    os.rename(tmp_path / "away.db", path)
    with sqlite_store.write():
        pass


def elsewhere(path, query):
    """What another process reads, whose connection then is closed."""
    words = f"import sqlite3; c = sqlite3.connect({str(path)!r}); print(c.execute({query!r}).fetchone()[0]); c.close()"
    done = subprocess.run([sys.executable, "-c", words], check=True, capture_output=True, text=True)
    return int(done.stdout)


def test_what_is_written_is_there_for_other_processes_whenever_they_end(sqlite_store):
    """Closing the file drops all locks of a process on it: another one then takes the log of an open database away."""
    path, count = sqlite_store.engine.url.database, "SELECT count(*) FROM people"
    with sqlite_store.read(), sqlite_store.read():  # two connections, the second one made beside the first
        pass
    log = os.stat(f"{path}-wal").st_ino
    assert elsewhere(path, count) == 0
    assert os.stat(f"{path}-wal").st_ino == log, "the log in use is still there"
    with sqlite_store.write() as c:
        add_person(c, email="new@example.com", name="new", role="enterprise")
    assert elsewhere(path, count) == 1


def begin(url, gate, told):
    from maturity.commands.serve import prepare

    store = open_store(url)
    gate.wait()
    try:
        prepare(store)
        store.check()
        told.put("good")
    except Exception as error:
        told.put(repr(error))
    store.close()


def test_three_processes_that_start_first_at_once(tmp_path):
    spawn = multiprocessing.get_context("fork")
    gate, told = spawn.Barrier(3), spawn.Queue()
    url = f"sqlite:///{tmp_path}/new.db"
    processes = [spawn.Process(target=begin, args=(url, gate, told)) for _ in range(3)]
    for process in processes:
        process.start()
    assert [told.get(timeout=60) for _ in processes] == ["good"] * 3
    for process in processes:
        process.join()
