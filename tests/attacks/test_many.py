"""Many connections, many saves, and a server that ends in the middle of them: what it acknowledged is stored."""

import os
import signal
import socket
import sqlite3
import time
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy.engine import make_url

from maturity.questionnaire import load
from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import saved_answers
from maturity.store.assessments.assessments import assessment, start_assessment
from maturity.store.enterprises.organisations import sign_up as add_firm

from ..waiting import wait
from .browser import Browser
from .conftest import PASSWORD, administer
from .servers import running

CLIENTS = 8


class Saver:
    """Somebody who saves one item again and again; what was acknowledged is `kept`: a comment by version."""

    def __init__(self, browser, path, token):
        self.browser, self.path, self.token = browser, path, token
        self.version, self.sent, self.statuses, self.kept = 0, 0, set(), {}

    def save(self):
        self.sent += 1
        comment = str(self.sent)
        answer = self.browser.ask(
            "PUT",
            self.path,
            body=f'{{"choice": "full", "comment": "{comment}", "version": {self.version}}}'.encode(),
            Content_Type="application/json",
            X_CSRFToken=self.token,
        )
        self.statuses.add(answer.status)
        if answer.status == 200:
            self.version = answer.json["version"]
            self.kept[self.version] = comment
        elif answer.status == 409:  # written, but the server ended before it said so
            self.version = answer.json["current"]["version"]
        return answer

    def go_on(self, ended):
        while not ended.is_set():
            with suppress(OSError, HTTPException):  # cut off: not acknowledged
                self.save()


class Crowd:
    """People who save at once, each his own item."""

    def __init__(self, savers):
        self.savers, self._ended = savers, Event()
        self._threads = [Thread(target=saver.go_on, args=(self._ended,)) for saver in savers]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        self.more()
        return self

    def __exit__(self, *_):
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def more(self, count=2):
        """Until each of them has that many more answers acknowledged."""
        before = [len(saver.kept) for saver in self.savers]
        wait(lambda: all(len(one.kept) >= had + count for one, had in zip(self.savers, before, strict=True)))


def crowd(browser, about, items):
    token = browser.token("/password")
    return Crowd([Saver(browser.copy(), f"/assessments/{about}/answers/{item}", token) for item in items[:CLIENTS]])


def lost(store, who, about, savers):
    """Acknowledged answers that the database has not: the stored version is older, or says something else."""
    with store.read() as c:
        held = saved_answers(c, assessment(c, who, about))
    found = []
    for saver in savers:
        one, last = held[saver.path.rpartition("/")[2]], max(saver.kept)
        found += [saver.path] if (one.version, one.comment) < (last, "") else []
        found += [saver.path] if one.version == last and one.comment != saver.kept[last] else []
    return found


@pytest.fixture(scope="module", params=["serve", pytest.param("workers", marks=pytest.mark.thorough)])
def own(request, tmp_path_factory, facts):
    """A server that may be ended, a store beside it, and somebody with an assessment on SQLite."""
    with running(request.param, tmp_path_factory.mktemp("ended"), MATURITY_WORKER="off") as server:
        store = open_store(server.database)
        with store.write() as c:
            who = add_person(c, email="many@demo.example", name="Owner", role="enterprise", password=PASSWORD)
            firm = add_firm(c, facts(91_500), who.id)
            about = start_assessment(c, who, firm.id, load(), "discrete", 2024).id
        browser = Browser(server)
        assert browser.sign_in(who.email, PASSWORD).status == 302
        yield server, store, browser, who, about
        store.close()


@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=pytest.mark.thorough)])
def test_open_connections_that_say_nothing_keep_nobody_out(server, count):
    with ExitStack() as idle:
        for _ in range(count):
            idle.enter_context(socket.create_connection(("127.0.0.1", server.port), 10))
        assert [Browser(server).get("/sign-in").status for _ in range(4)] == [200] * 4


def test_people_who_send_slowly_keep_nobody_out(server):
    head = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nemail="
    with ExitStack() as slow:
        for _ in range(20):
            slow.enter_context(socket.create_connection(("127.0.0.1", server.port), 10)).sendall(head)
        assert [Browser(server).get("/sign-in").status for _ in range(4)] == [200] * 4


def test_a_postgresql_that_restarts_under_load_is_told_and_recovered_from(server, sign_up, items):
    url = make_url(server.database)
    if url.get_backend_name() != "postgresql":
        pytest.skip("SQLite has no server")
    owner, end = sign_up(), f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{url.database}'"
    with crowd(owner.browser, owner.assessment, items) as people:
        for _ in range(3):
            administer(url.set(database="postgres"), end)
            people.more(1)
    assert set().union(*(saver.statuses for saver in people.savers)) <= {200, 409, 503}
    assert "Exception on" not in server.log.read_text("utf-8")  # what a request that fails logs


def workers_of(server):
    """The processes that serve."""
    pid = server.process.pid
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_a_worker_that_is_killed_is_replaced_and_loses_no_acknowledged_answer(own, items):
    server, store, browser, who, about = own
    if server.kind == "serve":
        pytest.skip("one process is one process")
    with crowd(browser, about, items) as people:
        for _ in range(3):
            before = workers_of(server)
            os.kill(before[0], signal.SIGKILL)
            people.more()
            wait(lambda before=before: len(workers_of(server)) == 2 and before[0] not in workers_of(server))
    assert set().union(*(saver.statuses for saver in people.savers)) <= {200, 409}
    assert lost(store, who, about, people.savers) == []


def test_a_save_in_progress_is_acknowledged_when_the_server_ends_and_later_ones_are_told_to_come_again(own, items):
    server, store, browser, who, about = own
    people = crowd(browser, about, items[CLIENTS:])
    first, second = people.savers[:2]
    answers = []
    writer = sqlite3.connect(make_url(server.database).database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    in_progress = Thread(target=lambda: answers.append(first.save()))
    in_progress.start()
    time.sleep(0.5)
    server.process.terminate()
    told = wait(lambda: answer if (answer := asked_again(second)) else None)
    writer.execute("ROLLBACK")
    writer.close()
    in_progress.join()
    assert answers[0].status == 200
    assert told.json["problems"][0]["code"] == "serve-stopping"
    assert int(told.header("Retry-After")) > 0
    assert server.process.wait(60) == 0
    assert lost(store, who, about, [first]) == []
    assert "Traceback" not in server.log.read_text("utf-8")


def asked_again(saver):
    """The answer that tells to come again; None while the server does not know that it ends: the save waits there."""
    answer = saver.browser.get("/session", Accept="application/json")
    return answer if answer.status == 503 else None
