"""Charts tell what they show, stand alone, and hold nothing that could act."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from maturity import charts, palette
from maturity.charts import Axis, Bar, Bars, Radar

HOSTILE = '<b>甲</b> & "]]>'


def bars(**changes):
    bar = Bar(2, HOSTILE, "0.50", "未达标", Fraction(1, 2), Fraction(3, 4), False)
    return Bars("题", (bar,), Fraction(4, 5), "达标线 0.8")


PICTURES = {
    "bars": lambda: charts.level_bars(bars()),
    "radar": lambda: charts.radar(
        Radar("雷达", tuple(Axis(f"{HOSTILE}{n}", str(n), Fraction(n)) for n in range(5)), 5)
    ),
    "stacked": lambda: charts.stacked(
        [(HOSTILE, [Fraction(40), None, Fraction(60)])], [(1, "一"), (2, "二"), (3, "三")], "题"
    ),
    "progress": lambda: charts.progress(3, 4, HOSTILE),
}


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_whole_escaped_and_has_its_own_looks(kind):
    picture = PICTURES[kind]()
    root = ElementTree.fromstring(picture)
    assert root.get("role") == "img"
    assert "甲" in root.get("aria-label")
    assert "<b>" not in picture
    assert " style=" not in picture
    assert "<style" not in picture
    for mark in root:
        assert mark.tag.endswith("title") or mark.get("fill") or mark.get("stroke"), mark.attrib


@pytest.mark.parametrize("kind", PICTURES)
def test_the_same_picture_has_the_same_bytes(kind):
    assert PICTURES[kind]() == PICTURES[kind]()


def test_figures_stand_beside_the_marks():
    assert "0.50 未达标" in PICTURES["bars"]()
    assert "40.0%" in PICTURES["stacked"]()
    assert palette.LEVEL_COLOURS[1] in PICTURES["bars"]()


def test_what_open_items_could_still_add_is_drawn():
    assert "possible" in PICTURES["bars"]()
