"""One pass over the XML of a sheet: how large it is laid out, which cells are computed, which have no readable value.

A cell that shows an error (#N/A), a formula whose value was not kept, or a value in a place where the reading library
does not look for it, comes from that library as "", as if nobody had typed anything. Here each of them is found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.parsers.expat import XMLParserType
from zipfile import ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from ...errors import Place, refuse
from . import archive as limits
from .ordered import row_number
from .plaincells import PlainCells
from .stream import feed_part, local_name, xml_parser

MOST_CELLS = 30_000_000  # of the rectangle: 100,000 enterprises with 300 columns
MOST_COLUMNS = 2_000
MOST_LOST = 100_000
_SHOWN = 60
_DIGITS, _CAPITALS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KINDS = ("str", "inlineStr", "n", "s", "b", "d")
_QUIET = ("str", "n", "s", "b", "d")  # of these kinds, a cell without a formula is read as it is
_LETTERS = 14  # of a place, and digits
_INNER = ("is", "t", "r")  # of a cell; after any other element a formula is none of a cell's


@dataclass
class Scan:
    """`lost`: what each cell without a readable value shows, by cell ("L2"); `computed`: formulas, if asked for;
    `merged`: the ranges of merged cells ("D6:D8"); `texts`: bytes of shared texts, each in every cell that shows it.
    """

    cells: int = 0
    lost: dict[str, str] = field(default_factory=dict)
    computed: set[str] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    texts: int = 0


def scan_sheet(
    archive: ZipFile, part: ZipInfo, place: Place, lengths: Sequence[int] = (), *, formulas: bool = False
) -> Scan:
    """The sheet in `part`; `lengths` are the bytes of the shared texts.

    Raises Refusal when its rectangle is too large, it holds more than cells, or a cell stands where there is no place.
    """
    scanner, unpacked = _Scanner(place, formulas, max(lengths, default=0)), 0
    plain = PlainCells(scanner.plain, _KINDS, lengths)
    scanner.parser = xml_parser(scanner.started, place)
    scanner.parser.StartCdataSectionHandler = scanner.marked

    def rest(chunk: bytes) -> Iterator[bytes]:
        nonlocal unpacked
        if unpacked > max(limits.MOST_UNPACKED, limits.MOST_MARKUP * scanner.found.cells):
            raise refuse("intake-bomb", place)
        unpacked += len(chunk)
        return plain.rest(chunk)

    feed_part(scanner.parser, archive, part, place, rest)
    scanner.bounded()
    scanner.found.texts += plain.texts
    return scanner.found


class _Scanner:
    """Handlers of the parser. Text and ends of elements are only listened to inside cells that need it."""

    parser: XMLParserType

    def __init__(self, place: Place, formulas: bool, longest: int) -> None:
        self.found, self._place, self._formulas, self._longest = Scan(), place, formulas, longest
        self._rows = self._deepest = self._widest = self._row = self._last = self._before = 0
        self._row_told = "0"  # the number of the row that began last, by itself or by its order
        self._columns: dict[str, int] = {}
        self._line: list[int] = []
        self._pattern: list[str] = []  # columns of the last row of plain cells
        self._pattern_line: list[int] = []
        self._above: set[int] = set()
        self._digits = self._where = self._kind = self._inside = ""
        self._parts: dict[str, str] | None = None

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        kind = name if ":" not in name else local_name(name)
        if kind == "c":
            self._cell(attributes.get("r") or (self._next() if name == kind else ""), attributes)
        elif kind == "v" and self._parts is None:
            self._inside = "v"
        elif kind == "row":
            self._rows += 1
            self._before, self._row_told = 0, row_number(attributes.get("r"), self._row_told)
        elif kind == "mergeCell" and len(self.found.merged) < MOST_LOST:
            self.found.merged.append(attributes.get("ref", "").upper())
        elif self._where and kind in ("f", "v"):
            self._listen(kind)
            if kind == "f" and self._formulas:
                self.found.computed.add(self._where.upper())
        elif kind not in _INNER and self._parts is None:
            self._where = ""

    def plain(self, places: list[str]) -> None:
        """Cells of one row whose values are readable, by their places."""
        digits = places[0].lstrip(_CAPITALS)
        if digits != self._digits and digits.isascii() and digits.isdecimal():
            self._new_row(digits)
        fresh = not self._line
        if fresh and places == [letters + digits for letters in self._pattern]:  # as the row before
            self.found.cells += len(places)
            self._line, self._last = self._pattern_line.copy(), max(self._pattern_line)
            return
        for where in places:
            self._stand(where)
        if fresh and len(self._line) == len(places):  # all in one row
            self._pattern, self._pattern_line = [where.rstrip(_DIGITS) for where in places], self._line.copy()

    def _stand(self, where: str) -> None:
        """A cell stands at `where`. Raises Refusal where another one does, or it is no place."""
        self.found.cells += 1
        letters = where.rstrip(_DIGITS)
        digits = where[len(letters) :]
        column = self._columns.get(letters) or self._new_column(letters)
        if digits != self._digits:
            self._new_row(digits)
        if column > self._last:
            self._last = column
        elif column in self._line:
            raise refuse("intake-cell-twice", self._place, cell=where)
        self._line.append(column)
        self._before = column

    def _next(self) -> str:
        """Where a cell stands that does not say it."""
        return f"{get_column_letter(self._before + 1)}{self._row_told}"

    def _cell(self, where: str, attributes: Mapping[str, str]) -> None:
        self._stand(where)
        self._where, self._kind = where, attributes.get("t", "n")
        self._inside, self._parts = "", None
        if self._kind == "s":
            self.found.texts += self._longest  # which one it shows is not read here
        if self._kind not in _QUIET:
            self._listen("")

    def _new_column(self, letters: str) -> int:
        if not 0 < len(letters) <= _LETTERS:
            raise refuse("intake-unplaced", self._place)
        column = self._columns[letters] = _number(letters, self._place)
        self._widest = max(self._widest, column)
        self.bounded()
        return column

    def _new_row(self, digits: str) -> None:
        if not 0 < len(digits) <= _LETTERS:
            raise refuse("intake-unplaced", self._place)
        self._digits, row = digits, int(digits)
        if row == self._row:
            return
        if row in self._above:
            raise refuse("intake-cell-twice", self._place, cell=f"{row}:{row}")
        self._row, self._last = row, 0
        self._line.clear()
        self._above.add(row)
        self._deepest = max(self._deepest, row)
        self.bounded()

    def _listen(self, kind: str) -> None:
        self._inside = kind
        self._parts = {**(self._parts or {}), **({kind: ""} if kind else {})}
        self.parser.CharacterDataHandler = self._text
        self.parser.EndElementHandler = self._ended

    def _text(self, text: str) -> None:
        if self._inside and self._parts is not None and len(self._parts[self._inside]) < _SHOWN:
            self._parts[self._inside] += text

    def marked(self) -> None:
        """A marked section begins: the reading library does not look into a marked section of a value."""
        if self._inside == "v":
            self._kind = "e"
            self._listen("v")

    def _ended(self, name: str) -> None:
        kind = local_name(name)
        if kind in ("f", "v"):
            self._inside = ""
        elif kind == "c":
            self.parser.CharacterDataHandler = self.parser.EndElementHandler = None
            shown = self._lost()
            if shown:
                self.found.lost[self._where.upper()] = shown[:_SHOWN]
                if len(self.found.lost) > MOST_LOST:
                    raise refuse("intake-lost-many", self._place, most=f"{MOST_LOST:,}", cell=self._where)
            self._where, self._parts = "", None

    def _lost(self) -> str:
        """What a cell shows whose value cannot be read; "" for all others."""
        parts = self._parts or {}
        value, formula = parts.get("v"), parts.get("f")
        if self._kind not in _KINDS:
            return (value or "").strip() or "#?"
        if self._kind == "inlineStr" and value:
            return value
        kept = value is not None and (value.strip() or self._kind == "str")
        return f"={formula}" if formula is not None and not kept else ""

    def bounded(self) -> None:
        """Raise Refusal when the rectangle has become too large."""
        if self._widest > MOST_COLUMNS:
            raise refuse("intake-columns", self._place, found=self._widest, most=MOST_COLUMNS)
        if max(self._deepest, self._rows) * max(self._widest, 1) > MOST_CELLS:
            raise refuse("intake-cells", self._place, most=f"{MOST_CELLS:,}")


def _number(letters: str, place: Place) -> int:
    if not all("A" <= letter <= "Z" for letter in letters.upper()):
        raise refuse("intake-unplaced", place)
    return column_number(letters)


def column_number(letters: str) -> int:
    """The number of a column by its letters, from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
