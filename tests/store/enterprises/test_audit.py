"""Rows of frequent actions: one an hour, and looked for once by a process."""

from contextlib import suppress

import pytest
from sqlalchemy import event, func, select

from maturity.store.enterprises import audit
from maturity.store.schema import audit_log
from maturity.store.types import now


@pytest.fixture
def save(store, world):
    """`save()`: record that answers were saved, in a transaction of its own that may be broken off."""

    def do(broken=False):
        about = (world.ours.person.id, "answers.save", world.ours.organisation.id, world.ours.assessment.id, {})
        with suppress(ZeroDivisionError), store.write() as c:
            audit.record_hourly(c, *about)
            if broken:
                audit.record_hourly(c, *about)  # sees the row that is not committed
                raise ZeroDivisionError

    return do


def rows(store):
    with store.read() as c:
        return c.scalar(select(func.count()).select_from(audit_log).where(audit_log.c.action == "answers.save"))


def test_there_is_one_row_an_hour_and_soon_nothing_is_asked(store, save, monkeypatch):
    save()
    save()
    sent = []

    def note(*args):
        sent.append(args[2])

    event.listen(store.engine, "before_cursor_execute", note)
    save()
    event.remove(store.engine, "before_cursor_execute", note)
    assert [words for words in sent if "audit_log" in words] == []
    assert rows(store) == 1
    later = now() + audit.AGAIN
    monkeypatch.setattr(audit, "now", lambda: later)
    save()
    assert rows(store) == 2


def test_a_row_that_was_rolled_back_is_written_by_the_next(store, save):
    save(broken=True)
    assert rows(store) == 0
    save()
    assert rows(store) == 1
