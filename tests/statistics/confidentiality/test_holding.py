"""Revisions in batches: changes of few enterprises wait, as few as possible and until there are enough of them."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality.holding import batch
from maturity.statistics.confidentiality.linked import linked
from maturity.statistics.confidentiality.states import members, state_of

from .test_linked import plan_of
from .test_sequences import differences, disclosed, firms, release

RULES = Rules()
PLAN = plan_of(("division", ""), ("province", ""), measures="[n, count_by_level, mean_score]")


def held(frame, told):
    now = state_of(frame)
    return batch(now, linked(PLAN.tables, now, {}), told.state, [told.footprint], RULES)


def without(later, before, waiting):
    """`later` with those who wait as they are in `before`."""
    import pandas as pd

    kept = later[~later["member"].isin(waiting)]
    return pd.concat([kept, before[before["member"].isin(waiting)]], ignore_index=True)


def test_one_resubmission_waits_and_the_release_beside_it_passes():
    frame = firms()
    row = int(np.flatnonzero(frame["level"] == 2)[0])
    later = firms(rows={row: {"level": 3, "score": 3.3}})
    _, _, told = release(frame, plan=PLAN)
    assert disclosed(later, [told], PLAN)
    found = held(later, told)
    assert found.changed.tolist() == found.held.tolist() == [frame["member"][row]]
    assert disclosed(without(later, frame, found.held), [told], PLAN) == ()


def test_nothing_waits_where_enough_of_every_row_changed():
    frame = firms()
    rows = frame.index[(frame["division"] == "39") & (frame["province"] == "320000") & (frame["level"] == 1)][:16]
    assert len(rows) == 16
    later = firms(rows={row: {"level": 2, "score": 2.2} for row in rows[:8]} | {row: {"level": 3} for row in rows[8:]})
    _, _, told = release(frame, plan=PLAN)
    found = held(later, told)
    assert len(found.changed) == 16
    assert not len(found.held)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(0, 40))
@example(34339413, 57, 1)  # fifty changed and one came: the row grows by one
def test_no_row_changes_by_few_and_nobody_waits_in_vain(seed, moved, new):
    random = np.random.default_rng(seed)
    frame, later = firms(), firms(200 + new)
    for row in random.choice(200, moved, replace=False):
        later.loc[row, "level"] = int(random.integers(1, 4))
        later.loc[row, "score"] = float(later.loc[row, "level"]) + 0.5
    _, _, told = release(frame, plan=PLAN)
    found = held(later, told)
    assert set(found.held.tolist()) <= set(found.changed.tolist())
    mixed = without(later, frame, found.held)
    _, second, _ = release(mixed, plan=PLAN)
    _, first, _ = release(frame, plan=PLAN)
    grown = {key: abs(after - before) for key, (before, after) in differences(first, second, "n").items()}
    assert all(grew >= RULES.threshold for grew in grown.values())
    again = held(mixed, told)
    assert not len(again.held)


def test_those_who_wait_are_told_when_there_are_enough(capsys):
    frame = firms()
    _, _, told = release(frame, plan=PLAN)
    rows = frame.index[(frame["division"] == "13") & (frame["province"] == "320000") & (frame["level"] == 1)][:10]
    moves = {row: {"level": 2, "score": 2.2} for row in rows}
    few = firms(rows=dict(list(moves.items())[:3]))
    assert len(held(few, told).held) == 3
    assert len(held(firms(rows=moves), told).held) in (0, 10)  # all in one level: a group of ten is told of nobody


@pytest.mark.parametrize("gone", [3, 14])
def test_those_who_went_are_a_change_too(gone):
    frame = firms()
    _, _, told = release(frame, plan=PLAN)
    leaving = frame.index[(frame["division"] == "39")][:gone]
    later = frame.drop(index=leaving)
    found = held(later, told)
    assert set(found.changed.tolist()) == set(frame["member"][leaving].tolist())
    if gone == 3:
        assert len(found.held) == 3


def test_numbers_of_enterprises_are_stable():
    assert members(["a", "b"]).tolist() == members(["a", "b"]).tolist()
