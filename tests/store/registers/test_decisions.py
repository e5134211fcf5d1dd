"""Yearly forms in the database, and decisions about proposals: by a person, once, and a removal is an event."""

from datetime import date

import pytest
from sqlalchemy import select

from maturity.errors import Conflict, Forbidden, Refusal
from maturity.registers.filings import Filing
from maturity.store.accounts.people import add_person
from maturity.store.registers import decisions, forms
from maturity.store.registers.ledger import append, entries, ledger
from maturity.store.schema import audit_log

from ...registers.made import added

DUE, TODAY = date(2025, 4, 15), date(2025, 5, 1)
FILED = (
    Filing("甲", 2025, date(2025, 4, 1), 86.2, ("exclusion-b", "exclusion-d")),
    Filing("乙", 2025, date(2025, 4, 16)),
)


@pytest.fixture
def keeper(store):
    with store.write() as c:
        append(c, None, [added("甲"), added("乙"), added("丙")], 0)
        forms.set_due(c, None, 2025, DUE)
        forms.keep_filings(c, None, 2025, FILED)
        return add_person(c, email="a@example.com", name="分析员", role="analyst")


def decide(store, person, unit, reason, words="经核实", year=2025):
    with store.write() as c:
        decisions.decide(c, person, year, unit, reason, words, TODAY)


def test_filings_come_back_and_a_later_one_takes_the_place(store, keeper):
    with store.write() as c:
        assert forms.filings(c, [2025]) == tuple(sorted(FILED, key=lambda one: one.unit))
        assert forms.filings(c, [2024]) == ()
        assert forms.keep_filings(c, None, 2025, [Filing("甲", 2025, date(2025, 4, 2), 90.0)]) == 1
        assert {one.unit: one.value for one in forms.filings(c, [2025])} == {"甲": 90.0, "乙": None}


def test_no_form_without_a_due_day(store, keeper):
    with pytest.raises(Refusal) as caught, store.write() as c:
        forms.keep_filings(c, None, 2024, FILED)
    assert caught.value.problems[0].code == "register-no-form"


def test_the_due_day_moves_and_the_log_says_from_where(store, keeper):
    with store.write() as c:
        forms.set_due(c, keeper.id, 2025, date(2025, 4, 30))
        assert forms.due_days(c) == {2025: date(2025, 4, 30)}
        rows = c.scalars(select(audit_log.c.detail).where(audit_log.c.person_id == keeper.id)).all()
    assert {"year": 2025, "before": "2025-04-15", "due": "2025-04-30"} in rows


def test_a_decided_removal_is_an_event(store, keeper):
    decide(store, keeper, "甲", "exclusion-b")
    decide(store, keeper, "丙", "", "已补报，保留")
    with store.read() as c:
        one, other = decisions.decisions(c, 2025).values()
        event = entries(c, "甲")[0]
        assert [id for id, unit in ledger(c).units().items() if unit.listed] == ["乙", "丙"]
    assert (one.unit, one.removed, one.reasons, one.author) == ("甲", True, ("exclusion-b", "exclusion-d"), "分析员")
    assert (other.unit, other.removed, other.words) == ("丙", False, "已补报，保留")
    assert (event.event.action, event.event.reason, event.event.note, event.author) == (
        *("remove", "exclusion-b", "经核实"),
        "分析员",
    )


@pytest.mark.parametrize(
    ("unit", "reason", "words", "code"),
    [
        ("甲", "accident", "经核实", "register-word"),
        ("甲", "exclusion-b", " ", "register-words"),
        ("甲", "exclusion-b", "长" * 501, "register-words"),
        ("乙", "", "经核实", "register-no-flag"),
        ("丁", "", "经核实", "register-unknown"),
    ],
)
def test_what_cannot_be_decided_leaves_nothing(store, keeper, unit, reason, words, code):
    with pytest.raises(Refusal) as caught:
        decide(store, keeper, unit, reason, words)
    assert caught.value.problems[0].code == code
    with store.read() as c:
        assert decisions.decisions(c, 2025) == {}
        assert ledger(c).last == 3


def test_a_proposal_is_decided_once(store, keeper):
    decide(store, keeper, "丙", "")
    with pytest.raises(Conflict):
        decide(store, keeper, "丙", "not-filed")


def test_others_do_not_decide(store, keeper):
    with store.write() as c:
        person = add_person(c, email="b@example.com", name="顾问", role="consultant")
    with pytest.raises(Forbidden):
        decide(store, person, "丙", "")
