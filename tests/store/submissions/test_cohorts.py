"""The cohort of a year: complete submissions, groups as the exact grade has them, read again when enough changed."""

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import organisation, set_compared, sign_up
from maturity.store.submissions.cohorts import Cohorts
from maturity.store.submissions.submissions import Record, add_graded, submit


@pytest.fixture
def filled(sqlite_store, small, facts):
    """`filled(first, last)`: enterprises with these numbers submit, every third with open items."""

    def fill(first, last):
        codes = bytes([1]) * len(small.items)
        rows = [
            Record(facts(n), "discrete", 2024, bytes([0]) + codes[1:] if n % 3 == 0 else codes)
            for n in range(first, last)
        ]
        with sqlite_store.write() as c:
            add_graded(c, small, rows)

    return fill


def test_provisional_submissions_do_not_count(sqlite_store, small, filled):
    filled(0, 12)
    with sqlite_store.read() as c:
        found = Cohorts().of(c, small, 2024)
    assert len(found.score) == 8
    assert found.groups.shape[1] == 8


def test_a_cohort_is_read_again_when_five_came(sqlite_store, small, filled):
    kept = Cohorts()

    def size():
        with sqlite_store.read() as c:
            return len(kept.of(c, small, 2024).score)

    assert size() == 0
    filled(0, 3)
    assert size() == 0
    filled(3, 6)
    assert size() == 4


def test_who_takes_no_part_does_not_count_and_taking_it_back_counts_at_once(sqlite_store, small, filled, facts):
    filled(1, 12)
    with sqlite_store.write() as c:
        owner = add_person(c, email="o@demo.example", name="示例", role="enterprise")
        firm = sign_up(c, facts(50), owner.id)
        started = start_assessment(c, owner, firm.id, small, "discrete", 2024)
        save_answers(
            c, owner, started.id, small, [AnswerChange(item.id, Chosen("full"), "", 0) for item in small.items]
        )
        submit(c, owner, started.id, small, 1)

    def size(cohorts):
        with sqlite_store.read() as c:
            return len(cohorts.of(c, small, 2024).score)

    assert size(Cohorts()) == 8  # nobody takes part unasked
    with sqlite_store.write() as c:
        set_compared(c, owner, firm.id, compared=True)
        assert organisation(c, owner, firm.id).compared
    kept = Cohorts()
    assert size(kept) == 9
    with sqlite_store.write() as c:
        set_compared(c, owner, firm.id, compared=False)
    assert size(kept) == 8
