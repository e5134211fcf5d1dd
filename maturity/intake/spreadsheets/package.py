"""The package behind a returned workbook: its sheets, whether they may be parsed, their computed and lost cells."""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from zipfile import ZipFile, ZipInfo

from ...errors import Place, refuse
from .archive import UNREADABLE, check_parts, check_texts, text_lengths
from .drawings import drawn_shapes
from .scan import Scan, scan_sheet
from .stream import feed_part, local_name, xml_parser

_NOTES = ("/comments", "/threadedComment")  # how the types of such parts end
_DRAWINGS = ("/drawing",)


class Package:
    """An .xlsx file whose parts have been looked at; use :func:`open_package`."""

    def __init__(self, archive: ZipFile, place: Place, *, large: bool) -> None:
        self._archive, self._place = archive, place
        self._scans: dict[str, Scan] = {}
        check_parts(archive, place, large=large)

    def holds(self, sheet: str) -> bool:
        """The part of `sheet` is in the package, under the name its workbook gives it."""
        return self.parts.get(sheet, "") in self._archive.NameToInfo

    def fit(self, sheet: str) -> None:
        """Raise Refusal unless the sheet stays small when it is laid out in memory."""
        check_texts(self._scanned(sheet).texts, self._place)

    def computed(self, sheet: str) -> Set[str]:
        """The cells of `sheet` ("D6") that hold a formula: values alone do not tell."""
        return self._scanned(sheet).computed

    def merged(self, sheet: str) -> Sequence[str]:
        """The ranges of merged cells ("D6:D8"): only the first cell of each has a value."""
        return self._scanned(sheet).merged

    def noted(self, sheet: str) -> Sequence[str]:
        """The cells of `sheet` ("D6") that have a note or a thread of comments."""
        noted: dict[str, None] = {}

        def named(name: str, attributes: Mapping[str, str]) -> None:
            if local_name(name) in ("comment", "threadedComment") and attributes.get("ref"):
                noted[attributes["ref"].upper()] = None

        for part in self._beside(sheet, _NOTES):
            feed_part(xml_parser(named, self._place), self._archive, part, self._place)
        return tuple(noted)

    def drawn(self, sheet: str) -> Sequence[tuple[str, str]]:
        """The text boxes, shapes and pictures of `sheet`: the cell at the corner ("D6") and the text or the name."""
        return [
            one for part in self._beside(sheet, _DRAWINGS) for one in drawn_shapes(self._archive, part, self._place)
        ]

    def _beside(self, sheet: str, kinds: tuple[str, ...]) -> list[ZipInfo]:
        """The parts of these kinds that belong to `sheet`."""
        part = self.parts.get(sheet, "")
        relations = join(dirname(part), "_rels", f"{basename(part)}.rels")
        found: list[str] = []

        def related(name: str, attributes: Mapping[str, str]) -> None:
            if attributes.get("Type", "").endswith(kinds):
                found.append(attributes.get("Target", ""))

        if relations in self._archive.NameToInfo:
            feed_part(xml_parser(related, self._place), self._archive, self._archive.getinfo(relations), self._place)
        places = (normpath(join(dirname(part), target)).lstrip("/") for target in found)
        return [self._archive.NameToInfo[place] for place in places if place in self._archive.NameToInfo]

    def lost(self, sheet: str) -> Mapping[str, str]:
        """The cells of `sheet` ("D6") that are not empty but have no readable value, each with what it shows.

        The reading library gives "" for them; that is not a wish to erase.
        """
        return self._scanned(sheet).lost

    def _scanned(self, sheet: str) -> Scan:
        if sheet not in self._scans:
            part = self._archive.NameToInfo.get(self.parts.get(sheet, ""))
            lengths = self._lengths
            self._scans[sheet] = (
                scan_sheet(self._archive, part, self._place, lengths, formulas=True) if part else Scan()
            )
        return self._scans[sheet]

    @cached_property
    def _lengths(self) -> Sequence[int]:
        return text_lengths(self._archive, self._place)

    @cached_property
    def parts(self) -> dict[str, str]:
        """Sheet -> the name of its part."""
        targets: dict[str, str] = {}
        found: dict[str, str] = {}

        def related(name: str, attributes: Mapping[str, str]) -> None:
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

        def listed(name: str, attributes: Mapping[str, str]) -> None:
            if local_name(name) == "sheet":
                key = next(
                    (value for name, value in attributes.items() if local_name(name) == "id" and ":" in name), ""
                )
                target = targets.get(key)
                found[attributes.get("name", "")] = normpath(join("xl", target)).lstrip("/") if target else ""

        for part, started in (("xl/_rels/workbook.xml.rels", related), ("xl/workbook.xml", listed)):
            if part not in self._archive.NameToInfo:
                raise refuse("intake-not-workbook", self._place)
            feed_part(xml_parser(started, self._place), self._archive, self._archive.getinfo(part), self._place)
        return found


@contextmanager
def open_package(data: bytes, place: Place, *, large: bool = False) -> Iterator[Package]:
    """The package in `data`, which may be a `large` one, as :func:`.archive.is_bomb` has it.

    Raises Refusal intake-… where it is none, damaged, or carries what it must not.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            yield Package(archive, place, large=large)
    except UNREADABLE:
        raise refuse("intake-not-workbook", place) from None
