"""Figures that the sources print, recomputed: those that hold, and those that do not."""

import csv
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from statistics import median

import numpy as np
import pytest
from scipy import stats

from maturity.assessment.targets import path
from maturity.regions.association import drawn_p
from maturity.regions.attainment import change, targets
from maturity.text.numbers import half_up

from ..quantities.test_golden import value
from .test_association import PARKS, by_province

# Shares of enterprises by level in 2021, in per cent; of process industries level 4 is printed as 4.0 and as 3.3.
DISCRETE = ("67.1", "15.8", "7.8", "4.6", "4.8")
PROCESS = {"4.0": ("72.2", "14.4", "6.7", "4.0", "3.4"), "3.3": ("72.2", "14.4", "6.7", "3.3", "3.4")}
CITIES = {
    **{"江苏": 1176, "山东": 949, "广东": 294, "湖南": 282, "北京": 202, "安徽": 169, "宁夏": 115, "上海": 84},
    **{"江西": 79, "浙江": 79, "重庆": 74, "福建": 49, "湖北": 35, "陕西": 34, "天津": 33, "四川": 27, "吉林": 25},
    **{"河北": 22, "辽宁": 21},
}


@pytest.mark.parametrize(
    ("shares", "whole"), [(DISCRETE, "100.1"), (PROCESS["4.0"], "100.7"), (PROCESS["3.3"], "100.0")]
)
def test_shares_of_levels_add_up_to_100_within_rounding_in_one_reading_alone(shares, whole):
    found = sum(map(Decimal, shares))
    assert found == Decimal(whole)
    rounding = Decimal("0.05") * len(shares)
    assert (abs(found - 100) <= rounding) == (whole != "100.7")


def test_the_shares_of_all_are_those_of_both_types_mixed():
    """69, 15, 7 and 9 % (levels 4 and 5 together) for a share of discrete industries between 0.667 and 0.725."""
    both = [[*map(float, row[:3]), float(row[3]) + float(row[4])] for row in (DISCRETE, PROCESS["3.3"])]
    fits = [
        part
        for part in np.arange(0, 1.0005, 0.001)
        if np.allclose(part * np.array(both[0]) + (1 - part) * np.array(both[1]), [69, 15, 7, 9], atol=0.5)
    ]
    assert (round(min(fits), 3), round(max(fits), 3)) == (0.667, 0.725)


def test_the_cities_of_the_list_by_province():
    found = by_province()
    assert dict(found) == CITIES
    assert (sum(found.values()), len(found)) == (3749, 19)
    assert "宁夏" not in PARKS


def test_parks_go_together_with_cities_by_two_provinces():
    """By counts Pearson's correlation is .7950, and .5318 without the two with most of both; p by t .0079 and .0930."""
    for left_out, pearson, p in (((), 0.7950, 0.0079), (("江苏", "山东"), 0.5318, 0.0930)):
        names = [name for name in PARKS if name in CITIES and name not in left_out]
        parks, cities = (np.array([table[name] for name in names], float) for table in (PARKS, CITIES))
        assert stats.pearsonr(parks, cities).statistic == pytest.approx(pearson, abs=5e-5)
        assert stats.spearmanr(parks, cities).pvalue == pytest.approx(p, abs=5e-5)
        assert drawn_p(parks, cities) == pytest.approx(p, abs=0.01), "by permutations, as it is told here"


def test_the_use_of_bulk_waste_is_46_per_cent_where_50_is_printed():
    found = value("used / generated", "1", used=("17.4 亿", "t"), generated=("37.8亿", "t"))
    assert float(found) == pytest.approx(0.4603, abs=5e-5)


def test_value_added_grew_by_6_per_cent_a_year_where_9_8_is_printed():
    """191,571 in 2011, 228,123 in 2014; the way between them by equal ratios grows by that ratio less 1 every year."""
    first = Fraction(191_571)
    after = path(first, Fraction(228_123), years=3, after=1).geometric
    assert after / float(first) - 1 == pytest.approx(0.0599, abs=5e-5)


def test_energy_per_value_added_fell_by_26_per_cent():
    assert change(2.59, 1.92, points=False) == pytest.approx(-25.87, abs=5e-3)


def test_changes_are_rounded_half_up():
    """Clinker to -6.3 (a source has -6.2), electronics to +73."""
    known = targets()
    clinker, electronics = (known[id] for id in ("clinker-energy", "waste-electronics"))
    assert half_up(change(clinker.base, clinker.target, points=False), 1) == Decimal("-6.3")
    assert half_up(change(electronics.base, electronics.target, points=False), 0) == 73


def test_recycled_resources_named_one_by_one_are_part_of_all():
    """1.19 of 2.2 and 2.0 of 3.5 x 10^8 t: "of which", so that they are never added up to the whole."""
    known = targets()
    parts = [known[id] for id in ("recycled-metals", "scrap-steel", "waste-plastics", "waste-tyres")]
    assert round(sum(one.base for one in parts) / 1e4, 2) == 1.19
    assert round(sum(one.target for one in parts) / 1e4, 2) == 2.0
    assert {one.part_of for one in parts} == {"recycled-resources"}
    assert known["waste-electronics"].unit != parts[0].unit


def test_the_median_city_of_the_list_has_40():
    text = files("maturity.demo").joinpath("cities_2021.csv").read_text("utf-8")
    assert median(int(row["enterprises_level_2_and_above"]) for row in csv.DictReader(text.splitlines())) == 40
