"""Bars and radars of several assessments."""

import re

from maturity.charts.beside import MOST, Series, radars, total_bars
from maturity.charts.palette import level_colour

SERIES = tuple(
    Series(f"客户 {n}", n % 6, f"{n}.00", float(n % 6), (1.0, None, float(n % 6))) for n in range(1, MOST + 1)
)


def test_bars_are_as_long_as_their_totals_in_the_colour_of_their_levels():
    found = str(total_bars(SERIES[:3], 5, "总分 S"))
    bars = re.findall(r'class="level-(\d)"[^>]*width="([\d.]+)"[^>]*fill="([^"]+)"', found)
    assert bars == [(str(n), str(72 * n), level_colour(n)) for n in (1, 2, 3)]
    assert 'aria-label="总分 S: 客户 1 1.00; 客户 2 2.00; 客户 3 3.00"' in found


def test_every_series_has_a_line_of_its_own_and_a_key():
    found = str(radars(SERIES, ["甲", "乙", "丙"], 5, "各部分得分"))
    lines = re.findall(r'<polygon class="beside beside-(\d)"[^>]*stroke-dasharray="([^"]+)"', found)
    assert [number for number, _ in lines] == [str(n) for n in range(1, MOST + 1)]
    assert len({dash for _, dash in lines}) == MOST
    for one in SERIES:
        assert f">{one.name[-1]}  {one.name}</text>" in found


def test_a_part_that_is_not_assessed_is_drawn_at_the_middle():
    found = str(radars(SERIES[:2], ["甲", "乙", "丙"], 5, "各部分得分"))
    corners = re.search(r'<polygon class="beside beside-1" points="([^"]+)"', found)[1].split()
    assert corners[1] == "240,150"
