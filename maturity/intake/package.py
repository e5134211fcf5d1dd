"""The package behind a returned workbook: which part a sheet is, whether it may be parsed, which cells are computed."""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from posixpath import join, normpath
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from ..errors import Place, refuse
from .archive import check_texts, examine_parts, longest_text, sheet_cells

_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_USUAL = re.compile(rb'<c r="[A-Z]')
_SLOW = rb"""(?i)\sr\s*=\s*["']((?:%s)[0-9]+)["'][^>]*>\s*<(?:\w+:)?f[\s/>]"""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Package:
    """An .xlsx file whose parts have been looked at; use :func:`opened`."""

    def __init__(self, archive: ZipFile, place: Place) -> None:
        self._archive, self._place = archive, place
        examine_parts(archive, place)

    def fit(self, sheet: str) -> None:
        """Raise Refusal unless the sheet stays small when it is laid out in memory."""
        part = self._archive.NameToInfo.get(self._parts.get(sheet, ""))
        if part is not None:
            check_texts(self._longest, sheet_cells(self._archive, part, self._place), self._place)

    def computed(self, sheet: str, columns: Iterable[str]) -> frozenset[str]:
        """The cells of `sheet` in `columns` ("D6") that hold a formula: values alone do not tell."""
        part = self._parts.get(sheet, "")
        text = self._archive.read(part) if part in self._archive.NameToInfo else b""
        wanted = b"|".join(sorted(column.encode() for column in columns))
        # Programs spell a cell's place one way; where this one does not, every cell is looked at the slow way.
        usual = len(_USUAL.findall(text)) == len(_CELL.findall(text))
        pattern = rb' r="((?:%s)[0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s/>]' if usual else _SLOW
        found = re.findall(pattern % wanted, text)
        return frozenset(where.decode().upper() for where in found)

    @cached_property
    def _longest(self) -> int:
        return longest_text(self._archive)

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Sheet -> the name of its part."""
        targets = {one.get("Id"): one.get("Target") for one in self._parsed("xl/_rels/workbook.xml.rels").iter()}
        found = {}
        for node in self._parsed("xl/workbook.xml").iter():
            if node.tag.endswith("}sheet"):
                key = node.get(_RELATION) or next((v for k, v in node.attrib.items() if k.endswith("}id")), None)
                target = targets.get(key)
                found[node.get("name", "")] = normpath(join("xl", target)).lstrip("/") if target else ""
        return found

    def _parsed(self, name: str) -> Element:
        try:
            found: Element = fromstring(self._archive.read(name))
        except (KeyError, ParseError, DefusedXmlException):
            raise refuse("intake-not-workbook", self._place) from None
        return found


@contextmanager
def opened(data: bytes, place: Place) -> Iterator[Package]:
    """The package in `data`. Raises Refusal intake-… where it is none, damaged, or carries what it must not."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            yield Package(archive, place)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise refuse("intake-not-workbook", place) from None
