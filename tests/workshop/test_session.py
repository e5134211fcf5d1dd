"""What is said of a whole session."""

import pytest

from maturity.workshop.session import always_higher, guess_share, pace


@pytest.mark.parametrize(
    ("used", "areas", "contested", "needed", "over"), [(0, 5, 0, 80, 0), (42, 3, 0, 48, 0), (40, 3, 4, 64, 14)]
)
def test_the_pace(used, areas, contested, needed, over):
    found = pace(90, used, areas, contested)
    assert (found.used, found.needed, found.over) == (used, needed, over)


def test_functions_that_always_stand_above_the_room():
    items = [{"it": "higher", "production": "lower"}] * 4
    assert always_higher(items) == ()
    assert always_higher([*items, {"it": "higher"}]) == ("it",)
    assert always_higher([*items, {"it": "about"}, {"it": "higher"}]) == ()


def test_the_share_of_guesses_among_the_highest():
    assert guess_share([(1, 2)] * 4) is None
    assert guess_share([(1, 2)] * 5) == 0.5
    assert guess_share([(0, 0)] * 5 + [(1, 3)]) is None
    assert guess_share([]) is None
