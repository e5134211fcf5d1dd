import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from maturity.answers import Chosen
from maturity.errors import Busy, Refusal
from maturity.store import engine, open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments import answers
from maturity.store.commits import after_commit
from maturity.store.faults import busy_error
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


def test_what_follows_a_commit_does_not_follow_a_rollback(store):
    done = []
    with store.write() as c:
        after_commit(c, lambda: done.append("written"))
        assert done == []
    with suppress(ZeroDivisionError), store.write() as c:
        after_commit(c, lambda: done.append("undone"))
        raise ZeroDivisionError
    assert done == ["written"]


def test_one_question_is_sent_alone_and_the_next_transaction_is_one_again(store):
    with store.ask() as c:
        assert c.scalar(select(func.count()).select_from(people)) == 0
        if c.dialect.name == "postgresql":
            assert c.connection.driver_connection.info.transaction_status == 0  # idle: no transaction is open
    test_an_exception_undoes_the_whole_block(store)


def test_sqlite_keeps_what_it_acknowledged(sqlite_store):
    with sqlite_store.read() as c:
        assert c.scalar(text("PRAGMA synchronous")) == 2  # FULL
        assert c.scalar(text("PRAGMA journal_mode")) == "wal"
        assert c.scalar(text("PRAGMA foreign_keys")) == 1
        assert c.scalar(text("PRAGMA secure_delete")) == 1  # also where SQLite was not built so


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


def test_a_server_that_does_not_answer_is_unreachable_with_the_reason_and_without_the_password(caplog):
    with pytest.raises(Busy) as caught:
        open_store("postgresql://nobody:hu%40sh@127.0.0.1:9/none").check()
    assert code_of(caught) == "store-unreachable"
    (problem,) = caught.value.problems
    assert "Connection refused" in problem.line("en")
    assert "Connection refused" in caplog.text, "the log tells what pages do not"
    assert "Connection refused" not in problem.message("en") + problem.remedy("en")
    assert "sh@" not in problem.line("en") + problem.line("zh") + caplog.text


def test_a_driver_that_repeats_the_password_is_not_repeated():
    for said in ("no: hu@sh", "no: hu%40sh"):
        error = OperationalError("SELECT 1", None, Exception(f"{said}\nDETAIL: a row"))
        (problem,) = busy_error(error, "hu@sh").problems
        assert problem.values["detail"] == "no: …"


@pytest.mark.parametrize("url", ["mysql://me:hush@h/db?password=hush", "postgres//me:hush@h?password=hush"])
def test_an_address_that_is_not_understood_is_told_without_its_password(url):
    with pytest.raises(Refusal) as caught:
        open_store(url)
    assert caught.value.problems[0].code == "store-url"
    assert "hush" not in str(caught.value)


def test_the_log_of_a_fault_has_no_values(store):
    with pytest.raises(IntegrityError) as caught, store.write() as c:
        c.execute(insert(people).values(id="x" * 32, email="planted@example.com"))
    assert "planted" not in str(caught.value).partition("DETAIL")[0]


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
from maturity.store import engine, open_store
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
from maturity.store import engine, open_store
store = open_store(sys.argv[1])
with store.read() as c:
    theirs = c.connection.dbapi_connection  # held: no other gets its address
child = os.fork()
with store.read() as c:
    assert (c.connection.dbapi_connection is theirs) == bool(child)
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


def test_writers_of_a_process_wait_in_order_on_sqlite_and_not_at_all_on_postgresql(store):
    began, go_on = threading.Event(), threading.Event()

    def hold():
        with store.write() as c:
            c.execute(select(people.c.id))
            began.set()
            go_on.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    began.wait(10)
    came = []

    def write(number):
        with store.write():
            came.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
        writer.join(0.02)
    waited = [writer.is_alive() for writer in writers]
    go_on.set()
    for thread in (holder, *writers):
        thread.join()
    assert came == list(range(8))
    assert all(waited) if store.engine.dialect.name == "sqlite" else not any(waited[:-1])


def test_there_is_a_connection_for_every_thread_and_for_what_it_asks_within_a_transaction(store):
    url = store.engine.url.render_as_string(hide_password=False)
    wide, ready, failed = open_store(url, threads=20), threading.Barrier(20), []

    def work():
        try:
            with wide.read() as c:
                c.execute(select(people.c.id))
                ready.wait(20)
                with wide.read() as other:
                    other.execute(select(people.c.id))
                    ready.wait(20)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wide.close()
    assert failed == []


def test_connections_that_nobody_used_for_a_while_outlive_a_restart_of_the_server(upgraded_postgresql, monkeypatch):
    """Nobody who saves is told of a restart in the night."""
    url = upgraded_postgresql.engine.url
    here = open_store(url.render_as_string(hide_password=False))
    with here.read() as c, here.read() as other:
        mine = [each.scalar(text("SELECT pg_backend_pid()")) for each in (c, other)]
    with upgraded_postgresql.read() as c:
        c.execute(text("SELECT pg_terminate_backend(pid, 2000) FROM unnest(:pids) AS pid"), {"pids": mine})
    monkeypatch.setattr(engine, "IDLE", 0)
    with here.read() as c, here.read() as other:
        assert {c.scalar(text("SELECT pg_backend_pid()")), other.scalar(text("SELECT 1"))}.isdisjoint(mine)
    here.close()
