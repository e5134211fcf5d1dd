"""Charts as inline SVG, made on the server: the same picture for page and print.

Every chart has a title and a description that say what it shows; figures stand beside the marks, so that nothing
hangs on colour alone. Colours and line weights are classes of the style sheet (`level-0` … `level-5`).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count
from math import cos, pi, sin

from flask import Flask
from markupsafe import Markup, escape

from ..questionnaire import Questionnaire
from ..scoring import Result
from .language import gettext as _
from .wording import figure, level_name

_ids = count(1)  # titles are referred to by id, which must be unique on a page


def install(app: Flask) -> None:
    """Give the templates of `app` the line of progress."""
    app.jinja_env.globals["progress"] = progress


def level_bars(questionnaire: Questionnaire, result: Result) -> Markup:
    """One bar a level from 0 to 1, with the pass mark as a line through all of them."""
    mark = questionnaire.scoring.pass_mark
    width, step, bar = 360, 48, 16
    height = step * len(result.levels) + 24
    parts, told = [], []
    for row, level in enumerate(result.levels):
        top = row * step + 20
        name = level_name(questionnaire, level.number)
        verdict = _("达标") if level.met else _("未达标")
        value = figure(level.score, 2, mark)
        told.append(f"{name} {value} {verdict}")
        parts.append(_text(0, top - 6, name, "label"))
        parts.append(_text(width, top - 6, f"{value} {verdict}", "value met end" if level.met else "value end"))
        parts.append(_rect(0, top, width, bar, "track"))
        if result.provisional and level.high > level.score:
            parts.append(_rect(0, top, width * float(level.high), bar, "possible"))
        parts.append(_rect(0, top, width * float(level.score), bar, f"level-{level.number}"))
        x = width * float(mark)
        parts.append(
            Markup('<line class="mark" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(_n(x), top - 2, top + 18)
        )
    parts.append(_text(width * float(mark), height - 4, _("达标线 %(mark)s", mark=figure(mark, 1)), "axis middle"))
    return _svg(width + 1, height, _("各等级得分"), "; ".join(told), parts, "bars")


def radar(axes: Sequence[tuple[str, Fraction]], most: int, title: str) -> Markup:
    """A radar of named values from 0 to `most`, one ring a whole number."""
    middle, radius, turn = (200, 168), 112, 2 * pi / len(axes)

    def point(index: int, share: float) -> tuple[float, float]:
        return middle[0] + radius * share * sin(index * turn), middle[1] - radius * share * cos(index * turn)

    rings = [_polygon([point(i, ring / most) for i in range(len(axes))], "ring") for ring in range(1, most + 1)]
    spokes = [_line(*middle, *point(index, 1), "spoke") for index in range(len(axes))]
    values = [point(index, float(value) / most) for index, (_name, value) in enumerate(axes)]
    dots = [Markup('<circle class="dot" cx="{}" cy="{}" r="3"/>').format(_n(x), _n(y)) for x, y in values]
    labels = [
        _axis_label(*point(index, 1.1), index * turn, name, figure(value)) for index, (name, value) in enumerate(axes)
    ]
    scale = [_text(middle[0] + 4, middle[1] - radius * ring / most + 4, str(ring), "axis") for ring in range(1, most)]
    told = "; ".join(f"{name} {figure(value)}" for name, value in axes)
    return _svg(400, 336, title, told, [*rings, *spokes, _polygon(values, "area"), *dots, *scale, *labels], "radar")


def stacked(
    rows: Sequence[tuple[str, Sequence[Fraction | None]]], levels: Sequence[tuple[int, str]], title: str
) -> Markup:
    """Shares that add up to 100 per cent, one bar a row: (name, a share of 0 to 100 for each of `levels`)."""
    left, width, step, bar, top = 232, 440, 28, 18, 36
    parts, told = _legend(left, levels), []
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
            told.append(f"{name} {level_words} {figure(share, 1)}%")
            x += long
    return _svg(left + width + 1, step * len(rows) + top, title, "; ".join(told), parts, "stacked")


def progress(answered: int, total: int, words: str) -> Markup:
    """A thin line that fills up; `words` say the same."""
    share = answered / total if total else 0
    parts = [_rect(0, 0, 120, 4, "track"), _rect(0, 0, 120 * share, 4, "fill")]
    return _svg(120, 4, words, "", parts, "progress")


def _legend(left: float, levels: Sequence[tuple[int, str]]) -> list[Markup]:
    parts, x = [], float(left)
    for level, words in levels:
        parts += [_rect(x, 8, 12, 12, f"level-{level}"), _text(x + 18, 19, words, "axis")]
        x += 30 + sum(12 if ord(letter) > 255 else 6.5 for letter in words)
    return parts


def _short(name: str) -> str:
    """A row's name as far as there is room; the description has all of it."""
    room = 0.0
    for at, letter in enumerate(name):
        room += 13 if ord(letter) > 255 else 6.8
        if room > 200:
            return f"{name[:at].rstrip()}…"
    return name


def _axis_label(x: float, y: float, angle: float, name: str, value: str) -> Markup:
    """The name, a word a line where words are apart, and the value below it, grown away from the middle."""
    anchor = "middle" if abs(sin(angle)) < 0.2 else "start" if sin(angle) > 0 else "end"
    lines = [*name.split(), value]
    first = y + 4 - 15 * (len(lines) - 1) * (1 + cos(angle)) / 2
    spans = [
        Markup('<tspan class="{}" x="{}" y="{}">{}</tspan>').format(
            "value" if line is lines[-1] else "name", _n(x), _n(first + 15 * at), line
        )
        for at, line in enumerate(lines)
    ]
    return Markup('<text class="label {}">{}</text>').format(anchor, Markup("").join(spans))


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(kind, _n(x1), _n(y1), _n(x2), _n(y2))


def _svg(width: float, height: float, title: str, told: str, parts: Sequence[Markup], kind: str) -> Markup:
    number = next(_ids)
    description = Markup('<desc id="chart-{}-told">{}</desc>').format(number, told) if told else Markup("")
    labelled = f"chart-{number}" + (f" chart-{number}-told" if told else "")
    return Markup(
        '<svg class="chart {}" role="img" aria-labelledby="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<title id="chart-{}">{}</title>{}{}</svg>'
    ).format(kind, labelled, width, height, width, height, number, title, description, Markup("").join(parts))


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, _n(x), _n(y), _n(width), _n(height)
    )


def _text(x: float, y: float, words: str, kind: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(kind, _n(x), _n(y), escape(words))


def _polygon(corners: Sequence[tuple[float, float]], kind: str) -> Markup:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
    return Markup('<polygon class="{}" points="{}"/>').format(kind, points)


def _n(number: float) -> str:
    """A coordinate: two decimals at most."""
    return f"{number:.2f}".rstrip("0").rstrip(".")
