"""The package behind a returned workbook: its sheets, whether they may be parsed, their computed and lost cells."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from posixpath import join, normpath
from zipfile import ZipFile

from ..errors import Place, refuse
from .archive import UNREADABLE, check_texts, examine_parts, longest_text
from .scan import Scan, scan
from .stream import feed, local, parser


class Package:
    """An .xlsx file whose parts have been looked at; use :func:`opened`."""

    def __init__(self, archive: ZipFile, place: Place) -> None:
        self._archive, self._place = archive, place
        self._scans: dict[str, Scan] = {}
        examine_parts(archive, place)

    def holds(self, sheet: str) -> bool:
        """The part of `sheet` is in the package, under the name its workbook gives it."""
        return self.parts.get(sheet, "") in self._archive.NameToInfo

    def fit(self, sheet: str) -> None:
        """Raise Refusal unless the sheet stays small when it is laid out in memory."""
        check_texts(self._longest, self._scanned(sheet).cells, self._place)

    def computed(self, sheet: str, columns: Iterable[str]) -> frozenset[str]:
        """The cells of `sheet` in `columns` ("D6") that hold a formula: values alone do not tell."""
        wanted = set(columns)
        return frozenset(cell for cell in self._scanned(sheet).computed if cell.rstrip("0123456789") in wanted)

    def lost(self, sheet: str) -> Mapping[str, str]:
        """The cells of `sheet` ("D6") that are not empty but have no readable value, each with what it shows.

        The reading library gives "" for them; that is not a wish to erase.
        """
        return self._scanned(sheet).lost

    def _scanned(self, sheet: str) -> Scan:
        if sheet not in self._scans:
            part = self._archive.NameToInfo.get(self.parts.get(sheet, ""))
            self._scans[sheet] = scan(self._archive, part, self._place, formulas=True) if part else Scan()
        return self._scans[sheet]

    @cached_property
    def _longest(self) -> int:
        return longest_text(self._archive, self._place)

    @cached_property
    def parts(self) -> dict[str, str]:
        """Sheet -> the name of its part."""
        targets: dict[str, str] = {}
        found: dict[str, str] = {}

        def related(name: str, attributes: Mapping[str, str]) -> None:
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

        def listed(name: str, attributes: Mapping[str, str]) -> None:
            if local(name) == "sheet":
                key = next((value for name, value in attributes.items() if local(name) == "id" and ":" in name), "")
                target = targets.get(key)
                found[attributes.get("name", "")] = normpath(join("xl", target)).lstrip("/") if target else ""

        for part, started in (("xl/_rels/workbook.xml.rels", related), ("xl/workbook.xml", listed)):
            if part not in self._archive.NameToInfo:
                raise refuse("intake-not-workbook", self._place)
            feed(parser(started, self._place), self._archive, self._archive.getinfo(part), self._place)
        return found


@contextmanager
def opened(data: bytes, place: Place) -> Iterator[Package]:
    """The package in `data`. Raises Refusal intake-… where it is none, damaged, or carries what it must not."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            yield Package(archive, place)
    except UNREADABLE:
        raise refuse("intake-not-workbook", place) from None
