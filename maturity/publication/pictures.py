"""The chart of a table of a release, the same on pages and in published files."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from markupsafe import Markup

from ..charts import publications
from ..charts.scatter import scatter
from ..classification.regions import PROVINCES
from ..questionnaire import Text
from ..statistics.signs import sign
from ..statistics.table import NONE
from ..text.numbers import format_score
from .release import TOTAL, Cell, Column, Row, Status, Symbols, Table, amount, shown

_SPAN = Text("二级及以上占比的 95% 区间", "95% interval of the share at level 2 or above")
_HIDDEN = Text("未公布的数目没有画出。", "Numbers that are not shown are not drawn.")
_SAMPLES = (
    (Text("全部企业", "All enterprises"), ("BEFORE", TOTAL)),
    (Text("两年均参加的企业", "Enterprises of both years"), ("SAME_BEFORE", "SAME")),
)


def picture(table: Table, language: str, symbols: Symbols = "customary") -> Markup | None:
    """The SVG of the chart that the plan asks for; None where it asks for none, and for rankings.

    Confidential figures are not drawn, nor is anything that would show them by difference.
    """
    ways = {"levels": _levels, "tiles": _map, "heat": _heat, "flow": _flow, "trend": _trend, "scatter": _scatter}
    draw = ways.get(table.chart)
    return draw(table, language, symbols) if draw else None


def _levels(table: Table, language: str, symbols: Symbols) -> Markup:
    """Stacked bars of the shares by level, with the interval of those above the first where the table has it."""
    columns = {column.level: place for place, column in enumerate(table.columns) if column.measure == "share"}
    groups = [columns[group.id] for group in table.by.whole(columns)]
    levels = [(number, table.columns[place].label.of(language)) for number, place in enumerate(groups, 1)]
    ids = [column.id for column in table.columns]
    ends = [ids.index(id) for id in ("low_GE2", "high_GE2") if id in ids]
    bars = [
        _bar(_name(table, row, language), row, groups, ends, sign(Status.CONFIDENTIAL, symbols, language))
        for row in table.rows
    ]
    return publications.stacked(bars, levels, table.title.of(language), _SPAN.of(language))


def _heat(table: Table, language: str, symbols: Symbols) -> Markup | None:
    """A heat map of the last number of every row of two dimensions; None without rows."""
    place = max(n for n, column in enumerate(table.columns) if column.measure == "count")
    found = {row.key: row.cells[place] for row in table.rows if TOTAL not in row.key}
    sides = [sorted({key[side] for key in found}) for side in (0, 1)]
    if not found:
        return None
    cells = {
        (sides[0].index(key[0]), sides[1].index(key[1])): (
            cell if isinstance(cell, int) else None,
            shown(cell, table.columns[place], language, symbols),
        )
        for key, cell in found.items()
    }
    names = [
        [table.by.dimensions[id].members[code].of(language) for code in codes]
        for id, codes in zip(table.dimensions, sides, strict=True)
    ]
    title = f"{table.title.of(language)} ({table.columns[place].label.of(language)})"
    return publications.heat(names[0], names[1], cells, title)


def _flow(table: Table, language: str, symbols: Symbols) -> Markup | None:
    """A flow diagram of enterprises with a level in both years, as far as their numbers are shown."""
    columns = {column.level: n for n, column in enumerate(table.columns) if column.measure == "count"}
    levels = [group.id for group in table.by.each]
    cells = {
        (start, end): row.cells[columns[level]]
        for row in table.rows
        for start, before in enumerate(levels)
        for end, level in enumerate(levels)
        if row.key == (before,)
    }
    moved = {pair: cell for pair, cell in cells.items() if isinstance(cell, int) and cell}
    if not moved:
        return None
    names = [table.columns[columns[level]].label.of(language) for level in levels]
    hidden = Status.CONFIDENTIAL in cells.values()
    below = _HIDDEN.of(language) if hidden else _moves(moved, zh=language == "zh")
    labels = _counted(names, table, cells, 0, language), _counted(names, table, cells, 1, language)
    return publications.flow(names, labels, _moments(language), moved, table.title.of(language), below)


def _counted(
    names: Sequence[str], table: Table, cells: Mapping[tuple[int, int], Cell], side: int, language: str
) -> list[str]:
    """The names of one side with the number of enterprises in the table, and the number drawn where that is smaller
    because some are not shown.
    """
    rows = {row.key[0]: row.base for row in table.rows}
    labels = []
    for place, name in enumerate(names):
        own = [cell for pair, cell in cells.items() if pair[side] == place]
        drawn = sum(cell for cell in own if isinstance(cell, int))
        whole = rows.get(table.by.each[place].id) if side == 0 else None
        if Status.CONFIDENTIAL not in own:
            labels.append(f"{name} · {drawn:,}")
            continue
        part = f"画出 {drawn:,}" if language == "zh" else f"{drawn:,} drawn"
        labels.append(f"{name} · {part}" if whole is None else f"{name} · {whole:,} ({part})")
    return labels


def _moves(moved: Mapping[tuple[int, int], int], *, zh: bool) -> str:
    """How many rose, stayed and fell, as a sentence."""
    up, same, down = (
        sum(n for (start, end), n in moved.items() if (end > start) - (end < start) == way) for way in (1, 0, -1)
    )
    total = up + same + down
    parts = [format_score(Fraction(100 * n, total), 1) for n in (up, same, down)]
    if zh:
        return f"上升 {up:,} 家（{parts[0]}%），不变 {same:,} 家（{parts[1]}%），下降 {down:,} 家（{parts[2]}%）"
    return f"Up: {up:,} ({parts[0]}%), unchanged: {same:,} ({parts[1]}%), down: {down:,} ({parts[2]}%)"


def _moments(language: str) -> tuple[str, str]:
    return ("上年", "本年") if language == "zh" else ("Year before", "This year")


def _trend(table: Table, language: str, symbols: Symbols) -> Markup | None:
    """Slopes of the mean score of every sample that both years have."""
    place = table.column("mean_score")
    rows = {row.key[0]: row for row in table.rows}
    moments, series = _moments(language), []
    for name, codes in _SAMPLES:
        cells = [rows[code].cells[place] for code in codes if code in rows]
        known = [float(value) for value in map(amount, cells) if value is not None]
        if len(known) == len(moments):
            printed = [shown(cell, table.columns[place], language, symbols) for cell in cells]
            series.append((name.of(language), list(zip(moments, known, printed, strict=True))))
    return publications.slopes(series, table.title.of(language)) if series else None


def _map(table: Table, language: str, symbols: Symbols) -> Markup:
    """A tile grid map of the provinces with the share at the lowest "level or above" that the table shows; of a table
    from another source, with the numbers that it is ranked by, 0 where it has no row.
    """
    if table.origin:
        return _counts(table, language, symbols)
    shares = [n for n, column in enumerate(table.columns) if column.measure == "share" and column.level[:2] == "GE"]
    place = min(shares, key=lambda n: table.columns[n].level)
    column = table.columns[place]
    rows = [row for row in table.rows if row.key[0] in PROVINCES]
    tiles = [
        (
            PROVINCES[row.key[0]].tile,
            PROVINCES[row.key[0]].short.of(language),
            _fraction(row.cells[place]),
            shown(row.cells[place], column, language, symbols),
        )
        for row in rows
    ]
    return publications.tiles(tiles, f"{column.label.of(language)} (%)", table.title.of(language))


def _counts(table: Table, language: str, symbols: Symbols) -> Markup:
    place = table.column(table.ranked_by)
    column, cells = table.columns[place], {row.key[0]: row.cells[place] for row in table.rows}
    tiles = [
        (one.tile, one.short.of(language), _fraction(cells[code]) if cells.get(code) else None, words)
        for code, one in PROVINCES.items()
        for words in [shown(cells[code], column, language, symbols) if code in cells else "0"]
    ]
    return publications.tiles(tiles, column.label.of(language), table.title.of(language), counts=True)


def _scatter(table: Table, language: str, symbols: Symbols) -> Markup | None:
    """The last two columns of a table against each other, for the rows that show both; None without any."""
    x, y = len(table.columns) - 2, len(table.columns) - 1
    points = []
    for row in table.rows:
        across, up = amount(row.cells[x]), amount(row.cells[y])
        if across is not None and up is not None:
            words = [shown(row.cells[place], table.columns[place], language, symbols) for place in (x, y)]
            points.append((_name(table, row, language), float(across), float(up), words[0], words[1]))
    axes = [_with_unit(table.columns[place], language) for place in (x, y)]
    return scatter(points, (axes[0], axes[1]), table.title.of(language)) if points else None


def _with_unit(column: Column, language: str) -> str:
    label, unit = column.label.of(language), column.unit.of(language)
    return f"{label} ({unit})" if unit else label


def _bar(name: str, row: Row, groups: Sequence[int], ends: Sequence[int], hidden: str) -> publications.Stack:
    cells = [row.cells[place] for place in groups]
    if Status.CONFIDENTIAL in cells:
        return publications.Stack(f"{name} {hidden}", [None] * len(cells))
    low, high = [_fraction(row.cells[place]) for place in ends] or (None, None)
    span = (low, high) if low is not None and high is not None else None
    return publications.Stack(name, list(map(_fraction, cells)), span)


def _fraction(cell: Cell) -> Fraction | None:
    value = amount(cell)
    return None if value is None else Fraction(value)


def _name(table: Table, row: Row, language: str) -> str:
    cells = zip(table.columns, row.cells, strict=True)
    return " ".join(shown(cell, column, language) for column, cell in cells if column.kind == "text" and cell != NONE)
