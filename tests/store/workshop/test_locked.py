"""A database that others lock for a while: votes are told so, are sent again, and are kept once each."""

import sqlite3
import threading
from collections import Counter
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import select

from maturity.errors import Busy
from maturity.store import engine, open_store
from maturity.store.schema import workshop_items, workshop_votes
from maturity.store.workshop.items import reveal
from maturity.store.workshop.results import results_of
from maturity.store.workshop.votes import own_votes

CAST = ["none", "part", "most", "full"] * 3


@pytest.fixture
def impatient(running, monkeypatch):
    """The room in a store that waits less long for a lock."""
    monkeypatch.setattr(engine, "WAIT", 0.3)
    running.open(0)
    running.store = open_store(running.store.engine.url.render_as_string(hide_password=False))
    yield running
    running.store.close()


@contextmanager
def locked(meeting):
    """Another connection holds what a vote needs: on SQLite the file, on PostgreSQL the row of the item."""
    if meeting.store.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(meeting.store.engine.url.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with meeting.store.engine.connect() as other:
        other.execute(select(workshop_items).where(workshop_items.c.id == meeting.items[0].id).with_for_update())
        yield


def test_votes_wait_for_a_locked_database_and_none_is_lost_or_doubled(impatient):
    """Each is sent until it has arrived, and once more, as if its answer had been lost."""
    refused, codes = threading.Barrier(len(CAST) + 1), Counter()

    def send(phone, vote):
        waited = False
        for _ in range(2):
            while True:
                try:
                    impatient.vote(phone, 0, vote, round=1)
                    break
                except Busy as busy:
                    codes[busy.problems[0].code] += 1
                    if not waited:
                        waited = True
                        refused.wait()

    threads = [threading.Thread(target=send, args=pair) for pair in zip(impatient.phones, CAST, strict=True)]
    with locked(impatient):
        for thread in threads:
            thread.start()
        refused.wait()
        with impatient.store.read() as c:
            assert c.execute(select(workshop_votes)).all() == [], "the room can be read meanwhile"
    for thread in threads:
        thread.join()
    assert codes.keys() == {"store-locked"}
    with impatient.store.read() as c:
        items = impatient.items
        own = [own_votes(c, impatient.id, phone.secret, items)[items[0].id, 1][0] for phone in impatient.phones]
    assert own == CAST
    impatient.do(reveal)
    with impatient.store.read() as c:
        (told,) = results_of(c, impatient.id)[items[0].id]
    assert told.votes == Counter(CAST)
