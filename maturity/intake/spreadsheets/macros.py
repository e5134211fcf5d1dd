"""Whether an Office package holds macros or controls: by what its parts are, not by what it could hold.

A default content type for an ending that no part has (SheetJS writes one for .bin) says nothing.
"""

import re
from collections.abc import Mapping
from zipfile import ZipFile

from ...errors import Place, refuse
from .stream import feed_part, local_name, xml_parser

TYPES = "[Content_Types].xml"
MOST_TYPES = 4 * 1024 * 1024  # bytes
_NAMES = re.compile(r"vbaproject|macrosheets/|activex", re.IGNORECASE)
_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|activex", re.IGNORECASE)
_ENABLED = re.compile(r"macroenabled", re.IGNORECASE)
_PRINTER = re.compile(r"printersettings", re.IGNORECASE)


def macro_part(archive: ZipFile, place: Place) -> str | None:
    """The first part of `archive` that is a macro project, a macro sheet, a control or a macro-enabled document.

    Raises Refusal intake-not-workbook where the list of content types is missing or no XML.
    """
    named = next(filter(_NAMES.search, archive.namelist()), None)
    if named:
        return named
    for name, kind in content_types(archive, place).items():
        if _MACROS.search(kind) or (_ENABLED.search(kind) and not _PRINTER.search(name)):
            return name
    return None


def content_types(archive: ZipFile, place: Place) -> Mapping[str, str]:
    """Part -> its content type, for the parts that are there, in their order.

    Raises Refusal intake-not-workbook where the list of content types is missing or no XML.
    """
    part = archive.NameToInfo.get(TYPES)
    if part is None or part.file_size > MOST_TYPES:
        raise refuse("intake-not-workbook", place)
    defaults: dict[str, str] = {}
    overrides: dict[str, str] = {}

    def started(name: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if local_name(name) == "Default":
            defaults[attributes.get("Extension", "").lower()] = kind
        elif local_name(name) == "Override":
            overrides[attributes.get("PartName", "").lstrip("/").lower()] = kind

    feed_part(xml_parser(started, place), archive, part, place)
    endings = {name: name.rpartition(".")[2].lower() for name in archive.namelist()}
    return {name: overrides.get(name.lower(), defaults.get(ending, "")) for name, ending in endings.items()}
