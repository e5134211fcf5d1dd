"""The state of a register follows from its events."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Problem
from maturity.registers.kinds import ACTIONS, EXCLUSIONS, KINDS, REASONS, read_word
from maturity.registers.ledger import Event, Register, applied, refused, units_on

from .made import added, register

LATER = date(2023, 5, 1)


def test_the_state_on_a_day_follows_from_the_events_until_then():
    events = [
        added("甲"),
        Event("甲", "rename", date(2022, 6, 1), name="乙"),
        Event("甲", "remove", LATER, reason="accident"),
        Event("甲", "restore", date(2024, 1, 1)),
    ]
    assert units_on(events, date(2022, 1, 14)) == {}
    first, renamed, removed, last = (
        units_on(events, day)["甲"] for day in (date(2022, 1, 15), date(2022, 6, 1), LATER, None)
    )
    assert (first.name, first.listed, first.former) == ("甲", True, ())
    assert (renamed.name, renamed.former) == ("乙", ("甲",))
    assert (removed.listed, removed.reason) == (False, "accident")
    assert (last.listed, last.reason, last.since) == (True, "", date(2022, 1, 15))


@pytest.mark.parametrize(
    ("before", "event", "code"),
    [
        ((), Event("甲", "remove", LATER, name="甲"), "register-not-listed"),
        ((added("甲"),), added("甲"), "register-listed"),
        ((added("甲"),), Event("甲", "restore", LATER), "register-listed"),
        ((added("甲"), Event("甲", "remove", LATER)), added("甲"), "register-left"),
        ((added("甲"), Event("甲", "remove", LATER)), Event("甲", "remove", LATER), "register-removed-before"),
        ((added("甲"),), Event("甲", "rename", LATER, name="甲 "), "register-same-name"),
        ((added("甲"),), Event("甲", "remove", date(2021, 1, 1)), "register-before-last"),
    ],
)
def test_what_cannot_follow_is_refused(before, event, code):
    unit = register(*before).get("甲")
    problem = refused(unit, event)
    assert problem.code == code
    assert problem.message("zh")
    with pytest.raises(ValueError, match="does not follow"):
        applied(unit, event)


def test_units_are_found_by_the_name_they_have_now():
    found = Register(register(added("甲"), Event("甲", "rename", LATER, name="乙厂")))
    assert found.find("factory", "乙 厂").id == "甲"
    assert found.find("factory", "甲").code == "register-renamed"
    assert found.find("park", "乙厂").code == "register-not-listed"
    assert found.clash("factory", "甲", "").code == "register-renamed"
    found.apply(Event("甲", "rename", LATER, name="丙"))
    assert found.find("factory", "丙").id == "甲"
    assert isinstance(found.find("factory", "乙厂"), Problem)


def test_products_of_two_makers_may_share_a_name():
    one, two = "91110000802100433B", "91320000134751201F"
    found = Register(
        register(added("灯", "product", credit_code=one), added("灯", "product", unit="b", credit_code=two))
    )
    assert found.find("product", "灯").code == "register-which"
    assert found.find("product", "灯", two).id == "b"
    assert found.clash("product", "灯", two).id == "b"
    assert found.clash("product", "灯", "").id == "灯"
    assert found.clash("product", "灯", "913100001322319990") is None
    assert found.find("product", "灯", "913100001322319990").code == "register-other-code"


def test_words_are_read_in_both_languages():
    assert read_word(KINDS, "绿色供应链") == read_word(KINDS, "Supply chain") == "chain"
    assert read_word(ACTIONS, "更名") == "rename"
    assert read_word(REASONS, "b") == read_word(REASONS, "Exclusion B") == "exclusion-b"
    assert read_word(REASONS, "末5%") == "last-5-percent"
    assert read_word(EXCLUSIONS, "not filed") is None
    assert len(EXCLUSIONS) == 6


@given(st.lists(st.sampled_from(["remove", "restore", "rename"]), max_size=12))
def test_the_state_is_the_fold_of_the_events_however_they_are_taken_in(actions):
    events, held = [added("甲")], Register({})
    held.apply(events[0])
    for number, action in enumerate(actions):
        event = Event("甲", action, LATER, name=f"甲{number}" if action == "rename" else "")
        if refused(held.units["甲"], event) is None:
            held.apply(event)
            events.append(event)
    assert held.units == units_on(events)
    last = next((one.action for one in reversed(events) if one.action in ("remove", "restore")), "add")
    assert held.units["甲"].listed == (last != "remove")
