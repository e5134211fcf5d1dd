"""The tables and observations of a release as worksheets."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from maturity.publication.release import (
    INTERNAL,
    TIDY_COLUMNS,
    Cell,
    Column,
    Release,
    Row,
    Status,
    Table,
    half_up,
    shown,
)
from maturity.questionnaire import Text
from maturity.statistics.numeric.turning import MEASURE, UNIT, heads, lines, turned
from maturity.statistics.table import NONE

from ..page import Item, Page
from .printing import display_width

_SUBMISSIONS = Text("企业自评提交数据", "enterprises' submitted self-assessments")
_BELOW = 12  # characters of a unit and note numbers that stand in one line below a label
HEADER_ROW = 7  # of every table sheet: title, scope, unit, signs, source and status stand above


def sheet_name(table: Table) -> str:
    """The name of a table's sheet, the same in all releases of a plan."""
    return f"表{table.number} Table {table.number}"


def table_page(release: Release, table: Table, language: str) -> Page:
    """The sheet of a table: title, explanations, then the table; nothing follows it."""
    if turned(table):
        columns, body = _turned(release, table, language)
    else:
        columns = [Item(heading(release, table, column, language), _head_style(column)) for column in table.columns]
        body = [_body(release, row, table.columns, language) for row in table.rows]
    return Page(
        sheet_name(table),
        (*((Item(words, style),) for words, style in _above(release, table, language)), tuple(columns), *body),
        header=HEADER_ROW,
        table=f"table_{table.id.replace('-', '_')}",
    )


def _turned(release: Release, table: Table, language: str) -> tuple[list[Item], list[tuple[Item, ...]]]:
    """The header and the lines of a table with a line a measure."""
    named = [Item(text.of(language), "head") for text in (MEASURE, UNIT)]
    columns = [*named, *(Item(words, "head-number") for words in heads(table, language, release.symbols))]
    body = []
    for column, cells in lines(table):
        words = " ".join([release.label(table, column, language), *_marks(release, column, language)])
        items = [figure(release, cell, column, language) for cell in cells]
        body.append((Item(words, "text"), Item(column.unit.of(language) or NONE.of(language), "text"), *items))
    return columns, body


def heading(release: Release, table: Table, column: Column, language: str) -> str:
    """The heading of a column: its label, and below it unit and note numbers."""
    marks, unit = " ".join(_marks(release, column, language)), column.unit.of(language)
    below = [one for one in (("（{}）" if language == "zh" else "({})").format(unit) if unit else "", marks) if one]
    between = "\n" if sum(map(display_width, below)) > _BELOW else " "
    return release.label(table, column, language) + "".join(["\n", between.join(below)] if below else [])


def _marks(release: Release, column: Column, language: str) -> list[str]:
    mark = "[注{}]" if language == "zh" else "[note\N{NO-BREAK SPACE}{}]"
    return [mark.format(number) for number in release.note_numbers(column.notes)]


def _head_style(column: Column) -> str:
    return "head-number" if column.numeric and column.measure != "rank" else "head"


def _above(release: Release, table: Table, language: str) -> Iterator[tuple[str, str]]:
    zh = language == "zh"
    title, scope = table.title.of(language), table.scope.of(language)
    yield (
        f"表{table.number} {title}（{release.year} 年）" if zh else f"Table {table.number}. {title}, {release.year}",
        "title",
    )
    n = "" if table.base is None else f"；n = {table.base:,}" if zh else f"; n = {table.base:,}"
    yield f"范围：{scope}{n}" if zh else f"Scope: {scope}{n}", "above"
    units = dict.fromkeys(column.unit.of(language) for column in table.columns if column.unit.of(language))
    yield ("单位：" + "、".join(units) if zh else "Unit: " + ", ".join(units)), "above"
    signs = ("；" if zh else "; ").join(f"{mark} {text.of(language)}" for mark, text in release.legend(language, table))
    yield ("符号：" + (signs or "本表未使用") if zh else "Signs: " + (signs or "none used")), "above"
    source = table.origin.source if table.origin else _SUBMISSIONS
    yield ("来源：" if zh else "Source: ") + source.of(language), "above"
    status = INTERNAL if release.internal else ("公开" if zh else "Public")
    yield ("状态：" if zh else "Status: ") + status, "above"


def _body(release: Release, row: Row, columns: Sequence[Column], language: str) -> tuple[Item, ...]:
    style = "-total" if row.whole else ""
    return tuple(
        figure(release, cell, column, language, style) for cell, column in zip(row.cells, columns, strict=True)
    )


def figure(release: Release, cell: Cell, column: Column, language: str, style: str = "") -> Item:
    """A cell of a table: its value rounded to the column's decimals, or a sign."""
    if isinstance(cell, Status | str | Text):
        words = shown(cell, column, language, release.symbols)
        return Item(words or None, f"{'sign' if column.numeric else 'text'}{style}")
    # What is shown is what is there: the rounded figure, so that every program displays and copies the same digits.
    kind = "rank" if column.measure == "rank" else "number"
    return Item(number(half_up(cell, column.decimals), column.decimals), f"{kind}{style}", column.decimals)


def number(value: object, decimals: int) -> int | float:
    """A rounded figure as a number of a spreadsheet."""
    return float(str(value)) if decimals else int(str(value))


def tidy_page(release: Release) -> Page:
    """The sheet of the observations."""
    rows = [tuple(_tidy_item(field) for field in row) for row in release.tidy]
    head = tuple(Item(name, "head") for name in TIDY_COLUMNS)
    return Page("Data", (head, *rows), header=1, table="data")


def _tidy_item(field: str | int | Fraction | None) -> Item:
    if isinstance(field, Fraction):
        return Item(float(field), "plain")
    return Item(field, "plain")
