"""Charts tell what they show, stand alone, and hold nothing that could act."""

import re
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from maturity.charts import assessments, palette, publications
from maturity.charts.assessments import Axis, Bar, Bars, Line, Point, Radar
from maturity.charts.publications import Stack
from maturity.publication.pictures import picture
from maturity.questionnaire import Text
from maturity.statistics.breakdowns import Breakdowns
from maturity.statistics.signs import Status
from maturity.statistics.table import Column, Row, Table

HOSTILE = '<b>甲</b> & "]]>'


def bars(**changes):
    bar = Bar(2, HOSTILE, "0.50", "未达标", Fraction(1, 2), Fraction(3, 4), False)
    return Bars("题", (bar,), Fraction(4, 5), "达标线 0.8")


PICTURES = {
    "bars": lambda: assessments.level_bars(bars()),
    "radar": lambda: assessments.radar(
        Radar("雷达", tuple(Axis(f"{HOSTILE}{n}", str(n), Fraction(n)) for n in range(5)), 5)
    ),
    "progress": lambda: assessments.progress(3, 4, HOSTILE),
    "stacked": lambda: publications.stacked(
        [Stack(HOSTILE, [Fraction(40), None, Fraction(60)], (Fraction(55), Fraction(65)))],
        [(1, "一"), (2, "二"), (3, "三")],
        "题",
        "区间",
    ),
    "heat": lambda: publications.heat([HOSTILE, "乙"], ["丁"], {(0, 0): (7, "7"), (1, 0): (None, "[c]")}, "题"),
    "flow": lambda: publications.flow(
        [HOSTILE, "二"],
        ([HOSTILE, "二"], [HOSTILE, "二"]),
        ("前", "后"),
        {(0, 0): 5, (0, 1): 2, (1, 1): 3},
        "题",
        "共 10",
    ),
    "slopes": lambda: publications.slopes([(HOSTILE, [("前", 1.0, "1.00"), ("后", 1.5, "1.50")])], "题"),
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


def test_an_interval_stands_at_the_border_of_its_share():
    root = ElementTree.fromstring(PICTURES["stacked"]())
    whole = next(node for node in root if node.get("class") == "interval" and node.get("y1") == "79")
    left = min(float(node.get("x")) for node in root if node.tag.endswith("rect") and node.get("height") == "18")
    assert (float(whole.get("x1")), float(whole.get("x2"))) == pytest.approx((left + 4.4 * 35, left + 4.4 * 45))
    assert "区间 55.0–65.0%" in root.get("aria-label")


def test_the_bars_begin_where_the_longest_name_ends_and_names_are_cut_only_beyond_their_room():
    whole = "铁路、船舶、航空航天和其他运输设备制造业"
    levels, shares = [(1, "一级"), (2, "二级")], [Fraction(60), Fraction(40)]
    for names in (["合计"], ["合计", whole], [whole * 2]):
        root = ElementTree.fromstring(publications.stacked([Stack(name, shares) for name in names], levels, "题"))
        bars = [float(node.get("x")) for node in root if node.tag.endswith("rect") and node.get("height") == "18"]
        assert min(bars) == min(32 + 13 * max(map(len, names)), 372)
        told = [node.text for node in root if node.get("class") == "label end"]
        assert told == names if len(names[-1]) < 30 else told[0].endswith("…")


def test_a_heat_map_has_a_fifth_of_its_numbers_a_colour():
    cells = {(row, 0): (row, str(row)) for row in range(11)}
    root = ElementTree.fromstring(publications.heat([f"r{row}" for row in range(11)], ["c"], cells, "题"))
    tiles = [node.get("class") for node in root if node.tag.endswith("rect") and node.get("width") == "29"]
    assert tiles == ["track", *(f"level-{fifth}" for fifth in range(1, 6) for _ in range(2))]
    assert [node.text for node in root if node.get("y") == "19"] == ["1–2", "3–4", "5–6", "7–8", "9–10"]


def test_streams_are_as_thick_as_they_are_many():
    root = ElementTree.fromstring(PICTURES["flow"]())
    boxes = [float(node.get("height")) for node in root if node.tag.endswith("rect")]
    assert boxes == pytest.approx([290 * share for share in (0.7, 0.3, 0.5, 0.5)])
    streams = [node for node in root if node.tag.endswith("path")]
    assert [node.get("class") for node in streams] == ["level-1 stream", "level-1 stream", "level-2 stream"]
    assert "共 10" in root.get("aria-label")


def test_a_map_puts_every_place_on_its_tile_and_hides_what_is_hidden():
    places = [((0, 0), "甲", Fraction(10), "10.0"), ((2, 1), "乙<", Fraction(60), "60.0"), ((1, 1), "丙", None, "[c]")]
    picture = publications.tiles(places, "占比", "地图")
    root = ElementTree.fromstring(picture)
    tiles = [node for node in root if node.tag.endswith("rect") and node.get("width") == "88"]
    assert [(node.get("x"), node.get("y"), node.get("class")) for node in tiles] == [
        ("0", "36", "level-1"),
        ("184", "92", "level-5"),
        ("92", "92", "track"),
    ]
    assert root.get("aria-label") == "地图: 甲 10.0; 乙< 60.0; 丙 [c]"
    assert next(node.text for node in root if node.text and "–" in node.text) == "10.0–20.0%"


def test_a_map_of_one_value_or_none_is_still_a_map():
    same = [((0, 0), "甲", Fraction(5), "5.0"), ((1, 0), "乙", Fraction(5), "5.0")]
    assert "level-1" in publications.tiles(same, "m", "t")
    assert "track" in publications.tiles([((0, 0), "甲", None, "[c]")], "m", "t")


def test_a_map_of_counts_has_whole_numbers_in_its_legend():
    places = [((0, 0), "甲", Fraction(1), "1"), ((1, 0), "乙", Fraction(79), "79"), ((2, 0), "丙", None, "0")]
    words = [
        node.text for node in ElementTree.fromstring(publications.tiles(places, "m", "t", counts=True)) if node.text
    ]
    assert [word for word in words if "–" in word] == ["1–16", "17–32", "33–47", "48–63", "64–79"]
    few = [((0, 0), "甲", Fraction(1), "1"), ((1, 0), "乙", Fraction(2), "2")]
    words = [node.text for node in ElementTree.fromstring(publications.tiles(few, "m", "t", counts=True)) if node.text]
    assert "%" not in "".join(words)


def test_a_flow_names_the_numbers_of_the_table_and_what_is_drawn_of_them():
    """A number that is not shown is not drawn: the sum of what is drawn is not the number of the level."""
    by = Breakdowns(3)
    ids, nothing = [group.id for group in by.each], Text("", "")
    counts = tuple(Column(id, Text(id, id), "count", nothing, 0, nothing, "count", id) for id in ids)
    rows = (Row((ids[0],), 73, (50, 20, Status.CONFIDENTIAL)), Row((ids[1],), 45, (6, 30, 9)))
    title = Text("变动", "Moves")
    drawn = picture(Table("moves", 1, title, nothing, by, ("level_before",), counts, rows, 118, "flow"), "en")
    for words in (f"{ids[0]} · 73 (70 drawn)", f"{ids[1]} · 45<", f"{ids[0]} · 56<", f"{ids[2]} · 9 drawn"):
        assert words in drawn


@pytest.mark.parametrize(("breaks", "parts"), [((), [4]), ((2,), [2, 2]), ((1, 2), [1, 1, 2])])
def test_a_line_is_broken_where_values_cannot_be_compared(breaks, parts):
    points = tuple(Point(str(year), "3", 3, 3) for year in range(4))
    drawn = re.findall(r'<polyline[^>]*points="([^"]*)"', assessments.line(Line("S", points, 5, breaks)))
    assert [len(path.split()) for path in drawn] == parts
