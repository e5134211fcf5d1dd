"""What lies over the cells of a sheet: text boxes, shapes and pictures, each with the cell at its upper left corner."""

from collections.abc import Mapping
from zipfile import ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from ...errors import Place
from .stream import feed_part, local_name, xml_parser

_SHAPES = ("sp", "pic")  # a chart or a table in a frame is none
_MOST = 1000  # shapes of a drawing
_LONGEST = 200  # characters of their texts


class _Drawing:
    """Handlers of the parser; `found` are pairs of a cell ("B3") and a text, or a name where there is no text."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []
        self._inside = self._text = self._name = self._shape = ""
        self._corner = {"col": "0", "row": "0"}
        self._from = False

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        kind = self._inside = local_name(name)
        if kind == "from":
            self._from = True
            self._corner = {"col": "", "row": ""}
        elif kind in _SHAPES and not self._shape:
            self._shape, self._text, self._name = kind, "", ""
        elif kind == "cNvPr" and self._shape and not self._name:
            self._name = attributes.get("descr") or attributes.get("name", "")

    def text(self, text: str) -> None:
        """Characters of the element that began last."""
        if self._from and self._inside in self._corner:
            self._corner[self._inside] += text[:8]
        elif self._shape and self._inside == "t" and len(self._text) < _LONGEST:
            self._text += text

    def ended(self, name: str) -> None:
        """An element ends."""
        kind, self._inside = local_name(name), ""
        if kind == "from":
            self._from = False
        elif kind == "p" and self._text:
            self._text += " "
        elif kind == self._shape:
            if len(self.found) < _MOST:
                self.found.append((self._cell(), self._text.strip()[:_LONGEST] or self._name[:_LONGEST]))
            self._shape = ""

    def _cell(self) -> str:
        column, row = (int(text) if text.isdecimal() else 0 for text in map(str.strip, self._corner.values()))
        return f"{get_column_letter(column + 1)}{row + 1}"


def drawn_shapes(archive: ZipFile, part: ZipInfo, place: Place) -> list[tuple[str, str]]:
    """The shapes of the drawing in `part`. Raises Refusal intake-not-workbook where it is no XML."""
    drawing = _Drawing()
    reader = xml_parser(drawing.started, place)
    reader.CharacterDataHandler, reader.EndElementHandler = drawing.text, drawing.ended
    feed_part(reader, archive, part, place)
    return drawing.found
