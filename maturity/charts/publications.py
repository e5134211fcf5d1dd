"""Charts of published tables as SVG, the same for page, print and file. Figures are printed at every mark."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from markupsafe import Markup

from ..text.numbers import format_score
from .svg import line, number, rect, svg, tag, text

_SHADES = 5  # of maps: a fifth of the figures each
LONGEST = 340  # the room for the name of a row; every division of the industry has its whole name in Chinese


@dataclass(frozen=True, slots=True)
class Stack:
    """A stacked bar: for each level a share from 0 to 100, None where not shown. `span` is the confidence interval of
    the sum of the shares after the first, in per cent.
    """

    name: str
    shares: Sequence[Fraction | None]
    span: tuple[Fraction, Fraction] | None = None


def stacked(rows: Sequence[Stack], levels: Sequence[tuple[int, str]], title: str, span_words: str = "") -> Markup:
    """The SVG of stacked bars, one a row, whose shares add up to 100 per cent.

    `levels` are (number for the colour, name) of the shares; `span_words` explains the intervals in the legend.
    """
    left, width, step, bar, top = _gutter([row.name for row in rows]), 440, 28, 18, 36
    parts, shown = _legend(left, levels), []
    if any(row.span for row in rows):
        x, top = float(left), top + 22
        parts += [*_whisker(x, x + 24, 36), text(x + 32, 40, span_words, "axis")]
    for place, row in enumerate(rows):
        y, x = place * step + top, float(left)
        parts.append(text(left - 12, y + 14, _short(row.name), "label end"))
        for (level, level_words), share in zip(levels, row.shares, strict=True):
            if share is None:
                continue
            long = width * float(share) / 100
            parts.append(rect(x, y, long, bar, f"level-{level}"))
            if long >= 34:
                parts.append(text(x + long / 2, y + 13, format_score(share, 1), f"on-level-{level} middle"))
            shown.append(f"{row.name} {level_words} {format_score(share, 1)}%")
            x += long
        if row.span:
            low, high = (left + width * (1 - float(end) / 100) for end in reversed(row.span))
            parts += _whisker(low, high, y + bar + 3)
            shown.append(f"{row.name} {span_words} {format_score(row.span[0], 1)}–{format_score(row.span[1], 1)}%")
    return svg(left + width + 1, step * len(rows) + top, title, f"{title}: {'; '.join(shown)}", parts, "stacked")


def _whisker(x1: float, x2: float, y: float) -> list[Markup]:
    """An interval: a line with an end mark on either side."""
    return [line(x1, y, x2, y, "interval"), *(line(x, y - 3, x, y + 3, "interval") for x in (x1, x2))]


def tiles(
    places: Sequence[tuple[tuple[int, int], str, Fraction | None, str]],
    measure: str,
    title: str,
    *,
    counts: bool = False,
) -> Markup:
    """The SVG of a tile grid map. Each place is ((column, row), name, share from 0 to 100 or None, figure as printed).

    The colour is the fifth of the range of shares in which a share lies; the legend names it after `measure`. With
    `counts` the figures are whole numbers instead of shares, and the legend has the numbers of each fifth.
    """
    wide, high, gap, top = 88, 52, 4, 36
    known = [float(share) for _, _, share, _ in places if share is not None]
    low, step = (min(known), (max(known) - min(known)) / _SHADES or 1.0) if known else (0.0, 1.0)
    ends = [low + step * fifth for fifth in range(_SHADES + 1)]
    named = _whole_ends(ends) if counts else [(n, f"{ends[n - 1]:.1f}–{ends[n]:.1f}%") for n in range(1, _SHADES + 1)]
    parts, shown = [text(0, 19, measure, "axis"), *(_legend(_wide(measure) + 20, named) if known else [])], []
    for (column, row), name, share, words in places:
        x, y = column * (wide + gap), row * (high + gap) + top
        kind = 0 if share is None else min(_SHADES, int((float(share) - low) / step) + 1)
        on = f"on-level-{kind}" if kind else "axis"
        parts.append(rect(x, y, wide, high, f"level-{kind}" if kind else "track"))
        parts += [text(x + wide / 2, y + 22, name, f"{on} middle"), text(x + wide / 2, y + 40, words, f"{on} middle")]
        shown.append(f"{name} {words}")
    columns, rows = (max(place[0][axis] for place in places) + 1 for axis in (0, 1))
    height = rows * (high + gap) + top
    return svg(max(columns * (wide + gap), 660), height, title, f"{title}: {'; '.join(shown)}", parts, "tiles")


def _whole_ends(ends: Sequence[float]) -> list[tuple[int, str]]:
    """The whole numbers of each fifth between `ends`; those without any are left out."""
    found = []
    for n in range(1, _SHADES + 1):
        low, high = ceil(ends[n - 1]), ceil(ends[n]) - 1 if n < _SHADES else round(ends[n])
        if low <= high:
            found.append((n, f"{low:,}–{high:,}" if low < high else f"{low:,}"))
    return found


def heat(
    rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[int, int], tuple[int | None, str]], title: str
) -> Markup:
    """The SVG of a heat map. `cells` holds, by (row, column), the value or None and the figure as printed; a missing
    cell is empty.

    The colour is the fifth of the values above 0 to which a value belongs; the legend has the limits of the fifths.
    """
    left, top, wide, high = _gutter(rows), 132, 30, 22
    known = sorted(value for value, _ in cells.values() if value)
    ends = [known[-(-len(known) * fifth // _SHADES) - 1] for fifth in range(1, _SHADES + 1)] if known else []
    lows = [1, *(end + 1 for end in ends)]
    named = [
        (fifth, f"{low}–{end}" if low < end else str(end))
        for fifth, (low, end) in enumerate(zip(lows, ends, strict=False), 1)
        if low <= end
    ]
    parts, shown = _legend(0, named), []
    for place, name in enumerate(columns):
        x = left + wide * (place + 0.5) + 4
        parts.append(tag("text", "axis", name, x=number(x), y=top - 8, transform=f"rotate(-60 {number(x)} {top - 8})"))
    for row, name in enumerate(rows):
        y = top + row * high
        parts.append(text(left - 12, y + 15, _short(name), "label end"))
        for place, column in enumerate(columns):
            value, words = cells.get((row, place), (0, ""))
            if not words:
                continue
            kind = next((fifth for fifth, end in enumerate(ends, 1) if value <= end), _SHADES) if value else 0
            parts.append(rect(left + place * wide, y, wide - 1, high - 1, f"level-{kind}" if kind else "track"))
            parts.append(
                text(
                    left + (place + 0.5) * wide, y + 15, words, f"{f'on-level-{kind}' if kind else 'axis'} small middle"
                )
            )
            shown.append(f"{name} {column} {words}")
    width, height = left + wide * len(columns) + 40, top + high * len(rows)
    return svg(width, height, title, f"{title}: {'; '.join(shown)}", parts, "heat")


def flow(
    names: Sequence[str],
    labels: tuple[Sequence[str], Sequence[str]],
    ends: tuple[str, str],
    moved: Mapping[tuple[int, int], int],
    title: str,
    below: str,
) -> Markup:
    """The SVG of a flow diagram: `moved` holds how many moved from which to which of `names`, by (from, to).

    `labels` are printed at the bars of the left and right side, `ends` above the sides, `below` under the diagram.
    """
    left, right, top, height, gap = 190, 560, 44, 300, 10
    total = sum(moved.values()) or 1
    scale = (height - gap * (len(names) - 1)) / total
    parts, shown = [text(left, 22, ends[0], "axis end"), text(right, 22, ends[1], "axis")], []
    tops = []
    for side, x, kind in ((0, left - 14, "label end"), (1, right, "label")):
        y, places = float(top), {}
        for place in range(len(names)):
            count = sum(n for pair, n in moved.items() if pair[side] == place)
            places[place] = y
            parts.append(rect(x, y, 14, count * scale, f"level-{place + 1}"))
            parts.append(text(x - 8 if side == 0 else x + 22, y + count * scale / 2 + 4, labels[side][place], kind))
            y += max(count * scale, 14) + gap
        tops.append(places)
    for (start, end), count in sorted(moved.items()):
        y1, y2, thick = tops[0][start], tops[1][end], count * scale
        path = _ribbon((left, y1), (right, y2), thick)
        parts.append(tag("path", f"level-{start + 1} stream", d=path))
        tops[0][start], tops[1][end] = y1 + thick, y2 + thick
        shown.append(f"{names[start]} → {names[end]} {count:,}")
    bottom = top + height + 14 * len(names) - 24
    parts.append(text(left, bottom, below, "axis"))
    return svg(760, bottom + 10, title, f"{title}: {'; '.join([*shown, below])}", parts, "flow")


def _ribbon(start: tuple[float, float], end: tuple[float, float], thick: float) -> str:
    """The SVG path of a band of height `thick` from `start` to `end`, curved."""
    (x1, y1), (x2, y2) = start, end
    middle = number((x1 + x2) / 2)
    up, down = number(y1), number(y2)
    there = f"M{number(x1)} {up}C{middle} {up} {middle} {down} {number(x2)} {down}v{number(thick)}"
    up, down = number(y1 + thick), number(y2 + thick)
    return f"{there}C{middle} {down} {middle} {up} {number(x1)} {up}Z"


def slopes(series: Sequence[tuple[str, Sequence[tuple[str, float, str]]]], title: str) -> Markup:
    """The SVG of slope charts, one panel a series, all on the same scale from 0. Each point is (name, value, figure as
    printed).
    """
    left, wide, gap, top, height = 24, 260, 70, 44, 160
    most = ceil(max(value for _, points in series for _, value, _ in points)) or 1
    parts, shown = [], []
    for panel, (name, points) in enumerate(series):
        start = left + panel * (wide + gap)
        for grid in range(most + 1):
            y = top + height * (1 - grid / most)
            parts += [line(start, y, start + wide, y, "spoke"), text(start - 8, y + 4, str(grid), "axis end")]
        step = wide / len(points)
        places = [
            (start + step * (place + 0.5), top + height * (1 - value / most))
            for place, (_, value, _) in enumerate(points)
        ]
        parts.append(tag("polyline", "path", points=" ".join(f"{number(x)},{number(y)}" for x, y in places)))
        for (x, y), (moment, _, words) in zip(places, points, strict=True):
            parts += [tag("circle", "dot", cx=number(x), cy=number(y), r=4), text(x, y - 10, words, "label middle")]
            parts.append(text(x, top + height + 22, moment, "axis middle"))
            shown.append(f"{name} {moment} {words}")
        parts.append(text(start, 20, name, "label"))
    width = left + len(series) * (wide + gap)
    return svg(width, top + height + 34, title, f"{title}: {'; '.join(shown)}", parts, "slopes")


def _legend(left: float, levels: Sequence[tuple[int, str]]) -> list[Markup]:
    parts, x = [], float(left)
    for level, words in levels:
        parts += [rect(x, 8, 12, 12, f"level-{level}"), text(x + 18, 19, words, "axis")]
        x += 30 + _wide(words)
    return parts


def _wide(words: str) -> float:
    """The approximate width of a text, in characters of an axis label."""
    return sum(12 if ord(letter) > 255 else 6.5 for letter in words)


def _room(name: str) -> float:
    """The approximate width of a row's name in pixels."""
    return sum(13 if ord(letter) > 255 else 6.8 for letter in name)


def _gutter(names: Sequence[str]) -> int:
    """The width in pixels left of the bars: that of the longest name, up to a limit."""
    return ceil(min(max(map(_room, names), default=0.0), LONGEST)) + 32


def _short(name: str) -> str:
    """A row's name cut to the width that there is; the chart's text alternative has all of it."""
    if _room(name) <= LONGEST:
        return name
    return f"{next(name[:at] for at in range(len(name), 0, -1) if _room(name[:at]) <= LONGEST - 13).rstrip()}…"
