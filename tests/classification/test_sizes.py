from decimal import Decimal

import pytest

from maturity.classification.sizes import SIZES, size_of
from maturity.errors import Refusal


@pytest.mark.parametrize(
    ("headcount", "revenue_10k", "size"),
    [
        (1000, 40_000, "large"),
        (1200, 39_999, "medium"),
        (999, 50_000, "medium"),
        (5000, 1_999, "small"),
        (300, 2_000, "medium"),
        (299, 2_000, "small"),
        (20, 300, "small"),
        (19, 100_000, "micro"),
        (1000, 299, "micro"),
        (0, 0, "micro"),
        (1000, Decimal("39999.99"), "medium"),
    ],
)
def test_both_floors_must_hold(headcount, revenue_10k, size):
    assert size_of(headcount, revenue_10k) == size


def test_sizes_run_from_large_to_micro():
    assert tuple(SIZES) == ("large", "medium", "small", "micro")


@pytest.mark.parametrize(("headcount", "revenue_10k"), [(-1, 10), (10, -1), (10, Decimal("NaN")), (10, Decimal("inf"))])
def test_impossible_figures_are_refused(headcount, revenue_10k):
    with pytest.raises(Refusal, match="class-size-figures"):
        size_of(headcount, revenue_10k)
