"""SVG primitives. Presentation attributes hold the style, so that a chart needs no style sheet.

A page's style sheet may override them by class.
"""

from collections.abc import Sequence

from markupsafe import Markup

from .palette import ACCENT, INK, LEVEL_COLOURS, MUTED, RULE, level_colour

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
_ON_LEVEL = ("", *[INK] * 3, *["#FFFFFF"] * 6)  # legible on the colour of the level
_LINES = {  # of several on one picture: told apart by dash and, for those who see it, by colour
    1: (ACCENT, "none"),
    2: ("#B3541E", "7 3"),
    3: ("#6B4C9A", "2 2"),
    4: ("#2F7D43", "10 3 2 3"),
    5: (INK, "4 4"),
    6: ("#A3195B", "12 4"),
}
LOOKS: dict[str, dict[str, object]] = {
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
    "interval": {"stroke": INK, "stroke-width": 1.25},
    "stream": {"fill-opacity": 0.6},
    "small": {"font-size": 10},
    "beside": {"fill": "none", "stroke-width": 2},
    **{f"beside-{place}": {"stroke": colour, "stroke-dasharray": dash} for place, (colour, dash) in _LINES.items()},
    "point": {"stroke": ACCENT, "stroke-width": 1.5},
    **{f"level-{level}": {"fill": level_colour(level)} for level in range(len(LEVEL_COLOURS) + 1)},
    **{f"on-level-{level}": {"fill": colour, "font-size": 12} for level, colour in enumerate(_ON_LEVEL) if level},
}


def svg(width: float, height: float, title: str, label: str, parts: Sequence[Markup], kind: str) -> Markup:
    """An SVG element of this width and height in pixels: `title` is its tooltip, `label` its text alternative, `kind`
    its CSS class.
    """
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart {}" role="img" aria-label="{}" viewBox="0 0 {} {}" '
        'width="{}" height="{}" font-family="{}"><title>{}</title>{}</svg>'
    ).format(kind, label, width, height, width, height, FONTS, title, Markup("").join(parts))


def rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A rectangle of the CSS class `kind`."""
    return tag("rect", kind, x=number(x), y=number(y), width=number(width), height=number(height))


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line of the CSS class `kind`."""
    return tag("line", kind, x1=number(x1), y1=number(y1), x2=number(x2), y2=number(y2))


def polygon(corners: Sequence[tuple[float, float]], kind: str) -> Markup:
    """A closed polygon of the CSS class `kind`."""
    return tag("polygon", kind, points=" ".join(f"{number(x)},{number(y)}" for x, y in corners))


def text(x: float, y: float, words: str, kind: str) -> Markup:
    """A text of the CSS class `kind` with its baseline at `y`."""
    return tag("text", kind, words, x=number(x), y=number(y))


def tag(name: str, kind: str, words: str = "", **where: object) -> Markup:
    """An SVG element `name` of the CSS class `kind`, with its style and the attributes `where`."""
    looks: dict[str, object] = {}
    for word in kind.split():
        looks |= LOOKS[word]
    attributes = Markup(" ").join(
        Markup('{}="{}"').format(*pair) for pair in [("class", kind), *(where | looks).items()]
    )
    return (
        Markup("<{} {}>{}</{}>").format(name, attributes, words, name)
        if words
        else Markup("<{} {}/>").format(name, attributes)
    )


def number(value: float) -> str:
    """A coordinate as text, with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
