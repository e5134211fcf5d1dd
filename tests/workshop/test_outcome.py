"""What accepting a result means, by the answers of before, of now, and of the workshop."""

import pytest

from maturity.answers import Chosen, NotApplicable
from maturity.workshop.outcome import Proposal

MOST, PART, FULL = Chosen("most"), Chosen("part"), Chosen("full")


@pytest.mark.parametrize(
    ("opened", "now", "settled", "standing"),
    [
        (None, None, MOST, "change"),
        (PART, PART, MOST, "change"),
        (MOST, MOST, MOST, "same"),
        (PART, FULL, MOST, "conflict"),
        (None, FULL, MOST, "conflict"),
        (PART, None, MOST, "conflict"),
        (PART, MOST, MOST, "same"),
        (PART, PART, NotApplicable("外协"), "change"),
        (NotApplicable("无产线"), NotApplicable("外协"), MOST, "change"),
    ],
)
def test_a_newer_answer_is_a_conflict_unless_it_says_the_same(small, opened, now, settled, standing):
    assert Proposal(small.items[0], settled, opened, now, 1).standing == standing
    assert Proposal(small.items[0], settled, opened, now, 1, asked=False).standing == "gone"
