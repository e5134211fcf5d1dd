"""Cells in the form that nearly every program writes are found by their exact bytes; a parser sees the others.

A sheet of many rows holds little but cells like <c r="B2" s="1" t="s"><v>7</v></c>, whose value is readable. To call
Python for each element of them takes longer than to read the file, so such cells are counted here, row by row, and
everything else is handed on. Nothing is taken out of its context: where a sheet has a comment, a marked section or an
instruction, it goes to the parser as a whole from there; so does a row with a character that XML does not have, or that
is no UTF-8, a row whose cells stand in several rows, and a cell with a reference that the parser refuses. Cells without
a place get the one that they have by their order. The time is linear.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from xml.parsers import expat

from .ordered import Order
from .stream import CHUNK

_CELL, _ROW = '<c r="', "</row>"
_EMPTY, _INLINE, _SHARED = "/", "inlineStr", "s"
_NUMBER = re.compile(r"""\br\s*=\s*["'][A-Za-z]*([^"']*)""")  # of the row that a place is in
_UNFIT = bytes({*range(32)} - {9, 10, 13})
_MOST_KINDS, _MOST_REFERENCES = 1_000, 70_000
_MOST_SEEN, _SHORT = 100_000, 200  # values that are looked at once, and their characters
_LONG_NUMBER = 10  # digits
_DECLARATION = 4  # bytes, with a byte order mark, after which an instruction is no declaration


class PlainCells:
    """The filter of one sheet: `take` gets the places of the plain cells of a row ("B2"), `kinds` are readable ones.

    `texts` are the bytes of the shared texts that they show, of which each has one of `lengths`.
    """

    def __init__(self, take: Callable[[list[str]], None], kinds: Collection[str], lengths: Sequence[int] = ()) -> None:
        self._take, self._readable, self._lengths = take, kinds, lengths
        self._longest = max(lengths, default=0)
        self.texts = 0
        self._kinds: dict[str, str] = {}
        self._references: dict[str, bool] = {}
        self._seen: dict[str, int] = {}
        self._held, self._order = b"", Order()
        self._begun = self._whole = False

    def rest(self, chunk: bytes) -> Iterator[bytes]:
        """What the parser has to see of the next `chunk`, b"" for the end; a row's plain cells are taken before it."""
        data, self._held = self._held + chunk, b""
        instruction = data.find(b"<?", 0 if self._begun else _DECLARATION)
        self._begun = True
        if self._whole or not chunk or b"<!" in data or instruction >= 0:
            self._whole = True
            yield data
            return
        *rows, self._held = data.split(_ROW.encode())
        for row in rows:
            yield row + _ROW.encode() if self._whole else self._row(row)
        if self._whole or len(self._held) > CHUNK:  # no row is as long
            self._whole = True
            held, self._held = self._held, b""
            yield held

    def _row(self, row: bytes) -> bytes:
        try:
            placed = self._order.placed(row.decode())
        except UnicodeDecodeError:
            placed = None
        if placed is None or len(row.translate(None, _UNFIT)) < len(row):
            self._whole = True
            return row + _ROW.encode()
        head, *cells = placed.split(_CELL)
        seen, shown, taken, others = self._seen, 0, [], [head]
        for cell in cells:
            where, _, rest = cell.partition('"')
            length = seen.get(rest)
            if length is None:
                length = self._plain(rest)
            if length >= 0 and "&" not in where:
                taken.append(where)
                shown += length
            else:
                others += (_CELL, cell)
        if (others != [head] or head.count("<") > 1) and len({*_NUMBER.findall(placed)}) > 1:
            return f"{placed}{_ROW}".encode()  # their order matters
        self.texts += shown
        if taken:
            self._take(taken)
        return "".join((*others, _ROW)).encode()

    def _plain(self, rest: str) -> int:
        """The bytes of the shared text that a cell shows, by what it holds after its place: 0 for other plain ones.

        -1 where that is anything but a readable value in its usual form to its end.
        """
        attributes, _, inside = rest.partition(">")
        kind = self._kinds.get(attributes)
        if kind is None:
            kind = self._kind(attributes)
        if not _usual(kind, inside) or ("&" in rest and not self._references_known(inside)):
            return -1
        length = self._length(inside) if kind == _SHARED else 0
        if len(rest) < _SHORT and len(self._seen) < _MOST_SEEN:
            self._seen[rest] = length
        return length

    def _length(self, inside: str) -> int:
        """That of the shared text with the number in `<v>7</v></c>`; of the longest where it cannot be told."""
        number = inside[3:-8]
        known = number.isascii() and number.isdecimal() and len(number) < _LONG_NUMBER
        return self._lengths[int(number)] if known and int(number) < len(self._lengths) else self._longest

    def _kind(self, attributes: str) -> str:
        """What cells with these attributes beside their place are: a readable kind, "/" for empty ones, else ""."""
        if len(self._kinds) >= _MOST_KINDS:
            return ""
        found = _parsed(f'<c r=""{attributes.removesuffix("/")}/>')
        kind = found[0].get("t", "n") if found else ""
        if kind not in self._readable:
            kind = ""
        self._kinds[attributes] = kind = _EMPTY if kind and attributes.endswith("/") else kind
        return kind

    def _references_known(self, inside: str) -> bool:
        """Every reference in the value is one of a character: "&amp;", "&#31034;"."""
        for after in inside.split("&")[1:]:
            name = after.partition(";")[0]
            if name not in self._references:
                if len(self._references) >= _MOST_REFERENCES:
                    return False
                self._references[name] = ";" in after and bool(_parsed(f"<c>&{name};</c>"))
            if not self._references[name]:
                return False
        return True


def _parsed(xml: str) -> list[dict[str, str]]:
    """The attributes of each element; none where it is no XML."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: found.append(attributes)
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return []
    return found


def _usual(kind: str, inside: str) -> bool:
    """`inside` is a value of `kind` in its usual form, to the end of the cell."""
    if kind == _INLINE:
        usual = inside.startswith(("<is><t>", '<is><t xml:space="preserve">')) and inside.endswith("</t></is></c>")
        return usual and inside.count("<") == 5
    if kind == _EMPTY:
        return not inside
    return bool(kind) and inside[:3] == "<v>" and inside[-8:] == "</v></c>" and inside.count("<") == 3
