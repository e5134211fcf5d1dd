"""Microdata as an Excel workbook, written as a stream: a few thousand rows are in memory at a time.

The XML of the sheets is assembled column by column; libraries that create an object for each cell take many times as
long. Texts are shared or inline strings, never formulas. After Excel's last row the data continue on another sheet.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from maturity.errors import refuse
from maturity.publication.microdata_file import Column, Microdata, Progress, kind

from ..package import place

MOST_ROWS = 1_048_576  # of a sheet, the heading among them
_CHUNK = 4096
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" state="frozen"/>'
    "</sheetView></sheetViews>"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_EMPTY = "<c/>"


def write(microdata: Microdata, path: Path, progress: Progress) -> None:
    """Write `microdata` to `path`. Raises Refusal where that fails; no file is left then."""
    place(path, lambda draft: _save(microdata, draft, progress), lambda draft: _check(microdata, draft))


def _save(microdata: Microdata, path: Path, progress: Progress) -> None:
    strings = _Strings()
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        sheets, spans = _sheets(microdata), microdata.spans(_CHUNK, MOST_ROWS - 1)
        for number, rows in enumerate(sheets, start=1):
            with _part(package, f"xl/worksheets/sheet{number}.xml") as file:
                _sheet(file, microdata, rows, spans, strings, progress)
        with _part(package, f"xl/worksheets/sheet{len(sheets) + 1}.xml") as file:
            _columns(file, microdata, strings)
        names = [*(f"Data {number}" for number in range(1, len(sheets) + 1)), "列 Columns"]
        for name, text in _frame(names, strings).items():
            with _part(package, name) as file:
                file.write((_HEAD + text).encode())


def _part(package: ZipFile, name: str) -> IO[bytes]:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    return package.open(info, "w", force_zip64=True)


class _Strings:
    """The shared strings of the workbook."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def cell(self, words: str) -> str:
        """The XML of a cell with this text; an empty cell for ""."""
        return f'<c t="s"><v>{self.known.setdefault(words, len(self.known))}</v></c>' if words else _EMPTY


def _sheets(microdata: Microdata) -> list[int]:
    """The number of rows of each sheet."""
    most = MOST_ROWS - 1
    return [min(most, microdata.rows - first) for first in range(0, microdata.rows, most)]


def _sheet(
    file: IO[bytes],
    microdata: Microdata,
    rows: int,
    spans: Iterator[list[Column]],
    strings: _Strings,
    progress: Progress,
) -> None:
    """Write a sheet with the next `rows` rows of `spans`."""
    head = "".join(strings.cell(column.id) for column in microdata.columns)
    file.write(f'{_HEAD}<worksheet xmlns="{_MAIN}">{_FROZEN}<sheetData><row>{head}</row>'.encode())
    words = [[strings.cell(member) for member in column.members] + [_EMPTY] for column in microdata.columns]
    while rows and (columns := next(spans, None)):
        cells = [_cells(column, known) for column, known in zip(columns, words, strict=True)]
        file.write("".join([f"<row>{''.join(row)}</row>" for row in zip(*cells, strict=True)]).encode())
        rows -= len(columns[0].values)
        progress(len(columns[0].values))
    file.write(b"</sheetData></worksheet>")


def _cells(column: Column, known: list[str]) -> list[str]:
    values = column.values.tolist()
    if column.members:
        return [known[value] for value in values]  # -1 is the last, an empty one
    if kind(column) == "text":
        return [f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' for value in values]
    return [f"<c><v>{value!r}</v></c>" if value == value else _EMPTY for value in values]


def _columns(file: IO[bytes], microdata: Microdata, strings: _Strings) -> None:
    file.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
    for line in _described(microdata):
        file.write(f"<row>{''.join(strings.cell(words) for words in line)}</row>".encode())
    file.write(b"</sheetData></worksheet>")


def _described(microdata: Microdata) -> Iterator[tuple[str, ...]]:
    yield "列 Column", "名称", "Name", "类型 Type", "取值 Values"
    for column in microdata.columns:
        yield column.id, column.label.zh, column.label.en, kind(column), ", ".join(filter(None, column.members[:40]))


def _frame(names: list[str], strings: _Strings) -> dict[str, str]:
    """The parts of the package other than sheets, by name."""
    relations, content = f"{_PACKAGE}/relationships", f"{_PACKAGE}/content-types"
    sheets, links, types = "", _link("s", "sharedStrings", "sharedStrings.xml"), ""
    for number, name in enumerate(names, start=1):
        sheets += f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"/>'
        links += _link(f"r{number}", "worksheet", f"worksheets/sheet{number}.xml")
        types += _override(f"worksheets/sheet{number}.xml", "worksheet")
    types += _override("workbook.xml", "sheet.main") + _override("sharedStrings.xml", "sharedStrings")
    shared = "".join(f'<si><t xml:space="preserve">{escape(words)}</t></si>' for words in strings.known)
    whole = _link("b", "officeDocument", "xl/workbook.xml")
    plain = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return {
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}">{links}</Relationships>',
        "_rels/.rels": f'<Relationships xmlns="{relations}">{whole}</Relationships>',
        "[Content_Types].xml": f'<Types xmlns="{content}">{plain}{types}</Types>',
    }


def _link(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}" ContentType="{_TYPE}.{kind}+xml"/>'


def _check(microdata: Microdata, path: Path) -> None:
    """Count rows and cells of the finished file. Raises Refusal `plan-not-verified` where they differ."""
    with ZipFile(path) as package:
        for number, wanted in enumerate(_sheets(microdata), start=1):
            rows, cells = _counted(package, f"xl/worksheets/sheet{number}.xml")
            if (rows, cells) != (wanted + 1, (wanted + 1) * len(microdata.columns)):
                raise refuse("plan-not-verified", detail=path.name)


def _counted(package: ZipFile, name: str) -> tuple[int, int]:
    rows = cells = 0
    with package.open(name) as file:
        rest = b""
        while block := file.read(1 << 20):
            text = rest + block
            end = text.rfind(b"<") if text.rfind(b"<") > 0 else len(text)  # no tag is cut in two
            rows += text.count(b"<row>", 0, end)
            cells += text.count(b"<c", 0, end)
            rest = text[end:]
    return rows + rest.count(b"<row>"), cells + rest.count(b"<c")
