"""Charts of several assessments side by side: bars of totals, and radars drawn over each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from markupsafe import Markup

from . import svg as drawing
from .svg import number, polygon, rect, svg, tag, text

MOST = 6  # lines that can be told apart


@dataclass(frozen=True, slots=True)
class Series:
    """An assessment: its name, its level, its total as printed and drawn, and its values on the axes (None: not
    assessed).
    """

    name: str
    level: int
    words: str
    total: float
    values: tuple[float | None, ...]


def total_bars(series: Sequence[Series], maximum: int, title: str) -> Markup:
    """The SVG of a bar for each total, in the colour of its level."""
    width, step, high = 360, 48, 16
    parts = []
    for row, one in enumerate(series):
        top = row * step + 20
        parts.append(text(0, top - 6, f"{row + 1}  {one.name}"[:30], "label"))
        parts.append(text(width, top - 6, one.words, "value end"))
        parts.append(rect(0, top, width, high, "track"))
        parts.append(rect(0, top, width * one.total / maximum, high, f"level-{one.level}"))
    told = "; ".join(f"{one.name} {one.words}" for one in series)
    return svg(width + 1, step * len(series), title, f"{title}: {told}", parts, "bars")


def radars(series: Sequence[Series], axes: Sequence[str], maximum: int, title: str) -> Markup:
    """The SVG of a radar with a line for each of at most MOST series, told apart by dashes; figures stand in the table
    beside it.
    """
    middle, radius, turn = (240, 150), 112, 2 * pi / len(axes)

    def point(index: int, share: float) -> tuple[float, float]:
        return middle[0] + radius * share * sin(index * turn), middle[1] - radius * share * cos(index * turn)

    parts = [polygon([point(i, ring / maximum) for i in range(len(axes))], "ring") for ring in range(1, maximum + 1)]
    parts += [drawing.line(*middle, *point(index, 1), "spoke") for index in range(len(axes))]
    for place, one in enumerate(series, 1):
        corners = [point(index, (value or 0) / maximum) for index, value in enumerate(one.values)]
        parts.append(polygon(corners, f"beside beside-{place}"))
    for index, name in enumerate(axes):
        x, y = point(index, 1.12)
        side = "middle" if abs(x - middle[0]) < 20 else "end" if x < middle[0] else ""
        parts.append(text(x, y + 4, name, f"axis {side}".strip()))
    for place, one in enumerate(series, 1):
        y = 312 + 20 * place
        parts.append(tag("line", f"beside beside-{place}", x1="40", x2="88", y1=number(y - 4), y2=number(y - 4)))
        parts.append(text(100, y, f"{place}  {one.name}"[:40], "label"))
    told = "; ".join(one.name for one in series)
    return svg(480, 324 + 20 * len(series), title, f"{title}: {told}", parts, "radar")
