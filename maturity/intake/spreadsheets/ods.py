"""The sheets of an .ods as rows of texts, read as a stream; a cell without a readable value comes as `Lost`.

The reading library gives "" for errors here too, and neither positions nor error values, so the XML itself is read.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from xml.parsers.expat import XMLParserType
from zipfile import ZipFile

from ...errors import Place, refuse
from .archive import UNREADABLE, is_bomb, is_crafted
from .merged import MergedRange, Records, mark_covered
from .scan import MOST_CELLS, MOST_COLUMNS
from .stream import feed_part, xml_parser
from .texts import Lost, is_lost
from .xlsx import cell_text

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"
_SCRIPTS = ("Basic/", "Scripts/")
_NAMES = {f"xmlns:{name}": f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text")}
_CELLS = ("table:table-cell", "table:covered-table-cell")
_GAPS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}
_MOST_TEXT = 100_000  # characters of one cell; more is refused by what takes the cells


def ods_sheets(data: bytes, place: Place) -> Iterator[tuple[str, Records]]:
    """Each sheet by its name. Raises Refusal intake-… where the file is none, has a password, or is too large."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            if is_bomb(archive):
                raise refuse("intake-bomb", place)
            if is_crafted(archive):
                raise refuse("intake-not-workbook", place)
            macros = next((name for name in archive.namelist() if name.startswith(_SCRIPTS)), None)
            if macros:
                raise refuse("intake-macros", place, part=macros[:80])
            part = archive.NameToInfo.get(_CONTENT)
            if part is None:
                raise refuse("intake-not-workbook", place)
            _unlocked(archive, place)
            reader = _Reader(place)
            feed_part(reader.parser, archive, part, place)
    except UNREADABLE:
        raise refuse("intake-not-workbook", place) from None
    for name, rows, merged in reader.sheets:
        yield name, mark_covered(iter(rows), merged)


def _unlocked(archive: ZipFile, place: Place) -> None:
    def started(name: str, attributes: Mapping[str, str]) -> None:
        if name.endswith("encryption-data"):
            raise refuse("intake-password", place)

    manifest = archive.NameToInfo.get(_MANIFEST)
    if manifest is not None:
        feed_part(xml_parser(started, place), archive, manifest, place)


class _Reader:
    """Handlers of the parser; `sheets` are names with numbered rows, blank rows left out, and merged ranges."""

    parser: XMLParserType

    def __init__(self, place: Place) -> None:
        self.sheets: list[tuple[str, list[tuple[int, list[str]]], list[MergedRange]]] = []
        self.parser = xml_parser(self.started, place)
        self.parser.EndElementHandler = self.ended
        self.parser.CharacterDataHandler = self.text
        self._place, self._cells, self._row, self._column = place, 0, 0, 0
        self._line: list[str] = []
        self._cell: Mapping[str, str] | None = None
        self._shown: list[str] = []
        self._aside = self._inside = self._paragraphs = self._rooted = 0

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if not self._rooted:
            self._rooted = 1
            if any(attributes.get(prefix) != meaning for prefix, meaning in _NAMES.items()):
                raise refuse("intake-not-workbook", self._place)
        if name == "office:annotation":
            self._aside += 1
        elif self._cell is not None:
            self._within(name, attributes)
        elif name == "table:table":
            self.sheets.append((attributes.get("table:name", ""), [], []))
            self._row = 0
        elif name == "table:table-row":
            self._again, self._line, self._column = self._times(attributes, "table:number-rows-repeated"), [], 0
        elif name in _CELLS and self.sheets:
            self._cell, self._shown, self._paragraphs = attributes, [], 0

    def _within(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in _CELLS or name == "table:table":
            raise refuse("intake-not-workbook", self._place)
        if self._aside:
            return
        if name == "text:p":
            self._shown += ["\n"] if self._paragraphs else []
            self._paragraphs += 1
            self._inside += 1
        elif name in _GAPS and self._inside:
            self._shown.append(_GAPS[name] * min(self._times(attributes, "text:c"), _MOST_TEXT))

    def text(self, text: str) -> None:
        """Text of a paragraph of a cell."""
        if self._inside and not self._aside:
            self._shown.append(text)

    def ended(self, name: str) -> None:
        """An element ends."""
        if name == "office:annotation":
            self._aside -= 1
        elif name == "text:p" and self._inside and not self._aside:
            self._inside -= 1
        elif name in _CELLS and self._cell is not None:
            self._keep(_value(self._cell, "".join(self._shown)[:_MOST_TEXT], self._paragraphs), self._cell)
            self._cell = None
        elif name == "table:table-row" and self.sheets:
            self._end_row()
        elif name == "table:table-source":  # the kept copy of a sheet of another file
            self.sheets[-1:] = []

    def _keep(self, value: str, attributes: Mapping[str, str]) -> None:
        times = self._times(attributes, "table:number-columns-repeated")
        begin, self._column = self._column, self._column + times
        if not value:
            return
        if self._column > MOST_COLUMNS:
            raise refuse("intake-columns", self._place, found=self._column, most=MOST_COLUMNS)
        below, right = (self._times(attributes, f"table:number-{way}-spanned") for way in ("rows", "columns"))
        if below > 1 or right > 1:
            self.sheets[-1][2].append(MergedRange(self._row + 1, begin, self._row + below, begin + right - 1))
        self._line += [""] * (begin - len(self._line)) + [value] * times

    def _end_row(self) -> None:
        begin, self._row = self._row, self._row + self._again
        if not self._line:
            return
        self._cells += len(self._line) * self._again
        if self._cells > MOST_CELLS or self._row > MOST_CELLS:
            raise refuse("intake-cells", self._place, most=f"{MOST_CELLS:,}")
        self.sheets[-1][1].extend((row + 1, self._line) for row in range(begin, self._row))
        self._line = []

    def _times(self, attributes: Mapping[str, str], name: str) -> int:
        said = attributes.get(name, "1")
        if not said.isascii() or not said.isdigit() or not 0 < len(said) < 10:
            raise refuse("intake-not-workbook", self._place)
        return int(said)


def _value(cell: Mapping[str, str], shown: str, paragraphs: int) -> str:
    """What a cell holds, as a person would type it."""
    kind, computed = cell.get("office:value-type", ""), cell.get("table:formula")
    if cell.get("calcext:value-type") == "error" or (computed is not None and is_lost(shown)):
        return Lost(shown or "#?")
    if kind in ("float", "percentage", "currency"):
        try:
            return cell_text(float(cell["office:value"]))
        except (KeyError, ValueError):
            return Lost(shown or "#?")
    if kind == "date":
        return _day(cell.get("office:date-value", ""), shown)
    if kind == "boolean":
        return cell.get("office:boolean-value", "").upper() or Lost(shown or "#?")
    if kind == "string":
        return cell.get("office:string-value", "") or shown
    if computed is not None and not paragraphs:
        return Lost(f"={computed}")
    return shown


def _day(value: str, shown: str) -> str:
    with suppress(ValueError):
        return cell_text(datetime.fromisoformat(value))
    return Lost(value or shown or "#?")
