"""Charts of one assessment as SVG, the same for page, print and PDF.

Every chart has a text alternative with all its figures; figures are printed at the marks, so that nothing depends on
colour alone.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import cos, pi, sin

from markupsafe import Markup

from . import svg as drawing
from .svg import number, polygon, rect, svg, tag, text


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one level: its score and, with every open item at full, `high`, both from 0 to 1; score and verdict as
    printed.
    """

    level: int
    name: str
    words: str
    verdict: str
    value: Fraction
    high: Fraction
    met: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart of level scores with a line at the pass mark `mark`, from 0 to 1."""

    title: str
    bars: tuple[Bar, ...]
    mark: Fraction
    mark_words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of a radar chart: its name, and its value as printed and as drawn."""

    name: str
    words: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Radar:
    """A radar chart with axes from 0 to `maximum`, and a ring at every whole number."""

    title: str
    axes: tuple[Axis, ...]
    maximum: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line chart: its name below the axis, its value as printed and as drawn, and its level (for the
    colour).
    """

    name: str
    words: str
    value: float
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line chart of values from 0 to `maximum`, equally spaced whatever their names; the line is interrupted before
    the points with the indices `breaks`.
    """

    title: str
    points: tuple[Point, ...]
    maximum: int
    breaks: tuple[int, ...] = ()


def draw(chart: Bars | Radar) -> Markup:
    """The SVG of a bar or radar chart."""
    return radar(chart) if isinstance(chart, Radar) else level_bars(chart)


def text_alternative(chart: Bars | Radar) -> str:
    """The text alternative of a bar or radar chart: its title and every figure."""
    if isinstance(chart, Radar):
        return f"{chart.title}: " + "; ".join(f"{axis.name} {axis.words}" for axis in chart.axes)
    marks = [f"{bar.name} {bar.words} {bar.verdict}" for bar in chart.bars]
    return f"{chart.title}: " + "; ".join([*marks, chart.mark_words])


def level_bars(chart: Bars) -> Markup:
    """The SVG of a bar chart, names and figures above the bars."""
    width, step, bar_height = 360, 48, 16
    height = step * len(chart.bars) + 24
    x = width * float(chart.mark)
    parts = []
    for row, bar in enumerate(chart.bars):
        top = row * step + 20
        parts.append(text(0, top - 6, bar.name, "label"))
        parts.append(text(width, top - 6, f"{bar.words} {bar.verdict}", "value met end" if bar.met else "value end"))
        parts.append(rect(0, top, width, bar_height, "track"))
        if bar.high > bar.value:
            parts.append(rect(0, top, width * float(bar.high), bar_height, "possible"))
        parts.append(rect(0, top, width * float(bar.value), bar_height, f"level-{bar.level}"))
        parts.append(drawing.line(x, top - 2, x, top + 18, "mark"))
    parts.append(text(x, height - 4, chart.mark_words, "axis middle"))
    return svg(width + 1, height, chart.title, text_alternative(chart), parts, "bars")


def radar(chart: Radar) -> Markup:
    """The SVG of a radar chart, every value at its axis."""
    axes, maximum, middle, radius, turn = chart.axes, chart.maximum, (200, 168), 112, 2 * pi / len(chart.axes)

    def point(index: int, share: float) -> tuple[float, float]:
        return middle[0] + radius * share * sin(index * turn), middle[1] - radius * share * cos(index * turn)

    rings = [polygon([point(i, ring / maximum) for i in range(len(axes))], "ring") for ring in range(1, maximum + 1)]
    spokes = [drawing.line(*middle, *point(index, 1), "spoke") for index in range(len(axes))]
    values = [point(index, float(axis.value) / maximum) for index, axis in enumerate(axes)]
    dots = [tag("circle", "dot", cx=number(x), cy=number(y), r=3) for x, y in values]
    labels = [_axis_label(*point(index, 1.1), index * turn, axis) for index, axis in enumerate(axes)]
    scale = [
        text(middle[0] + 4, middle[1] - radius * ring / maximum + 4, str(ring), "axis") for ring in range(1, maximum)
    ]
    parts = [*rings, *spokes, polygon(values, "area"), *dots, *scale, *labels]
    return svg(400, 336, chart.title, text_alternative(chart), parts, "radar")


def line(chart: Line) -> Markup:
    """The SVG of a line chart, every value above its point, the points in the colours of their levels."""
    left, top, height, step = 32, 24, 200, 96
    width = left + step * max(len(chart.points), 2) + 8

    def place(index: int, value: float) -> tuple[float, float]:
        return left + step * (index + 0.5), top + height * (1 - value / chart.maximum)

    grid = []
    for value in range(chart.maximum + 1):
        _, y = place(0, value)
        grid += [drawing.line(left, y, width, y, "spoke"), text(left - 10, y + 4, str(value), "axis end")]
    places = [place(index, point.value) for index, point in enumerate(chart.points)]
    paths = []
    for start, end in pairwise((0, *chart.breaks, len(places))):
        path = " ".join(f"{number(x)},{number(y)}" for x, y in places[start:end])
        paths.append(tag("polyline", "path", points=path))
    marks = []
    for (x, y), point in zip(places, chart.points, strict=True):
        marks.append(tag("circle", f"point level-{point.level}", cx=number(x), cy=number(y), r=6))
        marks.append(text(x, y - 13, point.words, "label middle"))
        marks.append(text(x, top + height + 22, point.name, "axis middle"))
    shown = f"{chart.title}: " + "; ".join(f"{point.name} {point.words}" for point in chart.points)
    return svg(width, top + height + 32, chart.title, shown, [*grid, *paths, *marks], "line")


def progress(answered: int, total: int, words: str) -> Markup:
    """The SVG of a progress bar filled to `answered` / `total`; `words` is its text alternative."""
    share = answered / total if total else 0
    parts = [rect(0, 0, 120, 4, "track"), rect(0, 0, 120 * share, 4, "fill")]
    return svg(120, 4, words, words, parts, "progress")


def band(low: int, high: int, words: str) -> Markup:
    """The SVG of an interval `low` to `high` on a scale from 0 to 100, the middle marked; `words` is its text
    alternative.
    """
    parts = [
        rect(0, 5, 200, 6, "track"),
        rect(2 * low, 3, 2 * (high - low), 10, "fill"),
        drawing.line(100, 0, 100, 16, "mark"),
    ]
    return svg(200, 16, words, words, parts, "band")


def _axis_label(x: float, y: float, angle: float, axis: Axis) -> Markup:
    """The label of an axis at (x, y): the name, broken at spaces, and the value below, extending
    away from the centre.
    """
    anchor = "middle" if abs(sin(angle)) < 0.2 else "start" if sin(angle) > 0 else "end"
    lines = [*axis.name.split(), axis.words]
    first = y + 4 - 15 * (len(lines) - 1) * (1 + cos(angle)) / 2
    kinds = [*["label"] * (len(lines) - 1), "value"]
    places = enumerate(zip(lines, kinds, strict=True))
    return Markup("").join(text(x, first + 15 * at, line, f"{kind} {anchor}") for at, (line, kind) in places)
