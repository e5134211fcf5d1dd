"""Charts as SVG, made on the server: the same picture for page, print and PDF.

Every chart says in its label what it shows; figures stand beside the marks, so that nothing hangs on colour alone.
Looks are written as attributes, for a picture that stands alone; a page's style sheet may change them by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

from markupsafe import Markup

from .palette import ACCENT, INK, LEVEL_COLOURS, MUTED, RULE, level_colour
from .words import figure

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_ON_LEVEL = ("", *[INK] * 3, *["#FFFFFF"] * 2)  # legible on the colour of the level
_LOOKS: dict[str, dict[str, object]] = {
    "label": {"fill": INK, "font-size": 13},
    "axis": {"fill": MUTED, "font-size": 12},
    "value": {"fill": MUTED, "font-size": 13},
    "met": {"fill": INK, "font-weight": 600},
    "start": {"text-anchor": "start"},
    "middle": {"text-anchor": "middle"},
    "end": {"text-anchor": "end"},
    "track": {"fill": "none", "stroke": RULE},
    "fill": {"fill": ACCENT},
    "possible": {"fill": "none", "stroke": MUTED, "stroke-dasharray": "3 3"},
    "mark": {"stroke": INK, "stroke-width": 1, "stroke-dasharray": "4 3"},
    "ring": {"fill": "none", "stroke": RULE, "stroke-width": 0.75},
    "spoke": {"stroke": RULE, "stroke-width": 0.75},
    "area": {"fill": ACCENT, "fill-opacity": 0.14, "stroke": ACCENT, "stroke-width": 1.5},
    "dot": {"fill": ACCENT},
    "path": {"fill": "none", "stroke": ACCENT, "stroke-width": 1.5},
    "point": {"stroke": ACCENT, "stroke-width": 1.5},
    **{f"level-{level}": {"fill": level_colour(level)} for level in range(len(LEVEL_COLOURS) + 1)},
    **{f"on-level-{level}": {"fill": colour, "font-size": 12} for level, colour in enumerate(_ON_LEVEL) if level},
}


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
    """Values from 0 to `most` one after another, in equal steps: the moments have names, not distances."""

    title: str
    points: tuple[Point, ...]
    most: int


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
        parts.append(_text(0, top - 6, bar.name, "label"))
        parts.append(_text(width, top - 6, f"{bar.words} {bar.verdict}", "value met end" if bar.met else "value end"))
        parts.append(_rect(0, top, width, bar_height, "track"))
        if bar.high > bar.value:
            parts.append(_rect(0, top, width * float(bar.high), bar_height, "possible"))
        parts.append(_rect(0, top, width * float(bar.value), bar_height, f"level-{bar.level}"))
        parts.append(_line(x, top - 2, x, top + 18, "mark"))
    parts.append(_text(x, height - 4, chart.mark_words, "axis middle"))
    return _svg(width + 1, height, chart.title, told(chart), parts, "bars")


def radar(chart: Radar) -> Markup:
    """`chart` with every value beside its name."""
    axes, most, middle, radius, turn = chart.axes, chart.most, (200, 168), 112, 2 * pi / len(chart.axes)

    def point(index: int, share: float) -> tuple[float, float]:
        return middle[0] + radius * share * sin(index * turn), middle[1] - radius * share * cos(index * turn)

    rings = [_polygon([point(i, ring / most) for i in range(len(axes))], "ring") for ring in range(1, most + 1)]
    spokes = [_line(*middle, *point(index, 1), "spoke") for index in range(len(axes))]
    values = [point(index, float(axis.value) / most) for index, axis in enumerate(axes)]
    dots = [_tag("circle", "dot", cx=_n(x), cy=_n(y), r=3) for x, y in values]
    labels = [_axis_label(*point(index, 1.1), index * turn, axis) for index, axis in enumerate(axes)]
    scale = [_text(middle[0] + 4, middle[1] - radius * ring / most + 4, str(ring), "axis") for ring in range(1, most)]
    parts = [*rings, *spokes, _polygon(values, "area"), *dots, *scale, *labels]
    return _svg(400, 336, chart.title, told(chart), parts, "radar")


def line(chart: Line) -> Markup:
    """`chart` with each value above its dot; a dot has the colour of the level."""
    left, top, height, step = 32, 24, 200, 96
    width = left + step * max(len(chart.points), 2) + 8

    def place(index: int, value: float) -> tuple[float, float]:
        return left + step * (index + 0.5), top + height * (1 - value / chart.most)

    grid = []
    for value in range(chart.most + 1):
        _, y = place(0, value)
        grid += [_line(left, y, width, y, "spoke"), _text(left - 10, y + 4, str(value), "axis end")]
    places = [place(index, point.value) for index, point in enumerate(chart.points)]
    path = " ".join(f"{_n(x)},{_n(y)}" for x, y in places)
    marks = []
    for (x, y), point in zip(places, chart.points, strict=True):
        marks.append(_tag("circle", f"point level-{point.level}", cx=_n(x), cy=_n(y), r=6))
        marks.append(_text(x, y - 13, point.words, "label middle"))
        marks.append(_text(x, top + height + 22, point.name, "axis middle"))
    shown = f"{chart.title}: " + "; ".join(f"{point.name} {point.words}" for point in chart.points)
    parts = [*grid, _tag("polyline", "path", points=path), *marks]
    return _svg(width, top + height + 32, chart.title, shown, parts, "line")


def stacked(
    rows: Sequence[tuple[str, Sequence[Fraction | None]]], levels: Sequence[tuple[int, str]], title: str
) -> Markup:
    """Shares that add up to 100 per cent, one bar a row: (name, a share of 0 to 100 for each of `levels`)."""
    left, width, step, bar, top = 232, 440, 28, 18, 36
    parts, shown = _legend(left, levels), []
    for row, (name, shares) in enumerate(rows):
        y, x = row * step + top, float(left)
        parts.append(_text(left - 12, y + 14, _short(name), "label end"))
        for (level, level_words), share in zip(levels, shares, strict=True):
            if share is None:
                continue
            long = width * float(share) / 100
            parts.append(_rect(x, y, long, bar, f"level-{level}"))
            if long >= 34:
                parts.append(_text(x + long / 2, y + 13, figure(share, 1), f"on-level-{level} middle"))
            shown.append(f"{name} {level_words} {figure(share, 1)}%")
            x += long
    return _svg(left + width + 1, step * len(rows) + top, title, f"{title}: {'; '.join(shown)}", parts, "stacked")


def progress(answered: int, total: int, words: str) -> Markup:
    """A thin line that fills up; `words` say the same."""
    share = answered / total if total else 0
    parts = [_rect(0, 0, 120, 4, "track"), _rect(0, 0, 120 * share, 4, "fill")]
    return _svg(120, 4, words, words, parts, "progress")


def band(low: int, high: int, words: str) -> Markup:
    """A stretch of a scale from 0 to 100 with its middle marked; `words` say the same."""
    parts = [
        _rect(0, 5, 200, 6, "track"),
        _rect(2 * low, 3, 2 * (high - low), 10, "fill"),
        _line(100, 0, 100, 16, "mark"),
    ]
    return _svg(200, 16, words, words, parts, "band")


def _legend(left: float, levels: Sequence[tuple[int, str]]) -> list[Markup]:
    parts, x = [], float(left)
    for level, words in levels:
        parts += [_rect(x, 8, 12, 12, f"level-{level}"), _text(x + 18, 19, words, "axis")]
        x += 30 + sum(12 if ord(letter) > 255 else 6.5 for letter in words)
    return parts


def _short(name: str) -> str:
    """A row's name as far as there is room; the label of the chart has all of it."""
    room = 0.0
    for at, letter in enumerate(name):
        room += 13 if ord(letter) > 255 else 6.8
        if room > 200:
            return f"{name[:at].rstrip()}…"
    return name


def _axis_label(x: float, y: float, angle: float, axis: Axis) -> Markup:
    """The name, a word a line where words are apart, and the value below it, grown away from the middle."""
    anchor = "middle" if abs(sin(angle)) < 0.2 else "start" if sin(angle) > 0 else "end"
    lines = [*axis.name.split(), axis.words]
    first = y + 4 - 15 * (len(lines) - 1) * (1 + cos(angle)) / 2
    kinds = [*["label"] * (len(lines) - 1), "value"]
    places = enumerate(zip(lines, kinds, strict=True))
    return Markup("").join(_text(x, first + 15 * at, line, f"{kind} {anchor}") for at, (line, kind) in places)


def _svg(width: float, height: float, title: str, label: str, parts: Sequence[Markup], kind: str) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart {}" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'width="{}" height="{}" font-family="{}"><title>{}</title>{}</svg>'
    ).format(kind, label, width, height, width, height, FONTS, title, Markup("").join(parts))


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return _tag("rect", kind, x=_n(x), y=_n(y), width=_n(width), height=_n(height))


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return _tag("line", kind, x1=_n(x1), y1=_n(y1), x2=_n(x2), y2=_n(y2))


def _polygon(corners: Sequence[tuple[float, float]], kind: str) -> Markup:
    return _tag("polygon", kind, points=" ".join(f"{_n(x)},{_n(y)}" for x, y in corners))


def _text(x: float, y: float, words: str, kind: str) -> Markup:
    return _tag("text", kind, words, x=_n(x), y=_n(y))


def _tag(name: str, kind: str, words: str = "", **where: object) -> Markup:
    """An element of the class `kind`, with its looks and places as attributes."""
    looks: dict[str, object] = {}
    for word in kind.split():
        looks |= _LOOKS[word]
    attributes = Markup(" ").join(
        Markup('{}="{}"').format(*pair) for pair in [("class", kind), *(where | looks).items()]
    )
    return (
        Markup("<{} {}>{}</{}>").format(name, attributes, words, name)
        if words
        else Markup("<{} {}/>").format(name, attributes)
    )


def _n(number: float) -> str:
    """A coordinate: two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
