"""How few regions hold most, beside published figures."""

import csv
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.errors import Refusal
from maturity.regions.concentration import concentrated, concentration

from .made import made
from .test_association import PARKS


def test_the_51_cities_of_2021():
    with (files("maturity.demo") / "cities_2021.csv").open(encoding="utf-8") as file:
        values = np.array([float(row["enterprises_level_2_and_above"]) for row in csv.DictReader(file)])
    found = concentration(values)
    assert (found.n, found.total) == (51, 3_749)
    shares = [round(100 * share, 2) for share in found.first.values()]
    assert dict(zip(found.first, shares, strict=True)) == {1: 16.80, 5: 41.85, 10: 56.52}
    assert found.hhi == pytest.approx(538.7, abs=0.05)
    assert found.gini == pytest.approx(0.4817, abs=5e-5)


def test_parks_by_province():
    """27 rows of the list, one of which (6 parks) bears a name that is no province."""
    found = concentration(np.array([*PARKS.values(), 6.0]))
    assert (found.n, found.total) == (27, 537)
    assert found.hhi == pytest.approx(660.5, abs=0.05)
    assert found.gini == pytest.approx(0.4366, abs=5e-5)


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=30).filter(any), st.integers(1, 50))
def test_limits_and_units(values, factor):
    found, moved = concentration(np.array(values, float)), concentration(np.array(values, float)[::-1] * factor)
    n = len(values)
    assert 10_000 / n - 1e-9 <= found.hhi <= 10_000 + 1e-9
    assert -1e-9 <= found.gini <= (n - 1) / n + 1e-9
    assert (moved.hhi, moved.gini) == pytest.approx((found.hhi, found.gini))
    apart = sum(abs(a - b) for a in values for b in values) / (2 * n * sum(values))
    assert found.gini == pytest.approx(apart)


def test_equal_regions_and_one_that_has_all():
    equal, one = concentration(np.ones(4)), concentration(np.array([7.0, 0, 0, 0]))
    assert (equal.hhi, equal.gini) == (2_500, 0)
    assert (one.hhi, one.gini) == (10_000, 0.75)
    assert dict(one.first) == {1: 1.0}
    assert dict(concentration(np.ones(5)).first) == {1: 0.2}  # of five, the first five are all


def test_shares_of_nothing_are_refused():
    table, _ = made({0: [[0], [0]]})
    with pytest.raises(Refusal) as caught:
        concentrated(table, None)
    assert caught.value.problems[0].code == "regions-nothing"
