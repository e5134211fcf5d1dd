"""What assessors state in a report: one text an assessment, by assessors alone, none overwritten unseen."""

import pytest

from maturity.errors import Conflict, Forbidden, Refusal
from maturity.report import Statement
from maturity.store.accounts.people import add_person
from maturity.store.assessments.assessments import assessment
from maturity.store.assessments.opinions import opinion_of, write_opinion
from maturity.store.enterprises.organisations import add_member
from maturity.store.schema import OPINION_LIMITS as LIMITS


@pytest.fixture
def write(store, world):
    """`write(person, statement, version)`; `write.assessor`, `write.held()`."""

    def do(person, statement, version):
        with store.write() as c:
            return write_opinion(c, person, world.ours.assessment.id, statement, version)

    def held():
        with store.read() as c:
            return opinion_of(c, assessment(c, world.ours.person, world.ours.assessment.id))

    with store.write() as c:
        do.assessor = add_person(c, email="assessor@example.com", name="赵评审", role="consultant")
        add_member(c, world.ours.organisation.id, do.assessor.id, "assessor")
    do.owner, do.held = world.ours.person, held
    return do


def test_it_is_written_read_and_written_again(write):
    assert write.held() is None
    assert write(write.assessor, Statement(body="甲"), 0)
    assert write(write.assessor, Statement(body="甲", highlights="余热全部回收"), 1)
    found = write.held()
    assert (found.statement.highlights, found.version, found.by) == ("余热全部回收", 2, "赵评审")
    assert not write(write.assessor, found.statement, 0)


def test_only_assessors_write(write):
    with pytest.raises(Forbidden):
        write(write.owner, Statement(body="甲"), 0)
    assert write.held() is None


def test_all_texts_that_are_too_long_are_told_at_once(write):
    with pytest.raises(Refusal) as told:
        write(write.assessor, Statement(highlights="光" * 101, responsibility="光" * 1001), 0)
    assert [(one.code, one.place.column) for one in told.value.problems] == [
        ("opinion-long", "highlights"),
        ("opinion-long", "responsibility"),
    ]
    assert write(write.assessor, Statement(highlights="光" * LIMITS["highlights"]), 0)


def test_nobody_overwrites_what_they_have_not_seen(write):
    write(write.assessor, Statement(body="先写的"), 0)
    with pytest.raises(Conflict) as told:
        write(write.assessor, Statement(body="后写的"), 0)
    assert told.value.current.statement.body == "先写的"
    assert write.held().statement.body == "先写的"
