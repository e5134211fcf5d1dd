"""The same data give the same release, whatever the random ids of the enterprises are."""

import numpy as np
import pytest

from maturity.disclosure.rules import Rules
from maturity.statistics.confidentiality.linked import EarlierFootprint, linked
from maturity.statistics.confidentiality.protection import protection
from maturity.statistics.confidentiality.states import members, state_of
from maturity.statistics.tabulate import tabulate

from .test_linked import plan_of, random_frame

CROSSED = plan_of(("division, city", ""), ("size", ""), ("production_type, size", ""))


def twice(draw, late=6):
    """A frame and the same with `late` more enterprises, under ids of this `draw` and in their order."""
    frame = random_frame(5, 150)
    ids = members(f"{draw}-{place}" for place in range(len(frame)))
    frame = frame.assign(member=ids).iloc[np.argsort(ids)].reset_index(drop=True)
    last = {*members(f"{draw}-{place}" for place in range(late)).tolist()}
    return frame[~frame["member"].isin(last)].reset_index(drop=True), frame


def test_numbers_of_a_system_do_not_follow_the_ids():
    found = []
    for then, now in map(twice, range(2)):
        before = EarlierFootprint(footprint_of(CROSSED, then), state_of(then))
        found.append(linked(CROSSED.tables, state_of(now), {}, [before]))
    first, second = (each.system for each in found)
    assert found[0].counts == found[1].counts
    assert first.lines == second.lines
    for mine, theirs in (
        (first.counts, second.counts),
        (first.links.atom, second.links.atom),
        (first.means.firms, second.means.firms),
    ):
        np.testing.assert_array_equal(mine, theirs)


def footprint_of(plan, frame):
    return protection(plan.tables, tabulate(plan, frame), frame, Rules()).footprint


@pytest.mark.parametrize("draw", [1, 2])
def test_what_is_hidden_does_not_follow_the_ids(draw):
    told = []
    for ids in (0, draw):
        then, now = twice(ids)
        before = EarlierFootprint(footprint_of(CROSSED, then), state_of(then))
        by = protection(CROSSED.tables, tabulate(CROSSED, now), now, Rules(), [before])
        told.append((before.footprint.document(), by.footprint.document(), by.outcome.unsafe))
    assert told[0] == told[1]
    assert not all(shown for *_, shown in told[0][1]["numbers"])
