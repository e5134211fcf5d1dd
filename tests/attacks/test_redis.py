"""The counts of doors in Redis: shared by workers, and closed while Redis is away."""

import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import select

from maturity.store import open_store
from maturity.store.accounts.people import add_person
from maturity.store.schema import attempts

from .browser import Browser
from .conftest import PASSWORD
from .servers import free_port, running
from .test_guessing import ACCOUNT, OFTEN, at_one_account, guesses

EMAIL = "redis@demo.example"


@contextmanager
def redis_at(port, folder):
    """A Redis server of our own that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        reason = "no redis-server is installed"
        if os.environ.get("MATURITY_REQUIRE_SERVICES") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """(port of a Redis that is not started yet, a server with two workers that counts there)."""
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    with redis_at(port, folder):  # where there is none, nothing else is started
        pass
    settings = {"MATURITY_PROXIES": "1", "MATURITY_REDIS_URL": f"redis://127.0.0.1:{port}/5"}
    with running("workers", folder, **settings) as server:
        store = open_store(server.database)
        with store.write() as c:
            add_person(c, email=EMAIL, name="Owner", role="enterprise", password=PASSWORD)
        yield port, server, store
        store.close()


def test_workers_count_together_in_redis(place, tmp_path):
    port, server, store = place
    with redis_at(port, tmp_path):
        statuses = guesses(Browser(server), OFTEN + 10)
        assert (set(statuses[:OFTEN]), set(statuses[OFTEN:])) == ({400}, {429})
        owner, mallory = Browser(server), Browser(server)
        assert owner.sign_in(EMAIL, PASSWORD).status == 302
        tried = at_one_account(mallory, EMAIL, ACCOUNT + 5)
        assert set(tried[: ACCOUNT - 1]) == {400}
        assert set(tried[-5:]) == {429}
        assert Browser(server, owner.address).sign_in(EMAIL, PASSWORD).status == 302
    with store.read() as c:
        assert not c.execute(select(attempts)).all()


def test_without_redis_the_doors_are_shut_with_a_message_and_open_again(place, tmp_path):
    port, server, _ = place
    with redis_at(port, tmp_path):
        owner = Browser(server)
        assert owner.sign_in(EMAIL, PASSWORD).status == 302
    assert owner.get("/password").status == 200  # who is in goes on
    shut = Browser(server).sign_in(EMAIL, PASSWORD)
    assert shut.status == 503
    assert "暂时无法服务" in shut.text
    with redis_at(port, tmp_path):
        assert Browser(server).sign_in(EMAIL, PASSWORD).status == 302
