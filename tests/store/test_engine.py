import os
import sqlite3
import subprocess
import sys
import threading

import pytest
from sqlalchemy import func, insert, select, text

from maturity.answers import Chosen
from maturity.errors import Busy, Refusal
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers
from maturity.store.schema import audit_log, people


def code_of(caught):
    return caught.value.problems[0].code


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "postgresql://h:port/d"]
)
def test_other_addresses_are_refused(url):
    with pytest.raises(Refusal) as caught:
        open_store(url)
    assert code_of(caught) == "store-url"


def test_a_refused_address_keeps_its_password_to_itself():
    with pytest.raises(Refusal) as caught:
        open_store("mysql://me:hunter2@host/db")
    assert "hunter2" not in "".join(caught.value.lines("zh"))


def test_an_exception_undoes_the_whole_block(store):
    def work():
        with store.write() as c:
            add_person(c, email="a@example.com", name="A", role="analyst")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    with store.read() as c:
        assert c.scalar(select(func.count()).select_from(people)) == 0
        assert c.scalar(select(func.count()).select_from(audit_log)) == 0


def test_reading_cannot_write(store):
    with pytest.raises(Busy) as caught, store.read() as c:
        c.execute(insert(people).values(id="x" * 32))
    assert code_of(caught) == "store-read-only"


def test_all_queries_of_a_read_see_one_moment(store):
    with store.read() as c:
        before = c.scalar(select(func.count()).select_from(people))
        with store.write() as other:
            add_person(other, email="a@example.com", name="A", role="analyst")
        assert c.scalar(select(func.count()).select_from(people)) == before


def test_sqlite_keeps_what_it_acknowledged(sqlite_store):
    with sqlite_store.read() as c:
        assert c.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert c.scalar(text("PRAGMA journal_mode")) == "wal"
        assert c.scalar(text("PRAGMA foreign_keys")) == 1


def test_references_are_watched_again_after_an_upgrade(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/new.db")
    store.upgrade()
    with store.read() as c:
        assert c.scalar(text("PRAGMA foreign_keys")) == 1
    store.close()


def test_a_locked_file_is_busy_soon(sqlite_store):
    other = sqlite3.connect(sqlite_store.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited = threading.Event()
    timer = threading.Timer(6, waited.set)
    timer.start()
    with pytest.raises(Busy) as caught, sqlite_store.write():
        pass
    timer.cancel()
    other.close()
    assert code_of(caught) == "store-locked"
    assert not waited.is_set()


def test_readers_do_not_wait_for_a_writer(store):
    with store.write() as c:
        add_person(c, email="a@example.com", name="A", role="analyst")
        with store.read() as other:
            assert other.scalar(select(func.count()).select_from(people)) == 0


def test_a_locked_row_is_busy_soon(postgresql_store):
    lock = text("SELECT pg_advisory_xact_lock(1)")
    with postgresql_store.write() as c:
        c.execute(lock)
        with pytest.raises(Busy) as caught, postgresql_store.write() as other:
            other.execute(lock)
    assert code_of(caught) == "store-locked"


def test_a_full_disk_is_said_and_nothing_is_half_written(sqlite_store):
    def work():
        with sqlite_store.write() as c:
            c.execute(text(f"PRAGMA max_page_count = {c.scalar(text('PRAGMA page_count')) + 2}"))
            for number in range(1000):
                add_person(c, email=f"{number}@example.com", name="A" * 100, role="analyst")

    with pytest.raises(Busy) as caught:
        work()
    assert code_of(caught) == "store-full"
    with sqlite_store.read() as c:
        assert c.scalar(select(func.count()).select_from(people)) == 0


def test_a_missing_folder_is_unreachable(tmp_path):
    with pytest.raises(Busy) as caught:
        open_store(f"sqlite:///{tmp_path}/no/such.db").check()
    assert code_of(caught) == "store-unreachable"


def test_a_file_that_is_no_database_is_named_so(tmp_path):
    file = tmp_path / "letter.db"
    file.write_text("Dear database, " * 100)
    store = open_store(f"sqlite:///{file}")
    with pytest.raises(Busy) as caught:
        store.check()
    assert code_of(caught) == "store-damaged"


def test_a_server_that_does_not_answer_is_unreachable():
    with pytest.raises(Busy) as caught:
        open_store("postgresql://nobody@127.0.0.1:9/none").check()
    assert code_of(caught) == "store-unreachable"


def test_a_lost_connection_is_unreachable_and_the_next_one_works(postgresql_store):
    with pytest.raises(Busy) as caught, postgresql_store.write() as c:
        c.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert code_of(caught) == "store-unreachable"
    with postgresql_store.read() as c:
        assert c.scalar(text("SELECT 1")) == 1


KILLED = """
import os, signal, sys
from maturity.answers import Chosen
from maturity.questionnaire import read
from maturity.store import open_store
from maturity.store.assessments.answers import save_answer
from maturity.store.accounts.people import person
url, who, assessment, file = sys.argv[1:]
store = open_store(url)
questionnaire = read(open(file, encoding="utf-8").read())
with store.write() as c:
    save_answer(c, person(c, who), assessment, questionnaire, "skills.1a", Chosen("most"), "seen", 0)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_an_acknowledged_answer_survives_the_process(store, world, request):
    file = request.config.rootpath / "tests" / "questionnaires" / "valid" / "small.yaml"
    url = store.engine.url.render_as_string(hide_password=False)
    arguments = [url, world.ours.person.id, world.ours.assessment.id, str(file)]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    with store.read() as c:
        assert answers.saved_answers(c, world.ours.assessment)["skills.1a"].answer == Chosen("most")


FORKED = """
import os, sys
from sqlalchemy import text
from maturity.store import open_store
store = open_store(sys.argv[1])
with store.read() as c:
    theirs = id(c.connection.dbapi_connection)
child = os.fork()
with store.read() as c:
    assert (id(c.connection.dbapi_connection) == theirs) == bool(child)
    assert c.scalar(text("SELECT 1")) == 1
if not child:
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform does not fork")
def test_a_forked_server_opens_connections_of_its_own(store):
    url = store.engine.url.render_as_string(hide_password=False)
    done = subprocess.run([sys.executable, "-c", FORKED, url], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
