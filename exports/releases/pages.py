"""A release as worksheets independent of file formats, one function a sheet."""

from collections.abc import Iterable

from maturity.publication.release import INTERNAL, Release, Table, manifest, tidy_texts
from maturity.questionnaire import Text

from ..page import Item, Page
from .tables import figure, table_page, tidy_page

CONTENTS, CHARTS = "目录 Contents", "图 Charts"


def pages(release: Release, language: str) -> tuple[Page, ...]:
    """Every sheet in order, without the charts."""
    tables = tuple(table_page(release, table, language) for table in release.tables)
    back = (notes(release, language), codes(release, language), dictionary(release, language), facts(release, language))
    good = [quality(release, language)] if release.quality else []
    data = tidy_page(release)
    listed = [*(zip(tables, (table.title.of(language) for table in release.tables), strict=True))]
    described = reference(release, language)
    named = [
        (back[0], Text("注释", "Notes")),
        *((page, Text(title, title)) for page, title in listed),
        *((page, Text("数据质量", "Quality of the data")) for page in good),
        (back[1], Text("分类代码", "Code lists")),
        (back[2], Text("数据字典", "Data dictionary")),
        (back[3], Text("元数据与核对数", "Metadata and control counts")),
        (described, Text("参考元数据（SIMS）", "Reference metadata (SIMS)")),
        (data, Text("整洁数据，一行一个数值", "Tidy data, one figure a row")),
    ]
    contents = _contents(named, release, language)
    return (cover(release, language), contents, back[0], *tables, *good, *back[1:], described, data)


def cover(release: Release, language: str) -> Page:
    """The cover: title, scope, and whether it is for publication."""
    zh = language == "zh"
    lines = [
        (Text("统计年份", "Year"), str(release.year)),
        (Text("数据时点", "As of"), release.as_of.isoformat()),
        *([(Text("企业数", "Enterprises"), f"n = {release.base:,}")] if release.counted else []),
        (Text("范围", "Coverage"), release.scope.of(language)),
        *([(Text("发布单位", "Publisher"), release.publisher.of(language))] if release.publisher else []),
        *((Text("说明", "Please note"), note.text.of(language)) for note in release.notes if not note.tables),
        (
            Text("使用", "How to read"),
            "“目录”列出全部表格；每张表上方写明范围、单位和符号。“Data”以一行一个数值的形式给出同样的数据，便于程序读取，打印时只有标题行。"
            if zh
            else "The contents list every table; scope, unit and signs stand above each. "
            "'Data' holds the same figures one a row, for programs; only its headings are printed.",
        ),
    ]
    status = INTERNAL if release.internal else ("公开" if zh else "Public")
    head = ((Item(release.title.of(language), "title"),), (Item(status, "warning"),))
    rows = ((Item(label.of(language), "label"), Item(words, "wrapped")) for label, words in lines)
    return Page("封面 Cover", (*head, *rows), widths=(14, 72))


def _contents(named: Iterable[tuple[Page, Text]], release: Release, language: str) -> Page:
    rows = [_link(page.name, text.of(language)) for page, text in named]
    if drawn(release):
        charts = Text("图：等级分布与排名", "Charts of level distributions and rankings")
        rows.insert(1 + len(release.tables), _link(CHARTS, charts.of(language)))
    heads = ("工作表", "内容") if language == "zh" else ("Sheet", "Contents")
    return _list(CONTENTS, "目录" if language == "zh" else "Contents", heads, rows, "contents", (24, 72))


def drawn(release: Release) -> list[Table]:
    """The tables with a chart that spreadsheet programs can draw: all but heat maps, and points with names."""
    return [table for table in release.tables if table.chart not in ("none", "heat", "scatter")]


def notes(release: Release, language: str) -> Page:
    """The notes with the numbers of their tables."""
    zh = language == "zh"
    heads = ("编号", "内容", "适用") if zh else ("Note", "Text", "Applies to")
    every = "全部表格" if zh else "all tables"
    join, name, mark = ("、", "表{}", "注{}") if zh else (", ", "table {}", "note {}")
    rows = [
        _line(
            mark.format(note.number),
            note.text.of(language),
            join.join(name.format(table) for table in note.tables) or every,
        )
        for note in release.notes
    ]
    return _list("注释 Notes", "注释" if zh else "Notes", heads, rows, "notes", (10, 78, 24))


def quality(release: Release, language: str) -> Page:
    """The figures on the quality of the data."""
    zh = language == "zh"
    heads = ("指标", "数值", "单位", "定义") if zh else ("Measure", "Value", "Unit", "Definition")
    rows = [
        (
            Item(column.label.of(language), "wrapped"),
            figure(release, value, column, language),
            *_line(column.unit.of(language), column.definition.of(language)),
        )
        for column, value in release.quality
    ]
    return _list("质量 Quality", "数据质量" if zh else "Quality of the data", heads, rows, "quality", (40, 12, 14, 90))


def codes(release: Release, language: str) -> Page:
    """The codes in use, in both languages, and the signs of a workbook in `language`."""
    heads = ("分类 Classification", "版本 Edition", "代码 Code", "中文", "English")
    rows = [
        _line(_both(codes.label), _both(codes.edition), code, text.zh, text.en)
        for codes in release.codes
        for code, text in codes.members.items()
    ]
    signs = release.legend(language, *release.tables, quality=True)
    rows += [_line("符号 Signs", "", mark, text.zh, text.en) for mark, text in signs]
    return _list("分类 Codes", "分类代码 Code lists", heads, rows, "codes", (36, 30, 12, 42, 58))


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} {text.en}"


def dictionary(release: Release, language: str) -> Page:
    """Every column of the tables and observations: unit, decimals, definition."""
    zh = language == "zh"
    heads = ("列", "名称", "单位", "小数位数", "定义") if zh else ("Column", "Label", "Unit", "Decimals", "Definition")
    decimals: dict[str, set[int]] = {}  # one column may stand in tables of different precision
    for table in release.tables:
        for column in table.columns:
            decimals.setdefault(column.id, set()).update([column.decimals] if column.numeric else [])
    rows = [
        _line(
            column.id,
            column.label.of(language),
            column.unit.of(language),
            ", ".join(map(str, sorted(decimals[column.id]))),
            column.definition.of(language),
        )
        for column in release.dictionary
    ]
    rows += [_line(name, "Data", "", "", text.of(language)) for name, text in tidy_texts(release.by).items()]
    title = "数据字典" if zh else "Data dictionary"
    return _list("数据字典 Dictionary", title, heads, rows, "dictionary", (22, 26, 14, 11, 90))


def facts(release: Release, language: str) -> Page:
    """The metadata, the checksum of the observations, and the rows and cells of every sheet."""
    zh = language == "zh"
    rows = [_line(fact.label.of(language), fact.value.of(language)) for fact in release.metadata]
    rows.append(_line("数据校验和" if zh else "Checksum of Data", f"SHA-256 {release.checksum}"))
    for count in manifest(release):
        label = f"核对数：{count.table}" if zh else f"Control count: {count.table}"
        words = f"{count.rows:,} 行，{count.cells:,} 格" if zh else f"{count.rows:,} rows, {count.cells:,} cells"
        rows.append(_line(label, words))
    heads = ("项目", "内容") if zh else ("Item", "Value")
    return _list("元数据 Metadata", "元数据" if zh else "Metadata", heads, rows, "metadata", (34, 96))


def reference(release: Release, language: str) -> Page:
    """The reference metadata by concept (SIMS)."""
    zh = language == "zh"
    rows = [_line(number, label.of(language), text.of(language)) for number, label, text in release.reference]
    heads = ("编号", "概念", "说明") if zh else ("Number", "Concept", "Text")
    title = "参考元数据（SIMS 2.0）" if zh else "Reference metadata (SIMS 2.0)"
    return _list("参考元数据 SIMS", title, heads, rows, "reference", (10, 34, 96))


def _line(*words: str) -> tuple[Item, ...]:
    return tuple(Item(text or None, "wrapped") for text in words)


def _link(sheet: str, words: str) -> tuple[Item, ...]:
    return Item(sheet, "link", link=sheet), Item(words, "wrapped")


def _list(
    name: str,
    title: str,
    heads: tuple[str, ...],
    rows: Iterable[tuple[Item, ...]],
    table: str,
    widths: tuple[int, ...],
) -> Page:
    """A sheet with one list of texts below a title."""
    head = tuple(Item(words, "head") for words in heads)
    return Page(name, ((Item(title, "title"),), head, *rows), header=2, table=table, widths=widths)
