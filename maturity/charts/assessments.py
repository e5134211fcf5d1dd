"""Charts as SVG, made on the server: the same picture for page, print and PDF.

Every chart says in its label what it shows; figures stand beside the marks, so that nothing hangs on colour alone."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import cos, pi, sin

from markupsafe import Markup

from . import svg as drawing
from .svg import number, polygon, rect, svg, tag, text


@dataclass(frozen=True, slots=True)
class Bar:
    """A level's score from 0 to 1, `high` with every open item at full; `words` and `verdict` as they are printed."""

    level: int
    name: str
    words: str
    verdict: str
    value: Fraction
    high: Fraction
    met: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """One bar a level, with the pass mark through all of them."""

    title: str
    bars: tuple[Bar, ...]
    mark: Fraction
    mark_words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One spoke of a radar: its value as printed and as drawn."""

    name: str
    words: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Radar:
    """Named values from 0 to `most`, one ring a whole number."""

    title: str
    axes: tuple[Axis, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Point:
    """One moment of a line: its name below the axis, its value as printed and as drawn."""

    name: str
    words: str
    value: float
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """Values from 0 to `most` one after another, in equal steps: the moments have names, not distances. The line is
    broken before the points with the indices `breaks`.
    """

    title: str
    points: tuple[Point, ...]
    most: int
    breaks: tuple[int, ...] = ()


def draw(chart: Bars | Radar) -> Markup:
    """The picture of `chart`."""
    return radar(chart) if isinstance(chart, Radar) else level_bars(chart)


def told(chart: Bars | Radar) -> str:
    """Everything a chart shows, in words."""
    if isinstance(chart, Radar):
        return f"{chart.title}: " + "; ".join(f"{axis.name} {axis.words}" for axis in chart.axes)
    marks = [f"{bar.name} {bar.words} {bar.verdict}" for bar in chart.bars]
    return f"{chart.title}: " + "; ".join([*marks, chart.mark_words])


def level_bars(chart: Bars) -> Markup:
    """`chart` with names and figures above the bars."""
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
    return svg(width + 1, height, chart.title, told(chart), parts, "bars")


def radar(chart: Radar) -> Markup:
    """`chart` with every value beside its name."""
    axes, most, middle, radius, turn = chart.axes, chart.most, (200, 168), 112, 2 * pi / len(chart.axes)

    def point(index: int, share: float) -> tuple[float, float]:
        return middle[0] + radius * share * sin(index * turn), middle[1] - radius * share * cos(index * turn)

    rings = [polygon([point(i, ring / most) for i in range(len(axes))], "ring") for ring in range(1, most + 1)]
    spokes = [drawing.line(*middle, *point(index, 1), "spoke") for index in range(len(axes))]
    values = [point(index, float(axis.value) / most) for index, axis in enumerate(axes)]
    dots = [tag("circle", "dot", cx=number(x), cy=number(y), r=3) for x, y in values]
    labels = [_axis_label(*point(index, 1.1), index * turn, axis) for index, axis in enumerate(axes)]
    scale = [text(middle[0] + 4, middle[1] - radius * ring / most + 4, str(ring), "axis") for ring in range(1, most)]
    parts = [*rings, *spokes, polygon(values, "area"), *dots, *scale, *labels]
    return svg(400, 336, chart.title, told(chart), parts, "radar")


def line(chart: Line) -> Markup:
    """`chart` with each value above its dot; a dot has the colour of the level."""
    left, top, height, step = 32, 24, 200, 96
    width = left + step * max(len(chart.points), 2) + 8

    def place(index: int, value: float) -> tuple[float, float]:
        return left + step * (index + 0.5), top + height * (1 - value / chart.most)

    grid = []
    for value in range(chart.most + 1):
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
    """A thin line that fills up; `words` say the same."""
    share = answered / total if total else 0
    parts = [rect(0, 0, 120, 4, "track"), rect(0, 0, 120 * share, 4, "fill")]
    return svg(120, 4, words, words, parts, "progress")


def band(low: int, high: int, words: str) -> Markup:
    """A stretch of a scale from 0 to 100 with its middle marked; `words` say the same."""
    parts = [
        rect(0, 5, 200, 6, "track"),
        rect(2 * low, 3, 2 * (high - low), 10, "fill"),
        drawing.line(100, 0, 100, 16, "mark"),
    ]
    return svg(200, 16, words, words, parts, "band")


def _axis_label(x: float, y: float, angle: float, axis: Axis) -> Markup:
    """The name, a word a line where words are apart, and the value below it, grown away from the middle."""
    anchor = "middle" if abs(sin(angle)) < 0.2 else "start" if sin(angle) > 0 else "end"
    lines = [*axis.name.split(), axis.words]
    first = y + 4 - 15 * (len(lines) - 1) * (1 + cos(angle)) / 2
    kinds = [*["label"] * (len(lines) - 1), "value"]
    places = enumerate(zip(lines, kinds, strict=True))
    return Markup("").join(text(x, first + 15 * at, line, f"{kind} {anchor}") for at, (line, kind) in places)
