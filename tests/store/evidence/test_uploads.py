"""Uploads that wait: for a day, of one person, within a quota."""

import os
import time

import pytest

from maturity.errors import NotFound, Refusal
from maturity.store.accounts.people import Person
from maturity.store.evidence.uploads import Uploads
from maturity.store.types import new_id


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "uploads")


def somebody():
    return Person(new_id(), "a@demo.example", "示例", "enterprise", "zh", "")


def test_a_quota_of_a_person_is_enforced_and_the_message_says_what_is_used(uploads, monkeypatch):
    monkeypatch.setenv("MATURITY_WAITING_FILES", "2")
    one, other, aid = somebody(), somebody(), new_id()
    first = uploads.keep(one, aid, b"a")
    uploads.keep(one, new_id(), b"b")
    with pytest.raises(Refusal) as caught:
        uploads.keep(one, aid, b"c")
    (problem,) = caught.value.problems
    assert problem.code == "offline-waiting"
    assert {"files": 2, "megabytes": 1, "most_files": 2, "most": 200}.items() <= problem.values.items()
    assert uploads.keep(other, aid, b"c")
    uploads.drop(one, aid, first)
    assert uploads.keep(one, aid, b"c")


def test_bytes_count_too(uploads, monkeypatch):
    monkeypatch.setenv("MATURITY_WAITING_MB", "1")
    one, aid = somebody(), new_id()
    uploads.keep(one, aid, b"a" * 1024 * 1024)
    with pytest.raises(Refusal, match="offline-waiting"):
        uploads.keep(one, aid, b"b")


def test_what_waited_a_day_goes_and_counts_no_more(uploads, monkeypatch):
    monkeypatch.setenv("MATURITY_WAITING_FILES", "1")
    one, aid = somebody(), new_id()
    name = uploads.keep(one, aid, b"a")
    yesterday = time.time() - 25 * 3600
    os.utime(next(uploads.folder.iterdir()), (yesterday, yesterday))
    assert uploads.keep(one, aid, b"b")
    with pytest.raises(NotFound):
        uploads.read(one, aid, name)
