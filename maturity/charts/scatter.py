"""Scatter plots with the names of their points as SVG."""

from collections.abc import Sequence
from math import ceil, floor, log10

from markupsafe import Markup

from .svg import line, number, svg, tag, text

_WIDE, _HIGH, _LEFT, _TOP = 620, 400, 56, 40
_STEPS = 5  # of a scale, about
Point = tuple[str, float, float, str, str]
Box = tuple[float, float, float, float]


def scatter(points: Sequence[Point], axes: tuple[str, str], title: str) -> Markup:
    """The SVG of a scatter plot. Each point is (name, x, y, x as printed, y as printed); `axes` are the names of both.

    A name stands where it covers no other; the text alternative has every point with its figures.
    """
    across, up = _scale([x for _, x, *_ in points]), _scale([y for _, _, y, *_ in points])
    parts = [text(_LEFT, 20, axes[1], "axis")]
    for value in across:
        x = _along(value, across, _LEFT, _WIDE)
        parts += [line(x, _TOP, x, _TOP + _HIGH, "spoke"), text(x, _TOP + _HIGH + 20, _plain(value), "axis middle")]
    for value in up:
        y = _along(value, up, _TOP + _HIGH, -_HIGH)
        parts += [line(_LEFT, y, _LEFT + _WIDE, y, "spoke"), text(_LEFT - 8, y + 4, _plain(value), "axis end")]
    spots = [(_along(p[1], across, _LEFT, _WIDE), _along(p[2], up, _TOP + _HIGH, -_HIGH)) for p in points]
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in spots]
    for (name, *_), (x, y) in zip(points, spots, strict=True):
        at, kind, box = _free(x, y, _room(name), taken)
        taken.append(box)
        parts += [tag("circle", "dot", cx=number(x), cy=number(y), r=4), text(*at, name, kind)]
    parts.append(text(_LEFT + _WIDE, _TOP + _HIGH + 44, axes[0], "axis end"))
    shown = "; ".join(f"{name} {axes[0]} {x} {axes[1]} {y}" for name, _, _, x, y in points)
    return svg(_LEFT + _WIDE + 60, _TOP + _HIGH + 56, title, f"{title}: {shown}", parts, "scatter")


def _scale(values: Sequence[float]) -> list[float]:
    """Round numbers from below the least of `values` to above the largest."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    wide = (high - low) or abs(high) or 1.0
    power = 10.0 ** floor(log10(wide / _STEPS))
    step = next(power * k for k in (1, 2, 5, 10) if wide / (power * k) <= _STEPS)
    first, last = floor(low / step), ceil(high / step)
    return [step * k for k in range(first, max(last, first + 1) + 1)]


def _along(value: float, scale: Sequence[float], start: float, length: float) -> float:
    return start + length * (value - scale[0]) / (scale[-1] - scale[0])


def _plain(value: float) -> str:
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _room(name: str) -> float:
    """The approximate width of a name in pixels."""
    return sum(13 if ord(letter) > 255 else 6.8 for letter in name)


def _free(x: float, y: float, wide: float, taken: Sequence[Box]) -> tuple[tuple[float, float], str, Box]:
    """Where a name of this width covers nothing: right of its point, left, above or below; else right of it."""
    places: list[tuple[tuple[float, float], str, Box]] = [
        ((x + 7, y + 4), "label", (x + 7, y - 7, x + 7 + wide, y + 7)),
        ((x - 7, y + 4), "label end", (x - 7 - wide, y - 7, x - 7, y + 7)),
        ((x, y - 8), "label middle", (x - wide / 2, y - 20, x + wide / 2, y - 6)),
        ((x, y + 18), "label middle", (x - wide / 2, y + 7, x + wide / 2, y + 21)),
    ]
    return next((one for one in places if not any(_meet(one[2], other) for other in taken)), places[0])


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
