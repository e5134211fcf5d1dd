"""A consultant with clients of one owner."""

import pytest

from maturity.answers import Chosen
from maturity.store.accounts.people import add_person
from maturity.store.assessments.answers import AnswerChange, save_answers
from maturity.store.assessments.assessments import start_assessment
from maturity.store.enterprises.organisations import add_member, sign_up


@pytest.fixture
def client_owner(sqlite_store):
    """The owner of the consultant's clients."""
    with sqlite_store.write() as c:
        return add_person(c, email="owner@example.com", name="owner", role="enterprise")


@pytest.fixture
def take_on(town, small, facts, client_owner):
    """`take_on(c, 3, 5)`: client 3 of the consultant and its assessment with five answers; without one for no answer.

    `role` is the consultant's in it; `changes` are facts of the client.
    """

    def take_on(c, number, answered, role="viewer", **changes):
        firm = sign_up(c, facts(1000 + number, name=f"客户 {number:02}", **changes), client_owner.id)
        add_member(c, firm.id, town.people["consultant"].id, role)
        if not answered:
            return firm, None
        one = start_assessment(c, client_owner, firm.id, small, "discrete", 2025)
        items = small.items_of("discrete")[:answered]
        save_answers(c, client_owner, one.id, small, [AnswerChange(i.id, Chosen("full"), "", 0) for i in items])
        return firm, one

    return take_on


@pytest.fixture
def consultant(client_of, town, desk):
    """A client of the consultant, whose enterprises are the `desk` of the module."""
    return client_of(town.people["consultant"])
